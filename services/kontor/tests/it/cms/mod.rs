//! What a shop says.

mod changelog;
mod menus;
mod pages;
mod posts;
mod presence;
mod redirects;
mod reusable;
mod search;
mod site;
mod timed;
mod together;
mod wrong;

use chrono::{DateTime, Utc};
use db::Clock as _;
use http::Method;
use kontor::platform;
use serde_json::{Value, json};
use testkit::{Answer, Client};

use crate::shop::Shop;

/// A shop, and who may write its pages.
async fn open() -> (Shop, Client) {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    (shop, editor)
}

/// A block.
fn block(kind: &str, id: &str, mut props: Value) -> Value {
    props["id"] = json!(id);
    json!({ "type": kind, "props": props })
}

fn heading(id: &str, text: &str) -> Value {
    block("heading", id, json!({ "level": 2, "text": text, "align": "start" }))
}

/// What a page says.
fn saying(blocks: &[Value]) -> Value {
    json!({ "blocks": blocks })
}

/// A page with a heading.
async fn made(editor: &Client, title: &str) -> String {
    let body = json!({ "title": title, "locale": "en", "content": saying(&[heading("a", title)]) });
    let made = editor.post("/admin/pages", &body).ok().await;
    made["page"]["id"].as_str().unwrap().to_owned()
}

async fn draft(editor: &Client, page: &str) -> Value {
    editor.get(&format!("/admin/pages/{page}/draft")).ok().await["draft"].clone()
}

/// Saves a draft as whoever saw this revision.
async fn save(editor: &Client, page: &str, seen: i64, body: &Value) -> Answer {
    let body = serde_json::to_vec(body).unwrap();
    let request = editor.request(Method::PUT, &format!("/admin/pages/{page}/draft"));
    request.header("if-match", &format!("\"{seen}\"")).body("application/json", body).send().await
}

async fn act(editor: &Client, page: &str, verb: &str, body: Value) -> Value {
    editor.post(&format!("/admin/pages/{page}/{verb}"), &body).ok().await["page"].clone()
}

/// What shoppers read at a path.
async fn read(shop: &Shop, slug: &str) -> Option<Value> {
    let found = shop.shopper().get(&format!("/store/pages?slug={slug}&fields=%2Bcontent,%2Bmedia")).ok().await;
    found["pages"].as_array().unwrap().first().cloned()
}

fn now(shop: &Shop) -> DateTime<Utc> {
    shop.test.clock().now()
}

/// Runs what is due.
async fn work(shop: &Shop) {
    let drained = shop.test.run_jobs(&platform::registry(&shop.platform)).await;
    assert_eq!(drained.dead, 0, "{drained:?}");
}
