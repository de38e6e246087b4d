//! A file is looked at, confirmed, and imported by a job that says how far it is.

use serde_json::json;

use super::{begin, confirm, counts, exchange, import, open, products, registry};
use crate::files::form;

#[tokio::test]
async fn what_a_file_does() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let mut csv = products(0..3);
    csv.push_str("trip-9,Trip 9,,,active,Size,S,TRIP-9,shopify,1,abc\n");
    csv.push_str("mug,Harbour Mug,,,active,,,MUG-B,,,19.90\n");
    csv.push_str("trip-8,Trip 8,,,active,Size,S,SHIRT-S,shopify,1,5\n");
    let before = shop.count("inventory_ledger").await;
    let (id, summary) = begin(&boss, csv.as_bytes()).await;
    assert_eq!(summary, json!({"toCreate": 4, "toUpdate": 1, "lines": 10, "errors": 1}));
    assert_eq!(exchange(&boss, &id).await["status"], "pending");
    assert_eq!(shop.count("products where handle like 'trip%'").await, 0, "it waits to be confirmed");
    confirm(&boss, &id).await;
    let again = boss.post(&format!("/admin/products/import/{id}/confirm"), &json!({})).error(400).await;
    assert_eq!(again["message"], "The import was confirmed already, and is ready");
    shop.test.run_jobs(&registry(&shop)).await;
    let done = exchange(&boss, &id).await;
    assert_eq!([&done["status"], &done["total_lines"], &done["failure"]], [&json!("done"), &json!(10), &json!(null)]);
    assert_eq!(counts(&done), [3, 1, 0, 2]);
    let errors = boss.get(&format!("/admin/data-exchanges/{id}/errors")).ok().await;
    assert_eq!(errors["count"], 2);
    assert_eq!(errors["errors"][0]["line"], 8);
    assert!(errors["errors"][0]["message"].as_str().unwrap().contains("'abc' is not a number"));
    assert_eq!(errors["errors"][1]["line"], 10);
    assert!(errors["errors"][1]["message"].as_str().unwrap().contains("SHIRT-S"), "{errors}");
    assert_eq!(shop.count("products where handle like 'trip%'").await, 3);
    // The search knows them, though no trigger queued them.
    assert_eq!(shop.count("search_documents where title like 'Trip %'").await, 3);
    assert_eq!(shop.count("search_queue").await, 0);
    assert_eq!(
        shop.count(
            "product_variants v join products p on p.id = v.product_id and v.published <> (p.status = 'published')"
        )
        .await,
        0
    );
    // Of three products with two variants each; the rest was made by the fixture.
    assert_eq!(shop.count("inventory_ledger where reason = 'import'").await, 6);
    assert_eq!(shop.count("inventory_ledger").await, 6 + before);
    assert_eq!(boss.get(&format!("/admin/data-exchanges/{id}/file")).send().await.text, csv);
    assert_eq!(boss.get("/admin/data-exchanges?status=done&kind=product_import").ok().await["count"], 1);

    let again = import(&shop, &boss, products(0..3).as_bytes()).await;
    assert_eq!(counts(&again), [0, 0, 3, 0], "it is as the file says");
}

/// As Medusa's client does: the file first, then the import of it.
#[tokio::test]
async fn of_a_file_that_was_uploaded() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let csv = products(0..2);
    let made = form(&boss, "/admin/uploads", "files", &[("products.csv", csv.as_bytes())]).ok().await;
    let key = made["files"][0]["id"].as_str().unwrap();
    let body = json!({"file_key": key, "originalname": "products.csv", "extension": "csv", "size": csv.len(), "mime_type": "text/csv"});
    let begun = boss.post("/admin/products/imports", &body).send().await;
    assert_eq!(begun.status.as_u16(), 202, "{}", begun.text);
    let id = begun.json()["transaction_id"].as_str().unwrap().to_owned();
    assert_eq!(begun.json()["summary"]["toCreate"], 2);
    let confirmed = boss.post(&format!("/admin/products/imports/{id}/confirm"), &json!({})).send().await;
    assert_eq!(confirmed.status.as_u16(), 202);
    shop.test.run_jobs(&registry(&shop)).await;
    assert_eq!(counts(&exchange(&boss, &id).await), [2, 0, 0, 0]);

    let stranger = shop.colleague("b", "bea", "owner").await.client;
    stranger.post("/admin/products/imports", &body).error(404).await;
    for path in ["", "/errors", "/file"] {
        stranger.get(&format!("/admin/data-exchanges/{id}{path}")).error(404).await;
    }
    stranger.post(&format!("/admin/products/imports/{id}/confirm"), &json!({})).error(404).await;
    assert_eq!(stranger.get("/admin/data-exchanges").ok().await["count"], 0);
    let viewer = shop.colleague("a", "vic", "viewer").await.client;
    viewer.post("/admin/products/imports", &body).error(403).await;
    viewer.post("/admin/products/export", &json!({})).error(403).await;
    viewer.get(&format!("/admin/data-exchanges/{id}")).ok().await;
}

#[tokio::test]
async fn what_cannot_begin_or_go_on() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await.client;
    let unknown = "file_01jd6nwvvgfa5sr38y5wx4pq3d";
    boss.post("/admin/products/imports", &json!({"file_key": unknown})).error(404).await;
    boss.post("/admin/products/imports", &json!({})).error(400).await;
    boss.post("/admin/products/import/exch_01jd6nwvvgfa5sr38y5wx4pq3d/confirm", &json!({})).error(404).await;
    boss.post("/admin/products/export?colour=red", &json!({})).error(400).await;
    let (id, _) = begin(&boss, products(0..1).as_bytes()).await;
    let file = exchange(&boss, &id).await["file_id"].as_str().unwrap().to_owned();
    crate::admin::delete(&boss, &format!("/admin/uploads/{file}")).await;
    confirm(&boss, &id).await;
    shop.test.run_jobs(&registry(&shop)).await;
    let failed = exchange(&boss, &id).await;
    assert_eq!(failed["status"], "failed");
    assert!(failed["failure"].as_str().unwrap().contains("upload it again"));
}
