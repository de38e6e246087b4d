//! A revision that is not published, by a link.

use chrono::TimeDelta;
use serde_json::json;

use super::{block, drafted, heading};
use crate::{
    shop::key,
    storefront::{Visitor, open, open_with},
};

/// The path of a link.
fn path(preview: &serde_json::Value) -> String {
    let url = preview["preview"]["url"].as_str().unwrap();
    url.strip_prefix("http://127.0.0.1:8080").unwrap().to_owned()
}

#[tokio::test]
async fn a_link_is_opened_once() {
    let shop = open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let script = "<script>alert(1)</script>";
    let id = drafted(
        &editor,
        "soon",
        &[heading("b1", script), block("html", "b2", json!({ "html": "<p onclick=x>own</p>" }))],
    )
    .await;
    let preview = editor.post(&format!("/admin/pages/{id}/preview"), &json!({ "revision": 1 })).ok().await;
    assert_eq!(preview["preview"]["revision"], 1);
    let link = path(&preview);
    let visitor = Visitor::new(&shop);
    assert_eq!(visitor.get("/preview/page").await.status, 404, "there is nothing without a link");
    // A program that looks whether the link is good does not open it.
    let looked = shop.anybody().request("HEAD".parse().unwrap(), &link).send().await;
    assert_eq!((looked.status.as_u16(), looked.header("set-cookie")), (200, ""));
    let answer = visitor.get(&link).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/preview/page"), "{}", answer.text);
    assert!(answer.header("set-cookie").contains("Path=/preview;") && answer.header("set-cookie").contains("HttpOnly"));
    let answer = visitor.get("/preview/page").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let headers = ["cache-control", "x-robots-tag", "referrer-policy"].map(|name| answer.header(name).to_owned());
    assert_eq!(headers, ["private, no-store", "noindex", "no-referrer"]);
    assert!(
        answer.text.contains("preview of revision 1") && answer.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;")
    );
    assert!(!answer.text.contains(script) && !answer.text.contains("onclick"), "{}", answer.text);
    assert_eq!(visitor.get("/soon").await.status, 404, "it is not published");

    let other = Visitor::new(&shop);
    let answer = other.get(&link).await;
    assert_eq!(answer.status, 404);
    assert!(answer.text.contains("This preview is over"), "{}", answer.text);
    assert_eq!(visitor.get("/preview/page").await.status, 200, "who has opened it reads on");
    // What is shown is that revision, and not the draft as it is by then.
    let body = json!({ "title": "Later", "slug": "soon", "content": { "blocks": [heading("b1", "Later")] } });
    let request =
        editor.request("PUT".parse().unwrap(), &format!("/admin/pages/{id}/draft")).header("if-match", "\"1\"");
    assert_eq!(request.body("application/json", body.to_string().into_bytes()).send().await.status, 200);
    assert!(!visitor.page("/preview/page").await.contains("Later"));

    shop.test.clock().advance(TimeDelta::seconds(15 * 60 + 1));
    assert_eq!(visitor.get("/preview/page").await.status, 404, "it is over after a quarter of an hour");
}

#[tokio::test]
async fn what_is_no_link_opens_nothing() {
    let shop = open().await;
    let edda = shop.colleague("a", "edda", "editor").await;
    let id = drafted(&edda.client, "soon", &[heading("b1", "Soon")]).await;
    let make = || edda.client.post(&format!("/admin/pages/{id}/preview"), &json!({}));
    let token = make().ok().await["preview"]["token"].as_str().unwrap().to_owned();
    let visitor = Visitor::new(&shop);
    let mut changed = token.clone().into_bytes();
    changed[20] = if changed[20] == b'A' { b'B' } else { b'A' };
    for wrong in ["", "x", "..", &"a".repeat(3_000), &String::from_utf8(changed).unwrap(), &token[..token.len() - 2]] {
        assert_eq!(visitor.get(&format!("/preview?token={wrong}")).await.status, 404, "{wrong}");
    }
    // A token is no ticket, and a ticket is no token.
    visitor.bring("kontor_preview", &token);
    assert_eq!(visitor.get("/preview/page").await.status, 404);
    let opened = shop.shopper().post("/store/previews", &json!({ "token": token })).ok().await;
    let ticket = opened["preview"]["ticket"].as_str().unwrap();
    shop.shopper().post("/store/previews", &json!({ "token": ticket })).error(404).await;
    shop.shopper().get("/store/previews").header("x-kontor-preview", ticket).ok().await;
    // Another shop's key opens nothing with either.
    let theirs = shop.anybody().with_key(&key("b", 1));
    theirs.get("/store/previews").header("x-kontor-preview", ticket).error(404).await;
    let token = make().ok().await["preview"]["token"].as_str().unwrap().to_owned();
    theirs.post("/store/previews", &json!({ "token": token })).error(404).await;
    shop.shopper().post("/store/previews", &json!({ "token": token })).ok().await;
    // A link that nobody has opened in time.
    let late = path(&make().ok().await);
    shop.test.clock().advance(TimeDelta::seconds(15 * 60 + 1));
    assert_eq!(Visitor::new(&shop).get(&late).await.status, 404);
    edda.client.post(&format!("/admin/pages/{id}/preview"), &json!({ "revision": 9 })).error(404).await;
    let bert = shop.colleague("b", "bert", "owner").await.client;
    bert.post(&format!("/admin/pages/{id}/preview"), &json!({})).error(404).await;
}

#[tokio::test]
async fn two_who_open_a_link_at_once() {
    let shop = open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let id = drafted(&editor, "soon", &[heading("b1", "Soon")]).await;
    let preview = editor.post(&format!("/admin/pages/{id}/preview"), &json!({})).ok().await;
    let body = json!({ "token": preview["preview"]["token"] });
    let opened = (0..8).map(|_| {
        let (client, body) = (shop.shopper(), body.clone());
        tokio::spawn(async move { client.post("/store/previews", &body).send().await.status.as_u16() })
    });
    let mut statuses = Vec::new();
    for one in opened.collect::<Vec<_>>() {
        statuses.push(one.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404, 404, 404, 404, 404, 404, 404]);
}

#[tokio::test]
async fn nothing_of_it_is_kept() {
    let shop = open_with(&[]).await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let id = drafted(&editor, "soon", &[heading("b1", "Soon")]).await;
    let link = path(&editor.post(&format!("/admin/pages/{id}/preview"), &json!({})).ok().await);
    let visitor = Visitor::new(&shop);
    visitor.get(&link).await;
    for _ in 0..3 {
        let answer = visitor.get("/preview/page").await;
        assert!(answer.status == 200 && answer.header("x-kontor-cache") != "hit", "{answer:?}");
        assert_eq!(Visitor::new(&shop).get("/preview/page").await.status, 404);
    }
}
