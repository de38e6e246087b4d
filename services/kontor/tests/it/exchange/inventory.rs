//! What is in stock, as a file.

use serde_json::json;

use super::{exchange, open, registry};
use crate::shop::{Shop, id};

async fn export(shop: &Shop, client: &testkit::Client, query: &str) -> String {
    let answer = client.post(&format!("/admin/inventory-items/export{query}"), &json!({})).send().await;
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
    let id = answer.json()["transaction_id"].as_str().unwrap().to_owned();
    let drained = shop.test.run_jobs(&registry(shop)).await;
    assert_eq!(drained.errors, Vec::<String>::new());
    let done = exchange(client, &id).await;
    assert_eq!([&done["status"], &done["kind"]], [&json!("done"), &json!("inventory_export")], "{done}");
    client.get(&format!("/admin/data-exchanges/{id}/file")).send().await.text
}

#[tokio::test]
async fn items_with_their_variants_and_places() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    shop.change("update inventory_items set title = '=1+1', weight = 2.5 where sku = 'ITEM-3'").await;
    let csv = export(&shop, &boss, "").await;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: &csv::StringRecord, name: &str| {
        let at = header.iter().position(|known| known == name).unwrap_or_else(|| panic!("{name}: {header:?}"));
        row[at].to_owned()
    };
    // The third item belongs to two variants, and the fourth to none.
    let skus: Vec<String> = rows.iter().map(|row| cell(row, "Item Sku")).collect();
    assert_eq!(skus, ["ITEM-1", "ITEM-2", "ITEM-3", "ITEM-3", "ITEM-4"]);
    assert_eq!(cell(&rows[0], "Item Id"), id("iitem", "21", 1));
    assert_eq!(
        [cell(&rows[0], "Variant Id"), cell(&rows[0], "Variant Ean")],
        [id("variant", "18", 1), "4006381333931".to_owned()]
    );
    assert_eq!([cell(&rows[0], "Item Stocked Quantity"), cell(&rows[0], "Item Reserved Quantity")], ["15", "3"]);
    for (place, numbers) in [("Location 1", ["10", "3", "7"]), ("Location 2", ["5", "0", "5"])] {
        let said = ["Stocked", "Reserved", "Available"]
            .map(|what| cell(&rows[0], &format!("Location [{place}] {what} Quantity")));
        assert_eq!(said, numbers);
    }
    assert_eq!(
        [cell(&rows[2], "Item Title"), cell(&rows[2], "Item Weight")],
        ["'=1+1", "2.5"],
        "nothing runs in a spreadsheet"
    );
    assert_eq!([cell(&rows[4], "Variant Id"), cell(&rows[4], "Location [Location 1] Stocked Quantity")], ["", ""]);

    let one = export(&shop, &boss, "?sku=ITEM-2&limit=1&fields=id").await;
    assert!(one.contains("ITEM-2") && one.lines().count() == 2, "{one}");
    let there = export(&shop, &boss, &format!("?location_levels[location_id]={}", id("sloc", "20", 2))).await;
    assert!(there.contains("ITEM-1") && there.lines().count() == 2, "{there}");
}

#[tokio::test]
async fn who_may_and_what_is_asked_wrongly() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    boss.post("/admin/inventory-items/export?colour=red", &json!({})).error(400).await;
    boss.post("/admin/inventory-items/export?location_levels=x", &json!({})).error(400).await;
    boss.post("/admin/inventory-items/export", &json!({"a": 1})).error(400).await;
    shop.anybody().post("/admin/inventory-items/export", &json!({})).error(401).await;
    // Who reads stock exports it, though he writes no products; who does not, reads no such file.
    let member = shop.colleague("a", "mem", "member").await.client;
    let begun = member.post("/admin/inventory-items/export", &json!({})).send().await;
    assert_eq!(begun.status.as_u16(), 202, "{}", begun.text);
    let id = begun.json()["transaction_id"].as_str().unwrap().to_owned();
    member.get(&format!("/admin/data-exchanges/{id}")).ok().await;
    shop.role("words", &json!({"product": ["read"]})).await;
    let words = shop.colleague("a", "wanda", "words").await.client;
    words.post("/admin/inventory-items/export", &json!({})).error(403).await;
    words.get(&format!("/admin/data-exchanges/{id}")).error(404).await;
    let stranger = shop.colleague("b", "bea", "owner").await.client;
    stranger.get(&format!("/admin/data-exchanges/{id}")).error(404).await;
}
