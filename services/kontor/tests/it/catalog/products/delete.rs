//! A product goes with what is its own, and what it had is free again.

use serde_json::json;

use super::{id_of, make, mug, of_fixture, open, path};
use crate::admin::delete;

#[tokio::test]
async fn a_product_goes_with_all_that_is_its_own() {
    let (shop, editor) = open().await;
    let mut body = mug("gone-soon");
    body["images"] = json!([{"url": "https://img.example/1.jpg"}]);
    body["tags"] = json!([{"id": of_fixture("ptag")}]);
    let made = make(&editor, &body).await;
    let answer = delete(&editor, &path(&made)).await;
    assert_eq!(answer.json(), json!({"id": made["id"], "object": "product", "deleted": true}));
    editor.get(&path(&made)).error(404).await;
    editor.post(&path(&made), &json!({"title": "Back"})).error(404).await;
    assert_eq!(delete(&editor, &path(&made)).await.status.as_u16(), 404);
    for left in [
        "products t where t.handle = 'gone-soon'",
        "product_variants t where t.sku like 'gone-soon%'",
        "inventory_items t where t.sku like 'gone-soon%'",
        "product_images t join products p on p.id = t.product_id where p.handle = 'gone-soon'",
        "product_options t join product_product_options l on l.option_id = t.id join products p on p.id = l.product_id where p.handle = 'gone-soon'",
        "price_sets t join product_variants v on v.price_set_id = t.id where v.sku like 'gone-soon%'",
    ] {
        let and = if left.contains("where") { "and" } else { "where" };
        assert_eq!(shop.count(&format!("{left} {and} t.deleted_at is null")).await, 0, "{left}");
        assert!(shop.count(left).await > 0, "{left}");
    }
    let with_deleted = editor.get(&format!("/admin/products?with_deleted=true&id={}", id_of(&made))).ok().await;
    assert_eq!(with_deleted["count"], 1);
    assert_eq!(editor.get(&format!("/admin/products?id={}", id_of(&made))).ok().await["count"], 0);
    make(&editor, &mug("gone-soon")).await;
}

#[tokio::test]
async fn what_is_reserved_keeps_its_product() {
    let (shop, editor) = open().await;
    let made = make(&editor, &mug("reserved")).await;
    let reserve = "with item as (select organization_id, id from inventory_items where sku = 'reserved-B'),
          place as (select l.id from stock_locations l join auth.organization o on o.id = l.organization_id where o.slug = 'ours' limit 1),
          level as (insert into inventory_levels (organization_id, inventory_item_id, location_id, stocked_quantity, reserved_quantity)
            select item.organization_id, item.id, place.id, 5, 2 from item, place)
        insert into reservation_items (organization_id, inventory_item_id, location_id, quantity)
          select item.organization_id, item.id, place.id, 2 from item, place";
    shop.change(reserve).await;
    let before = super::rows(&shop).await;
    let refused = delete(&editor, &path(&made)).await;
    assert_eq!(refused.status.as_u16(), 400, "{}", refused.text);
    let message = refused.json()["message"].as_str().unwrap().to_owned();
    assert!(
        message.starts_with("Cannot remove following inventory item(s) since they have reservations: [iitem_"),
        "{message}"
    );
    assert_eq!(refused.json()["type"], "not_allowed");
    let one = format!("{}/variants/{}", path(&made), id_of(&made["variants"][0]));
    assert_eq!(delete(&editor, &one).await.status.as_u16(), 400);
    assert_eq!(super::rows(&shop).await, before);
    shop.change("update reservation_items set deleted_at = now(); update inventory_levels set reserved_quantity = 0")
        .await;
    assert_eq!(delete(&editor, &path(&made)).await.status.as_u16(), 200);
}
