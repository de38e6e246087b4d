//! Pages as long and as deep as they may be, and what they cost.

use serde_json::{Value, json};

use super::{block, heading, index, shown};
use crate::{
    shop::{Shop, id},
    storefront::{Visitor, open},
};

#[tokio::test]
async fn a_page_of_a_thousand_blocks() {
    let shop = open().await;
    let blocks: Vec<Value> = (0..1_000).map(|at| heading(&format!("b{at}"), "<b>Part</b>")).collect();
    shown(&shop, "long", &blocks).await;
    let page = Visitor::new(&shop).page("/long").await;
    assert_eq!(page.matches("data-block-type=\"heading\"").count(), 1_000);
    assert!(!page.contains("<b>Part</b>"));
    let edda = shop.colleague("a", "vera", "editor").await;
    let visitor = Visitor::new(&shop);
    visitor.become_staff(&shop, &edda).await;
    let longer: Vec<Value> = (0..1_001).map(|at| heading(&format!("b{at}"), "Part")).collect();
    let answer = visitor.send("/editor/render", &json!({ "content": { "blocks": longer } })).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
}

/// Columns in columns, so deep.
fn nested(depth: usize) -> Value {
    let inner = if depth == 0 { heading("deepest", "Deepest") } else { nested(depth - 1) };
    let columns = json!([{ "id": "l", "share": 1, "blocks": [inner] }, { "id": "r", "share": 1, "blocks": [] }]);
    block("columns", &format!("c{depth}"), json!({ "columns": columns }))
}

#[tokio::test]
async fn a_page_as_deep_as_it_may_be() {
    let shop = open().await;
    shown(&shop, "deep", &[nested(6)]).await;
    let page = Visitor::new(&shop).page("/deep").await;
    assert!(page.contains(">Deepest</h2>") && page.contains("data-slot=\"c0.columns[l].blocks\""), "{page}");
    let edda = shop.colleague("a", "vera", "editor").await;
    let visitor = Visitor::new(&shop);
    visitor.become_staff(&shop, &edda).await;
    for depth in [7, 20] {
        let answer = visitor.send("/editor/render", &json!({ "content": { "blocks": [nested(depth)] } })).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        assert!(answer.text.contains("deep"), "{}", answer.text);
    }
}

/// So many grids of different lists, features and links.
fn shelves(many: usize) -> Vec<Value> {
    let mut blocks = Vec::new();
    for at in 0..many {
        let n = u32::try_from(at % 3).unwrap() + 1;
        let (limit, sort) = (at + 1, ["own", "newest", "price_up", "price_down"][at % 4]);
        let category = json!({ "title": "A", "source": "category", "category": id("pcat", "13", n), "limit": limit, "sort": sort });
        blocks.push(block("product_grid", &format!("g{at}"), category));
        blocks.push(block("product_feature", &format!("f{at}"), json!({ "product": id("prod", "1", n) })));
        let picked = json!({ "title": "B", "source": "products", "products": [id("prod", "1", n)], "limit": 4 });
        blocks.push(block("product_grid", &format!("p{at}"), picked));
        let button = json!({ "id": "x", "label": "See", "link": id("pcol", "12", n % 2 + 1) });
        blocks.push(block("hero", &format!("h{at}"), json!({ "title": "C", "buttons": [button] })));
    }
    blocks
}

/// How many statements a page takes at least: who a key opens for is now and then looked up beside it.
async fn statements(shop: &Shop, path: &str) -> u64 {
    let visitor = Visitor::new(shop);
    let mut least = u64::MAX;
    for _ in 0..6 {
        let before = shop.platform.app.db.statements();
        visitor.page(path).await;
        least = least.min(shop.platform.app.db.statements() - before);
    }
    least
}

#[tokio::test]
async fn more_blocks_cost_no_more_statements() {
    let shop = open().await;
    index(&shop).await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    for (slug, many) in [("few", 2), ("many", 15)] {
        super::published(&editor, slug, &shelves(many)).await;
    }
    let [few, many] = [statements(&shop, "/few").await, statements(&shop, "/many").await];
    assert_eq!(few, many);
    assert!(many < 60, "{many}");
}
