//! What is exported and imported again is as it was.

use serde_json::{Value, json};
use testkit::Client;

use super::{counts, exchange, import, open, products, registry};
use crate::shop::{Shop, id};

async fn export(shop: &Shop, client: &Client, query: &str) -> (Value, String) {
    let answer = client.post(&format!("/admin/products/export{query}"), &json!({})).send().await;
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
    let id = answer.json()["transaction_id"].as_str().unwrap().to_owned();
    let none = client.get(&format!("/admin/data-exchanges/{id}/file")).error(404).await;
    assert!(none["message"].as_str().unwrap().contains("not done yet"));
    let drained = shop.test.run_jobs(&registry(shop)).await;
    assert_eq!(drained.errors, Vec::<String>::new());
    let done = exchange(client, &id).await;
    assert_eq!(done["status"], "done", "{done}");
    let file = client.get(&format!("/admin/data-exchanges/{id}/file")).send().await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    (done, file.text)
}

/// Titles that a spreadsheet would run, quotes, lines, and what looks like our own guard.
const NASTY: &[&str] = &["=cmd|' /C calc'!A0", "'=1", "''-2", "+49 40", "@sum", "-", "a \"b\", c\nd", "'tis", " =x"];

#[tokio::test]
async fn nothing_changes() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    import(&shop, &boss, products(0..300).as_bytes()).await;
    let channels = json!([{"id": id("sc", "c", 1)}]);
    let other = json!([{"id": id("sc", "c", 2)}]);
    for (at, title) in NASTY.iter().enumerate() {
        let body = json!({
            "title": format!("{title} trip"), "handle": format!("nasty-{at}"), "status": "proposed",
            "description": "<p>=1+1</p>", "sales_channels": if at % 2 == 0 { &channels } else { &other }, "metadata": {"vendor": title, "other": 7},
            "options": [{"title": "Size", "values": ["=2", "-1"]}],
            "variants": [
                {"title": "Large", "sku": format!("=S{at}"), "options": {"Size": "=2"}, "prices": [
                    {"amount": 5.25, "currency_code": "usd"}, {"amount": 4, "currency_code": "eur"}], "weight": 1.5},
                {"title": "Small", "options": {"Size": "-1"}, "manage_inventory": false, "allow_backorder": true, "prices": []},
            ],
        });
        boss.post("/admin/products", &body).ok().await;
    }
    let plain =
        json!({"title": "Plain trip", "sales_channels": channels, "variants": [{"title": "One", "prices": []}]});
    boss.post("/admin/products", &plain).ok().await;
    // What is sold nowhere is sold nowhere afterwards either.
    let nowhere = json!({"title": "Nowhere trip", "variants": [{"title": "One", "prices": []}]});
    boss.post("/admin/products", &nowhere).ok().await;
    shop.change(
        "delete from product_sales_channels l using products p where p.id = l.product_id and p.title = 'Nowhere trip'",
    )
    .await;
    let sold = "product_sales_channels l join products p on p.id = l.product_id where p.title like '%trip'";
    let links = shop.count(sold).await;
    let (done, csv) = export(&shop, &boss, "?q=trip").await;
    let all = 300 + i64::try_from(NASTY.len()).unwrap() + 2;
    assert_eq!(counts(&done), [all, 0, 0, 0], "{csv}");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let mut cells = 0;
    for record in reader.records() {
        for cell in &record.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?} runs in a spreadsheet");
            cells += 1;
        }
    }
    assert!(cells > 10_000);
    let before = shop.count("events").await;
    let again = import(&shop, &boss, csv.as_bytes()).await;
    let errors = boss.get(&format!("/admin/data-exchanges/{}/errors", again["id"].as_str().unwrap())).ok().await;
    assert_eq!(counts(&again), [0, 0, all, 0], "{errors}");
    assert_eq!(shop.count("events").await, before, "nothing is told, for nothing happened");
    let (_, second) = export(&shop, &boss, "?q=trip").await;
    assert_eq!(second, csv);
    assert_eq!(shop.count(sold).await, links);
    // An import of it into a shop that lost a channel says so, and puts nothing elsewhere.
    shop.change("update sales_channels set name = 'Renamed' where name = 'Channel 2'").await;
    let lost = import(&shop, &boss, csv.as_bytes()).await;
    assert_eq!(counts(&lost)[3], i64::try_from(NASTY.len() / 2).unwrap(), "{lost}");
    assert_eq!(shop.count(sold).await, links);
}

/// Whatever ends the job for good ends what it was for.
#[tokio::test]
async fn an_export_that_cannot_be_written_has_failed() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    for path in ["/admin/products/export", "/admin/inventory-items/export"] {
        let begun = boss.post(path, &json!({})).send().await;
        let id = begun.json()["transaction_id"].as_str().unwrap().to_owned();
        shop.change("update exchanges set options = '{\"query\": \"q=%00\"}' where status = 'ready'").await;
        shop.test.run_jobs(&registry(&shop)).await;
        let failed = exchange(&boss, &id).await;
        assert_eq!(failed["status"], "failed", "{failed}");
        assert!(failed["failure"].as_str().unwrap().contains("begin it again"), "{failed}");
        assert!(failed["finished_at"].is_string());
        boss.get(&format!("/admin/data-exchanges/{id}/file")).error(404).await;
    }
}

#[tokio::test]
async fn the_filter_of_the_list_and_what_does_not_fit() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let (done, csv) = export(&shop, &boss, "?status=published&handle=mug&limit=1&fields=id").await;
    assert_eq!(counts(&done), [1, 0, 0, 0]);
    assert!(csv.contains("mug,Harbour Mug") && !csv.contains("shirt"), "{csv}");
    assert!(!csv.contains("theirs"));
    let wide = json!({
        "title": "Wide", "options": [
            {"title": "A", "values": ["1"]}, {"title": "B", "values": ["1"]}, {"title": "C", "values": ["1"]}, {"title": "D", "values": ["1"]}],
        "variants": [{"title": "One", "options": {"A": "1", "B": "1", "C": "1", "D": "1"}, "prices": []}],
    });
    boss.post("/admin/products", &wide).ok().await;
    let (done, csv) = export(&shop, &boss, "?q=wide").await;
    assert_eq!(counts(&done), [0, 0, 0, 1]);
    assert_eq!(csv.lines().count(), 1);
    let errors = boss.get(&format!("/admin/data-exchanges/{}/errors", done["id"].as_str().unwrap())).ok().await;
    assert!(errors["errors"][0]["message"].as_str().unwrap().contains("has 4 options"), "{errors}");
}
