//! Drafts of orders.

use http::Method;
use serde_json::{Value, json};

use super::{faults, open, owed, standard, text, variant};
use crate::shop::{Shop, id};

fn address() -> Value {
    json!({"first_name": "Ann", "last_name": "Berg", "address_1": "Havnegade 1", "city": "Berlin", "country_code": "de", "postal_code": "10115"})
}

/// A draft of two mugs and an engraving.
async fn draft(staff: &testkit::Client) -> Value {
    let body = json!({
        "region_id": id("reg", "e", 2), "sales_channel_id": id("sc", "c", 1), "email": "Ann@Example.com",
        "shipping_address": address(), "billing_address": address(),
        "items": [{"variant_id": variant(1), "quantity": 2}, {"title": "Engraving", "unit_price": 10, "quantity": 1, "sku": "ENG"}],
        "shipping_methods": [{"option_id": standard(), "name": "Parcel"}], "metadata": {"by": "phone"}
    });
    staff.post("/admin/draft-orders", &body).ok().await["draft_order"].clone()
}

/// What is read of a draft by its shop.
async fn total(staff: &testkit::Client, id: &str) -> Value {
    staff.get(&format!("/admin/draft-orders/{id}")).ok().await["draft_order"]["total"].clone()
}

async fn version_of(shop: &Shop, version: i32) -> bool {
    shop.count(&format!("orders where version = {version}")).await == 1
}

