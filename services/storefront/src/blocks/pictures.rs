//! Pictures of the media library, in the sizes that there are.

use std::fmt::Write as _;

use blocks::Focal;
use serde::Serialize;

use super::found::Found;
use crate::{model::Media, page::local, shops::Shop};

/// A picture as a template writes it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Picture {
    pub(super) src: String,
    pub(super) srcset: String,
    pub(super) alt: String,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    /// The classes of its focal point, to tenths: no style may stand in a page.
    pub(super) focal: String,
}

impl Picture {
    /// Where it is, in its usual size.
    pub(crate) fn address(&self) -> &str {
        &self.src
    }
}

impl Found {
    /// The address of a picture that is named by its id or by its address.
    pub(crate) fn address_of(&self, shop: &Shop, named: &str) -> Option<String> {
        let url = match self.media.get(named) {
            Some(media) if media.url.is_empty() => &media.variants.iter().max_by_key(|one| one.width)?.url,
            Some(media) => &media.url,
            None => named,
        };
        Some(local(shop, url)).filter(|url| !url.is_empty())
    }

    /// The picture of an id, if there is one.
    pub(crate) fn picture(&self, shop: &Shop, id: Option<&str>, alt: &str, focal: Option<Focal>) -> Option<Picture> {
        let media = self.media.get(id?)?;
        let Media { url, width, height, variants, .. } = media;
        let mut srcset = String::new();
        for one in variants {
            let gap = if srcset.is_empty() { "" } else { ", " };
            // Writing into a text never fails.
            let _ = write!(srcset, "{gap}{} {}w", local(shop, &one.url), one.width);
        }
        let widest = variants.iter().max_by_key(|one| one.width).map(|one| &one.url);
        let src = local(shop, if url.is_empty() { widest? } else { url });
        let point = focal.map(|point| (point.x, point.y)).or(media.focal.map(|point| (point.x, point.y)));
        Some(Picture {
            src,
            srcset,
            alt: if alt.is_empty() { media.alt.clone().unwrap_or_default() } else { alt.to_owned() },
            width: *width,
            height: *height,
            focal: point.map(|(x, y)| format!("fx{} fy{}", tenths(x), tenths(y))).unwrap_or_default(),
        })
    }
}

/// A part of one in tenths.
fn tenths(part: f64) -> u8 {
    let tenths = (part.clamp(0.0, 1.0) * 10.0).round();
    (0..=10).find(|whole| f64::from(*whole) >= tenths).unwrap_or(10)
}

#[cfg(test)]
mod tests {
    use super::tenths;

    #[test]
    fn a_point_is_told_in_tenths() {
        let read: Vec<u8> = [0.0, 0.04, 0.05, 0.5, 0.96, 1.0, 7.0, -1.0, f64::NAN].into_iter().map(tenths).collect();
        assert_eq!(read, [0, 0, 1, 5, 10, 10, 10, 0, 10]);
    }
}
