//! What a file is, by its first bytes.

use std::io::Cursor;

use image::{ImageFormat, ImageReader};

use super::Access;

/// What can be uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Png,
    Jpeg,
    Gif,
    Webp,
    Csv,
    Text,
}

/// So much of a file is looked at before it is known what it is.
pub(crate) const HEAD: usize = 1 << 20;
/// The longest side of a picture, and the most points that it has: more is no picture for a shop, and too much for a browser.
const MOST_SIDE: u32 = 16_384;
const MOST_POINTS: u64 = 100_000_000;

const REFUSED: &str = "is neither a picture (PNG, JPEG, GIF or WebP) nor text (CSV or plain, in UTF-8)";

impl Kind {
    /// What begins so; `is_whole` if there is no more of it. Or why it is not taken.
    pub(crate) fn of(head: &[u8], name: &str, is_whole: bool) -> Result<Self, &'static str> {
        let picture = match image::guess_format(head) {
            Ok(ImageFormat::Png) => Some(Self::Png),
            Ok(ImageFormat::Jpeg) => Some(Self::Jpeg),
            Ok(ImageFormat::Gif) => Some(Self::Gif),
            Ok(ImageFormat::WebP) => Some(Self::Webp),
            _ => None,
        };
        if let Some(picture) = picture {
            return Ok(picture);
        }
        if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            return Err("is UTF-16: save it as UTF-8");
        }
        // The last sign may be cut.
        let is_text = match std::str::from_utf8(head) {
            Ok(_) => true,
            Err(error) => !is_whole && error.error_len().is_none(),
        };
        if !is_text || head.contains(&0) {
            return Err(REFUSED);
        }
        let begin = String::from_utf8_lossy(&head[..head.len().min(4_096)]).to_ascii_lowercase();
        let begin = begin.trim_start_matches('\u{feff}').trim_start();
        if begin.starts_with('<') || begin.contains("<svg") {
            return Err("is SVG, HTML or XML, which can carry scripts: send a picture as PNG, JPEG, GIF or WebP");
        }
        let is_csv = name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("csv"));
        Ok(if is_csv { Self::Csv } else { Self::Text })
    }

    /// The end of its key.
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Csv => "csv",
            Self::Text => "txt",
        }
    }

    /// That of a key with such an end.
    pub(crate) fn of_extension(extension: &str) -> Option<Self> {
        let all = [Self::Png, Self::Jpeg, Self::Gif, Self::Webp, Self::Csv, Self::Text];
        all.into_iter().find(|kind| kind.extension() == extension)
    }

    /// As browsers are told.
    pub(crate) const fn mime(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// The same without parameters, as answers have it.
    pub(crate) fn plain_mime(self) -> &'static str {
        self.mime().split(';').next().unwrap_or_default()
    }

    /// Pictures are for shoppers, all else is not.
    pub(crate) const fn access(self) -> Access {
        match self {
            Self::Png | Self::Jpeg | Self::Gif | Self::Webp => Access::Public,
            Self::Csv | Self::Text => Access::Private,
        }
    }

    /// How wide and high a picture is, by its header: nothing is decoded. Or why it is not taken.
    pub(crate) fn dimensions(self, head: &[u8]) -> Result<Option<(u32, u32)>, String> {
        if self.access() == Access::Private {
            return Ok(None);
        }
        let reader = ImageReader::new(Cursor::new(head)).with_guessed_format();
        let dimensions = reader.map_err(drop).and_then(|reader| reader.into_dimensions().map_err(drop));
        let (width, height) = dimensions.map_err(|()| "is a picture whose header cannot be read".to_owned())?;
        if width.max(height) > MOST_SIDE || u64::from(width) * u64::from(height) > MOST_POINTS {
            return Err(format!(
                "has {width} × {height} points, expected at most: {MOST_SIDE} on a side and {MOST_POINTS} in all"
            ));
        }
        if width == 0 || height == 0 {
            return Err("is an empty picture".to_owned());
        }
        Ok(Some((width, height)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PNG whose header says so many points, and nothing behind it.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 2, 0, 0, 0]);
        let crc = crc(&bytes[12..]);
        bytes.extend(crc.to_be_bytes());
        bytes.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
        bytes
    }

    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (!(crc & 1)).wrapping_add(1)))
        })
    }

    #[test]
    fn by_its_bytes_and_not_by_its_name() {
        for (bytes, name, kind) in [
            (png(1, 1).as_slice(), "evil.svg", Kind::Png),
            (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "a.png", Kind::Jpeg),
            (b"GIF89a", "a", Kind::Gif),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "a", Kind::Webp),
            (b"Handle,Title\na,b", "products.CSV", Kind::Csv),
            ("grün".as_bytes(), "note", Kind::Text),
            (b"", "empty.csv", Kind::Csv),
        ] {
            assert_eq!(Kind::of(bytes, name, true), Ok(kind), "{name}");
        }
        for bytes in [
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice(),
            b"\xef\xbb\xbf  <!DOCTYPE html>",
            b"x\n<SVG onload=alert(1)>",
            b"%PDF-1.7\n\x80\x81",
            b"MZ\x90\0",
            b"a\0b",
            b"\xff\xfeH\0a\0",
            b"caf\xe9",
        ] {
            assert!(Kind::of(bytes, "a.png", true).is_err(), "{bytes:?}");
        }
        assert_eq!(Kind::of(b"caf\xc3", "a.csv", false), Ok(Kind::Csv), "a sign that is cut in the middle");
    }

    #[test]
    fn a_header_that_promises_too_much() {
        assert_eq!(Kind::Png.dimensions(&png(640, 480)).unwrap(), Some((640, 480)));
        for (width, height) in [(16_385, 1), (1, 16_385), (16_000, 16_000), (0, 5)] {
            Kind::Png.dimensions(&png(width, height)).unwrap_err();
        }
        Kind::Png.dimensions(b"\x89PNG\r\n\x1a\n").unwrap_err();
        assert_eq!(Kind::Csv.dimensions(b"a").unwrap(), None);
    }
}
