//! What is taken, and what of it is kept.

use image::ImageFormat;
use serde_json::json;

use super::{bytes, fetch, files_in, flag, id, open, path, picture, png, upload, variant, written};
use crate::{
    admin::{each, organization},
    files::form,
};

/// Exif that says which way up a picture is, and where it was taken.
fn exif(orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend(b"\x01\x12\0\x03\0\0\0\x01");
    tiff.extend(orientation.to_be_bytes());
    tiff.extend(b"\0\0\x01\x10\0\x02\0\0\0\x14\0\0\0\x26\0\0\0\0");
    tiff.extend(b"GPS 48.1374 11.5755\0");
    tiff
}

fn jpeg(orientation: u16) -> Vec<u8> {
    let plain = written(flag(64, 32), ImageFormat::Jpeg);
    let tiff = exif(orientation);
    let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, b"Exif\0\0", &tiff, &plain[2..]].concat()
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

#[tokio::test]
async fn each_kind_is_taken_for_what_it_is() {
    let (shop, editor) = open().await;
    for (format, mime) in [
        (ImageFormat::Png, "image/png"),
        (ImageFormat::Jpeg, "image/jpeg"),
        (ImageFormat::Gif, "image/gif"),
        (ImageFormat::WebP, "image/webp"),
    ] {
        let made = upload(&editor, &[("../../evil\\page.html", &written(flag(640, 320), format))]).await.remove(0);
        assert_eq!(
            [&made["filename"], &made["mime_type"], &made["width"], &made["height"], &made["focal"]],
            [&json!("page.html"), &json!(mime), &json!(640), &json!(320), &json!({"x": 0.5, "y": 0.5})]
        );
        assert!(made["placeholder"].as_str().unwrap().starts_with('#'));
        let shown = fetch(&shop, &variant(&made, "original", 320), "image/webp").await;
        for (header, value) in [
            ("content-type", "image/webp"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("cache-control", "public, max-age=31536000, immutable"),
            ("vary", "accept"),
        ] {
            assert_eq!(shown.header(header), value, "{mime}");
        }
        let found = editor.get(&format!("/admin/media/{}", id(&made))).ok().await;
        assert_eq!(found["media"], made);
    }
    let listed = editor.get("/admin/media?mime_type=image/gif&q=page&order=-created_at&fields=id,filename").ok().await;
    assert_eq!(each(&listed, "media", "filename"), ["page.html"]);
    assert_eq!(editor.get("/admin/media?limit=2").ok().await["count"], 4);
    assert_eq!(editor.get("/admin/media?q=nothing").ok().await["count"], 0);
}

#[tokio::test]
async fn documents_and_drawings_are_downloads() {
    let (shop, editor) = open().await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".as_slice();
    let files: [(&str, &[u8]); 2] = [("Price list 2026.pdf", b"%PDF-1.7\n..."), ("logo.png", svg)];
    let made = upload(&editor, &files).await;
    for (one, (name, mime, end)) in made.iter().zip([
        ("Price list 2026.pdf", "application/pdf", "/price-list-2026.pdf"),
        ("logo.png", "application/octet-stream", "/logo.svg"),
    ]) {
        assert_eq!(one["filename"], name);
        assert_eq!([&one["variants"], &one["crops"], &one["width"]], [&json!([]), &json!({}), &json!(null)]);
        assert!(path(&one["url"]).ends_with(end), "{one}");
        let answer = fetch(&shop, &path(&one["url"]), "*/*").await;
        assert_eq!((answer.header("content-disposition"), answer.header("content-type")), ("attachment", mime));
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
    }
    // Nor are they shown by the way that pictures take.
    let folder = path(&made[1]["url"]);
    let folder = folder.rsplit_once('/').unwrap().0;
    for file in ["320", "320.png", "original.svg.png", "logo.svgz", "logo.html"] {
        assert_eq!(fetch(&shop, &format!("{folder}/{file}"), "image/webp").await.status.as_u16(), 404, "{file}");
    }
    let refused =
        editor.post(&format!("/admin/media/{}", id(&made[0])), &json!({"focal": {"x": 0, "y": 0}})).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("'focal'"));
}

#[tokio::test]
async fn nothing_but_the_points_is_kept() {
    let (shop, editor) = open().await;
    for orientation in [1, 6] {
        let polyglot = [jpeg(orientation).as_slice(), b"<script>alert(1)</script><?php system(1); ?>"].concat();
        assert!(has(&polyglot, b"GPS"));
        let made = upload(&editor, &[("photo.html", &polyglot)]).await.remove(0);
        let sides = if orientation == 1 { (64, 32) } else { (32, 64) };
        assert_eq!((made["width"].as_u64().unwrap(), made["height"].as_u64().unwrap()), sides);
        for (file, accept) in
            [(variant(&made, "original", u32::try_from(sides.0).unwrap()), "image/webp"), (path(&made["url"]), "*/*")]
        {
            let shown = bytes(&shop, &file, accept).await;
            assert!(!has(&shown, b"GPS") && !has(&shown, b"<script") && !has(&shown, b"<?php"));
            let shown = image::load_from_memory(&shown).unwrap();
            assert_eq!((u64::from(shown.width()), u64::from(shown.height())), sides);
        }
    }
    for file in files_in(shop.files.path()) {
        let kept = std::fs::read(&file).unwrap();
        assert!(!has(&kept, b"GPS") && !has(&kept, b"<script") && !has(&kept, b"<?php"), "{}", file.display());
    }
}

