//! What stands in the header and the footer.

use http::Method;
use serde_json::{Value, json};
use testkit::{Answer, Client};

use super::{act, made, open};
use crate::{
    admin::delete,
    shop::{Shop, id},
};

async fn menu(editor: &Client, handle: &str, items: Value) -> String {
    let body = json!({ "handle": handle, "locale": "en", "title": handle, "items": items });
    editor.post("/admin/menus", &body).ok().await["menu"]["id"].as_str().unwrap().to_owned()
}

async fn put(editor: &Client, menu: &str, seen: &str, items: &Value) -> Answer {
    let body = json!({ "title": "Header", "items": items }).to_string().into_bytes();
    let request = editor.request(Method::PUT, &format!("/admin/menus/{menu}")).header("if-match", seen);
    request.body("application/json", body).send().await
}

async fn shown(shop: &Shop, handle: &str) -> Value {
    let found = shop.shopper().get(&format!("/store/menus?handle={handle}&locale=en")).ok().await;
    found["menus"][0]["items"].clone()
}

/// The labels with where they lead, depth first.
fn flat(items: &Value) -> Vec<String> {
    let one = |item: &Value| {
        let own = format!("{} {}", item["label"].as_str().unwrap(), item["url"].as_str().unwrap_or("-"));
        std::iter::once(own).chain(flat(&item["items"])).collect::<Vec<_>>()
    };
    items.as_array().unwrap().iter().flat_map(one).collect()
}

#[tokio::test]
async fn what_is_named_is_found_where_it_is_now() {
    let (shop, editor) = open().await;
    let page = made(&editor, "About").await;
    let (product, category) = (id("prod", "1", 1), id("pcat", "13", 1));
    menu(
        &editor,
        "main",
        json!([
            { "label": "About", "link": page, "items": [{ "label": "Mug", "link": product }] },
            { "label": "Shop", "items": [{ "label": "All", "link": "/search" }, { "label": "Gone", "link": id("prod", "1", 999) }] },
            { "label": "Category", "link": category },
            { "label": "Write", "link": "mailto:a@b.example" },
            { "label": "Elsewhere", "link": "https://example.com/x" }
        ]),
    )
    .await;
    let before = flat(&shown(&shop, "main").await);
    assert_eq!(before[0], "About -", "what is not published leads nowhere, and stands above what does: {before:?}");
    assert!(before[1].starts_with("Mug /products/"), "{before:?}");
    assert_eq!(&before[2..4], ["Shop -", "All /search"]);
    assert!(before[4].starts_with("Category /categories/"), "{before:?}");
    assert_eq!(&before[5..], ["Write mailto:a@b.example", "Elsewhere https://example.com/x"]);
    act(&editor, &page, "publish", json!({ "revision": 1 })).await;
    let after = shown(&shop, "main").await;
    assert_eq!(flat(&after)[0], "About /about");
    assert_eq!((&after[0]["type"], &after[0]["id"]), (&json!("page"), &json!(page)));
    shop.change("update products set status = 'draft'").await;
    let after = flat(&shown(&shop, "main").await);
    assert!(after.iter().all(|line| !line.starts_with("Mug")), "{after:?}");

    // In the language of the menu, where there is one.
    let german =
        editor.post("/admin/pages", &json!({ "title": "Über uns", "locale": "de", "translation_of": page })).ok().await;
    act(&editor, german["page"]["id"].as_str().unwrap(), "publish", json!({ "revision": 1 })).await;
    let body =
        json!({ "handle": "main", "locale": "de", "title": "Kopf", "items": [{ "label": "Wir", "link": page }] });
    editor.post("/admin/menus", &body).ok().await;
    let both = shop.shopper().get("/store/menus?handle=main&locale[]=de&locale[]=en&order=locale").ok().await;
    assert_eq!(both["count"], 2);
    assert_eq!(both["menus"][0]["items"][0]["url"], "/uber-uns");
    assert_eq!(both["menus"][1]["items"][0]["url"], "/about");
}

#[tokio::test]
async fn a_menu_asks_as_many_questions_as_an_empty_one() {
    let (shop, editor) = open().await;
    let page = made(&editor, "About").await;
    menu(&editor, "one", json!([{ "label": "About", "link": page }])).await;
    let many: Vec<Value> = (0..100)
        .map(|n| json!({ "label": format!("{n}"), "link": if n % 2 == 0 { page.clone() } else { id("prod", "1", n) } }))
        .collect();
    menu(&editor, "many", json!(many)).await;
    let client = shop.shopper();
    let one = shop.statements_of(&client, "/store/menus?handle=one").await;
    let all = shop.statements_of(&client, "/store/menus").await;
    assert_eq!(one, all);
}

