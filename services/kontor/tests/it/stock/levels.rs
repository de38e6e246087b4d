//! `/admin/inventory-items/{id}/location-levels`

use serde_json::json;

use super::{Keeper, id_of, insufficient};
use crate::admin::{delete, each};

#[tokio::test]
async fn a_level_is_made_changed_and_removed() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let (kiel, bonn) = (keeper.place("Kiel").await, keeper.place("Bonn").await);
    let item = keeper.item("mug", &[]).await;
    let levels = format!("/admin/inventory-items/{item}/location-levels");
    let made = client.post(&levels, &json!({"location_id": kiel, "stocked_quantity": 5})).ok().await;
    assert_eq!(
        (id_of(&made, "inventory_item"), &made["inventory_item"]["stocked_quantity"]),
        (item.clone(), &json!(5))
    );
    let again = client.post(&levels, &json!({"location_id": kiel})).error(422).await;
    let message = format!("Inventory level with inventory_item_id: {item}, location_id: {kiel}, already exists.");
    assert_eq!(again["message"], json!(message));
    client.post(&levels, &json!({"location_id": bonn})).ok().await;
    let page = client.get(&format!("{levels}?order=stocked_quantity")).ok().await;
    assert_eq!(each(&page, "inventory_levels", "location_id"), [&*bonn, &*kiel]);
    assert_eq!((&page["count"], &page["limit"]), (&json!(2), &json!(50)));

    let at = format!("{levels}/{kiel}");
    let changed = client.post(&at, &json!({"stocked_quantity": 8, "incoming_quantity": 3})).ok().await;
    assert_eq!(changed["inventory_item"]["stocked_quantity"], 8);
    client.post(&at, &json!({"incoming_quantity": 0})).ok().await;
    assert_eq!(keeper.level(&item, &kiel).await, [8, 0, 8], "what is not named stays");
    let kept = keeper.reserve(&item, &kiel, 6).await;
    // Counting found fewer than are promised: that is what there is.
    client.post(&at, &json!({"stocked_quantity": 4})).ok().await;
    assert_eq!(keeper.level(&item, &kiel).await, [4, 6, 0]);

    let refused = |why: &str| json!({"type": "not_allowed", "message": format!("Cannot remove Inventory Levels for {kiel} because there are {why}")});
    let answer = delete(client, &at).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (400, refused("reserved or incoming items at the locations")));
    assert_eq!(delete(client, &format!("/admin/reservations/{kept}")).await.status.as_u16(), 200);
    let answer = delete(client, &at).await;
    let stocked = refused("stocked items at the locations. Use force flag to delete anyway.");
    assert_eq!((answer.status.as_u16(), answer.json()), (400, stocked));
    client.post(&at, &json!({"stocked_quantity": 0})).ok().await;
    let gone = delete(client, &at).await.json();
    assert!(gone["id"].as_str().unwrap().starts_with("ilev_"), "{gone}");
    assert_eq!((&gone["object"], &gone["deleted"]), (&json!("inventory-level"), &json!(true)));
    assert_eq!(gone["parent"]["location_levels"].as_array().unwrap().len(), 1);
    let nowhere = json!({"type": "not_found", "message": format!("Item {item} is not stocked at location {kiel}")});
    assert_eq!(delete(client, &at).await.json(), nowhere);
    assert_eq!(client.post(&at, &json!({"stocked_quantity": 1})).error(404).await, nowhere);
    keeper.books_agree().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_level_is_named() {
    let keeper = Keeper::new().await;
    let client = &keeper.client;
    let kiel = keeper.place("Kiel").await;
    let item = keeper.item("mug", &[(&kiel, 5)]).await;
    let at = format!("/admin/inventory-items/{item}/location-levels/{kiel}");
    for (body, part) in [
        (json!({"stocked_quantity": -1}), "Value for field 'stocked_quantity' too small, expected at least: '0'"),
        (json!({"incoming_quantity": 1.5}), "Expected type: 'number' for field 'incoming_quantity', got: '1.5'"),
        (json!({"reserved_quantity": 1}), "Unrecognized fields: 'reserved_quantity'"),
        (
            json!({"stocked_quantity": 10_000_000_000_000_i64}),
            "Value for field 'stocked_quantity' too big, expected at most: '1000000000000'",
        ),
    ] {
        let answer = client.post(&at, &body).error(400).await;
        assert_eq!(answer["message"], format!("Invalid request: {part}"));
    }
    for (item, place) in
        [(&*item, "sloc_nothing"), ("iitem_nothing", &*kiel), ("iitem_01jd6nwvvgfa5sr38y5wx4pq3d", &*kiel)]
    {
        let path = format!("/admin/inventory-items/{item}/location-levels/{place}");
        let answer = client.post(&path, &json!({"stocked_quantity": 1})).error(404).await;
        assert_eq!(answer["message"], format!("Item {item} is not stocked at location {place}"));
    }
    let levels = "/admin/inventory-items/iitem_nothing/location-levels";
    let missing = "Inventory item with id: iitem_nothing was not found";
    assert_eq!(client.get(levels).error(404).await["message"], missing);
    assert_eq!(client.post(levels, &json!({"location_id": kiel})).error(404).await["message"], missing);
    let unknown = client.post(&at.replace(&format!("/{kiel}"), ""), &json!({"location_id": "x"})).error(404).await;
    assert_eq!(unknown["message"], "Stock locations with ids: x was not found");
    assert_eq!(keeper.level(&item, &kiel).await, [5, 0, 5]);
}

#[tokio::test]
async fn more_or_fewer_are_counted_whatever_others_count() {
    let keeper = Keeper::new().await;
    let kiel = keeper.place("Kiel").await;
    let item = keeper.item("mug", &[(&kiel, 5)]).await;
    let path = format!("/admin/inventory-items/{item}/location-levels/{kiel}/adjust");
    let answer = keeper.client.post(&path, &json!({"by": -2, "note": "Broken"})).ok().await;
    assert_eq!(answer["inventory_level"]["stocked_quantity"], 3);
    let refused = keeper.client.post(&path, &json!({"by": -4})).error(400).await;
    assert_eq!(refused, insufficient(&item, &kiel));
    keeper.client.post(&path, &json!({"by": 1, "reason": "return"})).ok().await;
    for (body, part) in [
        (json!({}), "Field 'by' is required"),
        (json!({"by": "two"}), "Expected type: 'number' for field 'by', got: 'two'"),
        (json!({"by": 1, "reason": "sell"}), "Expected: 'adjust, return' for field 'reason', but got: 'sell'"),
    ] {
        let answer = keeper.client.post(&path, &body).error(400).await;
        assert_eq!(answer["message"], format!("Invalid request: {part}"));
    }
    keeper.client.post(&path.replace(&kiel, "nothing"), &json!({"by": 1})).error(404).await;
    // Sixteen at once take one each of what is left: four do.
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (client, path) = (keeper.client.clone(), path.clone());
        tasks.spawn(async move { client.post(&path, &json!({"by": -1})).send().await.status.as_u16() });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 4, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 400).count(), 12, "{answers:?}");
    assert_eq!(keeper.level(&item, &kiel).await, [0, 0, 0]);
    keeper.books_agree().await;
}
