//! What is in stock is written by whoever may write stock, and read by whoever may read it.

use serde_json::{Value, json};

use super::{begin, confirm, counts, exchange, import, open, registry};

const SHOPIFY: &str = "Handle,Title,Status,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price\n\
    kettle,Kettle,active,KETTLE,shopify,77,49.90\n";
const MEDUSA: &str = "Product Handle,Product Title,Product Status,Variant Title,Variant SKU,Variant Manage Inventory,Variant Inventory Quantity,Variant Price USD\n\
    kettle,Kettle,published,Default Title,KETTLE,true,78,49.90\n";
const LEVELS: &str = "inventory_levels l join inventory_items i on i.id = l.inventory_item_id where i.sku = 'KETTLE'";

#[tokio::test]
async fn a_key_for_products_alone_changes_no_stock() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await;
    let program = shop.program(&boss, &["product:read", "product:write"]).await;
    let before = shop.count("inventory_ledger").await;
    for (csv, column, is_new) in
        [(SHOPIFY, "Variant Inventory Qty", true), (MEDUSA, "Variant Inventory Quantity", false)]
    {
        let done = import(&shop, &program, csv.as_bytes()).await;
        assert_eq!((&done["status"], counts(&done)[0] == 1), (&json!("done"), is_new), "{done}");
        let warning = done["warning"].as_str().unwrap();
        assert!(warning.contains(column) && warning.contains("inventory:write"), "{warning}");
        assert_eq!(shop.count(LEVELS).await, 0);
    }
    // What is new is counted all the same, when the file says how many there are: else it were sold without end.
    let jug = "Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price\njug,Jug,JUG,5,9\n";
    import(&shop, &program, jug.as_bytes()).await;
    assert_eq!(shop.count("product_variants where sku = 'JUG' and manage_inventory").await, 1);
    assert_eq!(shop.count("inventory_ledger").await, before);

    // With the right the same file sets it, and the ledger says for what, by whom and in which request.
    let keeper = shop.program(&boss, &["product:read", "product:write", "inventory:write"]).await;
    let done = import(&shop, &keeper, SHOPIFY.as_bytes()).await;
    assert_eq!(done["warning"], Value::Null);
    assert_eq!(shop.count(&format!("{LEVELS} and l.stocked_quantity = 77")).await, 1);
    let by_key = "inventory_ledger where reason = 'import' and stocked_after = 77 and actor_id is null and api_key_id is not null
        and coalesce(request_id, '') <> '' and cause_id in (select id from exchanges)";
    assert_eq!(shop.count(by_key).await, 1);
    let less = SHOPIFY.replace("77", "5");
    import(&shop, &boss.client, less.as_bytes()).await;
    let by_person = format!(
        "inventory_ledger where reason = 'import' and stocked_after = 5 and actor_id = '{}' and api_key_id is null",
        boss.user.0
    );
    assert_eq!(shop.count(&by_person).await, 1);
    // Whoever confirms counts, and not whoever uploaded.
    let (id, _) = begin(&boss.client, SHOPIFY.as_bytes()).await;
    confirm(&program, &id).await;
    shop.test.run_jobs(&registry(&shop)).await;
    assert!(exchange(&program, &id).await["warning"].is_string());
    assert_eq!(shop.count(&format!("{LEVELS} and l.stocked_quantity = 5")).await, 1);
}

#[tokio::test]
async fn an_export_tells_stock_to_whoever_may_read_it() {
    let shop = open().await;
    let boss = shop.colleague("a", "boss", "owner").await;
    import(&shop, &boss.client, SHOPIFY.as_bytes()).await;
    let program = shop.program(&boss, &["product:read", "product:write"]).await;
    let mut files = Vec::new();
    for (client, kind) in [(&program, "products"), (&boss.client, "products"), (&boss.client, "inventory-items")] {
        let query = if kind == "products" { "?handle=kettle" } else { "" };
        let begun = client.post(&format!("/admin/{kind}/export{query}"), &json!({})).send().await;
        let id = begun.json()["transaction_id"].as_str().unwrap().to_owned();
        shop.test.run_jobs(&registry(&shop)).await;
        let done = exchange(&boss.client, &id).await;
        assert_eq!(done["status"], "done", "{done}");
        let csv = client.get(&format!("/admin/data-exchanges/{id}/file")).send().await.text;
        let tells = csv.contains("77");
        assert_eq!(
            (tells, done["warning"].is_null()),
            (client.get("/admin/inventory-items").send().await.status == 200, tells),
            "{csv}"
        );
        files.push((id, done["file_id"].as_str().unwrap().to_owned(), tells));
    }
    for (id, file, tells) in &files {
        let status = if *tells { 404 } else { 200 };
        for path in [
            format!("/admin/uploads/{file}"),
            format!("/admin/uploads/{file}/content"),
            format!("/admin/data-exchanges/{id}/file"),
        ] {
            let answer = program.get(&path).send().await;
            assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text);
            assert_eq!(boss.client.get(&path).send().await.status.as_u16(), 200, "{path}");
        }
        if *tells {
            program.request(http::Method::DELETE, &format!("/admin/uploads/{file}")).error(404).await;
        }
    }
    let listed = |listed: Value| {
        listed["files"].as_array().unwrap().iter().filter(|file| file["name"].as_str().unwrap().contains("20")).count()
    };
    assert_eq!(listed(program.get("/admin/uploads").ok().await), 1);
    assert_eq!(listed(boss.client.get("/admin/uploads").ok().await), 3);
}
