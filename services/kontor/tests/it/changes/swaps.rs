//! Claims and exchanges.

use http::Method;
use serde_json::{Value, json};

use super::{back, deliver, faults, item, open, order, owed, read, standard, text, variant};

/// A broken mug is replaced by another one: it costs nothing, and the broken one need not come back.
#[tokio::test]
async fn a_broken_mug_is_sent_again() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 2)]).await;
    deliver(&shop, &placed).await;
    let line = text(&placed["items"][0]["id"]);
    let body = json!({"type": "replace", "order_id": placed["id"], "description": "Broken"});
    let begun = staff.post("/admin/claims", &body).ok().await;
    assert_eq!((&begun["claim"]["type"], &begun["order"]["id"]), (&json!("replace"), &placed["id"]));
    let at = format!("/admin/claims/{}", text(&begun["claim"]["id"]));
    let empty = staff.post(&format!("{at}/request"), &json!({})).error(400).await;
    assert_eq!(empty["message"], "Order claim request should have at least 1 item");
    let items = json!({"items": [{"id": line, "quantity": 3, "reason": "production_failure"}]});
    let refused = staff.post(&format!("{at}/claim-items"), &items).error(400).await;
    assert_eq!(refused["message"], format!("Cannot claim more items than what was fulfilled for item {line}."));
    let items =
        json!({"items": [{"id": line, "quantity": 2, "reason": "production_failure", "description": "The handle"}]});
    let preview = staff.post(&format!("{at}/claim-items"), &items).ok().await;
    let shown = item(&preview["order_preview"], line);
    assert_eq!(
        (&shown["actions"][0]["action"], &shown["actions"][0]["reference"]),
        (&json!("WRITE_OFF_ITEM"), &json!("claim"))
    );
    let action = text(&shown["actions"][0]["id"]).to_owned();
    let preview = staff.post(&format!("{at}/claim-items/{action}"), &json!({"quantity": 1})).ok().await;
    assert_eq!(preview["order_preview"]["total"], 23);
    let sent = json!({"items": [{"variant_id": variant(1), "quantity": 1}]});
    let preview = staff.post(&format!("{at}/outbound/items"), &sent).ok().await;
    assert_eq!(preview["order_preview"]["total"], 41, "the same thing again costs nothing");
    let way = json!({"shipping_option_id": standard(), "custom_amount": 0});
    staff.post(&format!("{at}/outbound/shipping-method"), &way).ok().await;
    let done = staff.post(&format!("{at}/request"), &json!({})).ok().await;
    assert_eq!((&done["return"], &done["claim"]["refund_amount"]), (&json!(null), &json!(null)));
    let claim = &done["claim"];
    assert_eq!(
        (&claim["claim_items"][0]["quantity"], &claim["claim_items"][0]["reason"]),
        (&json!(1), &json!("production_failure"))
    );
    assert_eq!(claim["additional_items"][0]["quantity"], 1);
    let now = read(&shop, &placed).await;
    assert_eq!((&now["total"], now["items"].as_array().unwrap().len()), (&json!(41), 2));
    let written_off = |order: &Value| item(order, line)["detail"]["written_off_quantity"].clone();
    assert_eq!(written_off(&now), 1);
    assert_eq!(shop.count("reservation_items where deleted_at is null").await, 1, "it is kept until it is sent");
    assert_eq!(shop.count("events where name = 'claim.created' and before is not null and after is not null").await, 1);
    assert!(owed(&shop, "41").await);
    assert_eq!(faults(&shop).await, 0);
    staff.post(&format!("{at}/request"), &json!({})).error(400).await;

    // Canceled: everything is as it was.
    let done = staff.post(&format!("{at}/cancel"), &json!({"no_notification": true})).ok().await;
    assert!(done["claim"]["canceled_at"].is_string());
    let now = read(&shop, &placed).await;
    assert_eq!((&now["total"], now["items"].as_array().unwrap().len()), (&json!(41), 1));
    assert_eq!(written_off(&now), 0);
    assert_eq!(shop.count("reservation_items where deleted_at is null").await, 0);
    assert!(owed(&shop, "41").await);
    assert_eq!(faults(&shop).await, 0);
    let refused = staff.post(&format!("{at}/cancel"), &json!({})).error(400).await;
    assert!(text(&refused["message"]).ends_with("has been canceled."), "{refused}");
}

