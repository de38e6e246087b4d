//! What comes back.

use http::Method;
use serde_json::{Value, json};

use super::{back, deliver, faults, open, order, owed, place, read, text};

/// A return of an order that was delivered, with so many of its first line.
async fn asked(staff: &testkit::Client, placed: &Value, quantity: u32) -> Value {
    let body = json!({"order_id": placed["id"], "location_id": place()});
    let begun = staff.post("/admin/returns", &body).ok().await;
    assert_eq!((&begun["order"]["id"], &begun["return"]["status"]), (&placed["id"], &json!("open")));
    let at = format!("/admin/returns/{}", text(&begun["return"]["id"]));
    let items = json!({"items": [{"id": placed["items"][0]["id"], "quantity": quantity, "internal_note": "Worn"}]});
    staff.post(&format!("{at}/request-items"), &items).ok().await
}

#[tokio::test]
async fn two_mugs_come_back_one_of_them_broken() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 3)]).await;
    assert_eq!(placed["total"], 59);
    // What was not sent does not come back.
    let begun = staff.post("/admin/returns", &json!({"order_id": placed["id"]})).ok().await;
    let at = format!("/admin/returns/{}", text(&begun["return"]["id"]));
    let line = text(&placed["items"][0]["id"]);
    let items = json!({"items": [{"id": line, "quantity": 1}]});
    let refused = staff.post(&format!("{at}/request-items"), &items).error(400).await;
    let words = format!("Cannot request to return more items than what was fulfilled for item {line}.");
    assert_eq!(refused["message"], words);
    let empty = staff.post(&format!("{at}/request"), &json!({})).error(400).await;
    assert_eq!(empty["message"], "Order return request should have at least 1 item");
    let gone = staff.request(Method::DELETE, &format!("{at}/request")).ok().await;
    assert_eq!((&gone["object"], &gone["deleted"]), (&json!("return"), &json!(true)));
    staff.get(&at).error(404).await;

    deliver(&shop, &placed).await;
    let preview = asked(&staff, &placed, 2).await;
    let id = text(&preview["return"]["id"]).to_owned();
    let at = format!("/admin/returns/{id}");
    let item = &preview["order_preview"]["items"][0];
    assert_eq!(
        (&item["detail"]["return_requested_quantity"], &item["return_requested_total"]),
        (&json!(2), &json!(36))
    );
    assert_eq!(
        (&item["actions"][0]["action"], &item["actions"][0]["reference"]),
        (&json!("RETURN_ITEM"), &json!("return"))
    );
    assert_eq!(preview["order_preview"]["return_requested_total"], 36);
    let action = text(&item["actions"][0]["id"]).to_owned();
    let path = format!("{at}/request-items/{action}");
    staff.post(&path, &json!({"quantity": 4})).error(400).await;
    staff.post(&path, &json!({"reason_id": "rr_x"})).error(404).await;
    staff.post(&path, &json!({"quantity": 3})).ok().await;
    staff.post(&path, &json!({"quantity": 2})).ok().await;
    let way = json!({"shipping_option_id": back()});
    let preview = staff.post(&format!("{at}/shipping-method"), &way).ok().await;
    assert_eq!(preview["order_preview"]["total"], 63, "the way back costs four");
    let done = staff.post(&format!("{at}/request"), &json!({"no_notification": true})).ok().await;
    assert_eq!((&done["return"]["status"], &done["return"]["refund_amount"]), (&json!("requested"), &json!(32)));
    assert_eq!(
        (&done["return"]["items"][0]["quantity"], &done["return"]["items"][0]["received_quantity"]),
        (&json!(2), &json!(0))
    );
    assert_eq!((read(&shop, &placed).await["total"].clone(), faults(&shop).await), (json!(63), 0));
    assert!(owed(&shop, "63").await);

    let stocked = "inventory_levels where stocked_quantity = 998";
    let before = shop.count("inventory_levels where stocked_quantity = 997").await;
    assert_eq!(before, 1);
    let begun = staff.post(&format!("{at}/receive"), &json!({"description": "The blue box"})).ok().await;
    assert_eq!(begun["return"]["id"], json!(id));
    let unknown = json!({"items": [{"id": "ordli_x", "quantity": 1}]});
    let refused = staff.post(&format!("{at}/receive-items"), &unknown).error(400).await;
    assert_eq!(refused["message"], format!("Items with ids ordli_x does not exist in Return with id {id}."));
    let one = json!({"items": [{"id": line, "quantity": 1}]});
    staff.post(&format!("{at}/receive-items"), &one).ok().await;
    let preview = staff.post(&format!("{at}/dismiss-items"), &one).ok().await;
    assert_eq!(preview["order_preview"]["total"], 27);
    let refused = staff.post(&format!("{at}/dismiss-items"), &one).error(400).await;
    assert!(text(&refused["message"]).starts_with("Cannot receive more items than what was requested"), "{refused}");
    let done = staff.post(&format!("{at}/receive/confirm"), &json!({})).ok().await;
    assert_eq!((&done["return"]["status"], &done["return"]["refund_amount"]), (&json!("received"), &json!(32)));
    let item = &done["return"]["items"][0];
    assert_eq!((&item["received_quantity"], &item["damaged_quantity"]), (&json!(2), &json!(1)));
    let now = read(&shop, &placed).await;
    assert_eq!(now["total"], 27);
    let detail = &now["items"][0]["detail"];
    assert_eq!(
        (
            &detail["return_received_quantity"],
            &detail["return_dismissed_quantity"],
            &detail["return_requested_quantity"]
        ),
        (&json!(1), &json!(1), &json!(0))
    );
    assert_eq!(shop.count(stocked).await, 1, "one can be sold again");
    assert_eq!(
        shop.count(
            "events where name in ('return.requested', 'return.received') and before is not null and after is not null"
        )
        .await,
        2
    );
    assert_eq!(shop.count("orders where version = 3").await, 1);
    assert!(owed(&shop, "27").await);
    assert_eq!(faults(&shop).await, 0);
    // What has come back is not sent back by canceling.
    let refused = staff.post(&format!("{at}/cancel"), &json!({})).error(400).await;
    assert!(text(&refused["message"]).contains("is received"), "{refused}");
    staff.post(&format!("{at}/receive"), &json!({})).error(400).await;
    let listed = staff.get(&format!("/admin/returns?order_id={}&status=received", text(&placed["id"]))).ok().await;
    assert_eq!((&listed["count"], &listed["returns"][0]["id"]), (&json!(1), &json!(id)));
}

