//! Pages that the shop writes itself.

mod editing;
mod limits;
mod pictures;
mod previews;
mod seo;
mod shown;

use kontor::platform;
use serde_json::{Value, json};
use testkit::Client;

use crate::shop::Shop;

/// Does what is queued: lists of products are those of the search.
async fn index(shop: &Shop) {
    let done = shop.test.run_jobs(&platform::registry(&shop.platform)).await;
    assert!(done.errors.is_empty(), "{:?}", done.errors);
}

/// A block.
fn block(kind: &str, id: &str, mut props: Value) -> Value {
    props["id"] = json!(id);
    json!({ "type": kind, "props": props })
}

pub(super) fn heading(id: &str, text: &str) -> Value {
    block("heading", id, json!({ "level": 2, "text": text }))
}

/// A page of these blocks, as a draft; its id.
async fn drafted(editor: &Client, slug: &str, blocks: &[Value]) -> String {
    let body = json!({ "title": "About us", "slug": slug, "locale": "en", "content": { "blocks": blocks } });
    editor.post("/admin/pages", &body).ok().await["page"]["id"].as_str().unwrap().to_owned()
}

/// The same, published.
pub(super) async fn published(editor: &Client, slug: &str, blocks: &[Value]) -> String {
    let id = drafted(editor, slug, blocks).await;
    editor.post(&format!("/admin/pages/{id}/publish"), &json!({ "revision": 1 })).ok().await;
    id
}

/// Who writes pages, and a page of these blocks.
async fn shown(shop: &Shop, slug: &str, blocks: &[Value]) -> String {
    let editor = shop.colleague("a", "edda", "editor").await.client;
    published(&editor, slug, blocks).await
}