#[tokio::test]
async fn the_same_is_there_once() {
    let (shop, editor) = open().await;
    let first = picture(&editor, 100, 50).await;
    let bytes = png(100, 50);
    let again = upload(&editor, &[("other.png", &bytes), ("new.png", &png(60, 60)), ("third.png", &bytes)]).await;
    assert_eq!([&again[0], &again[2]], [&first, &first]);
    assert_ne!(again[1]["id"], first["id"]);
    assert_eq!(shop.count("media").await, 2);
    assert_eq!(files_in(&shop.files.path().join("library")).len(), 2, "what was not needed is gone");
    // At once, and in another shop.
    let fresh = png(70, 70);
    let files: [(&str, &[u8]); 1] = [("a.png", &fresh)];
    let many: Vec<_> = (0..6).map(|_| tokio::spawn(form(&editor, "/admin/media", "files", &files).ok())).collect();
    let mut ids = Vec::new();
    for one in many {
        ids.push(one.await.unwrap()["media"][0]["id"].clone());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "{ids:?}");
    assert_eq!(files_in(&shop.files.path().join("library")).len(), 3);
    let bea = shop.colleague("b", "bea", "owner").await.client;
    let theirs = upload(&bea, &[("a.png", &fresh)]).await.remove(0);
    assert_ne!(theirs["id"], ids[0]);
    assert!(path(&theirs["url"]).contains(&organization("b").0.to_string()));
    assert_eq!(shop.count("events where name = 'media.created'").await, 4);
}

#[tokio::test]
async fn what_is_to_be_seen_is_said_in_words() {
    let (shop, editor) = open().await;
    let made = picture(&editor, 100, 50).await;
    let one = format!("/admin/media/{}", id(&made));
    let evil = "<script>alert(1)</script>\" onerror=\"alert(2)";
    let body = json!({
        "alt": format!(" {evil} "), "title": "The harbour", "alt_translations": {"de": "Boote am Kai", "fr": "Bateaux"},
        "focal": {"x": 0.334, "y": 1}
    });
    let said = editor.post(&one, &body).ok().await["media"].clone();
    assert_eq!([&said["alt"], &said["title"]], [&json!(evil), &json!("The harbour")]);
    assert_eq!(said["focal"], json!({"x": 0.33, "y": 1.0}));
    assert!(variant(&said, "square", 50).ends_with("/50-square-33-100"));
    let said = editor.post(&one, &json!({"alt_translations": {"fr": null, "nl": ""}, "title": " "})).ok().await;
    assert_eq!(
        [&said["media"]["alt_translations"], &said["media"]["title"]],
        [&json!({"de": "Boote am Kai"}), &json!(null)]
    );
    assert_eq!(editor.post(&one, &json!({"alt": "", "focal": null})).ok().await["media"]["alt"], "");
    assert_eq!(editor.post(&one, &json!({"alt": null})).ok().await["media"]["alt"], json!(null));
    for (body, word) in [
        (json!({"alt": "x".repeat(501)}), "'alt'"),
        (json!({"alt": "a\0b"}), "NUL"),
        (json!({"title": "x".repeat(201)}), "'title'"),
        (json!({"alt_translations": {"not a language": "x"}}), "language"),
        (json!({"alt_translations": {"de": 1}}), "alt_translations"),
        (json!({"alt_translations": {"de": "x".repeat(501)}}), "alt_translations"),
        (json!({"focal": {"x": 2, "y": 0}}), "'focal'"),
        (json!({"focal": {"x": 0.1}}), "'focal'"),
        (json!({"focal": {"x": 0.1, "y": 0.1, "z": 0}}), "'focal'"),
        (json!({"focal": "left"}), "'focal'"),
        (json!({"key": "x"}), "'key'"),
        (json!({"mime_type": "text/html"}), "'mime_type'"),
    ] {
        let refused = editor.post(&one, &body).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(word), "{body}: {refused}");
    }
    assert_eq!(shop.count("events where name = 'media.updated' and before is not null and after is not null").await, 4);
    editor.post("/admin/media/med_01jd6nwvvgfa5sr38y5wx4pq3d", &json!({})).error(404).await;
    editor.get("/admin/media/nothing").error(404).await;
}
