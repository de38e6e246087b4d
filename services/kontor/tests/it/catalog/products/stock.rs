//! What a variant takes off the stock, written by who may not write stock.

use serde_json::json;

use super::{id_of, make, mug, open, path, rows};
use crate::{
    admin::delete,
    shop::{id, id_in},
};

#[tokio::test]
async fn a_new_variant_is_counted() {
    let (shop, editor) = open().await;
    let mut body = mug("counted");
    body["variants"][1]["manage_inventory"] = json!(false);
    let made = make(&editor, &body).await;
    assert_eq!(shop.count("inventory_items i where i.sku = 'counted-B' and i.title = 'Blue'").await, 1);
    assert_eq!(shop.count("inventory_items i where i.sku = 'counted-W'").await, 0);
    let fields = "fields=*inventory_items,*inventory_items.inventory,%2Binventory_quantity";
    let one = |n: usize| format!("{}/variants/{}?{fields}", path(&made), id_of(&made["variants"][n]));
    let blue = editor.get(&one(0)).ok().await["variant"].clone();
    assert_eq!(blue["inventory_items"][0]["inventory"]["sku"], "counted-B");
    assert_eq!((&blue["inventory_items"][0]["required_quantity"], &blue["inventory_quantity"]), (&json!(1), &json!(0)));
    assert_eq!(editor.get(&one(1)).ok().await["variant"]["inventory_quantity"], json!(null));
    // It is counted from now on.
    let white = format!("{}/variants/{}", path(&made), id_of(&made["variants"][1]));
    editor.post(&white, &json!({"manage_inventory": true})).ok().await;
    assert_eq!(shop.count("inventory_items i where i.sku = 'counted-W'").await, 1);
    editor.post(&white, &json!({"title": "Paper"})).ok().await;
    assert_eq!(shop.count("inventory_items i where i.sku = 'counted-W'").await, 1);
    // Stock itself is not for an editor to write.
    let kit = id("iitem", "21", 1);
    let body = json!({"title": "Kit", "variants": [{"title": "Kit", "prices": [],
        "inventory_items": [{"inventory_item_id": kit, "required_quantity": 3}]}]});
    let made = make(&editor, &body).await;
    let kit = editor.get(&format!("{}/variants/{}?{fields}", path(&made), id_of(&made["variants"][0]))).ok().await;
    assert_eq!(kit["variant"]["inventory_items"][0]["required_quantity"], 3);
    assert_eq!(kit["variant"]["inventory_quantity"], 4, "12 are free, and it takes three");
    // Its item is another variant's too.
    delete(&editor, &path(&made)).await;
    assert_eq!(shop.count("inventory_items i where i.sku = 'ITEM-1' and i.deleted_at is null").await, 2);
}

#[tokio::test]
async fn links_of_variants() {
    let (shop, editor) = open().await;
    let made = make(&editor, &mug("links")).await;
    let variant = id_of(&made["variants"][0]);
    let items = format!("{}/variants/{variant}/inventory-items", path(&made));
    let (item, own) = (id("iitem", "21", 2), format!("{items}/{}", id("iitem", "21", 2)));
    editor.post(&own, &json!({"required_quantity": 2})).error(404).await;
    let fields = "?fields=id,*inventory_items";
    let linked = editor
        .post(&format!("{items}{fields}"), &json!({"inventory_item_id": item, "required_quantity": 2}))
        .ok()
        .await;
    assert_eq!(linked["variant"]["inventory_items"].as_array().unwrap().len(), 2);
    let changed = editor.post(&format!("{own}{fields}"), &json!({"required_quantity": 5})).ok().await;
    assert!(changed.to_string().contains("\"required_quantity\":5"), "{changed}");
    let before = rows(&shop).await;
    for (path, body, status) in [
        (&items, json!({"inventory_item_id": id_in("b", "iitem", "21", 1), "required_quantity": 1}), 404),
        (&items, json!({"inventory_item_id": "iitem_x", "required_quantity": 1}), 404),
        (&items, json!({"inventory_item_id": item}), 400),
        (&items, json!({"inventory_item_id": item, "required_quantity": 0}), 400),
        (&own, json!({}), 400),
    ] {
        editor.post(path, &body).error(status).await;
    }
    assert_eq!(rows(&shop).await, before);
    assert_eq!(delete(&editor, &own).await.json()["object"], "variant-inventory-item-link");
    assert_eq!(delete(&editor, &own).await.status.as_u16(), 404);

    let many = format!("{}/variants/inventory-items/batch", path(&made));
    let link = |quantity: u32| json!({"variant_id": variant, "inventory_item_id": item, "required_quantity": quantity});
    let answer = editor.post(&many, &json!({"create": [link(4)]})).ok().await;
    assert_eq!(answer, json!({"created": [link(4)], "updated": [], "deleted": []}));
    let answer =
        editor.post(&many, &json!({"delete": [{"variant_id": variant, "inventory_item_id": item}]})).ok().await;
    assert_eq!(answer["deleted"][0]["inventory_item_id"], json!(item));
    editor.post(&many, &json!({"create": [link(1), link(2)]})).error(400).await;
    let stray = json!({"variant_id": id("variant", "18", 1), "inventory_item_id": item, "required_quantity": 1});
    editor.post(&many, &json!({"create": [link(1), stray]})).error(404).await;
    assert_eq!(
        rows(&shop).await,
        before.iter().enumerate().map(|(n, rows)| if n == 14 { rows - 1 } else { *rows }).collect::<Vec<_>>()
    );
}

