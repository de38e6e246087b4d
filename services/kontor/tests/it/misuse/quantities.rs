//! None, less than none, a thousand millions and a half: named, refused, and nothing has changed.

use serde_json::{Value, json};
use testkit::Client;

use super::{back, delivered, faults, open, order, text};
use crate::{
    carts::{address, cart, europe, path, variant},
    shop::id,
};

/// Says each of them where `body` puts it; `field` is how it is named. Where none takes something away, `least` is 0.
async fn refused(client: &Client, at: &str, field: &str, least: i64, body: impl Fn(Value) -> Value) {
    for (said, words) in [
        (json!(0), "too small"),
        (json!(-1), "too small"),
        (json!(1_000_000_000), "too big"),
        (json!(0.5), "Expected type: "),
        (json!("2"), "Expected type: "),
    ] {
        if said == json!(0) && least == 0 {
            continue;
        }
        let answer = client.post(at, &body(said.clone())).error(400).await;
        let message = text(&answer["message"]);
        assert!(
            message.starts_with("Invalid request: ")
                && message.contains(words)
                && message.contains(&format!("'{field}'")),
            "{at} {said}: {message}"
        );
    }
}

#[tokio::test]
async fn of_carts() {
    let (shop, _) = open().await;
    let guest = shop.shopper();
    let made = cart(&guest, &[(1, 2)]).await;
    let lines = format!("{}/line-items", path(&made));
    refused(&guest, &lines, "quantity", 1, |n| json!({"variant_id": variant(1), "quantity": n})).await;
    let line = format!("{lines}/{}", text(&made["items"][0]["id"]));
    refused(&guest, &line, "quantity", 0, |n| json!({ "quantity": n })).await;
    refused(
        &guest,
        "/store/carts",
        "items, 0, quantity",
        1,
        |n| json!({"region_id": europe(), "items": [{"variant_id": variant(1), "quantity": n}]}),
    )
    .await;
    let kept = guest.get(&path(&made)).ok().await;
    assert_eq!((&kept["cart"]["items"][0]["quantity"], &kept["cart"]["total"]), (&json!(2), &json!(36)));
    assert_eq!(shop.count("carts").await, 1);
}

