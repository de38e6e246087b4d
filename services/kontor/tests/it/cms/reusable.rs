//! Blocks that are written once and shown on many pages.

use http::Method;
use serde_json::{Value, json};
use testkit::Client;

use super::{act, block, heading, open, read, save, saying};
use crate::{admin::delete, shop::key};

async fn reusable(editor: &Client, title: &str, text: &str) -> String {
    let body = json!({ "title": title, "locale": "en", "content": saying(&[heading("r", text)]) });
    let id =
        editor.post("/admin/reusable-blocks", &body).ok().await["reusable_block"]["id"].as_str().unwrap().to_owned();
    editor.post(&format!("/admin/reusable-blocks/{id}/publish"), &json!({ "revision": 1 })).ok().await;
    id
}

fn using(id: &str) -> Value {
    block("reusable", "u", json!({ "block": id }))
}

async fn page(editor: &Client, title: &str, blocks: &[Value]) -> String {
    let body = json!({ "title": title, "locale": "en", "content": saying(blocks) });
    let made = editor.post("/admin/pages", &body).ok().await;
    let id = made["page"]["id"].as_str().unwrap().to_owned();
    act(editor, &id, "publish", json!({ "revision": 1 })).await;
    id
}

#[tokio::test]
async fn what_is_published_of_one_all_pages_show() {
    let (shop, editor) = open().await;
    let hours = reusable(&editor, "Opening hours", "From nine to five").await;
    let columns = block(
        "columns",
        "c",
        json!({ "columns": [{ "id": "l", "blocks": [using(&hours)] }, { "id": "r", "blocks": [] }] }),
    );
    page(&editor, "About", &[heading("a", "About"), using(&hours)]).await;
    page(&editor, "Contact", &[columns]).await;
    for slug in ["about", "contact"] {
        let seen = read(&shop, slug).await.unwrap();
        assert_eq!(seen["reusable_blocks"], json!({ &hours: saying(&[heading("r", "From nine to five")]) }), "{slug}");
    }
    let draft =
        editor.request(Method::PUT, &format!("/admin/reusable-blocks/{hours}/draft")).header("if-match", "\"1\"");
    let body = json!({ "title": "Hours", "slug": "hours", "content": saying(&[heading("r", "From ten to six")]) });
    let saved = draft.body("application/json", body.to_string().into_bytes()).send().await;
    assert_eq!(saved.status.as_u16(), 200, "{}", saved.text);
    assert!(saved.json()["draft"].get("seo").is_none() && saved.json()["draft"]["reusable_block_id"] == json!(hours));
    assert_eq!(
        read(&shop, "about").await.unwrap()["reusable_blocks"][&hours],
        saying(&[heading("r", "From nine to five")])
    );
    editor.post(&format!("/admin/reusable-blocks/{hours}/publish"), &json!({ "revision": 2 })).ok().await;
    for slug in ["about", "contact"] {
        assert_eq!(
            read(&shop, slug).await.unwrap()["reusable_blocks"][&hours],
            saying(&[heading("r", "From ten to six")])
        );
    }
    let listed = shop.shopper().get(&format!("/store/reusable-blocks?id[]={hours}&id[]=nothing")).ok().await;
    assert_eq!((&listed["count"], &listed["reusable_blocks"][0]["title"]), (&json!(1), &json!("Hours")));
    shop.shopper().get("/store/reusable-blocks").error(400).await;
    let theirs = shop.anybody().with_key(&key("b", 1));
    assert_eq!(theirs.get(&format!("/store/reusable-blocks?id={hours}")).ok().await["count"], 0);
    let one = shop.shopper().get("/store/pages?fields=id").ok().await;
    assert!(one["pages"][0].get("reusable_blocks").is_none(), "who does not ask what pages say is not told");

    let refused = delete(&editor, &format!("/admin/reusable-blocks/{hours}")).await;
    let said = refused.json()["message"].as_str().unwrap().to_owned();
    assert_eq!(refused.status.as_u16(), 400);
    assert!(said.contains("page 'About' (page_") && said.contains("page 'Contact' (page_"), "{said}");
    editor.post(&format!("/admin/reusable-blocks/{hours}/unpublish"), &json!({})).ok().await;
    assert_eq!(read(&shop, "about").await.unwrap()["reusable_blocks"], json!({}));
}

