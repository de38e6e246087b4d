//! Bytes that nobody meant: an answer, and no panic.

use image::ImageFormat;
use images::{Kind, Limits, decode, look};
use proptest::prelude::*;

use super::{flag, pierced, written};

const SMALL: Limits = Limits { side: 2_000, points: 1_000_000, bytes: 8_000_000 };
const FORMATS: [ImageFormat; 4] = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP];
const MAGIC: [&[u8]; 6] =
    [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\xff\xff\0\0WEBPVP8X", b"RIFF\xff\0\0\0WEBPVP8L", b"<svg"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn noise_is_refused(begin in 0_usize..6, noise in prop::collection::vec(any::<u8>(), 0..400)) {
        let bytes = [MAGIC[begin], &noise].concat();
        let _ = Kind::of(&bytes);
        let _ = look(&bytes, SMALL);
        let _ = decode(&bytes, SMALL);
        let _ = Kind::of(&noise);
    }

    #[test]
    fn pictures_with_a_few_wrong_bytes(at in 0_usize..4, wrong in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let format = FORMATS[at];
        let mut bytes = if format == ImageFormat::Jpeg { written(flag(24, 24), format) } else { written(pierced(24, 24), format) };
        for (index, byte) in wrong {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        if let Ok(picture) = decode(&bytes, SMALL) {
            prop_assert!(u64::from(picture.width()) * u64::from(picture.height()) <= SMALL.points);
        }
    }
}
