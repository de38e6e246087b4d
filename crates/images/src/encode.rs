//! From points to bytes.

use image::{
    ExtendedColorType, ImageEncoder,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};
use ravif::{Img, RGB8, RGBA8};

use crate::picture::Picture;

/// How a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The smallest, and slow to make.
    Avif,
    /// Small, and read by every browser of today.
    Webp,
    /// For all else, without transparency.
    Jpeg,
    /// For all else, with it; nothing is lost.
    Png,
}

/// A picture that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("a picture could not be written: {0}")]
pub struct Error(String);

/// As they are shown: nobody sees what is lost.
const JPEG: u8 = 82;
const WEBP: f32 = 80.0;
const AVIF: f32 = 62.0;
/// As they are kept: each other one is made of it.
const KEPT: u8 = 92;
/// Of ten. Slower ones save a twentieth of the bytes, and take twice as long.
const AVIF_SPEED: u8 = 9;

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Avif, Self::Webp, Self::Jpeg, Self::Png];

    /// As browsers are told.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Avif => "image/avif",
            Self::Webp => "image/webp",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The end of its name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::Webp => "webp",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// That of a name.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }

    /// What whoever reads neither AVIF nor WebP is sent.
    pub const fn plain(has_alpha: bool) -> Self {
        if has_alpha { Self::Png } else { Self::Jpeg }
    }
}

impl Picture {
    /// As it is shown.
    pub fn encode(&self, format: Format) -> Result<Vec<u8>, Error> {
        match format {
            Format::Avif => self.avif(),
            Format::Webp => self.webp(WEBP),
            Format::Jpeg => self.jpeg(JPEG),
            Format::Png => self.png(),
        }
    }

    /// As it is kept: with little or nothing lost.
    pub fn keep(&self, format: Format) -> Result<Vec<u8>, Error> {
        match format {
            Format::Jpeg => self.jpeg(KEPT),
            Format::Webp => self.webp(f32::from(KEPT)),
            Format::Avif | Format::Png => self.png(),
        }
    }

    fn avif(&self) -> Result<Vec<u8>, Error> {
        let encoder = ravif::Encoder::new()
            .with_quality(AVIF)
            .with_alpha_quality(AVIF)
            .with_speed(AVIF_SPEED)
            .with_num_threads(Some(1));
        let (width, height) = (self.width() as usize, self.height() as usize);
        let made = if self.has_alpha() {
            let points: Vec<RGBA8> =
                self.points().chunks_exact(4).map(|p| RGBA8::new(p[0], p[1], p[2], p[3])).collect();
            encoder.encode_rgba(Img::new(&points, width, height))
        } else {
            let points: Vec<RGB8> = self.points().chunks_exact(3).map(|p| RGB8::new(p[0], p[1], p[2])).collect();
            encoder.encode_rgb(Img::new(&points, width, height))
        };
        made.map(|made| made.avif_file).map_err(failed)
    }

    fn webp(&self, quality: f32) -> Result<Vec<u8>, Error> {
        let encoder = if self.has_alpha() {
            webp::Encoder::from_rgba(self.points(), self.width(), self.height())
        } else {
            webp::Encoder::from_rgb(self.points(), self.width(), self.height())
        };
        let bytes = encoder.encode_simple(false, quality).map_err(|error| Error(format!("{error:?}")))?;
        Ok(bytes.to_vec())
    }

    fn jpeg(&self, quality: u8) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        encoder.write_image(&self.opaque(), self.width(), self.height(), ExtendedColorType::Rgb8).map_err(failed)?;
        Ok(bytes)
    }

    fn png(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
        let colour = if self.has_alpha() { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
        encoder.write_image(self.points(), self.width(), self.height(), colour).map_err(failed)?;
        Ok(bytes)
    }

    /// On white.
    fn opaque(&self) -> std::borrow::Cow<'_, [u8]> {
        if !self.has_alpha() {
            return self.points().into();
        }
        let on_white = |part: u8, alpha: u8| {
            let mixed = (u32::from(part) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        self.points()
            .chunks_exact(4)
            .flat_map(|p| [0, 1, 2].map(|at| on_white(p[at], p[3])))
            .collect::<Vec<u8>>()
            .into()
    }
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error(error.to_string())
}
