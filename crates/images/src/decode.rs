//! From bytes to points: the header first, and what it promises before anything is decoded.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, metadata::Orientation};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use crate::{
    kind::{Kind, Refused},
    picture::Picture,
};

/// How large a picture may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The longest side.
    pub side: u32,
    /// Points in all.
    pub points: u64,
    /// What they take in memory, as the file has them.
    pub bytes: u64,
}

impl Default for Limits {
    /// What a camera makes, and what WebP can hold.
    fn default() -> Self {
        Self { side: 16_000, points: 40_000_000, bytes: 200_000_000 }
    }
}

/// What a header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// What it is.
    pub kind: Kind,
    /// How wide it is, once it is turned as it is meant.
    pub width: u32,
    /// How high.
    pub height: u32,
}

/// A profile is rarely larger than some kilobytes; those of printers are, and need none here.
const MOST_PROFILE: usize = 4 << 20;

/// Of what stands beside the points.
const BESIDES: u64 = 32 << 20;
/// A progressive picture has some ten; each of them is a walk over all of it.
const MOST_SCANS: usize = 200;

/// In how many passes a JPEG is written. Within a pass no marker looks like the beginning of one.
fn scans(bytes: &[u8]) -> usize {
    bytes.windows(2).filter(|pair| *pair == [0xff, 0xda]).count()
}

fn unreadable<E>(_: E) -> Refused {
    "is a picture that cannot be read: it is broken, or did not arrive whole".into()
}

/// Opens it, and looks at what it promises.
fn open(bytes: &[u8], limits: Limits) -> Result<(Kind, impl ImageDecoder), Refused> {
    let kind = Kind::of(bytes)?;
    let format = kind.format().ok_or_else(|| Refused::from("is no picture"))?;
    // Looked at before a decoder sets anything aside.
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().map_err(unreadable)?;
    fits(width, height, limits)?;
    if kind == Kind::Jpeg && scans(bytes) > MOST_SCANS {
        return Err("is a picture in too many passes: save it anew".into());
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut bounds = image::Limits::default();
    bounds.max_image_width = Some(limits.side);
    bounds.max_image_height = Some(limits.side);
    // Room for its points, whatever they are made of, and for little besides: what is packed beside them may be a bomb too.
    bounds.max_alloc = Some((u64::from(width) * u64::from(height)).saturating_mul(8).saturating_add(BESIDES));
    reader.limits(bounds);
    let decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    fits(width, height, limits)?;
    if decoder.total_bytes() > limits.bytes {
        return Err(Refused(format!(
            "takes {} bytes in memory, expected at most: {}: make it smaller, or save it with 8 bits for a colour",
            decoder.total_bytes(),
            limits.bytes
        )));
    }
    Ok((kind, decoder))
}

fn fits(width: u32, height: u32, limits: Limits) -> Result<(), Refused> {
    if width == 0 || height == 0 {
        return Err("is an empty picture".into());
    }
    if width.max(height) > limits.side || u64::from(width) * u64::from(height) > limits.points {
        return Err(Refused(format!(
            "has {width} × {height} points, expected at most: {} on a side and {} in all",
            limits.side, limits.points
        )));
    }
    Ok(())
}

const fn is_on_its_side(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

/// What a picture's header says: nothing is decoded.
pub fn look(bytes: &[u8], limits: Limits) -> Result<Header, Refused> {
    let (kind, mut decoder) = open(bytes, limits)?;
    let (width, height) = decoder.dimensions();
    let turned = is_on_its_side(decoder.orientation().unwrap_or(Orientation::NoTransforms));
    let (width, height) = if turned { (height, width) } else { (width, height) };
    Ok(Header { kind, width, height })
}

/// Decodes a picture: its first frame, the way up that it is meant, in the colours of the web.
pub fn decode(bytes: &[u8], limits: Limits) -> Result<Picture, Refused> {
    let (_, mut decoder) = open(bytes, limits)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.len() <= MOST_PROFILE);
    let mut image = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    image.apply_orientation(orientation);
    let (width, height) = (image.width(), image.height());
    let has_alpha = image.color().has_alpha();
    let mut points = if has_alpha { image.into_rgba8().into_raw() } else { image.into_rgb8().into_raw() };
    if let Some(profile) = profile {
        to_web(&mut points, has_alpha, &profile);
    }
    Ok(Picture::new(width, height, has_alpha, points))
}

/// So many points at once.
const CHUNK: usize = 4_096;

/// From the colours of a profile to those of the web. A profile that cannot be read is left out, as browsers do.
fn to_web(points: &mut [u8], has_alpha: bool, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let layout = if has_alpha { Layout::Rgba } else { Layout::Rgb };
    let web = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(layout, &web, layout, TransformOptions::default()) else {
        return;
    };
    let size = if has_alpha { 4 } else { 3 };
    let mut buffer = vec![0; CHUNK * size];
    for chunk in points.chunks_mut(CHUNK * size) {
        let out = &mut buffer[..chunk.len()];
        if transform.transform(chunk, out).is_err() {
            return;
        }
        chunk.copy_from_slice(out);
    }
}
