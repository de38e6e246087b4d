//! `POST …/location-levels/batch`

use serde_json::json;

use super::Keeper;

#[tokio::test]
async fn levels_of_an_item_change_at_once() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let (a, b, c) = (keeper.place("A").await, keeper.place("B").await, keeper.place("C").await);
    let item = keeper.item("mug", &[(&a, 5), (&b, 0)]).await;
    let path = format!("/admin/inventory-items/{item}/location-levels");
    let page = client.get(&format!("{path}?location_id={b}")).ok().await;
    let level = page["inventory_levels"][0]["id"].clone();
    let body = json!({
        "create": [{"location_id": c, "stocked_quantity": 9}], "update": [{"location_id": a, "stocked_quantity": 7}], "delete": [level]
    });
    let done = client.post(&format!("{path}/batch"), &body).ok().await;
    assert_eq!((&done["created"][0]["location_id"], &done["created"][0]["stocked_quantity"]), (&json!(c), &json!(9)));
    assert_eq!((&done["updated"][0]["location_id"], &done["updated"][0]["available_quantity"]), (&json!(a), &json!(7)));
    assert_eq!(done["deleted"], json!([level]));
    // What goes makes room for what comes.
    let c_level = done["created"][0]["id"].clone();
    let body = json!({"delete": [c_level], "create": [{"location_id": c, "stocked_quantity": 1}], "force": true});
    client.post(&format!("{path}/batch"), &body).ok().await;
    assert_eq!(keeper.level(&item, &c).await, [1, 0, 1]);
    keeper.books_agree().await;
}

#[tokio::test]
async fn a_batch_is_done_whole_or_not_at_all() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let (a, b) = (keeper.place("A").await, keeper.place("B").await);
    let (mug, cup) = (keeper.item("mug", &[(&a, 5)]).await, keeper.item("cup", &[(&a, 3)]).await);
    let level = async |item: &str| {
        client.get(&format!("/admin/inventory-items/{item}/location-levels")).ok().await["inventory_levels"][0]["id"]
            .clone()
    };
    let (mug_level, cup_level) = (level(&mug).await, level(&cup).await);
    let path = "/admin/inventory-items/location-levels/batch";
    let good = json!({"inventory_item_id": mug, "location_id": a, "stocked_quantity": 50});
    let held = format!(
        "Cannot remove Inventory Levels for {a} because there are stocked items at the locations. Use force flag to delete anyway."
    );
    let ghost = "ilev_01jd6nwvvgfa5sr38y5wx4pq3d";
    for (body, status, message) in [
        (json!({"update": [good], "delete": [cup_level]}), 400, held),
        (json!({"update": [good], "delete": [ghost]}), 404, format!("Inventory level with id: {ghost} was not found")),
        (json!({"update": [good], "delete": ["x"]}), 404, "Inventory level with id: x was not found".to_owned()),
        (
            json!({"update": [good, {"inventory_item_id": cup, "location_id": b, "stocked_quantity": 1}]}),
            404,
            format!("Item {cup} is not stocked at location {b}"),
        ),
        (
            json!({"update": [good, good]}),
            400,
            "Invalid request: An item is changed twice at the same location".to_owned(),
        ),
        (
            json!({"update": [good], "create": [{"inventory_item_id": cup, "location_id": a}]}),
            422,
            format!("Inventory level with inventory_item_id: {cup}, location_id: {a}, already exists."),
        ),
        (
            json!({"update": [good], "create": [{"inventory_item_id": "x", "location_id": a}]}),
            404,
            "Inventory item with id: x was not found".to_owned(),
        ),
        (
            json!({"update": [{"id": cup_level, "inventory_item_id": mug, "location_id": a, "stocked_quantity": 1}]}),
            404,
            format!("Inventory level with id: {} was not found", cup_level.as_str().unwrap()),
        ),
        (
            json!({"update": [{"inventory_item_id": mug}]}),
            400,
            "Invalid request: Field 'update, 0, location_id' is required".to_owned(),
        ),
    ] {
        let answer = client.post(path, &body).error(status).await;
        assert_eq!(answer["message"], json!(message), "{body}");
        assert_eq!(keeper.level(&mug, &a).await, [5, 0, 5], "{body}");
    }
    // Of one item's batch only that item's levels go.
    let answer = client
        .post(
            &format!("/admin/inventory-items/{mug}/location-levels/batch"),
            &json!({"delete": [cup_level], "force": true}),
        )
        .error(404)
        .await;
    assert_eq!(
        answer["message"],
        json!(format!("Inventory level with id: {} was not found", cup_level.as_str().unwrap()))
    );
    keeper.reserve(&mug, &a, 1).await;
    let kept = client.post(path, &json!({"delete": [mug_level], "force": true})).error(400).await;
    let message =
        format!("Cannot remove Inventory Levels for {a} because there are reserved or incoming items at the locations");
    assert_eq!(kept["message"], json!(message), "what is kept for somebody is not forced away");
    let done = client.post(path, &json!({"update": [good], "delete": [cup_level], "force": true})).ok().await;
    assert_eq!((done["updated"].as_array().unwrap().len(), &done["deleted"]), (1, &json!([cup_level])));
    keeper.books_agree().await;
}
