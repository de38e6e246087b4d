//! A page's life: drafted, published, changed, taken back.

use serde_json::json;

use super::{act, block, draft, heading, made, open, read, save, saying};
use crate::admin::delete;

#[tokio::test]
async fn what_is_published_is_what_was_looked_at() {
    let (shop, editor) = open().await;
    let page = made(&editor, "About us").await;
    assert_eq!(read(&shop, "about-us").await, None, "a draft is nobody's business");
    let first = draft(&editor, &page).await;
    assert_eq!(first["revision"], 1);
    assert_eq!(first["content"], saying(&[heading("a", "About us")]));

    let shown = act(&editor, &page, "publish", json!({ "revision": 1 })).await;
    assert_eq!(
        [&shown["status"], &shown["published_revision"], &shown["has_changes"]],
        [&json!("published"), &json!(1), &json!(false)]
    );
    let seen = read(&shop, "about-us").await.unwrap();
    assert_eq!(seen["content"], first["content"]);
    assert!(seen.get("created_by").is_none(), "who wrote it is not told to shoppers");

    let body = json!({ "title": "About", "slug": "about", "content": saying(&[heading("a", "Who we are")]) });
    let saved = save(&editor, &page, 1, &body).await;
    assert_eq!((saved.status.as_u16(), saved.header("etag")), (200, "\"2\""));
    assert_eq!(saved.json()["draft"]["title"], "About");
    let listed = editor.get("/admin/pages").ok().await["pages"][0].clone();
    assert_eq!(
        [&listed["title"], &listed["slug"], &listed["has_changes"]],
        [&json!("About us"), &json!("about-us"), &json!(true)]
    );
    assert_eq!(read(&shop, "about-us").await, Some(seen.clone()), "shoppers read what is published");
    assert_eq!(read(&shop, "about").await, None);

    // A third revision is there when the second is published.
    let third = json!({ "title": "About", "slug": "about", "content": saying(&[heading("a", "Not looked at")]) });
    assert_eq!(save(&editor, &page, 2, &third).await.status.as_u16(), 200);
    let shown = act(&editor, &page, "publish", json!({ "revision": 2 })).await;
    assert_eq!([&shown["slug"], &shown["revision"], &shown["has_changes"]], [&json!("about"), &json!(3), &json!(true)]);
    let now = read(&shop, "about").await.unwrap();
    assert_eq!(now["content"], saying(&[heading("a", "Who we are")]));
    assert_eq!(now["first_published_at"], seen["first_published_at"]);
    assert_eq!(read(&shop, "about-us").await, None);
    let one = shop.shopper().get(&format!("/store/pages/{page}")).ok().await;
    assert_eq!(one["page"], now);

    let gone = act(&editor, &page, "discard", json!({})).await;
    assert_eq!(gone["revision"], 4);
    assert_eq!(draft(&editor, &page).await["content"], now["content"]);
    let back = act(&editor, &page, "restore", json!({ "revision": 1, "reason": "It was better" })).await;
    assert_eq!(back["revision"], 5);
    assert_eq!(draft(&editor, &page).await["title"], "About us");
    assert_eq!(read(&shop, "about").await, Some(now), "restoring writes the draft, and nothing else");

    let hidden = act(&editor, &page, "unpublish", json!({ "draft": "replace" })).await;
    assert_eq!([&hidden["status"], &hidden["published_revision"]], [&json!("unpublished"), &json!(null)]);
    assert_eq!(read(&shop, "about").await, None);
    assert_eq!(draft(&editor, &page).await["slug"], "about", "the draft is what was published");
    shop.shopper().get(&format!("/store/pages/{page}")).error(404).await;

    assert_eq!(
        delete(&editor, &format!("/admin/pages/{page}")).await.json(),
        json!({"id": page, "object": "page", "deleted": true})
    );
    editor.get(&format!("/admin/pages/{page}")).error(404).await;
    editor.get(&format!("/admin/pages/{page}/draft")).error(404).await;
    made(&editor, "About").await;
}

#[tokio::test]
async fn every_revision_is_kept_and_compared() {
    let (_shop, editor) = open().await;
    let page = made(&editor, "Imprint").await;
    let two = json!({ "title": "Imprint", "slug": "imprint", "content": saying(&[heading("a", "Imprint"), heading("b", "Owner")]), "reason": "Who owns it" });
    assert_eq!(save(&editor, &page, 1, &two).await.status.as_u16(), 200);
    let same =
        save(&editor, &page, 2, &json!({ "title": "Imprint", "slug": "imprint", "content": two["content"] })).await;
    assert_eq!(same.header("etag"), "\"2\"", "what says the same is no revision");
    act(&editor, &page, "publish", json!({ "revision": 2 })).await;
    let all = editor.get(&format!("/admin/pages/{page}/revisions?order=-revision")).ok().await;
    assert_eq!(all["count"], 2);
    let newest = &all["revisions"][0];
    assert_eq!(
        [&newest["revision"], &newest["kind"], &newest["reason"]],
        [&json!(2), &json!("saved"), &json!("Who owns it")]
    );
    assert!(newest["published_at"].is_string() && newest["created_by"].as_str().unwrap().starts_with("user_"));
    assert!(newest.get("content").is_none(), "a list carries no content");
    let whole = editor.get(&format!("/admin/pages/{page}/revisions/2")).ok().await["revision"].clone();
    assert_eq!(whole["content"], two["content"]);
    let diff = editor.get(&format!("/admin/pages/{page}/revisions/2/diff?from=1")).ok().await["diff"].clone();
    assert_eq!([&diff["from"], &diff["to"], &diff["fields"]], [&json!(1), &json!(2), &json!([])]);
    assert_eq!(diff["blocks"].as_array().unwrap().len(), 1, "{diff}");
    for missing in ["revisions/9", "revisions/x", "revisions/2/diff?from=9"] {
        editor.get(&format!("/admin/pages/{page}/{missing}")).error(404).await;
    }
}

