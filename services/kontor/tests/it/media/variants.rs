//! Sizes are made when they are asked for, once, and never larger than what they are of.

use image::{GenericImageView, Rgba, RgbaImage};
use serde_json::json;

use super::{bytes, fetch, id, open, path, photo, picture, upload, variant, work, written};

#[tokio::test]
async fn a_browser_is_sent_what_it_reads() {
    let (shop, editor) = open().await;
    let made = upload(&editor, &[("photo.jpg", &photo(700, 350))]).await.remove(0);
    let widths: Vec<_> = made["variants"].as_array().unwrap().iter().map(|one| one["width"].clone()).collect();
    assert_eq!(widths, [320, 480, 640, 700].map(|width| json!(width)));
    let file = variant(&made, "original", 320);
    let old = fetch(&shop, &file, "image/png,*/*;q=0.8").await;
    assert_eq!((old.header("content-type"), old.header("vary")), ("image/jpeg", "accept"));
    assert_eq!(fetch(&shop, &file, "image/webp;q=0,*/*").await.header("content-type"), "image/jpeg");
    let modern = "image/avif,image/webp,image/apng,*/*;q=0.8";
    let webp = fetch(&shop, &file, modern).await;
    assert_eq!(webp.header("content-type"), "image/webp");
    assert_eq!(webp.header("cache-control"), "public, max-age=300", "a smaller one is being made");
    work(&shop).await;
    let avif = fetch(&shop, &file, modern).await;
    assert_eq!(
        (avif.header("content-type"), avif.header("cache-control")),
        ("image/avif", "public, max-age=31536000, immutable")
    );
    assert_eq!(fetch(&shop, &format!("{file}.avif"), "*/*").await.header("content-type"), "image/avif");
    assert_eq!(fetch(&shop, &file, "image/webp").await.header("content-type"), "image/webp");
    // Who has it already is told that it is the same.
    let same = shop.anybody().get(&file).header("accept", modern).header("if-none-match", avif.header("etag"));
    let same = same.send().await;
    assert_eq!((same.status.as_u16(), same.text.as_str()), (304, ""));
    for (end, status) in [(".webp", 200), (".jpg", 200), (".png", 404), (".gif", 404), (".avif", 200), (".html", 404)] {
        assert_eq!(fetch(&shop, &format!("{file}{end}"), "*/*").await.status.as_u16(), status, "{end}");
    }
    let shown = image::load_from_memory(&bytes(&shop, &format!("{file}.jpg"), "*/*").await).unwrap();
    assert_eq!(shown.dimensions(), (320, 160));
    assert_eq!(path(&made["url"]), variant(&made, "original", 700) + ".jpg");
}

#[tokio::test]
async fn what_would_not_be_smaller_is_not_sent() {
    let (shop, editor) = open().await;
    let file = variant(&picture(&editor, 64, 32).await, "original", 64);
    let modern = "image/avif,image/webp,*/*;q=0.8";
    assert_eq!(fetch(&shop, &file, modern).await.header("cache-control"), "public, max-age=300");
    work(&shop).await;
    let shown = fetch(&shop, &file, modern).await;
    assert_eq!(
        (shown.header("content-type"), shown.header("cache-control")),
        ("image/webp", "public, max-age=31536000, immutable")
    );
    assert_eq!(fetch(&shop, &format!("{file}.avif"), modern).await.status.as_u16(), 404);
}

#[tokio::test]
async fn what_shines_through_still_does() {
    let (shop, editor) = open().await;
    let glass = RgbaImage::from_fn(40, 40, |x, _| Rgba([200, 0, 0, if x < 20 { 0 } else { 255 }]));
    let made = upload(&editor, &[("glass.png", &written(glass, image::ImageFormat::Png))]).await.remove(0);
    assert!(path(&made["url"]).ends_with("/40.png"));
    for accept in ["image/webp", "*/*"] {
        let shown = image::load_from_memory(&bytes(&shop, &variant(&made, "original", 40), accept).await).unwrap();
        assert_eq!(shown.get_pixel(5, 5)[3], 0, "{accept}");
        assert_eq!(shown.get_pixel(35, 5)[3], 255, "{accept}");
    }
}

#[tokio::test]
async fn it_is_cut_around_what_matters() {
    let (shop, editor) = open().await;
    let made = picture(&editor, 800, 400).await;
    let before = variant(&made, "square", 320);
    let left = editor.post(&format!("/admin/media/{}", id(&made)), &json!({"focal": {"x": 0, "y": 0.5}})).ok().await;
    let left = variant(&left["media"], "square", 320);
    let shown = image::load_from_memory(&bytes(&shop, &left, "*/*").await).unwrap();
    assert_eq!(shown.dimensions(), (320, 320));
    let pixel = shown.get_pixel(300, 300);
    assert!(pixel[0] > 150 && pixel[2] < 60, "all of it is red: {pixel:?}");
    // Nobody has asked for the old one: it is not made any more, and who asks is led to the new one.
    let moved = fetch(&shop, &before, "image/webp").await;
    assert_eq!((moved.status.as_u16(), moved.header("location")), (302, "320-square-0-50.webp"));
    let wide =
        image::load_from_memory(&bytes(&shop, &variant(&made, "16x9", 480).replace("50-50", "0-50"), "*/*").await);
    assert_eq!(wide.unwrap().dimensions(), (480, 270));
}

#[tokio::test]
async fn only_presets_are_made() {
    let (shop, editor) = open().await;
    let made = picture(&editor, 700, 350).await;
    let folder = variant(&made, "original", 320);
    let folder = folder.rsplit_once('/').unwrap().0;
    for file in [
        "321",
        "960",
        "0320",
        "320-square",
        "320-square-1",
        "320-5x4-50-50",
        "320-square-101-50",
        "320-original-50-50",
        "0",
        "4294967296",
        "original.png",
        "320.",
        "320.webp.webp",
        "..%2foriginal",
        "%2e%2e",
        "320%00",
    ] {
        let answer = fetch(&shop, &format!("{folder}/{file}"), "image/webp").await;
        assert_eq!(answer.status.as_u16(), 404, "{file}");
    }
    let other = folder.replace("/library/", "/library/00");
    for wrong in [folder.replace("0000", "ffff"), folder[..folder.len() - 1].to_owned(), other, folder.to_uppercase()] {
        assert_eq!(fetch(&shop, &format!("{wrong}/320"), "image/webp").await.status.as_u16(), 404, "{wrong}");
    }
    assert_eq!(shop.platform.library.made(), 0);
}

#[tokio::test]
async fn who_ask_at_once_have_it_made_once() {
    let (shop, editor) = open().await;
    let made = picture(&editor, 1_400, 900).await;
    let file = variant(&made, "original", 640);
    let asked: Vec<_> = (0..12)
        .map(|_| {
            let request = shop.anybody().get(&file).header("accept", "image/webp");
            tokio::spawn(request.bytes())
        })
        .collect();
    let mut seen = Vec::new();
    for one in asked {
        seen.push(one.await.unwrap());
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]) && !seen[0].is_empty());
    assert_eq!(shop.platform.library.made(), 1);
    bytes(&shop, &file, "image/webp").await;
    assert_eq!(shop.platform.library.made(), 1, "it is kept");
    assert_eq!(shop.count("jobs where name = 'cms.make_avif'").await, 1);
}
