//! `/admin/inventory-items`

use serde_json::{Value, json};

use super::{Keeper, id_of};
use crate::{
    admin::{delete, each},
    shop::id,
};

#[tokio::test]
async fn an_item_is_kept_changed_and_deleted() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let place = keeper.place("Kiel").await;
    let said = json!({
        "sku": "MUG", "title": "Mug", "description": "Stoneware", "thumbnail": "https://img.example/m.jpg",
        "requires_shipping": false, "origin_country": "de", "hs_code": "691200", "mid_code": "DE1", "material": "clay",
        "unit_of_measure": "piece", "weight": 350.5, "length": 12, "height": null, "width": 8, "low_stock_threshold": 3,
        "metadata": {"shelf": 4}
    });
    let mut body = said.clone();
    body["location_levels"] = json!([{"location_id": place, "stocked_quantity": 7, "incoming_quantity": 2}]);
    let made = client.post("/admin/inventory-items", &body).ok().await;
    let item = id_of(&made, "inventory_item");
    let shown = &made["inventory_item"];
    for (name, value) in said.as_object().unwrap() {
        let same = value == &shown[name] || value.as_f64().is_some_and(|number| shown[name].as_f64() == Some(number));
        assert!(same, "{name}: {value} became {}", shown[name]);
    }
    assert_eq!((&shown["stocked_quantity"], &shown["reserved_quantity"]), (&json!(7), &json!(0)));
    let level = &shown["location_levels"][0];
    assert!(level["id"].as_str().unwrap().starts_with("ilev_"));
    assert_eq!((&level["incoming_quantity"], &level["available_quantity"]), (&json!(2), &json!(7)));

    let path = format!("/admin/inventory-items/{item}");
    let body =
        json!({"title": null, "weight": null, "height": 3, "requires_shipping": true, "low_stock_threshold": null});
    let changed = client.post(&path, &body).ok().await;
    let shown = &changed["inventory_item"];
    assert_eq!((&shown["title"], &shown["weight"], &shown["height"]), (&Value::Null, &Value::Null, &json!(3.0)));
    assert_eq!((&shown["requires_shipping"], &shown["low_stock_threshold"]), (&json!(true), &Value::Null));
    assert_eq!((&shown["sku"], &shown["metadata"]), (&json!("MUG"), &json!({"shelf": 4})), "what is not named stays");

    let taken = client.post("/admin/inventory-items", &json!({"sku": "MUG"})).error(422).await;
    assert_eq!(taken["message"], "Inventory item with sku: MUG, already exists.");
    let other = keeper.item("CUP", &[]).await;
    client.post(&format!("/admin/inventory-items/{other}"), &json!({"sku": "MUG"})).error(422).await;

    let kept = keeper.reserve(&item, &place, 1).await;
    let refused = delete(client, &path).await;
    let message = format!("Cannot remove following inventory item(s) since they have reservations: [{item}].");
    assert_eq!((refused.status.as_u16(), refused.json()), (400, json!({"type": "invalid_data", "message": message})));
    assert_eq!(keeper.level(&item, &place).await, [7, 1, 6]);
    assert_eq!(delete(client, &format!("/admin/reservations/{kept}")).await.status.as_u16(), 200);
    assert_eq!(delete(client, &path).await.json(), json!({"id": item, "object": "inventory_item", "deleted": true}));
    let missing = json!({"type": "not_found", "message": format!("Inventory item with id: {item} was not found")});
    for body in [client.get(&path).error(404).await, client.post(&path, &json!({})).error(404).await] {
        assert_eq!(body, missing);
    }
    assert_eq!(delete(client, &path).await.status.as_u16(), 404);
    assert_eq!(
        keeper
            .shop
            .count("inventory_levels l join inventory_items i on i.id = l.inventory_item_id where i.sku = 'MUG'")
            .await,
        0
    );
    keeper.item("MUG", &[]).await;
    let all = client.get("/admin/inventory-items?sku=MUG&with_deleted=true").ok().await;
    assert_eq!(all["count"], 2, "a deleted item's SKU is free");
    keeper.books_agree().await;
}

#[tokio::test]
async fn a_deleted_item_leaves_its_variants() {
    let keeper = Keeper::new().await;
    // Of the fixture's first item, something is kept for somebody.
    let path = format!("/admin/inventory-items/{}", id("iitem", "21", 2));
    let links = "product_variant_inventory_items k join inventory_items i on i.organization_id = k.organization_id
        and i.id = k.inventory_item_id where i.sku = 'ITEM-2'";
    let before = keeper.shop.count(links).await;
    assert_eq!(delete(&keeper.client, &path).await.status.as_u16(), 200);
    assert_eq!(keeper.shop.count(links).await, before - 1, "the other shop's stay");
}

