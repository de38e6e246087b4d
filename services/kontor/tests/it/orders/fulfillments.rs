//! Packing, shipping, delivering, and taking back.

use serde_json::{Value, json};

use super::{Desk, at};
use crate::{carts::at_once, shop::id};

fn items(order: &Value, quantities: &[i64]) -> Value {
    let lines = order["items"].as_array().unwrap().iter().zip(quantities);
    lines.filter(|(_, n)| **n > 0).map(|(line, n)| json!({"id": line["id"], "quantity": n})).collect()
}

/// How much of the first line is fulfilled, shipped and delivered.
fn counts(order: &Value) -> [i64; 3] {
    let detail = &order["items"][0]["detail"];
    ["fulfilled_quantity", "shipped_quantity", "delivered_quantity"].map(|name| detail[name].as_i64().unwrap())
}

#[tokio::test]
async fn from_the_shelf_to_the_door() {
    let desk = Desk::open().await;
    // A white mug takes two of its item and one of the shirt's.
    let order = desk.order(&[(2, 3)]).await;
    let level = async |n: u32| desk.level(n).await;
    assert_eq!((level(2).await, level(3).await), ((1000, 6), (1000, 3)));
    let body = json!({
        "items": items(&order, &[2]), "metadata": {"packer": "Olga"}, "no_notification": true,
        "labels": [{"tracking_number": "0034", "tracking_url": "https://example.com/0034", "label_url": ""}]
    });
    let packed = desk.does(&order, "/fulfillments?fields=*items,*items.detail,*fulfillments,*fulfillments.items,*fulfillments.labels,fulfillment_status", &body).await;
    assert_eq!((counts(&packed), &packed["fulfillment_status"]), ([2, 0, 0], &json!("partially_fulfilled")));
    let parcel = &packed["fulfillments"][0];
    assert_eq!(
        (&parcel["provider_id"], &parcel["shipping_option_id"]),
        (&json!("manual_manual"), &json!(id("so", "35", 1)))
    );
    assert_eq!((&parcel["location_id"], &parcel["requires_shipping"]), (&json!(id("sloc", "20", 1)), &json!(true)));
    assert!(parcel["packed_at"].is_string() && parcel["shipped_at"].is_null());
    assert_eq!(
        (&parcel["labels"][0]["tracking_number"], &parcel["metadata"]["packer"]),
        (&json!("0034"), &json!("Olga"))
    );
    let mut parts: Vec<_> = parcel["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| (part["quantity"].as_i64(), part["required_quantity"].as_i64()))
        .collect();
    parts.sort_unstable();
    assert_eq!(parts, [(Some(2), Some(1)), (Some(4), Some(2))]);
    assert_eq!((level(2).await, level(3).await), ((996, 2), (998, 1)));
    assert_eq!(desk.told("order.fulfillment_created").await, 1);

    let at_parcel = format!("/fulfillments/{}", parcel["id"].as_str().unwrap());
    let refused = desk.refused(&order, "/cancel", &json!({})).await;
    assert_eq!(refused, "All fulfillments must be canceled before canceling an order");
    let body = json!({"items": items(&order, &[2]), "labels": [{"tracking_number": "0035"}]});
    let shipped = desk.does(&order, &format!("{at_parcel}/shipments"), &body).await;
    assert_eq!((counts(&shipped), &shipped["fulfillment_status"]), ([2, 2, 0], &json!("partially_shipped")));
    let refused = desk.refused(&order, &format!("{at_parcel}/cancel"), &json!({})).await;
    assert_eq!(refused, "The fulfillment has already been shipped. Shipped fulfillments cannot be canceled");
    let refused = desk.refused(&order, &format!("{at_parcel}/shipments"), &body).await;
    assert_eq!(refused, "The fulfillment has already been shipped");
    let delivered = desk.does(&order, &format!("{at_parcel}/mark-as-delivered"), &json!({})).await;
    assert_eq!((counts(&delivered), &delivered["fulfillment_status"]), ([2, 2, 2], &json!("partially_delivered")));
    let refused = desk.refused(&order, &format!("{at_parcel}/mark-as-delivered"), &json!({})).await;
    assert_eq!(refused, "Fulfillment has already been marked delivered");
    assert_eq!((desk.told("shipment.created").await, desk.told("delivery.created").await), (1, 1));
    let labels = desk.shop.count("fulfillment_labels").await;
    assert_eq!((labels, desk.faults().await), (2, 0));

    // What was packed and has not left is taken back: in stock again, and kept.
    let packed = desk.does(&order, "/fulfillments", &json!({"items": items(&order, &[1])})).await;
    assert_eq!((counts(&packed), &packed["fulfillment_status"]), ([3, 2, 2], &json!("partially_delivered")));
    assert_eq!((level(2).await, level(3).await), ((994, 0), (997, 0)));
    let second = packed["fulfillments"][1]["id"].as_str().unwrap();
    let canceled =
        desk.does(&order, &format!("/fulfillments/{second}/cancel"), &json!({"no_notification": true})).await;
    assert_eq!(counts(&canceled), [2, 2, 2]);
    assert_eq!((level(2).await, level(3).await), ((996, 2), (998, 1)));
    let refused = desk.refused(&order, &format!("/fulfillments/{second}/cancel"), &json!({})).await;
    assert_eq!(refused, format!("Fulfillment with id {second} has been canceled."));
    let refused = desk.refused(&order, &format!("/fulfillments/{second}/mark-as-delivered"), &json!({})).await;
    assert_eq!(refused, "Cannot deliver an already canceled fulfillment");
    assert_eq!((desk.told("order.fulfillment_canceled").await, desk.faults().await), (1, 0));
    // The last one, by hand and not by post: what was handed over has left.
    let packed = desk.does(&order, "/fulfillments", &json!({"items": items(&order, &[1])})).await;
    let third = packed["fulfillments"][2]["id"].as_str().unwrap();
    let done = desk
        .does(&order, &format!("/fulfillments/{third}/mark-as-delivered"), &json!({"no_notification": false}))
        .await;
    assert_eq!((counts(&done), &done["fulfillment_status"], desk.faults().await), ([3, 3, 3], &json!("delivered"), 0));
}

#[tokio::test]
async fn what_cannot_be_packed() {
    let desk = Desk::open().await;
    let (order, other) = (desk.order(&[(1, 2)]).await, desk.order(&[(1, 1)]).await);
    let refused = async |body: Value| desk.refused(&order, "/fulfillments", &body).await;
    let (line, theirs) = (order["items"][0]["id"].as_str().unwrap(), &other["items"][0]["id"]);
    let number = order["id"].as_str().unwrap();
    let too_many = format!("Cannot fulfill more items than what was ordered for item {line}.");
    assert_eq!(refused(json!({"items": [{"id": line, "quantity": 3}]})).await, too_many);
    assert_eq!(refused(json!({"items": [{"id": line, "quantity": 1}, {"id": line, "quantity": 2}]})).await, too_many);
    let unknown = format!("Items with ids {}, x does not exist in order with id {number}.", theirs.as_str().unwrap());
    assert_eq!(refused(json!({"items": [{"id": theirs, "quantity": 1}, {"id": "x", "quantity": 1}]})).await, unknown);
    for (body, message) in [
        (json!({}), "Field 'items' is required"),
        (json!({"items": []}), "Value for field 'items' too small, expected at least: '1'"),
        (
            json!({"items": [{"id": line, "quantity": 0}]}),
            "Value for field 'items, 0, quantity' too small, expected at least: '1'",
        ),
        (
            json!({"items": [{"id": line, "quantity": 0.5}]}),
            "Expected type: 'number' for field 'items, 0, quantity', got: '0.5'",
        ),
        (
            json!({"items": [{"id": line, "quantity": -1}]}),
            "Value for field 'items, 0, quantity' too small, expected at least: '1'",
        ),
        (
            json!({"items": [{"id": line, "quantity": 1_000_000_000}]}),
            "Value for field 'items, 0, quantity' too big, expected at most: '1000000'",
        ),
        (json!({"items": [{"id": line}]}), "Field 'items, 0, quantity' is required"),
        (
            json!({"items": [{"id": line, "quantity": 1}], "labels": [{"tracking_url": "javascript:alert(1)"}]}),
            "Invalid value for field 'labels, 0, tracking_url': expected an address that begins with https://",
        ),
    ] {
        assert_eq!(refused(body).await, format!("Invalid request: {message}"));
    }
    let one = json!([{"id": line, "quantity": 1}]);
    let nowhere = json!({"items": one, "location_id": "sloc_x"});
    let error = desk.staff.post(&format!("{}/fulfillments", at(&order)), &nowhere).error(404).await;
    assert_eq!(error["message"], "Stock location with id: sloc_x was not found");
    let error = desk
        .staff
        .post(&format!("{}/fulfillments", at(&order)), &json!({"items": one, "shipping_option_id": "so_x"}))
        .error(404)
        .await;
    assert_eq!(error["message"], "Shipping option with id: so_x was not found");
    // It is kept at the first place; the second has some, but not enough that nobody waits for.
    desk.shop.change("update inventory_levels set stocked_quantity = 0, reserved_quantity = 0 where location_id = '00000000-0000-7000-800a-000000200002'").await;
    let elsewhere = json!({"items": one, "location_id": id("sloc", "20", 2)});
    let error = desk.staff.post(&format!("{}/fulfillments", at(&order)), &elsewhere).error(400).await;
    assert_eq!((&error["code"], &error["type"]), (&json!("insufficient_inventory"), &json!("not_allowed")));
    // What is not kept for the line does not leave.
    let kept = desk.staff.get(&format!("/admin/reservations?line_item_id={line}")).ok().await;
    assert_eq!((&kept["count"], &kept["reservations"][0]["line_item_id"]), (&json!(1), &json!(line)));
    crate::admin::delete(
        &desk.staff,
        &format!("/admin/reservations/{}", kept["reservations"][0]["id"].as_str().unwrap()),
    )
    .await;
    assert_eq!(
        refused(json!({"items": one})).await,
        format!("No stock reservation found for item {line}: reserve it first")
    );
    let body = json!({"inventory_item_id": id("iitem", "21", 1), "location_id": id("sloc", "20", 1), "quantity": 2, "line_item_id": line});
    desk.staff.post("/admin/reservations", &body).ok().await;
    desk.does(&order, "/fulfillments", &json!({"items": one})).await;
    assert_eq!(desk.shop.count("fulfillments").await, 1);
    for what in ["/cancel", "/shipments", "/mark-as-delivered"] {
        let path = format!("{}/fulfillments/ful_x{what}", at(&order));
        let body = if what == "/shipments" { json!({"items": one}) } else { json!({}) };
        assert_eq!(
            desk.staff.post(&path, &body).error(404).await["message"],
            "Fulfillment with id: ful_x was not found"
        );
    }
    assert_eq!(desk.faults().await, 0);
}

/// The last pieces go into one parcel, however many are packed at once.
#[tokio::test]
async fn two_who_pack_the_last_one() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 3)]).await;
    let asking = (0..8).map(|_| {
        let (staff, path) = (desk.staff.clone(), format!("{}/fulfillments", at(&order)));
        let body = json!({"items": items(&order, &[1])});
        async move { staff.post(&path, &body).send().await }
    });
    let answers = at_once(asking).await;
    let done = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert!(
        answers.iter().all(|answer| [200, 400, 409].contains(&answer.status.as_u16())),
        "{:?}",
        answers.iter().map(|answer| &answer.text).collect::<Vec<_>>()
    );
    let read = desk.read(&order).await;
    assert!(done <= 3 && counts(&read)[0] == i64::try_from(done).unwrap(), "{done} {read}");
    assert_eq!(desk.faults().await, 0);
}

