//! Films: an address that people paste is read into who shows the film and its id there. No frame is ever made of an address that
//! somebody typed.

use url::Url;

use super::link::check_image;
use crate::{form::Kind, props::checked};

checked! {
    /// The address of a film on YouTube, Vimeo or a PeerTube, or of a file.
    VideoUrl; check; Kind::Video;
    { "type": "string", "minLength": 1, "maxLength": 2048, "pattern": "^(https://|/)" }
}

/// Who shows a film, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Video {
    /// YouTube.
    YouTube {
        /// The id of the film.
        id: String,
    },
    /// Vimeo.
    Vimeo {
        /// The id of the film.
        id: String,
        /// What opens a film that is not listed.
        key: Option<String>,
    },
    /// A PeerTube. Anybody may run one: show films of hosts that the shop names, and of no others.
    PeerTube {
        /// Its host, with a port where it has one.
        host: String,
        /// The id of the film.
        id: String,
    },
    /// A file by https, or of this site.
    File(String),
}

impl Video {
    /// What a frame shows once the visitor has agreed; none for files, which need no frame.
    pub fn embed(&self) -> Option<String> {
        match self {
            Self::YouTube { id } => Some(format!("https://www.youtube-nocookie.com/embed/{id}")),
            Self::Vimeo { id, key: None } => Some(format!("https://player.vimeo.com/video/{id}?dnt=1")),
            Self::Vimeo { id, key: Some(key) } => Some(format!("https://player.vimeo.com/video/{id}?dnt=1&h={key}")),
            Self::PeerTube { host, id } => Some(format!("https://{host}/videos/embed/{id}")),
            Self::File(_) => None,
        }
    }
}

impl VideoUrl {
    /// Who shows it; none only for an address that was never looked at.
    pub fn video(&self) -> Option<Video> {
        read(self)
    }
}

/// Whether a text is the address of a film.
pub(crate) fn check(address: &str) -> Result<(), String> {
    check_image(address)?;
    match read(address) {
        Some(_) => Ok(()),
        None => {
            Err("must be a film on YouTube, Vimeo or PeerTube, or a file that ends with .mp4, .webm, .ogv or .m4v"
                .into())
        }
    }
}

fn read(address: &str) -> Option<Video> {
    if address.starts_with('/') {
        return is_file(address.split(['?', '#']).next()?).then(|| Video::File(address.to_owned()));
    }
    let url = Url::parse(address).ok().filter(|url| url.scheme() == "https")?;
    let host = url.host_str()?;
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let asked = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    match host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(host) {
        "youtube.com" | "youtube-nocookie.com" => {
            let id = match parts.as_slice() {
                ["watch"] => asked("v")?,
                ["embed" | "shorts" | "live" | "v", id] => (*id).to_owned(),
                _ => return None,
            };
            youtube(id)
        }
        "youtu.be" => youtube((*parts.first()?).to_owned()),
        "vimeo.com" | "player.vimeo.com" => {
            let (id, key) = match parts.as_slice() {
                ["video", id] | [id] => (*id, asked("h")),
                [id, key] => (*id, Some((*key).to_owned())),
                _ => return None,
            };
            let fits = |text: &str| (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
            (id.bytes().all(|b| b.is_ascii_digit()) && fits(id) && key.as_deref().is_none_or(fits))
                .then(|| Video::Vimeo { id: id.to_owned(), key })
        }
        _ if is_file(url.path()) => Some(Video::File(address.to_owned())),
        _ => match parts.as_slice() {
            ["w", id] | ["videos", "watch" | "embed", id]
                if (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') =>
            {
                let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
                Some(Video::PeerTube { host, id: (*id).to_owned() })
            }
            _ => None,
        },
    }
}

fn youtube(id: String) -> Option<Video> {
    let fits = id.len() == 11 && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    fits.then_some(Video::YouTube { id })
}

fn is_file(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".mp4", ".webm", ".ogv", ".m4v"].iter().any(|ending| path.ends_with(ending))
}