/// A variant that goes takes what was counted for it along, with its levels: nobody reserves or counts it any more.
#[tokio::test]
async fn what_is_retired_is_not_reserved() {
    let (shop, editor) = open().await;
    let keeper = shop.colleague("a", "kai", "admin").await.client;
    let made = make(&editor, &mug("retired")).await;
    let found = keeper.get("/admin/inventory-items?sku=retired-B").ok().await;
    let (item, place) = (id_of(&found["inventory_items"][0]), id("sloc", "20", 1));
    let levels = format!("/admin/inventory-items/{item}/location-levels");
    keeper.post(&levels, &json!({"location_id": place, "stocked_quantity": 5})).ok().await;
    let reserve = json!({"inventory_item_id": item, "location_id": place, "quantity": 1});
    let held = keeper.post("/admin/reservations", &reserve).ok().await;
    assert_eq!(delete(&editor, &path(&made)).await.status.as_u16(), 400, "it is promised");
    delete(&keeper, &format!("/admin/reservations/{}", id_of(&held["reservation"]))).await;
    assert_eq!(delete(&editor, &path(&made)).await.status.as_u16(), 200);
    keeper.post("/admin/reservations", &reserve).error(404).await;
    keeper.post(&format!("{levels}/{place}/adjust"), &json!({"by": 1})).error(404).await;
    assert_eq!(
        shop.count(
            "inventory_ledger where note = 'Its variant was deleted' and stocked_before = 5 and stocked_after = 0"
        )
        .await,
        1
    );
    assert_eq!(shop.count("events where name = 'inventory.out_of_stock'").await, 0, "nobody waits for it");
}

/// Whoever writes products need not see the stock: he is told nothing of it, and not that there is none.
#[tokio::test]
async fn who_may_not_see_stock_is_told_nothing() {
    let (shop, editor) = open().await;
    let owner = shop.colleague("a", "olga", "owner").await;
    let key = shop.program(&owner, &["product:*"]).await;
    let made = make(&editor, &mug("unseen")).await;
    let variant = format!("{}/variants/{}", path(&made), id_of(&made["variants"][0]));
    let fields = "?fields=%2Binventory_quantity";
    assert_eq!(editor.get(&format!("{variant}{fields}")).ok().await["variant"]["inventory_quantity"], 0);
    assert_eq!(key.get(&format!("{variant}{fields}")).ok().await["variant"]["inventory_quantity"], json!(null));
    let item = id("iitem", "21", 2);
    let items = format!("{variant}/inventory-items");
    key.post(&items, &json!({"inventory_item_id": item, "required_quantity": 2})).ok().await;
    key.post(&format!("{items}/{item}"), &json!({"required_quantity": 5})).ok().await;
    assert_eq!(shop.count("product_variant_inventory_items where required_quantity = 5").await, 1);
    let twice = json!({"title": "T", "inventory_items": [
        {"inventory_item_id": item, "required_quantity": 1}, {"inventory_item_id": item, "required_quantity": 2}]});
    let error = key.post(&variant, &twice).error(400).await;
    assert!(error["message"].as_str().unwrap().contains("'inventory_items, 1, inventory_item_id'"), "{error}");
}