#[tokio::test]
async fn by_their_own_ids() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 2)]).await;
    let body = json!({
        "order_id": order["id"], "location_id": id("sloc", "20", 1), "provider_id": "weight_weight",
        "delivery_address": {"address_1": "1 Quay", "city": "Kiel", "country_code": "de"},
        "items": [{"line_item_id": order["items"][0]["id"], "quantity": 1, "title": "Blue", "sku": "MUG-B", "barcode": ""}],
        "labels": [{"tracking_number": "1", "tracking_url": "", "label_url": ""}]
    });
    let made = desk.staff.post("/admin/fulfillments", &body).ok().await["fulfillment"].clone();
    assert_eq!((&made["provider_id"], &made["delivery_address"]["city"]), (&json!("weight_weight"), &json!("Kiel")));
    assert_eq!((&made["items"][0]["quantity"], &made["labels"][0]["tracking_number"]), (&json!(1), &json!("1")));
    let path = format!("/admin/fulfillments/{}", made["id"].as_str().unwrap());
    let theirs = desk.shop.colleague("b", "sue", "owner").await.client;
    theirs.post(&format!("{path}/cancel"), &json!({})).error(404).await;
    theirs.post(&format!("{path}/shipment"), &json!({"labels": []})).error(404).await;
    let canceled = desk.staff.post(&format!("{path}/cancel"), &json!({})).ok().await;
    assert!(canceled["fulfillment"]["canceled_at"].is_string());
    let error = desk.staff.post(&format!("{path}/shipment"), &json!({"labels": []})).error(400).await;
    assert!(error["message"].as_str().unwrap().ends_with("has been canceled."), "{error}");
    let made = desk.staff.post("/admin/fulfillments", &body).ok().await["fulfillment"].clone();
    let path = format!("/admin/fulfillments/{}/shipment", made["id"].as_str().unwrap());
    let shipped = desk.staff.post(&path, &json!({"labels": [{"tracking_number": "2"}]})).ok().await;
    assert!(
        shipped["fulfillment"]["shipped_at"].is_string() && shipped["fulfillment"]["marked_shipped_by"].is_string()
    );
    assert_eq!(shipped["fulfillment"]["labels"].as_array().unwrap().len(), 2);
    let mut wrong = body.clone();
    wrong["provider_id"] = json!("pigeon_pigeon");
    let error = desk.staff.post("/admin/fulfillments", &wrong).error(400).await;
    assert_eq!(error["message"], "Unable to retrieve the fulfillment provider with id: pigeon_pigeon");
    let mut sent = body;
    sent["shipped_at"] = json!("2026-11-21T10:00:00Z");
    assert!(
        desk.staff.post("/admin/fulfillments", &sent).error(400).await["message"]
            .as_str()
            .unwrap()
            .contains("'shipped_at'")
    );
    assert_eq!((counts(&desk.read(&order).await), desk.faults().await), ([1, 1, 0], 0));
}

