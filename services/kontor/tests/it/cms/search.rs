//! What is said is found by words.

use serde_json::{Value, json};

use super::{act, block, made, open, saying};
use crate::shop::{Shop, key};

async fn found(shop: &Shop, query: &str) -> Vec<String> {
    let found = shop.shopper().get(&format!("/store/content-search?{query}")).ok().await;
    let results = found["results"].as_array().unwrap();
    assert_eq!(found["count"], json!(results.len()), "{query}");
    results.iter().map(|one: &Value| one["url"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_is_published_is_found_in_its_language() {
    let (shop, editor) = open().await;
    let text = |html: &str| saying(&[block("rich_text", "a", json!({ "html": html }))]);
    let about = json!({ "title": "About us", "locale": "en", "content": text("<p>We roast coffee on Tuesdays.</p>") });
    let about = editor.post("/admin/pages", &about).ok().await["page"]["id"].as_str().unwrap().to_owned();
    assert!(found(&shop, "q=coffee").await.is_empty(), "a draft is not found");
    act(&editor, &about, "publish", json!({ "revision": 1 })).await;
    let german = json!({ "title": "Über uns", "locale": "de", "translation_of": about, "content": text("<p>Wir rösten Kaffee.</p>") });
    let german = editor.post("/admin/pages", &german).ok().await["page"]["id"].as_str().unwrap().to_owned();
    act(&editor, &german, "publish", json!({ "revision": 1 })).await;
    let post = json!({ "title": "A new roaster", "locale": "en", "tags": ["Coffee"], "content": text("<p>It came by ship.</p>") });
    let post = editor.post("/admin/blog-posts", &post).ok().await["blog_post"]["id"].as_str().unwrap().to_owned();
    editor.post(&format!("/admin/blog-posts/{post}/publish"), &json!({ "revision": 1 })).ok().await;
    let entry = json!({ "title": "Faster", "locale": "en", "change": "changed", "content": text("<p>Coffee arrives sooner.</p>") });
    let entry =
        editor.post("/admin/changelog", &entry).ok().await["changelog_entry"]["id"].as_str().unwrap().to_owned();
    editor.post(&format!("/admin/changelog/{entry}/publish"), &json!({ "revision": 1 })).ok().await;
    for (query, expected) in [
        ("q=roasting", &["/blog/a-new-roaster", "/about-us"][..]),
        ("q=tuesday", &["/about-us"]),
        ("q=tues", &["/about-us"]),
        ("q=coffee%20sooner", &["/changelog#faster"]),
        ("q=coffee&kind=post", &["/blog/a-new-roaster"]),
        ("q=abuot%20us", &[]),
        ("q=about%20uss", &["/about-us"]),
        ("q=kaffee", &["/uber-uns"]),
        ("q=r%C3%B6ste&locale=de", &["/uber-uns"]),
        ("q=coffee&locale=de", &[]),
        ("q=%27%20%26%20%21%20%28%3A%2A", &[]),
        ("q=nothing", &[]),
    ] {
        assert_eq!(found(&shop, query).await, expected, "{query}");
    }
    for wrong in ["", "q=", "q=x&kind=product", "q=x&limit=51"] {
        shop.shopper().get(&format!("/store/content-search?{wrong}")).error(400).await;
    }
    shop.shopper().get(&format!("/store/content-search?q={}", "x".repeat(201))).error(400).await;
    let theirs = shop.anybody().with_key(&key("b", 1));
    assert_eq!(theirs.get("/store/content-search?q=coffee").ok().await["count"], 0);
    act(&editor, &about, "unpublish", json!({})).await;
    assert!(found(&shop, "q=tuesday").await.is_empty());
    let home = made(&editor, "Home").await;
    act(&editor, &home, "publish", json!({ "revision": 1 })).await;
    assert_eq!(found(&shop, "q=home").await, ["/"]);
}