#[tokio::test]
async fn from_a_call_to_an_order() {
    let (shop, staff) = open().await;
    let made = draft(&staff).await;
    let id = text(&made["id"]).to_owned();
    let at = format!("/admin/draft-orders/{id}");
    assert_eq!(
        (&made["status"], &made["is_draft_order"], &made["email"]),
        (&json!("draft"), &json!(true), &json!("ann@example.com"))
    );
    // An engraving is taxed like any product: 36 + 11.9 + 5.
    assert_eq!((&made["total"], &made["metadata"]), (&json!(52.9), &json!({"by": "phone"})));
    assert_eq!(made["items"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&made["shipping_methods"][0]["name"], &made["shipping_address"]["city"]),
        (&json!("Parcel"), &json!("Berlin"))
    );
    assert_eq!(
        shop.count("reservation_items").await
            + shop.count("ledger_entries").await
            + shop.count("payment_collections").await,
        0
    );
    // Shoppers see no drafts, and nobody edits one as an order.
    shop.shopper().get(&format!("/store/orders/{id}")).error(404).await;
    staff.post("/admin/order-edits", &json!({"order_id": id})).error(404).await;

    staff.post(&format!("{at}/edit/items"), &json!({"items": []})).error(400).await;
    staff.post(&format!("{at}/edit"), &json!({})).ok().await;
    staff.post(&format!("{at}/edit"), &json!({})).error(400).await;
    let items = json!({"items": [{"variant_id": variant(1), "quantity": 1, "unit_price": 4}]});
    let preview = staff.post(&format!("{at}/edit/items"), &items).ok().await["draft_order_preview"].clone();
    assert_eq!(preview["total"], json!(56.9));
    let promoted = staff.post(&format!("{at}/edit/promotions"), &json!({"promo_codes": ["TEN"]})).ok().await;
    let off = promoted["draft_order_preview"]["discount_total"].as_f64().unwrap();
    assert!((off - 5.19).abs() < 0.03, "a tenth of the goods, line by line: {off}");
    let gone = staff.delete_with(&format!("{at}/edit/promotions"), &json!({"promo_codes": ["TEN"]})).ok().await;
    assert_eq!(gone["draft_order_preview"]["total"], json!(56.9));
    let unknown = staff.post(&format!("{at}/edit/promotions"), &json!({"promo_codes": ["OLD"]})).error(400).await;
    assert_eq!(unknown["message"], "The promotion code OLD is invalid");
    staff.post(&format!("{at}/edit/promotions"), &json!({"promo_codes": ["TEN"]})).ok().await;
    let method = text(&made["shipping_methods"][0]["id"]).to_owned();
    let path = format!("{at}/edit/shipping-methods/method/{method}");
    let changed = staff.post(&path, &json!({"custom_amount": 3, "description": "By bike"})).ok().await;
    assert_eq!(changed["draft_order_preview"]["shipping_methods"][0]["description"], "By bike");
    let removed = staff.request(Method::DELETE, &path).ok().await;
    assert_eq!(removed["draft_order_preview"]["shipping_methods"], json!([]));
    let body = json!({"shipping_option_id": standard()});
    let added = staff.post(&format!("{at}/edit/shipping-methods"), &body).ok().await;
    let action = text(&added["draft_order_preview"]["shipping_methods"][0]["actions"][0]["id"]).to_owned();
    let path = format!("{at}/edit/shipping-methods/{action}");
    staff.post(&path, &json!({"shipping_option_id": standard(), "custom_amount": 2})).ok().await;
    assert_eq!(total(&staff, &id).await, json!(52.9), "nothing has changed yet");
    staff.post(&format!("{at}/convert-to-order"), &json!({})).error(400).await;
    staff.post(&format!("{at}/edit/request"), &json!({})).ok().await;
    let done = staff.post(&format!("{at}/edit/confirm"), &json!({})).ok().await;
    let expected = done["draft_order_preview"]["total"].clone();
    assert_eq!(total(&staff, &id).await, expected);
    assert!(version_of(&shop, 2).await);

    let body = json!({"metadata": {"by": "", "note": "x"}, "email": "bo@example.com"});
    let said = staff.post(&at, &body).ok().await["draft_order"].clone();
    assert_eq!(
        (&said["metadata"], &said["email"], &said["total"]),
        (&json!({"note": "x"}), &json!("bo@example.com"), &expected)
    );
    let listed = staff.get("/admin/draft-orders?fields=id,total").ok().await;
    assert_eq!(listed["draft_orders"], json!([{"id": id, "total": expected}]));

    let placed = staff.post(&format!("{at}/convert-to-order"), &json!({})).ok().await;
    assert_eq!((&placed["order"]["status"], &placed["order"]["total"]), (&json!("pending"), &expected));
    staff.post(&format!("{at}/convert-to-order"), &json!({})).error(404).await;
    staff.get(&at).error(404).await;
    let order =
        shop.shopper().get(&format!("/store/orders/{id}?fields=+payment_status,*payment_collections")).ok().await;
    assert_eq!((&order["order"]["total"], &order["order"]["payment_status"]), (&expected, &json!("not_paid")));
    assert_eq!(order["order"]["payment_collections"][0]["amount"], expected);
    assert_eq!(shop.count("reservation_items where deleted_at is null").await, 2);
    assert_eq!(shop.count("promotion_usages").await, 1);
    assert_eq!(shop.count("events where name = 'order.placed' and before is not null").await, 1);
    assert!(owed(&shop, &expected.to_string()).await);
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn what_is_refused() {
    let (shop, staff) = open().await;
    let region = id("reg", "e", 2);
    for (body, status, words) in [
        (json!({}), 400, "Field 'region_id' is required"),
        (json!({"region_id": "reg_x", "email": "a@example.com"}), 404, "Region with id: reg_x was not found"),
        (json!({"region_id": region}), 400, "Either email or customer_id must be provided"),
        (json!({"region_id": region, "customer_id": "cus_x"}), 404, "Customer with id: cus_x was not found"),
        (
            json!({"region_id": region, "email": "a@example.com", "currency_code": "usd"}),
            400,
            "does not match the region's currency",
        ),
        (
            json!({"region_id": region, "email": "a@example.com", "sales_channel_id": "sc_x"}),
            404,
            "Sales channel with id: sc_x",
        ),
        (
            json!({"region_id": region, "email": "a@example.com", "items": [{"title": "X", "quantity": 1}]}),
            400,
            "needs a unit_price",
        ),
        (
            json!({"region_id": region, "email": "a@example.com", "promo_codes": ["NO"]}),
            400,
            "The promotion code NO is invalid",
        ),
    ] {
        let refused = staff.post("/admin/draft-orders", &body).error(status).await;
        assert!(text(&refused["message"]).contains(words), "{refused}");
    }
    assert_eq!(shop.count("orders").await, 0, "nothing of what was refused stays");
    let made = draft(&staff).await;
    let at = format!("/admin/draft-orders/{}", text(&made["id"]));
    let theirs = shop.colleague("b", "sue", "owner").await.client;
    theirs.get(&at).error(404).await;
    theirs.post(&format!("{at}/convert-to-order"), &json!({})).error(404).await;
    // More than there is: it stays a draft.
    shop.change("update inventory_levels set stocked_quantity = 1, reserved_quantity = 0").await;
    let short = staff.post(&format!("{at}/convert-to-order"), &json!({})).error(400).await;
    assert_eq!(short["code"], "insufficient_inventory");
    shop.change("update inventory_levels set stocked_quantity = 1000").await;
    // Twice at once is once.
    let (path, nothing) = (format!("{at}/convert-to-order"), json!({}));
    let (one, two) = tokio::join!(staff.post(&path, &nothing).send(), staff.post(&path, &nothing).send());
    let good = [&one, &two].iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert_eq!((good, faults(&shop).await), (1, 0), "{} {}", one.text, two.text);
    let other = draft(&staff).await;
    let at = format!("/admin/draft-orders/{}", text(&other["id"]));
    let gone = staff.request(Method::DELETE, &at).ok().await;
    assert_eq!((&gone["object"], &gone["deleted"]), (&json!("draft-order"), &json!(true)));
    staff.get(&at).error(404).await;
    assert_eq!(staff.get("/admin/draft-orders").ok().await["count"], 0);
}

/// What is promised although it is not there is sold so, also when the draft has become an order, and is changed once more.
#[tokio::test]
async fn sold_although_it_is_not_there() {
    let (shop, staff) = open().await;
    shop.change("update inventory_levels set stocked_quantity = 1, reserved_quantity = 0").await;
    let body = json!({
        "region_id": id("reg", "e", 2), "sales_channel_id": id("sc", "c", 1), "email": "ann@example.com",
        "shipping_address": address(), "items": [{"variant_id": variant(1), "quantity": 3, "allow_backorder": true}]
    });
    let made = staff.post("/admin/draft-orders", &body).ok().await["draft_order"].clone();
    let at = format!("/admin/draft-orders/{}", text(&made["id"]));
    staff.post(&format!("{at}/edit"), &json!({})).ok().await;
    let items = json!({"items": [{"variant_id": variant(1), "quantity": 1, "unit_price": 4, "allow_backorder": true}]});
    staff.post(&format!("{at}/edit/items"), &items).ok().await;
    staff.post(&format!("{at}/edit/confirm"), &json!({})).ok().await;
    staff.post(&format!("{at}/convert-to-order"), &json!({})).ok().await;
    assert_eq!(shop.count("reservation_items where deleted_at is null").await, 2);
    let edit = format!("/admin/order-edits/{}", text(&made["id"]));
    staff.post("/admin/order-edits", &json!({"order_id": made["id"]})).ok().await;
    let line = format!("{edit}/items/item/{}", text(&made["items"][0]["id"]));
    staff.post(&line, &json!({"quantity": 5})).ok().await;
    staff.post(&format!("{edit}/confirm"), &json!({})).ok().await;
    assert_eq!(faults(&shop).await, 0);
}

/// A draft holds what a cart does.
#[tokio::test]
async fn no_more_than_a_cart() {
    let (shop, staff) = open().await;
    let with = |field: &str, many: usize, one: Value| {
        let mut body = json!({"region_id": id("reg", "e", 2), "email": "a@example.com"});
        body[field] = Value::Array(vec![one; many]);
        body
    };
    let custom = json!({"title": "X", "unit_price": 1, "quantity": 1});
    for (body, words) in [
        (with("items", 501, custom.clone()), "A draft order holds at most 500 lines"),
        (with("shipping_methods", 21, json!({"option_id": standard()})), "at most 20 shipping methods"),
        (with("promo_codes", 21, json!("TEN")), "'promo_codes' too big, expected at most: '20'"),
    ] {
        let refused = staff.post("/admin/draft-orders", &body).error(400).await;
        assert!(text(&refused["message"]).contains(words), "{refused}");
    }
    let made = staff.post("/admin/draft-orders", &with("items", 500, custom.clone())).ok().await["draft_order"].clone();
    let at = format!("/admin/draft-orders/{}/edit", text(&made["id"]));
    staff.post(&at, &json!({})).ok().await;
    let refused = staff.post(&format!("{at}/items"), &json!({"items": [custom]})).error(400).await;
    assert!(text(&refused["message"]).contains("at most 500 lines"), "{refused}");
    assert_eq!(shop.count("orders").await, 1);
}
