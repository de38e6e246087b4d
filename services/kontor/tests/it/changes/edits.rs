//! Edits of orders that were placed.

use http::Method;
use serde_json::{Value, json};

use super::{faults, open, order, owed, read, standard, text, variant};

#[tokio::test]
async fn another_mug_and_one_shirt_less() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 2), (2, 2)]).await;
    let id = text(&placed["id"]).to_owned();
    let total = placed["total"].clone();
    let body = json!({"order_id": id, "description": "Another mug", "internal_note": "Called"});
    let begun = staff.post("/admin/order-edits", &body).ok().await;
    let change = &begun["order_change"];
    assert_eq!(
        (&change["change_type"], &change["status"], &change["version"]),
        (&json!("edit"), &json!("pending"), &json!(2))
    );
    assert_eq!(change["order_id"], json!(id));
    // There is one that is open, and no second one.
    let second = staff.post("/admin/order-edits", &json!({"order_id": id})).error(400).await;
    assert!(text(&second["message"]).contains("already has an active order change"), "{second}");

    let at = format!("/admin/order-edits/{id}");
    let white =
        placed["items"].as_array().unwrap().iter().find(|item| item["variant_id"] == json!(variant(2))).unwrap();
    let price = white["unit_price"].as_f64().unwrap();
    let body = json!({"items": [{"variant_id": variant(1), "quantity": 3, "metadata": {"for": "Bo"}}]});
    let preview = staff.post(&format!("{at}/items"), &body).ok().await["order_preview"].clone();
    let added =
        preview["items"].as_array().unwrap().iter().find(|item| item["metadata"] == json!({"for": "Bo"})).unwrap();
    assert_eq!((&added["quantity"], &added["unit_price"], &added["total"]), (&json!(3), &json!(18), &json!(54)));
    assert_eq!(
        (&added["actions"][0]["action"], &added["actions"][0]["details"]["quantity"]),
        (&json!("ITEM_ADD"), &json!(3))
    );
    assert_eq!(added["tax_lines"][0]["rate"], json!(19));
    assert!((preview["total"].as_f64().unwrap() - total.as_f64().unwrap() - 54.0).abs() < 0.001);
    let body = json!({"quantity": 1});
    let preview =
        staff.post(&format!("{at}/items/item/{}", text(&white["id"])), &body).ok().await["order_preview"].clone();
    let expected = preview["total"].as_f64().unwrap();
    assert!((expected - (total.as_f64().unwrap() + 54.0 - price)).abs() < 0.01, "{expected}");
    // Nothing has changed yet.
    assert_eq!(read(&shop, &placed).await["total"], total);
    let asked = staff.post(&format!("{at}/request"), &json!({})).ok().await;
    assert_eq!(asked["order_preview"]["order_change"]["status"], "requested");

    let kept = shop.count("reservation_items where deleted_at is null").await;
    let done = staff.post(&format!("{at}/confirm"), &json!({})).ok().await;
    assert_eq!(done["order_preview"]["total"], preview["total"]);
    let now = read(&shop, &placed).await;
    assert_eq!(now["total"], preview["total"], "what was shown before is what it is");
    assert_eq!(now["items"].as_array().unwrap().len(), 3);
    assert!(shop.count("reservation_items where deleted_at is null").await > kept);
    // What nobody has promised yet is asked for.
    let difference = expected - total.as_f64().unwrap();
    let open: Vec<&Value> =
        now["payment_collections"].as_array().unwrap().iter().filter(|one| one["status"] == "not_paid").collect();
    assert_eq!(open.len(), 1);
    assert!((open[0]["amount"].as_f64().unwrap() - difference).abs() < 0.001);
    assert_eq!(shop.count("order_versions where version = 1 and snapshot ->> 'version' = '1'").await, 1);
    assert_eq!(shop.count("orders where version = 2").await, 1);
    assert_eq!(shop.count("events where name in ('order_edit.requested', 'order_edit.confirmed') and before is not null and after is not null").await, 2);
    assert!(owed(&shop, &expected.to_string()).await);
    assert_eq!(faults(&shop).await, 0);
    // Once.
    let again = staff.post(&format!("{at}/confirm"), &json!({})).error(400).await;
    assert_eq!(again["message"], "An active Order Change is required to proceed");

    // Less than was promised: nothing is asked for any more.
    staff.post("/admin/order-edits", &json!({"order_id": id})).ok().await;
    let new = now["items"].as_array().unwrap().iter().find(|item| item["metadata"] == json!({"for": "Bo"})).unwrap();
    staff.post(&format!("{at}/items/item/{}", text(&new["id"])), &json!({"quantity": 0})).ok().await;
    staff.post(&format!("{at}/confirm"), &json!({})).ok().await;
    let now = read(&shop, &placed).await;
    assert_eq!(now["items"].as_array().unwrap().len(), 2);
    let left = now["total"].as_f64().unwrap();
    assert!((left - (expected - 54.0)).abs() < 0.001, "{left}");
    assert_eq!(shop.count("payment_collections where status = 'canceled' and amount = 0").await, 1);
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn actions_are_changed_and_taken_back() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 2)]).await;
    let id = text(&placed["id"]).to_owned();
    let at = format!("/admin/order-edits/{id}");
    staff.post("/admin/order-edits", &json!({"order_id": id})).ok().await;
    let body = json!({"items": [{"variant_id": variant(1), "quantity": 1, "unit_price": "9.50"}]});
    let preview = staff.post(&format!("{at}/items"), &body).ok().await["order_preview"].clone();
    assert_eq!(preview["total"], json!(50.5));
    let action = text(&preview["items"][1]["actions"][0]["id"]).to_owned();
    let body = json!({"quantity": 2, "unit_price": 5});
    let preview = staff.post(&format!("{at}/items/{action}"), &body).ok().await["order_preview"].clone();
    assert_eq!(preview["total"], json!(51));
    let gone = staff.request(Method::DELETE, &format!("{at}/items/{action}")).ok().await;
    assert_eq!(
        (gone["order_preview"]["total"].clone(), gone["order_preview"]["items"].as_array().unwrap().len()),
        (json!(41), 1)
    );
    staff.request(Method::DELETE, &format!("{at}/items/{action}")).error(404).await;

    let body = json!({"shipping_option_id": standard(), "custom_amount": 2.5, "description": "By bike"});
    let preview = staff.post(&format!("{at}/shipping-method"), &body).ok().await["order_preview"].clone();
    assert_eq!(preview["total"], json!(43.5));
    let action = text(&preview["shipping_methods"][1]["actions"][0]["id"]).to_owned();
    let changed = staff.post(&format!("{at}/shipping-method/{action}"), &json!({"custom_amount": 3})).ok().await;
    assert_eq!(changed["order_preview"]["total"], json!(44));
    let gone = staff.request(Method::DELETE, &format!("{at}/shipping-method/{action}")).ok().await;
    assert_eq!(gone["order_preview"]["total"], json!(41));

    let canceled = staff.request(Method::DELETE, &at).ok().await;
    assert_eq!(canceled, json!({"id": id, "object": "order-edit", "deleted": true}));
    staff.request(Method::DELETE, &at).error(400).await;
    assert_eq!((read(&shop, &placed).await["total"].clone(), faults(&shop).await), (json!(41), 0));
}

