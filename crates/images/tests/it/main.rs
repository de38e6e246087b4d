//! Pictures, good and broken.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails where it unwraps, as the test would")]

mod broken;
mod formats;
mod meta;
mod random;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// Left half red, right half blue, and a green stripe on top: no turn of it looks like another.
fn flag(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        if y < height / 4 {
            Rgb([0, 200, 0])
        } else if x < width / 2 {
            Rgb([200, 0, 0])
        } else {
            Rgb([0, 0, 200])
        }
    })
}

/// The same, with a hole in its middle.
fn pierced(width: u32, height: u32) -> RgbaImage {
    let flag = flag(width, height);
    RgbaImage::from_fn(width, height, |x, y| {
        let Rgb([red, green, blue]) = *flag.get_pixel(x, y);
        let is_hole = x.abs_diff(width / 2) < width / 8 && y.abs_diff(height / 2) < height / 8;
        Rgba([red, green, blue, if is_hole { 0 } else { 255 }])
    })
}

fn written(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}
