//! What is not taken, and that nothing of it stays.

use http::Method;

use super::{form, png};
use crate::shop::Shop;

fn files_in(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let entries = entries.map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files_in(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn what_is_no_picture_and_no_text() {
    let shop = Shop::open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let good: (&str, &[u8]) = ("good.csv", b"a");
    let (wide, many) = (png(20_000, 1), png(16_000, 16_000));
    for (name, bytes, words) in [
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".as_slice(), "SVG"),
        ("a.png", b"\xef\xbb\xbf<!doctype html><script>", "SVG"),
        ("a.jpg", b"%PDF-1.4\x80", "neither"),
        ("a.csv", b"a\0b", "neither"),
        ("a.csv", b"\xff\xfeH\0", "UTF-16"),
        ("a.csv", b"caf\xe9", "neither"),
        ("wide.png", &wide, "points"),
        ("many.png", &many, "points"),
        ("cut.png", b"\x89PNG\r\n\x1a\n", "header"),
    ] {
        let refused = form(&boss, "/admin/uploads", "files", &[good, (name, bytes)]).error(400).await;
        let message = refused["message"].as_str().unwrap();
        assert!(message.contains("'files'") && message.contains(name) && message.contains(words), "{message}");
    }
    let eleven = [good; 11];
    let refused = form(&boss, "/admin/uploads", "files", &eleven).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("more than 10"), "{refused}");
    for (field, files) in [("file", vec![good]), ("files", vec![])] {
        let refused = form(&boss, "/admin/uploads", field, &files).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains("'file"), "{refused}");
    }
    let cut = boss
        .request(Method::POST, "/admin/uploads")
        .body("multipart/form-data; boundary=x", b"--x\r\nContent".to_vec());
    cut.error(400).await;
    boss.request(Method::POST, "/admin/uploads").body("multipart/form-data", b"x".to_vec()).error(400).await;
    boss.request(Method::POST, "/admin/uploads").body("text/plain", b"x".to_vec()).error(415).await;
    boss.post("/admin/uploads", &serde_json::json!({"files": []})).error(400).await;
    boss.post("/admin/uploads", &serde_json::json!({"files": [{"name": "a"}]})).error(400).await;
    assert_eq!(shop.count("uploads").await, 0);
    assert_eq!(files_in(shop.files.path()), 0, "nothing of them stays");
}

#[tokio::test]
async fn fifty_megabytes() {
    let shop = Shop::open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let mut large = png(100, 100);
    large.resize(50_000_000, 7);
    for name in ["large.png", "large.csv"] {
        let refused = form(&boss, "/admin/uploads", "files", &[("a.csv", b"a"), (name, &large)]).error(413).await;
        let message = refused["message"].as_str().unwrap();
        assert!(message.contains("'files'") && message.contains("'20000000'") && message.contains(name), "{message}");
    }
    assert_eq!(shop.count("uploads").await, 0);
    assert_eq!(files_in(shop.files.path()), 0, "nothing of them stays");
}
