//! Where something of the library lies, and under which address it is shown.

use images::{Aspect, Focal, Kind, area};
use uuid::Uuid;

/// So wide pictures are made, and no wider than they are.
const WIDTHS: [u32; 7] = [320, 480, 640, 960, 1_280, 1_920, 2_560];
/// The widest.
pub(super) const WIDEST: u32 = 2_560;

/// A picture as it is shown: `640`, or `640-square-50-33`, cut around its focal point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Variant {
    pub(super) width: u32,
    pub(super) aspect: Aspect,
    pub(super) focal: Focal,
}

impl Variant {
    /// As addresses have it. What is not cut has no focal point.
    pub(super) fn name(self) -> String {
        let Self { width, aspect, focal } = self;
        match aspect {
            Aspect::Original => width.to_string(),
            cut => format!("{width}-{}-{}-{}", cut.name(), focal.x, focal.y),
        }
    }

    /// That of a name: each has one, so that nothing is made twice.
    pub(super) fn named(name: &str) -> Option<Self> {
        let mut parts = name.splitn(4, '-');
        let width = parts.next()?.parse().ok()?;
        let variant = match (parts.next(), parts.next(), parts.next()) {
            (None, None, None) => Self { width, aspect: Aspect::Original, focal: Focal::default() },
            (Some(aspect), Some(x), Some(y)) => {
                let focal = Focal { x: x.parse().ok()?, y: y.parse().ok()? };
                Self { width, aspect: Aspect::named(aspect)?, focal }
            }
            _ => return None,
        };
        (variant.name() == name && variant.focal.x <= 100 && variant.focal.y <= 100).then_some(variant)
    }
}

/// How wide a picture of these sides is made in this shape: the presets that are narrower than it is, and itself, or the widest.
pub(super) fn widths((width, height): (u32, u32), aspect: Aspect) -> Vec<u32> {
    let full = area(width, height, aspect, Focal::default()).width.min(WIDEST);
    WIDTHS.into_iter().filter(|preset| *preset < full).chain([full]).collect()
}

/// How high it is then.
pub(super) fn height((width, height): (u32, u32), aspect: Aspect, wide: u32) -> u32 {
    let part = area(width, height, aspect, Focal::default());
    let high = u64::from(part.height) * u64::from(wide) + u64::from(part.width) / 2;
    u32::try_from(high / u64::from(part.width)).unwrap_or(u32::MAX).clamp(1, part.height)
}

/// The folder of all that is kept of one.
pub(super) fn folder(shop: Uuid, key: &str) -> String {
    format!("{ROOT}/{shop}/{key}")
}

/// All that the library keeps is below it.
pub(super) const ROOT: &str = "library";
/// What is coming in lies here until it is known what it is.
pub(super) const INCOMING: &str = "incoming";

/// Where the storage has what everything else is made of.
pub(super) fn original(shop: Uuid, key: &str, kind: Kind) -> String {
    format!("{}/original.{}", folder(shop, key), kept(kind).extension())
}

/// As what it is kept: a GIF has few colours and moves, and neither is kept.
pub(super) const fn kept(kind: Kind) -> Kind {
    match kind {
        Kind::Gif => Kind::Png,
        other => other,
    }
}

/// A new key: of what it is, and of its own.
pub(super) fn new_key(sha256: &[u8], id: Uuid) -> String {
    format!("{}-{}", hex::encode(&sha256[..sha256.len().min(16)]), hex::encode(&id.as_bytes()[12..]))
}

/// Whether it looks like one.
pub(super) fn is_key(text: &str) -> bool {
    let is_hex = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    text.split_once('-').is_some_and(|(hash, own)| hash.len() == 32 && own.len() == 8 && is_hex(hash) && is_hex(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_variant_has_one_name() {
        for name in ["640", "1280-16x9-0-100", "37-square-50-50", "960-4x3-7-9"] {
            assert_eq!(Variant::named(name).map(Variant::name).as_deref(), Some(name));
        }
        for name in [
            "",
            "0640",
            "+640",
            "640-",
            "640-square",
            "640-square-050-50",
            "640-square-101-1",
            "640-original-5-5",
            "-640",
            "64e1",
            "640-square-5-5-5",
        ] {
            assert_eq!(Variant::named(name), None, "{name}");
        }
    }

    #[test]
    fn nothing_is_wider_than_it_is() {
        assert_eq!(widths((200, 100), Aspect::Original), [200]);
        assert_eq!(widths((640, 100), Aspect::Original), [320, 480, 640]);
        assert_eq!(widths((1_000, 400), Aspect::Square), [320, 400]);
        assert_eq!(widths((9_000, 6_000), Aspect::Original).last(), Some(&WIDEST));
        assert_eq!(height((1_000, 400), Aspect::Square, 320), 320);
        assert_eq!(height((16_000, 1), Aspect::Original, 320), 1);
    }

    #[test]
    fn a_key_has_its_content_and_its_own() {
        let id = Uuid::from_u128(0x1234_5678);
        let key = new_key(&[0xab; 32], id);
        assert_eq!(key, format!("{}-12345678", "ab".repeat(16)));
        assert!(is_key(&key));
        for other in ["", "-", "../../etc", &key.to_uppercase(), &key[1..]] {
            assert!(!is_key(other), "{other}");
        }
    }
}