#[tokio::test]
async fn kept_answers_go_with_it() {
    let shop = crate::shop::Shop::open_with(&[]).await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    while !shop.platform.cache.health().listening {
        assert!(tokio::time::Instant::now() < deadline, "nobody listens");
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    let hours = reusable(&editor, "Hours", "From nine to five").await;
    page(&editor, "About", &[using(&hours)]).await;
    while read(&shop, "about").await.is_none_or(|page| page["reusable_blocks"] == json!({})) {
        assert!(tokio::time::Instant::now() < deadline, "nobody is told");
    }
    let path = "/store/pages?slug=about&fields=%2Bcontent";
    while shop.shopper().get(path).send().await.header("x-kontor-cache") != "hit" {
        assert!(tokio::time::Instant::now() < deadline, "nothing is kept");
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    editor.post(&format!("/admin/reusable-blocks/{hours}/unpublish"), &json!({})).ok().await;
    while read(&shop, "about").await.unwrap()["reusable_blocks"] != json!({}) {
        assert!(tokio::time::Instant::now() < deadline, "nobody is told");
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn one_that_nothing_uses_goes() {
    let (_shop, editor) = open().await;
    let hours = reusable(&editor, "Opening hours", "From nine to five").await;
    let about = super::made(&editor, "About").await;
    let body = json!({ "title": "About", "slug": "about", "content": saying(&[using(&hours)]) });
    assert_eq!(save(&editor, &about, 1, &body).await.status.as_u16(), 200);
    assert_eq!(
        delete(&editor, &format!("/admin/reusable-blocks/{hours}")).await.status.as_u16(),
        400,
        "drafts count too"
    );
    assert_eq!(save(&editor, &about, 2, &json!({ "title": "About", "slug": "about" })).await.status.as_u16(), 200);
    assert_eq!(delete(&editor, &format!("/admin/reusable-blocks/{hours}")).await.json()["object"], "reusable_block");
    assert_eq!(delete(&editor, &format!("/admin/reusable-blocks/{hours}")).await.status.as_u16(), 404);
}

#[tokio::test]
async fn none_holds_another_one() {
    let (_shop, editor) = open().await;
    let hours = reusable(&editor, "Opening hours", "From nine to five").await;
    let body = json!({ "title": "Footer", "content": saying(&[using(&hours)]) });
    let refused = editor.post("/admin/reusable-blocks", &body).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("cannot hold another one"), "{refused}");
    let draft =
        editor.request(Method::PUT, &format!("/admin/reusable-blocks/{hours}/draft")).header("if-match", "\"1\"");
    let body = json!({ "title": "Hours", "slug": "hours", "content": saying(&[using(&hours)]) });
    draft.body("application/json", body.to_string().into_bytes()).error(400).await;
}

#[tokio::test]
async fn many_pages_and_blocks_are_one_question() {
    let (shop, editor) = open().await;
    let first = reusable(&editor, "One", "1").await;
    page(&editor, "Page", &[using(&first)]).await;
    let client = shop.shopper();
    let path = "/store/pages?fields=%2Bcontent&limit=20";
    let one = shop.statements_of(&client, path).await;
    for nth in 0..5 {
        let id = reusable(&editor, &format!("Block {nth}"), "x").await;
        page(&editor, &format!("Page {nth}"), &[using(&id), block("reusable", "v", json!({ "block": first }))]).await;
    }
    assert_eq!(shop.statements_of(&client, path).await, one);
}
