//! What stands in a file besides its points.

use image::{ExtendedColorType, ImageEncoder, ImageFormat, codecs::jpeg::JpegEncoder, codecs::png::PngEncoder};
use images::{Format, Limits, decode, look};

use super::{flag, written};

/// Exif that says which way up a picture is, and where it was taken.
fn exif(orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend(b"\x01\x12\0\x03\0\0\0\x01");
    tiff.extend(orientation.to_be_bytes());
    tiff.extend(b"\0\0");
    // Model of the camera, behind the directory.
    tiff.extend(b"\x01\x10\0\x02\0\0\0\x14\0\0\0\x26\0\0\0\0");
    tiff.extend(b"GPS 48.1374 11.5755\0");
    tiff
}

fn jpeg(orientation: u16) -> Vec<u8> {
    let plain = written(flag(64, 32), ImageFormat::Jpeg);
    let tiff = exif(orientation);
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(&tiff);
    bytes.extend(&plain[2..]);
    bytes
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

#[test]
fn the_way_up_that_it_is_meant() {
    // Where the green stripe is then: top, top, bottom, bottom, left, right, right, left; and red in the other direction.
    for (orientation, size, green, red) in [
        (1, (64, 32), (32, 1), (8, 24)),
        (2, (64, 32), (32, 1), (56, 24)),
        (3, (64, 32), (32, 30), (56, 8)),
        (4, (64, 32), (32, 30), (8, 8)),
        (5, (32, 64), (1, 32), (24, 8)),
        (6, (32, 64), (30, 32), (8, 8)),
        (7, (32, 64), (30, 32), (8, 56)),
        (8, (32, 64), (1, 32), (24, 56)),
    ] {
        let bytes = jpeg(orientation);
        let header = look(&bytes, Limits::default()).unwrap();
        assert_eq!((header.width, header.height), size, "{orientation}");
        let picture = decode(&bytes, Limits::default()).unwrap();
        assert_eq!((picture.width(), picture.height()), size, "{orientation}");
        let at = |(x, y): (u32, u32)| &picture.points()[((y * size.0 + x) * 3) as usize..][..3];
        assert!(at(green)[1] > 120 && at(green)[0] < 90, "{orientation}: {:?}", at(green));
        assert!(at(red)[0] > 120 && at(red)[1] < 90, "{orientation}: {:?}", at(red));
    }
}

#[test]
fn nothing_tells_where_it_was_taken() {
    let bytes = [jpeg(6).as_slice(), b"<script>alert(1)</script><?php system('id'); ?>"].concat();
    assert!(has(&bytes, b"GPS") && has(&bytes, b"Exif"));
    let picture = decode(&bytes, Limits::default()).unwrap();
    for format in Format::ALL {
        for written in [picture.encode(format).unwrap(), picture.keep(format).unwrap()] {
            for word in [b"GPS".as_slice(), b"<script", b"<?php", b"48.1374"] {
                assert!(!has(&written, word), "{format:?}");
            }
        }
    }
}

#[test]
fn colours_of_a_profile_are_those_of_the_web() {
    let wide = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let flat = image::RgbImage::from_pixel(16, 16, image::Rgb([200, 60, 60]));
    let mut with = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut with, 100);
    encoder.set_icc_profile(wide).unwrap();
    encoder.write_image(&flat, 16, 16, ExtendedColorType::Rgb8).unwrap();
    let picture = decode(&with, Limits::default()).unwrap();
    assert!(picture.points()[0] > 208, "the same red has a larger number: {:?}", &picture.points()[..3]);
    // A profile that is none is left out.
    let mut broken = Vec::new();
    let mut encoder = PngEncoder::new(&mut broken);
    encoder.set_icc_profile(vec![7; 300]).unwrap();
    encoder.write_image(&flat, 16, 16, ExtendedColorType::Rgb8).unwrap();
    assert_eq!(decode(&broken, Limits::default()).unwrap().points()[..3], [200, 60, 60]);
}