#[tokio::test]
async fn what_is_refused() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 2)]).await;
    let id = text(&placed["id"]).to_owned();
    let at = format!("/admin/order-edits/{id}");
    let missing = staff.post("/admin/order-edits", &json!({"order_id": "order_x"})).error(404).await;
    assert_eq!(missing["message"], "Order with id: order_x was not found");
    staff.post("/admin/order-edits", &json!({})).error(400).await;
    // Another shop's order is not there.
    let theirs = shop.colleague("b", "sue", "owner").await.client;
    theirs.post("/admin/order-edits", &json!({"order_id": id})).error(404).await;
    let none = staff.post(&format!("{at}/items"), &json!({"items": []})).error(400).await;
    assert_eq!(none["message"], "An active Order Change is required to proceed");
    staff.post("/admin/order-edits", &json!({"order_id": id})).ok().await;
    let nothing = staff.post(&format!("{at}/request"), &json!({})).error(400).await;
    assert!(text(&nothing["message"]).starts_with("The edit does not change anything"), "{nothing}");
    for (quantity, words) in [
        (json!(0), "too small, expected at least: '1'"),
        (json!(-1), "too small, expected at least: '1'"),
        (json!(1_000_000_000), "too big, expected at most: '1000000'"),
        (json!(0.5), "Expected type: 'integer' for field 'items, 0, quantity'"),
    ] {
        let body = json!({"items": [{"variant_id": variant(1), "quantity": quantity}]});
        let refused = staff.post(&format!("{at}/items"), &body).error(400).await;
        assert!(text(&refused["message"]).contains(words), "{refused}");
    }
    let unknown = json!({"items": [{"variant_id": "variant_x", "quantity": 1}]});
    let refused = staff.post(&format!("{at}/items"), &unknown).error(400).await;
    assert_eq!(refused["message"], "Variants with IDs variant_x do not exist or are not published");
    let body = json!({"items": [{"variant_id": variant(1), "quantity": 1, "unit_price": -1}]});
    let refused = staff.post(&format!("{at}/items"), &body).error(400).await;
    assert!(text(&refused["message"]).contains("'items, 0, unit_price' too small"), "{refused}");
    staff.post(&format!("{at}/items/item/ordli_x"), &json!({"quantity": 1})).error(404).await;
    staff.post(&format!("{at}/items/ordchact_x"), &json!({"quantity": 1})).error(404).await;
    staff.post(&format!("{at}/shipping-method"), &json!({"shipping_option_id": "so_x"})).error(400).await;
    // More than there is: the edit stays, and the order is as it was.
    shop.change("update inventory_levels set stocked_quantity = reserved_quantity + 1").await;
    let body = json!({"items": [{"variant_id": variant(1), "quantity": 2}]});
    staff.post(&format!("{at}/items"), &body).ok().await;
    let short = staff.post(&format!("{at}/confirm"), &json!({})).error(400).await;
    assert_eq!(short["code"], "insufficient_inventory");
    assert_eq!((read(&shop, &placed).await["total"].clone(), faults(&shop).await), (json!(41), 0));
    // Unless it may be sold although it is not there.
    staff.request(Method::DELETE, &at).ok().await;
    staff.post("/admin/order-edits", &json!({"order_id": id})).ok().await;
    let body = json!({"items": [{"variant_id": variant(1), "quantity": 2, "allow_backorder": true}]});
    staff.post(&format!("{at}/items"), &body).ok().await;
    staff.post(&format!("{at}/confirm"), &json!({})).ok().await;
    assert_eq!((read(&shop, &placed).await["total"].clone(), faults(&shop).await), (json!(77), 0));
    // What was sent stays in the order.
    shop.change("update inventory_levels set stocked_quantity = 1000").await;
    super::deliver(&shop, &placed).await;
    staff.post("/admin/order-edits", &json!({"order_id": id})).ok().await;
    let line = text(&placed["items"][0]["id"]);
    let refused = staff.post(&format!("{at}/items/item/{line}"), &json!({"quantity": 1})).error(400).await;
    assert_eq!(
        refused["message"],
        format!("Item {line} has already been fulfilled and quantity cannot be lower than 2.")
    );
}

/// Two who confirm at once: one of them does.
#[tokio::test]
async fn twice_at_once_is_once() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 2)]).await;
    let id = text(&placed["id"]).to_owned();
    let at = format!("/admin/order-edits/{id}");
    staff.post("/admin/order-edits", &json!({"order_id": id})).ok().await;
    staff.post(&format!("{at}/items"), &json!({"items": [{"variant_id": variant(1), "quantity": 1}]})).ok().await;
    let confirm = format!("{at}/confirm");
    let nothing = json!({});
    let (one, two, three) = tokio::join!(
        staff.post(&confirm, &nothing).send(),
        staff.post(&confirm, &nothing).send(),
        staff.post(&confirm, &nothing).send()
    );
    let good = [&one, &two, &three].iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert_eq!(good, 1, "{} {} {}", one.text, two.text, three.text);
    assert_eq!(shop.count("orders where version = 2 and total = 59").await, 1);
    assert_eq!(shop.count("ledger_entries where source = 'order.changed' and account = 'receivable'").await, 1);
    assert_eq!(faults(&shop).await, 0);
}