/// What was kept for a line ends with it, though its variant is not counted any more by the time it is sent.
#[tokio::test]
async fn nothing_is_kept_for_what_was_sent() {
    let desk = Desk::open().await;
    let order = desk.order(&[(2, 3)]).await;
    let mug = id("variant", "18", 2);
    let at = format!("/admin/products/{}/variants/{mug}", id("prod", "1", 1));
    desk.staff.post(&at, &json!({"manage_inventory": false})).ok().await;
    desk.does(&order, "/fulfillments", &json!({"items": items(&order, &[2])})).await;
    assert_eq!((desk.level(2).await, desk.level(3).await), ((1000, 6), (1000, 3)), "one is to be sent still");
    desk.does(&order, "/fulfillments", &json!({"items": items(&order, &[1])})).await;
    assert_eq!((desk.level(2).await, desk.level(3).await), ((1000, 0), (1000, 0)));
    assert_eq!(desk.faults().await, 0);
    // As little is kept when it is taken out of the order.
    desk.staff.post(&at, &json!({"manage_inventory": true})).ok().await;
    let order = desk.order(&[(1, 1), (2, 1)]).await;
    assert_eq!((desk.level(2).await, desk.level(3).await), ((1000, 2), (1000, 1)));
    desk.staff.post(&at, &json!({"manage_inventory": false})).ok().await;
    let edit = format!("/admin/order-edits/{}", order["id"].as_str().unwrap());
    desk.staff.post("/admin/order-edits", &json!({"order_id": order["id"]})).ok().await;
    let line = order["items"].as_array().unwrap().iter().find(|line| line["variant_id"] == json!(mug)).unwrap();
    desk.staff.post(&format!("{edit}/items/item/{}", line["id"].as_str().unwrap()), &json!({"quantity": 0})).ok().await;
    desk.staff.post(&format!("{edit}/confirm"), &json!({})).ok().await;
    assert_eq!((desk.level(2).await, desk.level(3).await, desk.faults().await), ((1000, 0), (1000, 0), 0));
}
