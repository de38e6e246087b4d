//! Orders on projects.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{ANN, owner};
use crate::{
    documents::{faults, open, text},
    shop::id,
};

/// A kitchen for 1,200 euros and tax.
pub(super) fn project(key: &str) -> Value {
    json!({
        "key": key, "email": ANN, "currency_code": "EUR", "items": [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": 1200}],
        "tax": [{"rate": 19, "code": "DE19", "name": "VAT"}]
    })
}

#[tokio::test]
async fn half_of_it_in_seven_days() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let mut tasks = JoinSet::new();
    for _ in 0..8 {
        let staff = staff.clone();
        tasks.spawn(async move { staff.post("/admin/project-orders", &project("kitchen")).ok().await });
    }
    let made = tasks.join_all().await;
    assert!(made.iter().all(|one| one["order"]["id"] == made[0]["order"]["id"]));
    assert_eq!(shop.count("orders").await, 1);
    let (order, dues) = (&made[0]["order"], &made[0]["dues"]);
    assert_eq!(
        (&order["total"], &order["currency_code"], &order["display_id"]),
        (&json!(1428), &json!("eur"), &json!(1))
    );
    assert_eq!((&dues[0]["amount"], &dues[1]["amount"], &dues[1]["due_at"]), (&json!(714), &json!(714), &Value::Null));
    // It is read as any order is, with its tax.
    let read = shop.shopper().get(&format!("/store/orders/{}", text(&order["id"]))).ok().await["order"].clone();
    assert_eq!(
        (&read["total"], &read["tax_total"], &read["items"][0]["tax_lines"][0]["rate"]),
        (&json!(1428), &json!(228), &json!(19))
    );
    let invoice = staff.post(&format!("/admin/orders/{}/invoice", text(&order["id"])), &json!({})).ok().await;
    assert_eq!(invoice["document"]["number"], 1);

    // What it names of the shop's goods is kept.
    let mut goods = project("mugs");
    goods["items"] =
        json!([{"title": "Mugs", "quantity": 3, "unit_price": 10.01, "variant_id": id("variant", "18", 1)}]);
    goods["deposit_percent"] = json!(0);
    goods["tax"] = json!([]);
    let made = staff.post("/admin/project-orders", &goods).ok().await;
    assert_eq!((&made["order"]["total"], made["dues"].as_array().unwrap().len()), (&json!(30.03), 1));
    assert_eq!(shop.count("reservation_items where quantity = 3 and deleted_at is null").await, 1);
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn what_is_refused() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let with = |field: &str, value: Value| {
        let mut body = project("other");
        body[field] = value;
        body
    };
    for (body, words) in [
        (with("currency_code", json!("gold")), "Value for field 'currency_code' is no currency: 'gold'"),
        (with("items", json!([])), "Field 'items' must have 1 to 500 items"),
        (
            with("items", json!([{"title": "a", "quantity": 1, "unit_price": 0}])),
            "Value for field 'items, 0, unit_price' too small",
        ),
        (with("items", json!([{"title": "a", "quantity": 0.5, "unit_price": 1}])), "for field 'items, 0, quantity'"),
        (with("tax", json!([{"rate": -1}])), "Value for field 'tax, 0, rate' must be 0 to 1000 percent"),
        (with("deposit_percent", json!(101)), "Value for field 'deposit_percent' too big"),
        (with("email", json!("nobody")), "Invalid email for field 'email'"),
    ] {
        let refused = staff.post("/admin/project-orders", &body).error(400).await;
        assert!(text(&refused["message"]).contains(words), "{refused}");
    }
    for (field, value) in [
        ("customer_id", id("cus", "9", 9)),
        ("region_id", id("reg", "9", 9)),
        ("sales_channel_id", id("sc", "9", 9)),
        ("customer_id", "x".to_owned()),
    ] {
        staff.post("/admin/project-orders", &with(field, json!(value))).error(404).await;
    }
    let many = json!([{"title": "Mugs", "quantity": 1_000_000, "unit_price": 1, "variant_id": id("variant", "18", 1)}]);
    let refused = staff.post("/admin/project-orders", &with("items", many)).error(400).await;
    assert_eq!(refused["code"], "insufficient_inventory");
    assert_eq!(shop.count("orders").await, 0);
    assert_eq!(faults(&shop).await, 0);
}
