//! What is refused, and what it costs to do so.

use std::time::Instant;

use image::{
    Delay, Frame, ImageFormat,
    codecs::gif::{GifEncoder, Repeat},
};
use images::{Kind, Limits, Refused, decode, look};

use super::{flag, pierced, written};

/// A PNG whose header says so many points, and nothing behind it.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    let crc = !bytes[12..].iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (!(crc & 1)).wrapping_add(1)))
    });
    bytes.extend(crc.to_be_bytes());
    bytes.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    bytes
}

#[test]
fn a_header_that_promises_too_much() {
    for (width, height) in [(50_000, 50_000), (16_001, 1), (1, 16_001), (8_000, 5_001), (u32::MAX >> 1, u32::MAX >> 1)]
    {
        let began = Instant::now();
        let Refused(why) = decode(&png(width, height), Limits::default()).unwrap_err();
        assert!(why.contains("points") || why.contains("cannot be read"), "{why}");
        assert!(began.elapsed().as_millis() < 1_000);
    }
    for (width, height) in [(0, 5), (5, 0)] {
        decode(&png(width, height), Limits::default()).unwrap_err();
    }
    let deep = image::ImageBuffer::from_pixel(40, 40, image::Rgba([0_u16; 4]));
    let small = Limits { bytes: 10_000, ..Limits::default() };
    let Refused(why) = decode(&written(deep, ImageFormat::Png), small).unwrap_err();
    assert!(why.contains("memory"), "{why}");
}

#[test]
fn a_picture_of_a_million_passes() {
    let whole = written(flag(64, 64), ImageFormat::Jpeg);
    let scan = whole.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let header = &whole[scan..scan + 14];
    let bomb = [&whole[..scan], &header.repeat(100_000), &whole[scan..]].concat();
    let began = Instant::now();
    let Refused(why) = decode(&bomb, Limits::default()).unwrap_err();
    assert!(why.contains("passes"), "{why}");
    assert!(began.elapsed().as_millis() < 1_000);
}

#[test]
fn what_did_not_arrive_whole() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let whole = written(pierced_or_not(format), format);
        for part in [9, 20, 40, whole.len() / 2] {
            // A JPEG that ends early is shown as far as it goes, as browsers do; nothing else is.
            if let Err(Refused(why)) = decode(&whole[..part.min(whole.len() - 1)], Limits::default()) {
                assert!(!why.is_empty());
            } else {
                assert!(matches!(format, ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::Png), "{format:?} {part}");
            }
        }
        decode(&whole[..20], Limits::default()).unwrap_err();
    }
}

fn pierced_or_not(format: ImageFormat) -> image::DynamicImage {
    if format == ImageFormat::Jpeg { flag(64, 64).into() } else { pierced(64, 64).into() }
}

#[test]
fn of_ten_thousand_frames_the_first_is_decoded() {
    let mut bytes = Vec::new();
    {
        let mut encoder = GifEncoder::new(&mut bytes);
        encoder.set_repeat(Repeat::Infinite).unwrap();
        let frame = pierced(16, 16);
        for _ in 0..10_000 {
            encoder.encode_frame(Frame::from_parts(frame.clone(), 0, 0, Delay::from_numer_denom_ms(1, 1))).unwrap();
        }
    }
    let began = Instant::now();
    let picture = decode(&bytes, Limits::default()).unwrap();
    assert_eq!((picture.width(), picture.height()), (16, 16));
    assert!(began.elapsed().as_millis() < 1_000);
}

#[test]
fn drawings_and_documents_are_not_decoded() {
    for bytes in [b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice(), b"%PDF-1.7"] {
        assert!(!Kind::of(bytes).unwrap().is_picture());
        look(bytes, Limits::default()).unwrap_err();
    }
}