/// Money back: for what was missing at once, for what comes back when it has come.
#[tokio::test]
async fn money_back() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 3)]).await;
    deliver(&shop, &placed).await;
    let line = text(&placed["items"][0]["id"]);
    let begun = staff.post("/admin/claims", &json!({"type": "refund", "order_id": placed["id"]})).ok().await;
    let at = format!("/admin/claims/{}", text(&begun["claim"]["id"]));
    let items = json!({"items": [{"id": line, "quantity": 2, "reason": "missing_item"}]});
    staff.post(&format!("{at}/claim-items"), &items).ok().await;
    let items = json!({"items": [{"id": line, "quantity": 1}]});
    let preview = staff.post(&format!("{at}/inbound/items"), &items).ok().await;
    assert_eq!(
        (&preview["order_preview"]["total"], &preview["order_preview"]["return_requested_total"]),
        (&json!(41), &json!(18))
    );
    let way = json!({"shipping_option_id": back(), "custom_amount": 0});
    let preview = staff.post(&format!("{at}/inbound/shipping-method"), &way).ok().await;
    let action = text(&preview["order_preview"]["shipping_methods"][1]["actions"][0]["id"]).to_owned();
    let changed =
        staff.post(&format!("{at}/inbound/shipping-method/{action}"), &json!({"custom_amount": 1})).ok().await;
    assert_eq!((&changed["order_preview"]["total"], changed["claim"]["id"].is_string()), (&json!(42), true));
    staff.request(Method::DELETE, &format!("{at}/inbound/shipping-method/{action}")).ok().await;
    let done = staff.post(&format!("{at}/request"), &json!({})).ok().await;
    assert_eq!((&done["claim"]["refund_amount"], &done["return"]["status"]), (&json!(36), &json!("requested")));
    assert!(owed(&shop, "41").await);
    let returned = format!("/admin/returns/{}", text(&done["return"]["id"]));
    let begun = staff.post(&format!("{returned}/receive"), &json!({})).ok().await;
    assert_eq!(begun["return"]["claim_id"], done["claim"]["id"]);
    staff.post(&format!("{returned}/receive-items"), &items).ok().await;
    // It came back to no place: nobody said where to.
    shop.change("update order_returns set location_id = null").await;
    let refused = staff.post(&format!("{returned}/receive/confirm"), &json!({})).error(400).await;
    assert!(text(&refused["message"]).contains("location"), "{refused}");
    staff.post(&returned, &json!({"location_id": super::place()})).ok().await;
    staff.post(&format!("{returned}/receive/confirm"), &json!({})).ok().await;
    assert_eq!(read(&shop, &placed).await["total"], 23);
    assert!(owed(&shop, "23").await);
    assert_eq!(faults(&shop).await, 0);
    let refused = staff.post(&format!("{at}/cancel"), &json!({})).error(400).await;
    assert!(text(&refused["message"]).contains("cannot be canceled any more"), "{refused}");
}

#[tokio::test]
async fn a_mug_for_two_white_ones() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 2)]).await;
    deliver(&shop, &placed).await;
    let line = text(&placed["items"][0]["id"]);
    let begun = staff.post("/admin/exchanges", &json!({"order_id": placed["id"]})).ok().await;
    let at = format!("/admin/exchanges/{}", text(&begun["exchange"]["id"]));
    let items = json!({"items": [{"id": line, "quantity": 1}], "location_id": super::place()});
    let preview = staff.post(&format!("{at}/inbound/items"), &items).ok().await;
    assert_eq!(preview["return"]["exchange_id"], begun["exchange"]["id"]);
    let action = text(&item(&preview["order_preview"], line)["actions"][0]["id"]).to_owned();
    staff.post(&format!("{at}/inbound/items/{action}"), &json!({"quantity": 3})).error(400).await;
    // It is none that is sent.
    staff.request(Method::DELETE, &format!("{at}/outbound/items/{action}")).error(400).await;
    let sent = json!({"items": [{"variant_id": variant(1), "quantity": 2, "unit_price": 20}]});
    let preview = staff.post(&format!("{at}/outbound/items"), &sent).ok().await;
    let added = text(&preview["order_preview"]["items"][1]["actions"][0]["id"]).to_owned();
    staff.post(&format!("{at}/outbound/items/{added}"), &json!({"quantity": 1})).ok().await;
    let preview = staff.post(&format!("{at}/outbound/items/{added}"), &json!({"quantity": 2})).ok().await;
    assert_eq!(preview["order_preview"]["total"], 81);
    let way = json!({"shipping_option_id": standard()});
    let preview = staff.post(&format!("{at}/outbound/shipping-method"), &way).ok().await;
    let action = text(&preview["order_preview"]["shipping_methods"][1]["actions"][0]["id"]).to_owned();
    staff.post(&format!("{at}/outbound/shipping-method/{action}"), &json!({"custom_amount": 3})).ok().await;
    let done = staff.post(&format!("{at}/request"), &json!({})).ok().await;
    assert_eq!(
        (&done["exchange"]["difference_due"], &done["exchange"]["additional_items"][0]["quantity"]),
        (&json!(25), &json!(2))
    );
    assert_eq!(done["exchange"]["return_items"][0]["quantity"], 1);
    let now = read(&shop, &placed).await;
    assert_eq!(now["total"], 84);
    assert!(owed(&shop, "84").await);
    assert_eq!(faults(&shop).await, 0);
    let listed = staff.get(&format!("/admin/exchanges?order_id={}&status=requested", text(&placed["id"]))).ok().await;
    assert_eq!(listed["count"], 1);
    staff.post(&format!("{at}/cancel"), &json!({})).ok().await;
    assert_eq!(read(&shop, &placed).await["total"], 41);
    assert_eq!(shop.count("order_returns where status = 'canceled'").await, 1);
    assert!(owed(&shop, "41").await);
    assert_eq!(faults(&shop).await, 0);

    // One that was not confirmed is gone.
    let begun = staff.post("/admin/exchanges", &json!({"order_id": placed["id"]})).ok().await;
    let at = format!("/admin/exchanges/{}", text(&begun["exchange"]["id"]));
    staff.post(&format!("{at}/inbound/items"), &items).ok().await;
    let gone = staff.request(Method::DELETE, &format!("{at}/request")).ok().await;
    assert_eq!((&gone["object"], &gone["deleted"]), (&json!("exchange"), &json!(true)));
    staff.get(&at).error(404).await;
    let theirs = shop.colleague("b", "sue", "owner").await.client;
    theirs.post(&format!("{at}/request"), &json!({})).error(404).await;
    assert_eq!(shop.count("order_changes where status in ('pending', 'requested')").await, 0);
}

