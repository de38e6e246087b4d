//! What is refused, and why.

use db::Scope;
use serde_json::json;

use crate::{admin::organization, shop::Shop};

use super::{act, block, heading, made, open, save, saying};

#[tokio::test]
async fn a_path_that_nobody_would_see_is_not_taken() {
    let (_shop, editor) = open().await;
    for (slug, says) in [
        ("cart", "the shop's own"),
        ("products/mug", "the shop's own"),
        ("admin", "the shop's own"),
        ("../etc/passwd", "lower-case"),
        ("Über uns", "uber-uns"),
        ("a?b=c", "lower-case"),
        ("", "at least"),
    ] {
        let error = editor.post("/admin/pages", &json!({ "title": "x", "slug": slug })).error(400).await;
        let said = error["message"].as_str().unwrap();
        assert!(said.contains("'slug'") && said.contains(says), "{slug}: {error}");
    }
    let nothing = editor.post("/admin/pages", &json!({ "title": "!!!" })).error(400).await;
    assert!(nothing["message"].as_str().unwrap().contains("'slug' is required"), "{nothing}");
    made(&editor, "About").await;
    let twice = editor.post("/admin/pages", &json!({ "title": "About", "locale": "en" })).error(422).await;
    assert!(twice["message"].as_str().unwrap().contains("'/about'"), "{twice}");
}

#[tokio::test]
async fn blocks_are_looked_at() {
    let (_shop, editor) = open().await;
    let page = made(&editor, "Home").await;
    let nested = |levels: usize| {
        (0..levels).fold(json!([]), |within, level| {
            let columns = json!([{ "id": "l", "blocks": within }, { "id": "r", "blocks": [] }]);
            json!([block("columns", &format!("c{level}"), json!({ "columns": columns }))])
        })
    };
    for (content, says) in [
        (json!({ "blocks": [{ "type": "marquee", "props": { "id": "a" } }] }), "blocks[0]"),
        (saying(&[heading("a", "x"), heading("a", "y")]), "blocks[1]"),
        (json!({ "blocks": [{ "type": "heading", "props": { "id": "a", "level": 9, "text": "x" } }] }), "level"),
        (
            json!({ "blocks": [{ "type": "heading", "props": { "id": "a", "level": 1, "text": "x", "onclick": "x" } }] }),
            "onclick",
        ),
        (json!({ "blocks": nested(9) }), "deep"),
        (json!({ "blocks": nested(100) }), "deep"),
        (json!({}), "blocks"),
        (json!([]), "content"),
    ] {
        let body = json!({ "title": "Home", "slug": "start", "content": content });
        let answer = save(&editor, &page, 1, &body).await;
        let said = answer.json()["message"].as_str().unwrap().to_owned();
        assert_eq!(answer.status.as_u16(), 400, "{said}");
        assert!(said.contains(says), "{says}: {said}");
    }
}

#[tokio::test]
async fn who_may_not_write_writes_nothing() {
    let shop = Shop::open().await;
    let edda = shop.colleague("a", "edda", "editor").await;
    let editor = edda.client.clone();
    let page = made(&editor, "Home").await;
    let reader = shop.colleague("a", "rita", "member").await.client;
    assert_eq!(reader.get("/admin/pages").ok().await["count"], 1);
    reader.get(&format!("/admin/pages/{page}/draft")).ok().await;
    reader.post("/admin/pages", &json!({ "title": "Mine" })).error(403).await;
    reader.post(&format!("/admin/pages/{page}/publish"), &json!({ "revision": 1 })).error(403).await;
    assert_eq!(save(&reader, &page, 1, &json!({ "title": "x", "slug": "x" })).await.status.as_u16(), 403);
    shop.anybody().get("/admin/pages").error(401).await;
    // Nor past the API: people write none of these tables.
    for sql in [
        "update pages set title = 'x'",
        "update page_content set content = '{\"blocks\": []}'",
        "update page_content_history set reason = 'x'",
        "delete from page_content_history",
    ] {
        let tx = shop.test.db().begin(Scope::authenticated(organization("a").0, edda.user.0)).await.unwrap();
        assert!(!matches!(db::exec(&tx, sql, []).await, Ok(1..)), "{sql}");
    }
    for verb in ["publish", "restore"] {
        editor.post(&format!("/admin/pages/{page}/{verb}"), &json!({})).error(400).await;
        editor.post(&format!("/admin/pages/{page}/{verb}"), &json!({ "revision": 9 })).error(404).await;
    }
    editor.post(&format!("/admin/pages/{page}/discard"), &json!({})).error(400).await;
    let same = act(&editor, &page, "unpublish", json!({})).await;
    assert_eq!(same["status"], "draft", "what is not published stays as it is");
}

#[tokio::test]
async fn what_lacks_something_is_drafted_and_not_published() {
    let (shop, editor) = open().await;
    let page = made(&editor, "Home").await;
    let body = json!({ "title": "Home", "slug": "start", "content": saying(&[heading("a", "")]) });
    assert_eq!(save(&editor, &page, 1, &body).await.status.as_u16(), 200, "an empty heading is on its way");
    let refused = editor.post(&format!("/admin/pages/{page}/publish"), &json!({ "revision": 2 })).error(400).await;
    assert!(refused["message"].as_str().unwrap().starts_with("It cannot be published: "), "{refused}");
    assert_eq!(shop.shopper().get("/store/pages").ok().await["count"], 0);
}
