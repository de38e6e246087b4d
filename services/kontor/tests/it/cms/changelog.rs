//! What has changed, entry by entry.

use serde_json::{Value, json};
use testkit::Client;

use super::{block, open, saying};
use crate::shop::key;

async fn entry(editor: &Client, title: &str, own: Value) -> String {
    let said = block("rich_text", "a", json!({ "html": format!("<p>{title}, at last.</p>") }));
    let mut body = json!({ "title": title, "locale": "en", "content": saying(&[said]) });
    for (name, value) in own.as_object().unwrap() {
        body[name] = value.clone();
    }
    let made = editor.post("/admin/changelog", &body).ok().await;
    made["changelog_entry"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_entry_is_drafted_and_published() {
    let (shop, editor) = open().await;
    let id =
        entry(&editor, "Orders can be changed", json!({ "version": "2.4.0", "change": "added", "tags": ["Orders"] }))
            .await;
    assert_eq!(shop.shopper().get("/store/changelog").ok().await["count"], 0);
    let done = editor.post(&format!("/admin/changelog/{id}/publish"), &json!({ "revision": 1 })).ok().await;
    assert_eq!(done["changelog_entry"]["status"], "published");
    shop.test.clock().advance(chrono::TimeDelta::minutes(1));
    let next = entry(&editor, "Prices are right", json!({ "change": "fixed" })).await;
    editor.post(&format!("/admin/changelog/{next}/publish"), &json!({ "revision": 1 })).ok().await;
    let all = shop.shopper().get("/store/changelog").ok().await;
    assert_eq!((&all["count"], &all["changelog_entries"][0]["title"]), (&json!(2), &json!("Prices are right")));
    let first = &all["changelog_entries"][1];
    assert_eq!(
        [&first["version"], &first["change"], &first["tags"]],
        [&json!("2.4.0"), &json!("added"), &json!(["Orders"])]
    );
    assert!(first["content"]["blocks"][0]["props"]["html"].as_str().unwrap().contains("at last"));
    for (query, count) in
        [("change=fixed", 1), ("version=2.4.0", 1), ("tag=Orders", 1), ("tag=x", 0), ("q=prices", 1), ("locale=de", 0)]
    {
        assert_eq!(shop.shopper().get(&format!("/store/changelog?{query}")).ok().await["count"], count, "{query}");
        assert!(
            query.starts_with("tag") || editor.get(&format!("/admin/changelog?{query}")).ok().await["count"] == count,
            "{query}"
        );
    }
    shop.change("update stores set storefront_url = 'https://a.example'").await;
    for file in ["feed.rss", "feed.atom"] {
        let feed = shop.shopper().get(&format!("/store/changelog/{file}")).send().await;
        assert!(feed.text.contains("2.4.0: Orders can be changed"), "{}", feed.text);
        assert!(feed.text.contains("https://a.example/changelog#orders-can-be-changed"), "{}", feed.text);
    }
    editor.post(&format!("/admin/changelog/{id}/unpublish"), &json!({})).ok().await;
    assert_eq!(shop.shopper().get("/store/changelog").ok().await["count"], 1);
    assert_eq!(shop.count("public.changelog_entries").await, 1);
    assert_eq!(shop.count("public.events where name = 'changelog_entry.published'").await, 2);
    let theirs = shop.anybody().with_key(&key("b", 1));
    assert_eq!(theirs.get("/store/changelog").ok().await["count"], 0);
}

#[tokio::test]
async fn an_entry_says_what_kind_of_change_it_is() {
    let (_shop, editor) = open().await;
    for (body, says) in [
        (json!({ "title": "x" }), "'change' is required"),
        (json!({ "title": "x", "change": "broken" }), "added, changed, fixed, removed, security"),
        (json!({ "title": "x", "change": "added", "version": "x".repeat(65) }), "'version'"),
        (json!({ "title": "x", "change": "added", "version": "1\n2" }), "'version'"),
        (json!({ "title": "x", "change": "added", "tags": [""] }), "'tags, 0'"),
        (json!({ "title": "x", "change": "added", "excerpt": "x" }), "excerpt"),
        (
            json!({ "title": "x", "change": "added", "content": saying(&[block("rich_text", "a", json!({ "html": "<script>x</script>" }))]) }),
            "'content",
        ),
    ] {
        let refused = editor.post("/admin/changelog", &body).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(says), "{says}: {refused}");
    }
}