#[tokio::test]
async fn of_drafts_edits_and_parcels() {
    let (shop, staff) = open().await;
    let body = |n: Value| {
        json!({
            "region_id": europe(), "sales_channel_id": id("sc", "c", 1), "email": "ann@example.com", "shipping_address": address(),
            "items": [{"variant_id": variant(1), "quantity": n}]
        })
    };
    refused(&staff, "/admin/draft-orders", "items, 0, quantity", 1, body).await;
    let draft = staff.post("/admin/draft-orders", &body(json!(2))).ok().await["draft_order"].clone();
    let placed = order(&shop).await;
    let (draft_at, order_at) = (
        format!("/admin/draft-orders/{}/edit", text(&draft["id"])),
        format!("/admin/order-edits/{}", text(&placed["id"])),
    );
    staff.post(&draft_at, &json!({})).ok().await;
    staff.post("/admin/order-edits", &json!({"order_id": placed["id"]})).ok().await;
    for (at, preview, line) in [
        (&draft_at, "draft_order_preview", &draft["items"][0]["id"]),
        (&order_at, "order_preview", &placed["items"][0]["id"]),
    ] {
        let item = |n: Value| json!({"items": [{"variant_id": variant(2), "quantity": n}]});
        refused(&staff, &format!("{at}/items"), "items, 0, quantity", 1, item).await;
        refused(&staff, &format!("{at}/items/item/{}", text(line)), "quantity", 0, |n| json!({ "quantity": n })).await;
        let added = staff.post(&format!("{at}/items"), &item(json!(1))).ok().await;
        let all = added[preview]["items"].as_array().unwrap();
        let action = all.iter().find_map(|item| item["actions"][0]["id"].as_str()).unwrap();
        refused(&staff, &format!("{at}/items/{action}"), "quantity", 1, |n| json!({ "quantity": n })).await;
    }
    let parcels = format!("/admin/orders/{}/fulfillments", text(&placed["id"]));
    let line = &placed["items"][0]["id"];
    refused(&staff, &parcels, "items, 0, quantity", 1, |n| json!({"items": [{"id": line, "quantity": n}]})).await;
    refused(&staff, "/admin/fulfillments", "items, 0, quantity", 1, |n| {
        json!({
            "location_id": id("sloc", "20", 1), "provider_id": "manual_manual", "order_id": placed["id"], "delivery_address": address(),
            "items": [{"title": "Mug", "sku": "MUG", "barcode": "", "line_item_id": line, "quantity": n}], "labels": [], "order": {}
        })
    })
    .await;
    let packed = staff
        .post(&format!("{parcels}?fields=*fulfillments"), &json!({"items": [{"id": line, "quantity": 2}]}))
        .ok()
        .await;
    let parcel = text(&packed["order"]["fulfillments"][0]["id"]);
    refused(
        &staff,
        &format!("{parcels}/{parcel}/shipments"),
        "items, 0, quantity",
        1,
        |n| json!({"items": [{"id": line, "quantity": n}]}),
    )
    .await;
    assert_eq!(shop.count("fulfillments").await, 1);
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn of_what_comes_back() {
    let (shop, staff) = open().await;
    let placed = delivered(&shop, &staff).await;
    let line = &placed["items"][0]["id"];
    let of = |n: Value| json!({"items": [{"id": line, "quantity": n}]});
    refused(&shop.shopper(), "/store/returns", "items, 0, quantity", 1, |n| {
        json!({"order_id": placed["id"], "items": [{"id": line, "quantity": n}], "return_shipping": {"option_id": back()}})
    })
    .await;
    let begun = json!({"order_id": placed["id"], "location_id": id("sloc", "20", 1)});
    let begun = staff.post("/admin/returns", &begun).ok().await;
    let at = format!("/admin/returns/{}", text(&begun["return"]["id"]));
    let action = |preview: &Value| {
        let all = preview["order_preview"]["items"].as_array().unwrap();
        text(all.iter().find_map(|item| item["actions"].as_array()?.last()).map(|one| &one["id"]).unwrap()).to_owned()
    };
    refused(&staff, &format!("{at}/request-items"), "items, 0, quantity", 1, of).await;
    let asked = staff.post(&format!("{at}/request-items"), &of(json!(2))).ok().await;
    let one = format!("{at}/request-items/{}", action(&asked));
    refused(&staff, &one, "quantity", 1, |n| json!({ "quantity": n })).await;
    staff.post(&format!("{at}/request"), &json!({})).ok().await;
    staff.post(&format!("{at}/receive"), &json!({})).ok().await;
    for what in ["receive-items", "dismiss-items"] {
        refused(&staff, &format!("{at}/{what}"), "items, 0, quantity", 1, of).await;
        let begun = staff.post(&format!("{at}/{what}"), &of(json!(1))).ok().await;
        let one = format!("{at}/{what}/{}", action(&begun));
        refused(&staff, &one, "quantity", 1, |n| json!({ "quantity": n })).await;
    }
    staff.post(&format!("{at}/receive/confirm"), &json!({})).ok().await;

    let placed = delivered(&shop, &staff).await;
    let line = &placed["items"][0]["id"];
    let claim = staff.post("/admin/claims", &json!({"type": "replace", "order_id": placed["id"]})).ok().await;
    let at = format!("/admin/claims/{}", text(&claim["claim"]["id"]));
    refused(
        &staff,
        &format!("{at}/claim-items"),
        "items, 0, quantity",
        1,
        |n| json!({"items": [{"id": line, "quantity": n, "reason": "other"}]}),
    )
    .await;
    let sent = |n: Value| json!({"items": [{"variant_id": variant(1), "quantity": n}]});
    refused(&staff, &format!("{at}/outbound/items"), "items, 0, quantity", 1, sent).await;
    refused(
        &staff,
        &format!("{at}/inbound/items"),
        "items, 0, quantity",
        1,
        |n| json!({"items": [{"id": line, "quantity": n}]}),
    )
    .await;
    staff.request(http::Method::DELETE, &format!("{at}/request")).ok().await;
    let exchange = staff.post("/admin/exchanges", &json!({"order_id": placed["id"]})).ok().await;
    let at = format!("/admin/exchanges/{}", text(&exchange["exchange"]["id"]));
    refused(&staff, &format!("{at}/outbound/items"), "items, 0, quantity", 1, sent).await;
    refused(
        &staff,
        &format!("{at}/inbound/items"),
        "items, 0, quantity",
        1,
        |n| json!({"items": [{"id": line, "quantity": n}]}),
    )
    .await;
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn of_reservations_quotes_and_projects() {
    let (shop, staff) = open().await;
    let (item, place) = (id("iitem", "21", 1), id("sloc", "20", 1));
    // Stock counts what somebody owns, and so has no end but what there is: a thousand millions are more than that.
    for (said, words) in [
        (json!(0), "too small"),
        (json!(-1), "too small"),
        (json!(0.5), "Expected type"),
        (json!(1_000_000_000), "Not enough"),
    ] {
        let body = json!({"inventory_item_id": item, "location_id": place, "quantity": said});
        let answer = staff.post("/admin/reservations", &body).error(400).await;
        assert!(text(&answer["message"]).contains(words), "{answer}");
    }
    let body = json!({"inventory_item_id": item, "location_id": place, "quantity": 1});
    let kept = staff.post("/admin/reservations", &body).ok().await;
    let at = format!("/admin/reservations/{}", text(&kept["reservation"]["id"]));
    for said in [json!(0), json!(-1), json!(0.5), json!(1_000_000_000)] {
        staff.post(&at, &json!({ "quantity": said })).error(400).await;
    }
    assert_eq!(staff.get(&at).ok().await["reservation"]["quantity"], 1);
    let quote = |n: Value| json!({"email": "ann@example.com", "region_id": europe(), "items": [{"title": "Work", "unit_price": 1, "quantity": n}]});
    refused(&staff, "/admin/quotes", "items, 0, quantity", 1, quote).await;
    let made = staff.post("/admin/quotes", &quote(json!(1))).ok().await;
    let at = format!("/admin/quotes/{}", text(&made["quote"]["id"]));
    refused(
        &staff,
        &at,
        "items, 0, quantity",
        1,
        |n| json!({"items": [{"title": "Work", "unit_price": 1, "quantity": n}]}),
    )
    .await;
    refused(&staff, "/admin/project-orders", "items, 0, quantity", 1, |n| {
        json!({"key": "k", "email": "ann@example.com", "currency_code": "eur", "items": [{"title": "Work", "unit_price": 1, "quantity": n}]})
    })
    .await;
    assert_eq!((shop.count("orders").await, faults(&shop).await), (0, 0));
}
