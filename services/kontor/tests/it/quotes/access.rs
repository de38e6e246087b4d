//! What was bought and opens a door.

use chrono::TimeDelta;

use serde_json::{Value, json};

use super::{answers::deadlines, owner};
use crate::{
    documents::{buy, capture, faults, refund, sell, text, work},
    medusa::visitor::{ANN, Visitor, open_with},
    shop::{Shop, id},
};

/// A shop whose clock is ahead of the database's: access begins in the transaction that pays it, which takes the time from there.
async fn open() -> Shop {
    let shop = open_with(&[]).await;
    sell(&shop).await;
    shop.test.clock().advance(TimeDelta::hours(1));
    shop
}

async fn doors(ann: &Visitor<'_>) -> Value {
    ann.client().get("/store/enrollments").ok().await
}

#[tokio::test]
async fn who_pays_is_let_in() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let mug = format!("/admin/products/{}/access", id("prod", "1", 1));
    let said = staff.post(&mug, &json!({"access_days": 365})).ok().await;
    assert_eq!(said["product"]["access_days"], 365);
    buy(&ann.client(), ANN).await;
    assert_eq!(doors(&ann).await["count"], 0, "nothing is paid yet");
    capture(&shop).await;
    let open = doors(&ann).await;
    let one = &open["enrollments"][0];
    assert_eq!((&open["count"], &one["status"], &one["is_open"]), (&json!(1), &json!("active"), &json!(true)));
    assert_eq!((&one["product"]["handle"], &one["product_id"]), (&json!("mug"), &json!(id("prod", "1", 1))));
    assert_eq!(shop.count("enrollments where ends_at = starts_at + interval '365 days'").await, 1);
    assert_eq!(shop.count("events where name = 'enrollment.created'").await, 1);
    let of = |product: &str| format!("/store/enrollments?product_id={product}");
    assert_eq!(ann.client().get(&of(&id("prod", "1", 1))).ok().await["count"], 1);
    assert_eq!(ann.client().get(&of("prod_x")).ok().await["count"], 0);
    // A part that is paid back leaves the door open; all of it does not.
    refund(&shop, "1").await;
    assert_eq!(doors(&ann).await["enrollments"][0]["is_open"], true);
    refund(&shop, "40").await;
    assert_eq!(doors(&ann).await["enrollments"][0]["is_open"], false);
    assert_eq!(shop.count("enrollments where status = 'ended'").await, 1);
    assert_eq!(shop.count("events where name = 'enrollment.ended'").await, 1);
    assert_eq!(faults(&shop).await, 0);
    shop.shopper().get("/store/enrollments").error(401).await;
    let mut ben = Visitor::new(&shop);
    ben.join("ben@example.test").await;
    assert_eq!(doors(&ben).await["count"], 0);
}

#[tokio::test]
async fn an_order_that_is_canceled_lets_nobody_in() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    shop.change("update products set access_days = 0").await;
    buy(&ann.client(), ANN).await;
    capture(&shop).await;
    assert_eq!(shop.count("enrollments where status = 'active' and ends_at is null").await, 1, "for ever");
    crate::documents::as_kontor(&shop, "select private.cancel_order(id, now()) from orders").await;
    assert_eq!(doors(&ann).await["enrollments"][0]["is_open"], false);
}

