//! How the shop presents itself.

use http::Method;
use serde_json::{Value, json};
use testkit::{Answer, Client};

use super::{act, made, open};

async fn put(editor: &Client, seen: i64, body: &Value) -> Answer {
    let request = editor.request(Method::PUT, "/admin/site").header("if-match", &format!("\"{seen}\""));
    request.body("application/json", body.to_string().into_bytes()).send().await
}

#[tokio::test]
async fn it_is_said_whole_and_read_by_everybody() {
    let (shop, editor) = open().await;
    let first = editor.get("/admin/site").send().await;
    assert_eq!((first.status.as_u16(), first.header("etag")), (200, "\"0\""));
    let store = first.json()["site"]["name"].clone();
    assert!(store.is_string(), "as its store is called: {store}");
    assert_eq!(first.json()["site"]["is_analytics_on"], true);
    let page = made(&editor, "Home").await;
    let body = json!({
        "name": "Quay & Tally", "tagline": "<script>", "theme": { "name": "harbour", "colors": { "text": "#1D2A30", "background": "#fff" }, "font": "serif" },
        "seo": { "title_pattern": "{title} · Quay", "description": "A shop." }, "social": [{ "network": "mastodon", "url": "https://social.example/@quay" }],
        "contact": { "email": "Hello@Quay.example", "phone": "+45 1234 5678" }, "home_page_id": page,
        "maintenance": { "is_on": true, "message": "Back at noon." }, "robots": "User-agent: *\r\nDisallow: /x", "is_analytics_on": false
    });
    let done = put(&editor, 0, &body).await;
    assert_eq!((done.status.as_u16(), done.header("etag")), (200, "\"1\""), "{}", done.text);
    let site = shop.shopper().get("/store/site").ok().await["site"].clone();
    assert_eq!(
        [&site["name"], &site["tagline"], &site["home_page_id"]],
        [&json!("Quay & Tally"), &json!("<script>"), &json!(null)]
    );
    assert_eq!(site["theme"]["colors"]["background"], "#ffffff");
    assert_eq!(site["contact"]["email"], "hello@quay.example");
    assert!(site.get("updated_by").is_none() && site.get("revision").is_none());
    act(&editor, &page, "publish", json!({ "revision": 1 })).await;
    assert_eq!(shop.shopper().get("/store/site").ok().await["site"]["home_page_id"], json!(page));

    let late = put(&editor, 0, &json!({ "name": "Mine" })).await;
    assert_eq!((late.status.as_u16(), late.header("etag")), (412, "\"1\""));
    assert_eq!(late.json()["site"]["name"], "Quay & Tally");
    assert_eq!(put(&editor, 1, &body).await.header("etag"), "\"1\"", "what says the same changes nothing");
    let next = put(&editor, 1, &json!({})).await.json();
    assert_eq!(
        [&next["site"]["name"], &next["site"]["maintenance"]["is_on"]],
        [&store, &json!(false)],
        "what is not said is empty"
    );
    assert_eq!(shop.count("public.events where name = 'site.updated'").await, 2);

    let reader = shop.colleague("a", "rita", "member").await.client;
    reader.get("/admin/site").ok().await;
    assert_eq!(put(&reader, 2, &json!({})).await.status.as_u16(), 403);
    let stranger = shop.colleague("b", "bert", "owner").await.client;
    assert_eq!(stranger.get("/admin/site").send().await.header("etag"), "\"0\"");
    assert_eq!(put(&stranger, 0, &json!({ "home_page_id": page })).await.status.as_u16(), 404);
    let request = editor.request(Method::PUT, "/admin/site");
    request.body("application/json", b"{}".to_vec()).error(428).await;
}

#[tokio::test]
async fn each_field_says_what_it_takes() {
    let (_shop, editor) = open().await;
    for (body, says) in [
        (json!({ "logo_media_id": "prod_x" }), "'logo_media_id'"),
        (json!({ "theme": { "name": "../x" } }), "'theme, name'"),
        (json!({ "theme": { "font": "Comic Sans" } }), "expected one of theme, sans"),
        (json!({ "theme": { "colors": { "text": "red" } } }), "such as #1f4e5f"),
        (json!({ "theme": { "colors": { "text": "#ffffff", "background": "#eeeeee" } } }), "many people cannot read"),
        (
            json!({ "theme": { "colors": { "accent": "#ffff00", "accent_text": "#ffffff" } } }),
            "'theme, colors, accent_text'",
        ),
        (json!({ "seo": { "title_pattern": "Quay" } }), "'{title}'"),
        (json!({ "seo": { "title_pattern": "{title} {shop}" } }), "'{title}'"),
        (json!({ "social": [{ "network": "myspace", "url": "https://x.example" }] }), "'social, 0, network'"),
        (json!({ "social": [{ "network": "x", "url": "javascript:alert(1)" }] }), "'social, 0, url'"),
        (json!({ "social": [{ "network": "x", "url": "http://x.example" }] }), "https://"),
        (json!({ "contact": { "email": "me" } }), "'contact, email'"),
        (json!({ "contact": { "phone": "call me" } }), "'contact, phone'"),
        (json!({ "robots": "Hello" }), "line 1"),
        (json!({ "robots": "User-agent: *\n<script>" }), "line 2"),
        (json!({ "name": "x".repeat(201) }), "'name'"),
        (json!({ "colour": "red" }), "colour"),
    ] {
        let refused = put(&editor, 0, &body).await;
        assert_eq!(refused.status.as_u16(), 400, "{body}: {}", refused.text);
        assert!(refused.json()["message"].as_str().unwrap().contains(says), "{body}: {}", refused.text);
    }
    assert_eq!(put(&editor, 7, &json!({})).await.status.as_u16(), 412);
}

#[tokio::test]
async fn of_two_who_begin_at_once_one_is_told() {
    let (_shop, editor) = open().await;
    let mut tries = tokio::task::JoinSet::new();
    for name in ["One", "Two"] {
        let editor = editor.clone();
        tries.spawn(async move { put(&editor, 0, &json!({ "name": name })).await.status.as_u16() });
    }
    let mut done = tries.join_all().await;
    done.sort_unstable();
    assert_eq!(done, [200, 412]);
}