#[tokio::test]
async fn a_translation_belongs_to_its_page() {
    let (shop, editor) = open().await;
    let page = made(&editor, "About us").await;
    let german = json!({ "title": "Über uns", "locale": "de", "translation_of": page });
    let made = editor.post("/admin/pages", &german).ok().await["page"].clone();
    assert_eq!(made["slug"], "uber-uns");
    let first = editor.get(&format!("/admin/pages/{page}")).ok().await["page"].clone();
    assert_eq!(first["group_id"], made["group_id"]);
    let again = editor
        .post("/admin/pages", &json!({ "title": "Wir", "locale": "de", "translation_of": page }))
        .error(422)
        .await;
    assert!(again["message"].as_str().unwrap().contains("translation into 'de'"), "{again}");
    let same_path = json!({ "title": "About us", "locale": "de" });
    editor.post("/admin/pages", &same_path).ok().await;
    act(&editor, made["id"].as_str().unwrap(), "publish", json!({ "revision": 1 })).await;
    let found = shop.shopper().get(&format!("/store/pages?group_id={}", made["group_id"].as_str().unwrap())).ok().await;
    assert_eq!(found["count"], 1);
}

#[tokio::test]
async fn a_page_is_in_the_shops_first_language() {
    let (shop, editor) = open().await;
    let made = editor.post("/admin/pages", &json!({ "title": "Imprint" })).ok().await;
    assert_eq!(made["page"]["locale"], "en", "a shop that names none");
    shop.change("insert into store_locales (organization_id, locale_code, rank) select id, code, n from auth.organization, (values ('de', 1), ('da', 0)) l (code, n)").await;
    let made = editor.post("/admin/pages", &json!({ "title": "Imprint" })).ok().await;
    assert_eq!(made["page"]["locale"], "da");
}

#[tokio::test]
async fn another_shop_sees_nothing_of_it() {
    let (shop, editor) = open().await;
    let page = made(&editor, "About us").await;
    act(&editor, &page, "publish", json!({ "revision": 1 })).await;
    let stranger = shop.colleague("b", "bert", "owner").await.client;
    assert_eq!(stranger.get("/admin/pages").ok().await["count"], 0);
    for path in ["", "/draft", "/revisions", "/revisions/1"] {
        stranger.get(&format!("/admin/pages/{page}{path}")).error(404).await;
    }
    for verb in ["publish", "restore"] {
        stranger.post(&format!("/admin/pages/{page}/{verb}"), &json!({ "revision": 1 })).error(404).await;
    }
    assert_eq!(save(&stranger, &page, 1, &json!({ "title": "x", "slug": "x" })).await.status.as_u16(), 404);
}

#[tokio::test]
async fn whoever_saves_hears_what_was_taken_out_and_what_is_lacking() {
    let (_shop, editor) = open().await;
    let page = made(&editor, "Own").await;
    let html = "<p onclick=\"x()\">Own</p><script>y()</script>";
    let blocks = [block("html", "h1", json!({ "html": html })), block("image", "i1", json!({}))];
    let body = json!({ "title": "Own", "slug": "own", "content": saying(&blocks) });
    let saved = save(&editor, &page, 1, &body).await.json();
    assert_eq!(saved["draft"]["content"]["blocks"][0]["props"]["html"], "<p>Own</p>");
    let notice = |block: &str, field: &str, code: &str, message: &str| json!({ "block": block, "field": field, "code": code, "message": message });
    let lacking = notice("i1", "media", "lacking", "'Picture' is still empty");
    let taken = [
        notice("h1", "html", "taken_out", "'onclick' of <p> was taken out"),
        notice("h1", "html", "taken_out", "<script> was taken out"),
    ];
    assert_eq!(saved["notices"], json!([taken[0], taken[1], lacking]), "{saved}");
    // The same again changes nothing, and is told again.
    let again = save(&editor, &page, 2, &body).await;
    assert_eq!((again.header("etag"), &again.json()["notices"]), ("\"2\"", &saved["notices"]));
    let there = editor.get(&format!("/admin/pages/{page}/draft")).ok().await;
    assert_eq!(there["notices"], json!([lacking]), "what is kept holds nothing of it");
}
