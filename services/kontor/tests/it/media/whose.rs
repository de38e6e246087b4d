//! Who may, and whose it is.

use serde_json::json;

use super::{fetch, id, open, page_with, path, picture, png, publish};
use crate::{admin::delete, files::form};

#[tokio::test]
async fn another_shop_and_lesser_roles() {
    let (shop, editor) = open().await;
    let made = picture(&editor, 60, 60).await;
    let one = format!("/admin/media/{}", id(&made));
    let bea = shop.colleague("b", "bea", "owner").await.client;
    assert_eq!(bea.get("/admin/media").ok().await["count"], 0);
    for path in [one.clone(), format!("{one}/usages")] {
        bea.get(&path).error(404).await;
    }
    bea.post(&one, &json!({"alt": "Mine"})).error(404).await;
    assert_eq!(delete(&bea, &format!("{one}?force=true")).await.status.as_u16(), 404);
    // A page of theirs that names it shows nothing, and uses nothing.
    let page = page_with(&bea, "About us", id(&made)).await;
    publish(&bea, &page).await;
    assert_eq!(editor.get(&format!("{one}/usages")).ok().await["count"], 0);
    let theirs = shop.anybody().with_key(&crate::shop::key("b", 1));
    assert_eq!(theirs.get(&format!("/store/pages/{page}")).ok().await["page"]["media"], json!({}));
    assert_eq!(theirs.get(&format!("/store/media?id={}", id(&made))).ok().await, json!({"media": []}));
    // Nor by its address in their shop.
    let (ours, theirs) = (crate::admin::organization("a").0.to_string(), crate::admin::organization("b").0.to_string());
    let moved = path(&made["url"]).replace(&ours, &theirs);
    assert_eq!(fetch(&shop, &moved, "image/webp").await.status.as_u16(), 404);

    let viewer = shop.colleague("a", "vic", "viewer").await.client;
    viewer.get(&one).ok().await;
    viewer.get(&format!("{one}/usages")).ok().await;
    viewer.post(&one, &json!({"alt": "Mine"})).error(403).await;
    let file = png(9, 9);
    form(&viewer, "/admin/media", "files", &[("a.png", &file)]).error(403).await;
    assert_eq!(delete(&viewer, &one).await.status.as_u16(), 403);
    form(&shop.anybody(), "/admin/media", "files", &[("a.png", &file)]).error(401).await;
    shop.anybody().get(&one).error(401).await;
    assert_eq!(shop.count("media").await, 1);
}