#[tokio::test]
async fn in_two_parcels_and_canceled() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 3)]).await;
    deliver(&shop, &placed).await;
    let preview = asked(&staff, &placed, 3).await;
    let at = format!("/admin/returns/{}", text(&preview["return"]["id"]));
    staff.post(&format!("{at}/shipping-method"), &json!({"shipping_option_id": back(), "custom_amount": 2})).ok().await;
    staff.post(&format!("{at}/request"), &json!({})).ok().await;
    assert_eq!(read(&shop, &placed).await["total"], 61);
    let done = staff.post(&format!("{at}/cancel"), &json!({})).ok().await;
    assert_eq!(done["return"]["status"], "canceled");
    let now = read(&shop, &placed).await;
    assert_eq!((&now["total"], &now["items"][0]["detail"]["return_requested_quantity"]), (&json!(59), &json!(0)));
    assert_eq!(now["shipping_methods"].as_array().unwrap().len(), 1);
    staff.post(&format!("{at}/cancel"), &json!({})).error(400).await;

    let preview = asked(&staff, &placed, 3).await;
    let at = format!("/admin/returns/{}", text(&preview["return"]["id"]));
    staff.post(&format!("{at}/request"), &json!({})).ok().await;
    let line = &placed["items"][0]["id"];
    for (pieces, status, total) in [(1, "partially_received", 41), (2, "received", 5)] {
        staff.post(&format!("{at}/receive"), &json!({})).ok().await;
        let items = json!({"items": [{"id": line, "quantity": pieces}]});
        let preview = staff.post(&format!("{at}/receive-items"), &items).ok().await;
        let action = text(&preview["order_preview"]["items"][0]["actions"][0]["id"]).to_owned();
        staff.post(&format!("{at}/receive-items/{action}"), &json!({"quantity": 4})).error(400).await;
        let done = staff.post(&format!("{at}/receive/confirm"), &json!({})).ok().await;
        assert_eq!(done["return"]["status"], status);
        assert_eq!(read(&shop, &placed).await["total"], total);
        assert_eq!(faults(&shop).await, 0);
    }
    assert!(owed(&shop, "5").await);
    assert_eq!(shop.count("inventory_levels where stocked_quantity = 1000 and reserved_quantity = 0 and inventory_item_id = '00000000-0000-7000-800a-000000210001'").await, shop.count("inventory_levels where inventory_item_id = '00000000-0000-7000-800a-000000210001'").await);
}

/// A return of another shop is not there; and whoever only reads orders returns nothing.
#[tokio::test]
async fn whose_it_is() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 1)]).await;
    deliver(&shop, &placed).await;
    let preview = asked(&staff, &placed, 1).await;
    let at = format!("/admin/returns/{}", text(&preview["return"]["id"]));
    let theirs = shop.colleague("b", "sue", "owner").await.client;
    theirs.get(&at).error(404).await;
    theirs.post(&format!("{at}/request"), &json!({})).error(404).await;
    let viewer = shop.colleague("a", "vic", "viewer").await.client;
    viewer.get(&at).ok().await;
    viewer.post(&format!("{at}/request"), &json!({})).error(403).await;
    staff.post(&at, &json!({"metadata": {"a": 1}, "location_id": "sloc_x"})).error(404).await;
    let said = staff.post(&at, &json!({"metadata": {"a": 1}, "location_id": place()})).ok().await;
    assert_eq!(said["return"]["metadata"], json!({"a": 1}));
    // Two who confirm at once: one of them does.
    let (confirm, nothing) = (format!("{at}/request"), json!({}));
    let (one, two) = tokio::join!(staff.post(&confirm, &nothing).send(), staff.post(&confirm, &nothing).send());
    let good = [&one, &two].iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert_eq!(good, 1, "{} {}", one.text, two.text);
    assert_eq!(shop.count("order_return_items").await, 1);
}
