//! What becomes of what is not wanted any more.

use chrono::TimeDelta;
use kontor::platform;
use serde_json::json;

use super::{bytes, fetch, files_in, id, open, page_with, path, photo, picture, publish, upload, variant, work};
use crate::admin::{delete, organization};

#[tokio::test]
async fn what_is_shown_is_not_deleted_by_mistake() {
    let (shop, editor) = open().await;
    let made = picture(&editor, 700, 350).await;
    let one = format!("/admin/media/{}", id(&made));
    let page = page_with(&editor, "About us", id(&made)).await;
    let usages = editor.get(&format!("{one}/usages")).ok().await;
    assert_eq!([&usages["count"], &usages["usages"][0]["state"]], [&json!(1), &json!("draft")]);
    publish(&editor, &page).await;
    let usages = editor.get(&format!("{one}/usages")).ok().await;
    let first = &usages["usages"][0];
    assert_eq!(
        [&first["object"], &first["id"], &first["state"], &first["slug"], &first["locale"]],
        [&json!("page"), &json!(page), &json!("published"), &json!("about-us"), &json!("en")]
    );
    assert_eq!(usages["count"], 2);
    assert_eq!(editor.get(&format!("{one}/usages?limit=1&offset=1")).ok().await["usages"][0]["state"], "draft");

    let refused = delete(&editor, &one).await;
    assert_eq!(refused.status.as_u16(), 400);
    let refused = refused.json();
    let message = refused["message"].as_str().unwrap();
    assert!(message.contains("'About us' (/about-us, en)") && message.contains("force=true"), "{message}");
    assert_eq!(refused["code"], "media_in_use");
    let file = variant(&made, "original", 320);
    bytes(&shop, &file, "image/webp").await;
    let gone = delete(&editor, &format!("{one}?force=true")).await;
    assert_eq!(gone.json(), json!({"id": made["id"], "object": "media", "deleted": true}));
    work(&shop).await;
    assert_eq!(fetch(&shop, &file, "image/webp").await.status.as_u16(), 404);
    assert_eq!(files_in(&shop.files.path().join("library")).len(), 0, "with all that was made of it");
    editor.get(&one).error(404).await;
    editor.get(&format!("{one}/usages")).error(404).await;
    assert_eq!(delete(&editor, &one).await.status.as_u16(), 404);
    let whole = shop.shopper().get(&format!("/store/pages/{page}")).ok().await;
    assert_eq!(whole["page"]["media"], json!({}), "the page stays");
    assert_eq!(shop.count("events where name = 'media.deleted' and before is not null").await, 1);
    // Sent again it is another one.
    let again = picture(&editor, 700, 350).await;
    assert_ne!(again["id"], made["id"]);
    bytes(&shop, &variant(&again, "original", 320), "image/webp").await;
}

#[tokio::test]
async fn what_only_drafts_use_goes() {
    let (shop, editor) = open().await;
    let made = upload(&editor, &[("a.pdf", b"%PDF-1.7")]).await.remove(0);
    page_with(&editor, "About us", id(&made)).await;
    assert_eq!(delete(&editor, &format!("/admin/media/{}", id(&made))).await.status.as_u16(), 200);
    assert_eq!(fetch(&shop, &path(&made["url"]), "*/*").await.status.as_u16(), 404, "before its file is gone");
    work(&shop).await;
    assert_eq!(files_in(shop.files.path()).len(), 0);
}

#[tokio::test]
async fn what_no_row_names_is_swept_a_day_later() {
    let (shop, editor) = open().await;
    let kept = upload(&editor, &[("photo.jpg", &photo(700, 350))]).await.remove(0);
    let file = variant(&kept, "original", 320);
    bytes(&shop, &file, "image/webp").await;
    work(&shop).await;
    let folder = shop.files.path().join("library").join(organization("a").0.to_string());
    let orphans = [
        folder.join("incoming/0193f5e8-0000-7000-8000-000000000001"),
        folder.join(format!("{}-00000000/original.png", "0".repeat(32))),
    ];
    let alien = shop.files.path().join("library/README");
    for file in orphans.iter().chain([&alien]) {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, "left behind").unwrap();
    }
    let registry = platform::registry(&shop.platform);
    let sweep = || async {
        for job in ["cms.sweep_media", "catalog.sweep_files"] {
            let sql =
                format!("select private.enqueue_job('{job}', '{{}}', 'default', null, null, 0::smallint, 3, '{{}}')");
            shop.change(&sql).await;
        }
        shop.test.run_jobs(&registry).await;
    };
    sweep().await;
    assert!(orphans.iter().all(|orphan| orphan.exists()), "they may be of a request that goes on");
    shop.test.clock().advance(TimeDelta::days(2));
    sweep().await;
    assert!(!orphans.iter().any(|orphan| orphan.exists()) && alien.exists());
    assert_eq!(fetch(&shop, &file, "image/avif,image/webp").await.header("content-type"), "image/avif");
    assert_eq!(files_in(&folder).len(), 3, "the picture and what was made of it");
}
