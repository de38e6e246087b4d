//! What is taken, and what is made of it.

use image::ImageFormat;
use images::{Area, Aspect, Focal, Format, Kind, Limits, area, decode, look};

use super::{flag, pierced, written};

#[test]
fn each_kind_is_decoded_and_written() {
    for (format, kind) in [
        (ImageFormat::Png, Kind::Png),
        (ImageFormat::Jpeg, Kind::Jpeg),
        (ImageFormat::Gif, Kind::Gif),
        (ImageFormat::WebP, Kind::Webp),
    ] {
        let bytes = written(flag(64, 32), format);
        let header = look(&bytes, Limits::default()).unwrap();
        assert_eq!((header.kind, header.width, header.height), (kind, 64, 32));
        let picture = decode(&bytes, Limits::default()).unwrap();
        assert_eq!((picture.width(), picture.height(), picture.has_alpha()), (64, 32, false), "{kind:?}");
        for to in Format::ALL {
            let encoded = picture.encode(to).unwrap();
            if to == Format::Avif {
                assert_eq!(&encoded[4..12], b"ftypavif");
                continue;
            }
            let again = decode(&encoded, Limits::default()).unwrap();
            assert_eq!((again.width(), again.height()), (64, 32));
            let (was, is) = (picture.points(), again.points());
            let off = was.iter().zip(is).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>() / was.len() as u64;
            assert!(off < 12, "{kind:?} to {to:?}: {off}");
        }
    }
}

#[test]
fn what_shines_through_still_does() {
    let picture = decode(&written(pierced(64, 64), ImageFormat::Png), Limits::default()).unwrap();
    assert!(picture.has_alpha());
    for format in [Format::Webp, Format::Png] {
        let again = decode(&picture.encode(format).unwrap(), Limits::default()).unwrap();
        assert!(again.has_alpha(), "{format:?}");
        assert_eq!(again.points()[(32 * 64 + 32) * 4 + 3], 0);
    }
    let flat = decode(&picture.encode(Format::Jpeg).unwrap(), Limits::default()).unwrap();
    assert!(flat.points()[(32 * 64 + 32) * 3] > 200, "on white");
    assert!(!picture.encode(Format::Avif).unwrap().is_empty());
    assert_eq!(Format::plain(true), Format::Png);
}

#[test]
fn a_part_is_never_larger_than_what_it_is_of() {
    let picture = decode(&written(flag(100, 50), ImageFormat::Png), Limits::default()).unwrap();
    let whole = area(100, 50, Aspect::Original, Focal::default());
    let larger = picture.part(whole, 640);
    assert_eq!((larger.width(), larger.height()), (100, 50));
    let right = picture.part(area(100, 50, Aspect::Square, Focal { x: 100, y: 50 }), 20);
    assert_eq!((right.width(), right.height()), (20, 20));
    let bottom = &right.points()[(19 * 20 + 10) * 3..][..3];
    assert!(bottom[2] > 150 && bottom[0] < 50, "{bottom:?}");
    let beyond = picture.part(Area { x: 90, y: 0, width: 100, height: 50 }, 10);
    assert_eq!(beyond.width(), 100, "no part: it stays as it is");
}

#[test]
fn its_colour_stands_in_its_place() {
    let red = image::RgbImage::from_pixel(8, 8, image::Rgb([255, 0, 0]));
    assert_eq!(decode(&written(red, ImageFormat::Png), Limits::default()).unwrap().colour(), "#ff0000");
    let glass = image::RgbaImage::from_pixel(8, 8, image::Rgba([255, 0, 0, 0]));
    assert_eq!(decode(&written(glass, ImageFormat::Png), Limits::default()).unwrap().colour(), "#ffffff");
}
