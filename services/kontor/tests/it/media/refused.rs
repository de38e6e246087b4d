//! What is not taken, and that nothing of it stays.

use image::{
    Delay, Frame, ImageFormat, RgbaImage,
    codecs::gif::{GifEncoder, Repeat},
};

use super::{files_in, flag, open, png, upload, written};
use crate::files::{form, png as promised};

#[tokio::test]
async fn what_is_no_picture_and_no_document() {
    let (shop, editor) = open().await;
    let good_bytes = png(8, 8);
    let good: (&str, &[u8]) = ("good.png", &good_bytes);
    let (bomb, wide) = (promised(50_000, 50_000), promised(16_001, 1));
    let whole = written(flag(64, 64), ImageFormat::Png);
    let broken = [&whole[..60], &[7; 200], &whole[200..]].concat();
    let webp = written(flag(64, 64), ImageFormat::WebP);
    for (name, bytes, words) in [
        ("a.png", b"<!doctype html><script>alert(1)</script>".as_slice(), "scripts"),
        ("a.svg", b"<html><svg/></html>", "scripts"),
        ("a.jpg", b"MZ\x90\0\x03", "neither"),
        ("a.png", b"just words", "neither"),
        ("a.avif", b"\0\0\0\x20ftypavif", "AVIF"),
        ("empty.png", b"", "empty"),
        ("bomb.png", &bomb, "points"),
        ("wide.png", &wide, "points"),
        ("cut.png", &whole[..40], "cannot be read"),
        ("cut.webp", &webp[..webp.len() / 2], "cannot be read"),
        ("cut.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0", "cannot be read"),
        ("broken.png", &broken, "cannot be read"),
    ] {
        let refused = form(&editor, "/admin/media", "files", &[good, (name, bytes)]).error(400).await;
        let message = refused["message"].as_str().unwrap();
        assert!(message.contains("'files'") && message.contains(name) && message.contains(words), "{message}");
    }
    let eleven = [good; 11];
    let refused = form(&editor, "/admin/media", "files", &eleven).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("more than 10"), "{refused}");
    for (field, files) in [("file", vec![good]), ("files", vec![])] {
        let refused = form(&editor, "/admin/media", field, &files).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains("'file"), "{refused}");
    }
    let text = editor.request(http::Method::POST, "/admin/media").body("text/plain", b"x".to_vec());
    text.error(415).await;
    editor.post("/admin/media", &serde_json::json!({"files": []})).error(415).await;
    assert_eq!(shop.count("media").await, 0);
    assert_eq!(files_in(shop.files.path()).len(), 0, "nothing of them stays");
}

#[tokio::test]
async fn a_hundred_megabytes() {
    let (shop, editor) = open().await;
    let mut large = png(100, 100);
    large.resize(100_000_000, 7);
    let refused = form(&editor, "/admin/media", "files", &[("large.png", &large)]).error(413).await;
    let message = refused["message"].as_str().unwrap();
    assert!(
        message.contains("'files'") && message.contains("'20000000'") && message.contains("large.png"),
        "{message}"
    );
    // What is none is refused by its beginning.
    let refused = form(&editor, "/admin/media", "files", &[("large.bin", &vec![7; 100_000_000])]).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("neither"), "{refused}");
    assert_eq!(shop.count("media").await, 0);
    assert_eq!(files_in(shop.files.path()).len(), 0, "nothing of them stays");
}

#[tokio::test]
async fn of_ten_thousand_frames_one_is_kept() {
    let (shop, editor) = open().await;
    let mut gif = Vec::new();
    {
        let mut encoder = GifEncoder::new_with_speed(&mut gif, 30);
        encoder.set_repeat(Repeat::Infinite).unwrap();
        let frame = RgbaImage::from_pixel(8, 8, image::Rgba([200, 0, 0, 255]));
        for _ in 0..10_000 {
            encoder.encode_frame(Frame::from_parts(frame.clone(), 0, 0, Delay::from_numer_denom_ms(1, 1))).unwrap();
        }
    }
    let made = upload(&editor, &[("many.gif", &gif)]).await.remove(0);
    assert_eq!(made["width"], 8);
    assert!(made["size"].as_u64().unwrap() < 1_000, "{made}");
    assert_eq!(files_in(shop.files.path()).len(), 1);
}