/// Of one line in two rows: canceled, none of it is forgotten.
#[tokio::test]
async fn a_line_that_is_claimed_twice() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 4)]).await;
    deliver(&shop, &placed).await;
    let line = text(&placed["items"][0]["id"]);
    let begun = staff.post("/admin/claims", &json!({"type": "refund", "order_id": placed["id"]})).ok().await;
    let at = format!("/admin/claims/{}", text(&begun["claim"]["id"]));
    for reason in ["missing_item", "other"] {
        let items = json!({"items": [{"id": line, "quantity": 2, "reason": reason}]});
        staff.post(&format!("{at}/claim-items"), &items).ok().await;
    }
    let items = json!({"items": [{"id": line, "quantity": 1}]});
    staff.post(&format!("{at}/inbound/items"), &items).ok().await;
    staff.post(&format!("{at}/request"), &json!({})).ok().await;
    assert_eq!(item(&read(&shop, &placed).await, line)["detail"]["written_off_quantity"], 3);
    staff.post(&format!("{at}/cancel"), &json!({})).ok().await;
    let now = read(&shop, &placed).await;
    let detail = &item(&now, line)["detail"];
    assert_eq!((&detail["written_off_quantity"], &detail["return_requested_quantity"]), (&json!(0), &json!(0)));
    assert_eq!((&now["total"], faults(&shop).await), (&placed["total"], 0));
}

/// Nothing comes back after all: its way is not charged.
#[tokio::test]
async fn no_way_back_for_nothing() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 2)]).await;
    deliver(&shop, &placed).await;
    let line = text(&placed["items"][0]["id"]);
    let begun = staff.post("/admin/claims", &json!({"type": "refund", "order_id": placed["id"]})).ok().await;
    let at = format!("/admin/claims/{}", text(&begun["claim"]["id"]));
    let items = json!({"items": [{"id": line, "quantity": 1, "reason": "other"}]});
    staff.post(&format!("{at}/claim-items"), &items).ok().await;
    let items = json!({"items": [{"id": line, "quantity": 1}]});
    let preview = staff.post(&format!("{at}/inbound/items"), &items).ok().await;
    let back_again = item(&preview["order_preview"], line)["actions"].as_array().unwrap();
    let action = back_again.iter().find(|one| one["action"] == "RETURN_ITEM").unwrap()["id"].clone();
    staff.post(&format!("{at}/inbound/shipping-method"), &json!({"shipping_option_id": back()})).ok().await;
    staff.request(Method::DELETE, &format!("{at}/inbound/items/{}", text(&action))).ok().await;
    let done = staff.post(&format!("{at}/request"), &json!({})).ok().await;
    assert_eq!((&done["order_preview"]["total"], &done["return"]), (&json!(23), &json!(null)));
    let now = read(&shop, &placed).await;
    assert_eq!((&now["total"], now["shipping_methods"].as_array().unwrap().len()), (&json!(23), 1));
    assert_eq!(faults(&shop).await, 0);
}