#[tokio::test]
async fn who_writes_one_says_what_he_saw() {
    let (shop, editor) = open().await;
    let first = json!([{ "label": "Shop", "link": "/search" }]);
    let menu = menu(&editor, "main", first.clone()).await;
    let read = editor.get(&format!("/admin/menus/{menu}")).send().await;
    assert_eq!((read.header("etag"), &read.json()["menu"]["items"][0]["label"]), ("\"1\"", &json!("Shop")));
    let second =
        json!([{ "label": "All", "link": "/search", "items": [{ "label": "Mugs", "link": "/collections/mugs" }] }]);
    let done = put(&editor, &menu, "\"1\"", &second).await;
    assert_eq!((done.status.as_u16(), done.header("etag")), (200, "\"2\""));
    let late = put(&editor, &menu, "\"1\"", &first).await;
    assert_eq!((late.status.as_u16(), late.header("etag")), (412, "\"2\""));
    assert_eq!(late.json()["menu"]["items"][0]["label"], "All", "what is there comes with it");
    assert_eq!(
        put(&editor, &menu, "\"2\"", &second).await.header("etag"),
        "\"2\"",
        "what says the same changes nothing"
    );
    assert_eq!(put(&editor, &menu, "2", &second).await.status.as_u16(), 400);
    let none = editor.request(Method::PUT, &format!("/admin/menus/{menu}"));
    none.body("application/json", json!({ "title": "x", "items": [] }).to_string().into_bytes()).error(428).await;
    let reader = shop.colleague("a", "rita", "member").await.client;
    assert_eq!(put(&reader, &menu, "\"2\"", &first).await.status.as_u16(), 403);
    let stranger = shop.colleague("b", "bert", "owner").await.client;
    assert_eq!(put(&stranger, &menu, "\"2\"", &first).await.status.as_u16(), 404);
    stranger.get(&format!("/admin/menus/{menu}")).error(404).await;
    let twice = json!({ "handle": "main", "locale": "en", "title": "x", "items": [] });
    editor.post("/admin/menus", &twice).error(422).await;
    assert_eq!(delete(&editor, &format!("/admin/menus/{menu}")).await.json()["deleted"], true);
    assert_eq!(delete(&editor, &format!("/admin/menus/{menu}")).await.status.as_u16(), 404);
    assert_eq!(shop.shopper().get("/store/menus").ok().await["count"], 0);
}

#[tokio::test]
async fn entries_are_looked_at() {
    let (_shop, editor) = open().await;
    let deep = json!([{ "label": "1", "items": [{ "label": "2", "items": [{ "label": "3", "link": "/", "items": [{ "label": "4", "link": "/" }] }] }] }]);
    let many: Vec<Value> = (0..201).map(|n| json!({ "label": format!("{n}"), "link": "/" })).collect();
    let mut nested = json!([]);
    for _ in 0..20 {
        nested = json!([{ "label": "x", "items": nested }]);
    }
    for (items, says) in [
        (deep, "three levels".replace("three", "3")),
        (nested, "3 levels".to_owned()),
        (json!(many), "'200' entries".to_owned()),
        (json!("x"), "'array'".to_owned()),
        (json!(["x"]), "'items, 0'".to_owned()),
        (json!([{ "link": "/" }]), "'items, 0, label' is required".to_owned()),
        (json!([{ "label": "x" }]), "'items, 0, link' is required".to_owned()),
        (json!([{ "label": "x", "link": "javascript:alert(1)" }]), "'items, 0, link'".to_owned()),
        (json!([{ "label": "x", "link": "data:text/html,x" }]), "'items, 0, link'".to_owned()),
        (json!([{ "label": "x\ny", "link": "/" }]), "single line".to_owned()),
        (json!([{ "label": "x".repeat(101), "link": "/" }]), "too big".to_owned()),
        (json!([{ "label": "x", "link": "/", "onclick": "x" }]), "onclick".to_owned()),
        (json!([{ "label": 1, "link": "/" }]), "'string'".to_owned()),
    ] {
        let body = json!({ "handle": "main", "title": "x", "items": items });
        let refused = editor.post("/admin/menus", &body).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(&says), "{says}: {refused}");
    }
    let refused =
        editor.post("/admin/menus", &json!({ "handle": "Main Menu", "title": "x", "items": [] })).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("'main-menu'"), "{refused}");
}