#[tokio::test]
async fn items_are_listed_and_filtered() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let (kiel, bonn) = (keeper.place("Kiel").await, keeper.place("Bonn").await);
    for (sku, weight, at) in [("A", 100, &kiel), ("B", 200, &bonn), ("C", 300, &kiel)] {
        let body = json!({"sku": sku, "weight": weight, "title": format!("Thing {sku}"), "material": "clay",
            "requires_shipping": sku != "B", "location_levels": [{"location_id": at, "stocked_quantity": 1}]});
        client.post("/admin/inventory-items", &body).ok().await;
    }
    let skus = async |query: &str| {
        let page = client.get(&format!("/admin/inventory-items?order=sku&{query}")).ok().await;
        each(&page, "inventory_items", "sku").join(" ")
    };
    assert_eq!(skus("q=thing").await, "A B C");
    assert_eq!(skus("material=clay&limit=1&offset=1").await, "B");
    assert_eq!(skus("sku[]=A&sku[]=C").await, "A C");
    assert_eq!(skus("material=clay&weight[$gt]=100&weight[$lte]=300").await, "B C");
    assert_eq!(skus("material=clay&requires_shipping=false").await, "B");
    assert_eq!(skus(&format!("location_levels[location_id]={kiel}")).await, "A C");
    assert_eq!(
        skus(&format!("location_levels[location_id][]={kiel}&location_levels[location_id][]={bonn}")).await,
        "A B C"
    );
    assert_eq!(skus("location_levels[location_id]=nothing").await, "");
    assert_eq!(skus("$or[0][sku]=A&$or[1][weight]=300").await, "A C");
    let page = client.get("/admin/inventory-items?limit=1&fields=sku,*location_levels").ok().await;
    assert_eq!((&page["limit"], &page["offset"], &page["count"]), (&json!(1), &json!(0), &json!(7)));
    for (query, part) in [
        ("location_levels=x", "Expected type: 'object' for field 'location_levels', got: 'x'"),
        ("location_levels[colour]=x", "Unrecognized fields: 'location_levels, colour'"),
        ("weight=heavy", "Expected type: 'number' for field 'weight', got: 'heavy'"),
        ("colour=red", "Unrecognized fields: 'colour'"),
    ] {
        let answer = client.get(&format!("/admin/inventory-items?{query}")).error(400).await;
        assert_eq!(answer["message"], format!("Invalid request: {part}"));
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_item_is_named() {
    let keeper = Keeper::new().await;
    let place = keeper.place("Kiel").await;
    for (body, part) in [
        (json!({"weight": -1}), "Value for field 'weight' too small, expected at least: '0'"),
        (json!({"weight": 1e300}), "Value for field 'weight' too big, expected at most: '1000000000000'"),
        (json!({"weight": "heavy"}), "Expected type: 'number' for field 'weight', got: 'heavy'"),
        (json!({"low_stock_threshold": -1}), "Value for field 'low_stock_threshold' too small, expected at least: '0'"),
        (json!({"reserved_quantity": 1}), "Unrecognized fields: 'reserved_quantity'"),
        (json!({"location_levels": [{}]}), "Field 'location_levels, 0, location_id' is required"),
        (
            json!({"location_levels": [{"location_id": place, "stocked_quantity": -1}]}),
            "Value for field 'location_levels, 0, stocked_quantity' too small, expected at least: '0'",
        ),
        (
            json!({"location_levels": [{"location_id": place}, {"location_id": place}]}),
            "An item is created twice at the same location",
        ),
    ] {
        let answer = keeper.client.post("/admin/inventory-items", &body).error(400).await;
        assert_eq!(answer["message"], format!("Invalid request: {part}"));
    }
    let unknown = json!({"sku": "X", "location_levels": [{"location_id": place}, {"location_id": "sloc_nothing"}]});
    let answer = keeper.client.post("/admin/inventory-items", &unknown).error(404).await;
    assert_eq!(answer["message"], "Stock locations with ids: sloc_nothing was not found");
    assert_eq!(keeper.shop.count("inventory_items where sku = 'X'").await, 0, "nothing half-written");
}