#[tokio::test]
async fn by_hand() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await;
    staff.post(&format!("/admin/products/{}/access", id("prod", "1", 1)), &json!({"access_days": 30})).ok().await;
    let body = json!({"customer_id": customer["id"], "product_id": id("prod", "1", 1), "metadata": {"seat": 4}});
    let made = staff.post("/admin/enrollments", &body).ok().await["enrollment"].clone();
    assert_eq!((&made["status"], &made["metadata"]), (&json!("active"), &json!({"seat": 4})));
    assert!(!made["ends_at"].is_null(), "as long as the product says");
    let at = format!("/admin/enrollments/{}", text(&made["id"]));
    assert_eq!(staff.get(&at).ok().await["enrollment"], made);
    assert_eq!(staff.get("/admin/enrollments?status=active").ok().await["count"], 1);
    let paused = staff.post(&at, &json!({"status": "paused", "ends_at": null})).ok().await["enrollment"].clone();
    assert_eq!(
        (&paused["status"], &paused["ends_at"], &paused["metadata"]),
        (&json!("paused"), &Value::Null, &json!({"seat": 4}))
    );
    assert_eq!(doors(&ann).await["enrollments"][0]["is_open"], false);
    let refused = staff.post(&at, &json!({"status": "lost"})).error(400).await;
    assert!(
        text(&refused["message"]).contains("Expected: 'pending, active, paused, ended' for field 'status'"),
        "{refused}"
    );
    let refused = staff.post(&at, &json!({"status": "active", "ends_at": "2020-01-01T00:00:00Z"})).error(400).await;
    assert!(text(&refused["message"]).contains("set 'ends_at' to a later time"), "{refused}");

    // Time goes by.
    staff.post(&at, &json!({"status": "active", "ends_at": "2099-01-01T00:00:00Z"})).ok().await;
    shop.change("update enrollments set ends_at = now() + interval '1 hour'").await;
    shop.test.clock().advance(TimeDelta::hours(48));
    deadlines(&shop).await;
    work(&shop).await;
    assert_eq!(shop.count("enrollments where status = 'ended'").await, 1);
    let staff = shop.colleague("a", "otto", "owner").await.client;
    for _ in 0..2 {
        assert_eq!(staff.post(&format!("{at}/revoke"), &json!({})).ok().await["enrollment"]["status"], "revoked");
    }
    assert_eq!(shop.count("events where name = 'enrollment.revoked'").await, 1);

    for (path, body) in [
        ("/admin/enrollments", json!({"customer_id": id("cus", "9", 9), "product_id": id("prod", "1", 1)})),
        ("/admin/enrollments", json!({"customer_id": customer["id"], "product_id": id("prod", "99", 9)})),
        ("/admin/enrollments/enr_x", json!({})),
        ("/admin/enrollments/enr_x/revoke", json!({})),
        ("/admin/products/prod_x/access", json!({"access_days": 1})),
    ] {
        staff.post(path, &body).error(404).await;
    }
    let product = format!("/admin/products/{}/access", id("prod", "1", 1));
    for body in [json!({}), json!({"access_days": -1}), json!({"access_days": 1.5}), json!({"access_days": 40_000})] {
        staff.post(&product, &body).error(400).await;
    }
    assert_eq!(staff.post(&product, &json!({"access_days": null})).ok().await["product"]["access_days"], Value::Null);
    let other = shop.colleague("b", "bo", "owner").await.client;
    other.get(&at).error(404).await;
    other.post(&format!("{at}/revoke"), &json!({})).error(404).await;
    other.post(&product, &json!({"access_days": 1})).error(404).await;
}

/// A subscription opens the door while it runs.
#[tokio::test]
async fn subscriptions() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    shop.change(
        "update products set access_days = 0 where handle = 'mug';
         insert into subscription_plans (organization_id, id, variant_id, currency_code, amount, \"interval\")
           select v.organization_id, '00000000-0000-7000-800a-004000000001', v.id, 'eur', 10, 'month'
           from product_variants v where v.id = '00000000-0000-7000-800a-000000180001';
         insert into subscriptions (organization_id, id, customer_id, plan_id, status)
           select c.organization_id, '00000000-0000-7000-800a-004100000001', c.id, '00000000-0000-7000-800a-004000000001', 'incomplete'
           from customers c where c.has_account and c.email = 'ann@example.test'",
    )
    .await;
    assert_eq!(doors(&ann).await["count"], 0);
    for (status, is_open) in [
        ("trialing", true),
        ("past_due", true),
        ("paused", false),
        ("active", true),
        ("canceled", false),
        ("active", true),
    ] {
        shop.change(&format!("update subscriptions set status = '{status}'")).await;
        let found = doors(&ann).await;
        assert_eq!((&found["count"], &found["enrollments"][0]["is_open"]), (&json!(1), &json!(is_open)), "{status}");
    }
}
