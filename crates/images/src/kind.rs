//! What a file is, by its first bytes.

use image::ImageFormat;

/// What the media library takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
    /// A picture; of one that moves the first frame.
    Gif,
    /// A picture; of one that moves the first frame.
    Webp,
    /// A document, to be downloaded.
    Pdf,
    /// A drawing, which may carry scripts: to be downloaded, and never shown.
    Svg,
}

/// Why a file is not taken, as the end of a sentence that begins with its name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

impl From<&str> for Refused {
    fn from(why: &str) -> Self {
        Self(why.to_owned())
    }
}

/// So many bytes say what a file is.
const HEAD: usize = 4_096;

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Png, Self::Jpeg, Self::Gif, Self::Webp, Self::Pdf, Self::Svg];

    /// What these bytes are, whatever somebody calls them.
    pub fn of(bytes: &[u8]) -> Result<Self, Refused> {
        match image::guess_format(bytes) {
            Ok(ImageFormat::Png) => return Ok(Self::Png),
            Ok(ImageFormat::Jpeg) => return Ok(Self::Jpeg),
            Ok(ImageFormat::Gif) => return Ok(Self::Gif),
            Ok(ImageFormat::WebP) => return Ok(Self::Webp),
            _ => {}
        }
        if bytes.starts_with(b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if bytes.get(4..8) == Some(b"ftyp") {
            return Err("is AVIF, HEIC or a film: send a picture as JPEG, PNG, WebP or GIF".into());
        }
        let head = &bytes[..bytes.len().min(HEAD)];
        match root(&String::from_utf8_lossy(head)) {
            Some(name) if name == "svg" && std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) => Ok(Self::Svg),
            Some(_) => Err("is HTML or XML, which can carry scripts: send a picture, a PDF or an SVG".into()),
            None if bytes.is_empty() => Err("is empty".into()),
            None => Err("is neither a picture (JPEG, PNG, WebP or GIF) nor a PDF or an SVG".into()),
        }
    }

    /// What begins so; what comes behind is looked at once it is there.
    pub fn begins(head: &[u8]) -> Result<Self, Refused> {
        // The last sign may be cut.
        let whole = match std::str::from_utf8(head) {
            Err(error) if error.error_len().is_none() => &head[..error.valid_up_to()],
            _ => head,
        };
        Self::of(whole)
    }

    /// Whether it can be shown.
    pub const fn is_picture(self) -> bool {
        !matches!(self, Self::Pdf | Self::Svg)
    }

    /// As browsers are told.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Svg => "image/svg+xml",
        }
    }

    /// The end of its name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Svg => "svg",
        }
    }

    pub(crate) const fn format(self) -> Option<ImageFormat> {
        match self {
            Self::Png => Some(ImageFormat::Png),
            Self::Jpeg => Some(ImageFormat::Jpeg),
            Self::Gif => Some(ImageFormat::Gif),
            Self::Webp => Some(ImageFormat::WebP),
            Self::Pdf | Self::Svg => None,
        }
    }
}

/// The first element of what is written in tags, without its namespace's prefix; nothing where no tags are.
fn root(text: &str) -> Option<String> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let behind = rest.strip_prefix('<')?;
        let end = if behind.starts_with("!--") {
            "-->"
        } else if behind.starts_with('?') {
            "?>"
        } else if behind.starts_with('!') {
            if doctype(behind).is_some_and(|name| name != "svg") {
                return Some(String::new());
            }
            // A document type may have declarations of its own in brackets.
            let plain = behind.find('>').unwrap_or(behind.len());
            if behind[..plain].contains('[') { "]>" } else { ">" }
        } else {
            let name: String =
                behind.chars().take_while(|sign| !sign.is_whitespace() && !"/>".contains(*sign)).collect();
            let name = name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
            let is_name = name.chars().next().is_some_and(char::is_alphabetic);
            return is_name.then_some(name);
        };
        // What does not end where it can be seen is somebody's tags all the same.
        let Some(at) = behind.find(end) else { return Some(String::new()) };
        rest = behind[at + end.len()..].trim_start();
    }
}

/// Of which type a document says that it is.
fn doctype(text: &str) -> Option<String> {
    let text: String = text.chars().take(40).collect::<String>().to_ascii_lowercase();
    let name = text.strip_prefix("!doctype")?.trim_start();
    Some(name.chars().take_while(char::is_ascii_alphanumeric).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_its_bytes() {
        for (bytes, kind) in [
            (b"\x89PNG\r\n\x1a\n".as_slice(), Kind::Png),
            (b"\xff\xd8\xff\xe0\0\x10JFIF\0<script>alert(1)</script>", Kind::Jpeg),
            (b"GIF89a", Kind::Gif),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Kind::Webp),
            (b"%PDF-1.7\n", Kind::Pdf),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Kind::Svg),
            (
                b"\xef\xbb\xbf <?xml version='1.0'?>\n<!-- <html> --><!DOCTYPE svg [<!ENTITY a 'b'>]>\n<s:SVG>",
                Kind::Svg,
            ),
        ] {
            assert_eq!(Kind::of(bytes), Ok(kind));
        }
        for (bytes, word) in [
            (b"<!doctype html><svg>".as_slice(), "scripts"),
            (b"<html><svg/></html>", "scripts"),
            (b"<!-- no end <svg>", "scripts"),
            (b"<svg>\0", "scripts"),
            (b"<svg>\xff", "scripts"),
            (b"\0\0\0\x20ftypavif", "AVIF"),
            (b"\0\0\0\x20ftypheic", "HEIC"),
            (b"MZ\x90\0", "neither"),
            (b"BM\0\0", "neither"),
            (b"II*\0", "neither"),
            (b"a < b", "neither"),
            (b"< svg>", "neither"),
            (b"", "empty"),
        ] {
            let Refused(why) = Kind::of(bytes).unwrap_err();
            assert!(why.contains(word), "{why}");
        }
    }
}
