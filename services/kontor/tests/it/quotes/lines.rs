//! Access follows each line of an order: what came back, what was taken out, what was paid, and by what.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::Client;

use super::owner;
use crate::{
    carts::{path, ready},
    documents::{as_kontor, capture, faults, refund, sell, text},
    medusa::visitor::{ANN, Visitor, open_with},
    shop::{Shop, id},
};

/// A shop whose clock is ahead of the database's, and in which a mug is a course of 30 days.
async fn open() -> (Shop, Client) {
    let shop = open_with(&[]).await;
    sell(&shop).await;
    shop.test.clock().advance(TimeDelta::hours(1));
    let staff = owner(&shop).await;
    staff.post(&format!("/admin/products/{}/access", id("prod", "1", 1)), &json!({"access_days": 30})).ok().await;
    (shop, staff)
}

/// An order of so many of some variants; nothing is paid yet.
async fn buy(ann: &Visitor<'_>, items: &[(u32, u32)]) -> Value {
    let cart = ready(&ann.client(), items).await;
    ann.client().post(&format!("{}/complete", path(&cart)), &json!({})).ok().await["order"].clone()
}

async fn is_open(ann: &Visitor<'_>) -> bool {
    let read = ann.client().get("/store/enrollments").ok().await;
    read["enrollments"].as_array().unwrap().iter().any(|one| one["is_open"] == true)
}

fn line(order: &Value, variant: u32) -> &str {
    let variant = id("variant", "18", variant);
    text(&order["items"].as_array().unwrap().iter().find(|item| item["variant_id"] == *variant).unwrap()["id"])
}

/// So many of a line arrive, and come back again.
async fn comes_back(shop: &Shop, staff: &Client, order: &Value, line: &str, quantity: u32) {
    crate::changes::deliver(shop, order).await;
    let begun =
        staff.post("/admin/returns", &json!({"order_id": order["id"], "location_id": id("sloc", "20", 1)})).ok().await;
    let at = format!("/admin/returns/{}", text(&begun["return"]["id"]));
    let items = json!({"items": [{"id": line, "quantity": quantity}]});
    staff.post(&format!("{at}/request-items"), &items).ok().await;
    staff.post(&format!("{at}/request"), &json!({})).ok().await;
    staff.post(&format!("{at}/receive"), &json!({})).ok().await;
    staff.post(&format!("{at}/receive-items"), &items).ok().await;
    staff.post(&format!("{at}/receive/confirm"), &json!({})).ok().await;
}

/// An edit of a line to so many pieces.
async fn edited(staff: &Client, order: &Value, line: &str, quantity: u32) {
    staff.post("/admin/order-edits", &json!({"order_id": order["id"]})).ok().await;
    let at = format!("/admin/order-edits/{}", text(&order["id"]));
    staff.post(&format!("{at}/items/item/{line}"), &json!({"quantity": quantity})).ok().await;
    staff.post(&format!("{at}/confirm"), &json!({})).ok().await;
}

#[tokio::test]
async fn what_came_back_is_closed() {
    let (shop, staff) = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let order = buy(&ann, &[(1, 1), (3, 1)]).await;
    capture(&shop).await;
    assert!(is_open(&ann).await);
    comes_back(&shop, &staff, &order, line(&order, 1), 1).await;
    assert!(!is_open(&ann).await, "it came back");
    refund(&shop, "18").await;
    assert!(!is_open(&ann).await, "and was paid back");
    assert_eq!(shop.count("events where name = 'enrollment.ended'").await, 1);
    assert_eq!(faults(&shop).await, 0);
}

/// Time ends it once; what is paid back of something else does not begin it again.
#[tokio::test]
async fn what_time_has_ended_stays_so() {
    let (shop, staff) = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let order = buy(&ann, &[(1, 1), (3, 1)]).await;
    capture(&shop).await;
    shop.change("update enrollments set starts_at = now() - interval '40 days', ends_at = now() - interval '10 days', status = 'ended'").await;
    comes_back(&shop, &staff, &order, line(&order, 3), 1).await;
    refund(&shop, "55").await;
    assert!(!is_open(&ann).await);
    assert_eq!(shop.count("enrollments where status = 'ended' and ends_at < now() - interval '9 days'").await, 1);
    assert_eq!(faults(&shop).await, 0);
}

/// A refund of everything closes it; when it fails it is open again, for no longer than before.
#[tokio::test]
async fn a_refund_that_fails() {
    let (shop, staff) = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    buy(&ann, &[(1, 1)]).await;
    capture(&shop).await;
    shop.change("update enrollments set ends_at = now() + interval '7 days'").await;
    refund(&shop, "23").await;
    assert!(!is_open(&ann).await);
    let failed = "select private.settle_refund(r.id, 'failed', 90::smallint, null, now()), private.book_refund(r.id) from payment_refunds r";
    as_kontor(&shop, failed).await;
    assert!(is_open(&ann).await);
    assert_eq!(
        shop.count("enrollments where ends_at between now() + interval '6 days' and now() + interval '7 days'").await,
        1
    );
    // By hand it is by hand.
    let listed = staff.get("/admin/enrollments").ok().await;
    let at = format!("/admin/enrollments/{}", text(&listed["enrollments"][0]["id"]));
    staff.post(&at, &json!({"status": "ended"})).ok().await;
    as_kontor(&shop, "update orders set version = version + 1").await;
    assert!(!is_open(&ann).await);
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn what_was_taken_out_is_closed() {
    let (shop, staff) = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let order = buy(&ann, &[(1, 2), (3, 1)]).await;
    capture(&shop).await;
    edited(&staff, &order, line(&order, 1), 1).await;
    assert!(is_open(&ann).await, "one is left");
    edited(&staff, &order, line(&order, 1), 0).await;
    assert!(!is_open(&ann).await);
    assert_eq!(shop.count("enrollments where line_item_id is null and status = 'ended'").await, 1);
    assert_eq!(faults(&shop).await, 0);
}

/// An order that costs less now may be paid by that.
#[tokio::test]
async fn paid_by_costing_less() {
    let (shop, staff) = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let order = buy(&ann, &[(1, 3)]).await;
    as_kontor(
        &shop,
        "select private.settle_capture(c.id, true, null, now()), private.book_capture(c.id)
         from (select private.begin_capture(p.id, 23, null) as id from payments p) c",
    )
    .await;
    assert!(!is_open(&ann).await, "23 of 59");
    edited(&staff, &order, line(&order, 1), 1).await;
    assert!(is_open(&ann).await);
    assert_eq!(faults(&shop).await, 0);
}

/// Deposit and balance at the same moment: each transaction sees its own, and one of them opens the door.
#[tokio::test]
async fn two_payments_at_once() {
    let (shop, _staff) = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    buy(&ann, &[(1, 1)]).await;
    let half =
        "insert into order_transactions (organization_id, order_id, amount, currency_code, reference, reference_id)
        select organization_id, id, 11.5, currency_code, 'capture', private.uuid_v7() from orders";
    let begin = async || {
        let mut tx = shop.test.db().begin_system("pay half").await.unwrap();
        tx.work_in("00000000-0000-7000-8000-00000000000a".parse().unwrap()).await.unwrap();
        db::exec(&tx, half, []).await.unwrap();
        tx
    };
    let (one, two) = (begin().await, begin().await);
    let (one, two) = tokio::join!(one.commit(), two.commit());
    one.unwrap();
    two.unwrap();
    assert!(is_open(&ann).await);
}

/// What a card has paid is paid: ten of 23 that go back close nothing, and all of it does.
#[tokio::test]
async fn credit_has_paid_too() {
    let (shop, staff) = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let gift = staff.post("/admin/gift-cards", &json!({"value": 13, "currency_code": "eur"})).ok().await;
    let cart = ready(&ann.client(), &[(1, 1)]).await;
    let cards = format!("{}/gift-cards", path(&cart));
    ann.client().post(&cards, &json!({"code": gift["gift_card"]["code"]})).ok().await;
    crate::carts::pay(&ann.client(), &cart).await;
    let order = ann.client().post(&format!("{}/complete", path(&cart)), &json!({})).ok().await["order"].clone();
    capture(&shop).await;
    assert!(is_open(&ann).await);
    refund(&shop, "10").await;
    assert!(is_open(&ann).await, "13 of 23 are still paid");
    staff.post(&format!("/admin/orders/{}/cancel", text(&order["id"])), &json!({})).ok().await;
    assert!(!is_open(&ann).await);
    assert_eq!(faults(&shop).await, 0);
}

/// A project on the shop's goods gives what they give, and is sent as they are.
#[tokio::test]
async fn a_project_on_goods() {
    let (shop, staff) = open().await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await;
    let body = json!({
        "key": "course", "customer_id": customer["id"], "email": ANN, "currency_code": "EUR", "deposit_percent": 0, "tax": [],
        "items": [{"title": "The course, for you", "quantity": 1, "unit_price": 100, "variant_id": id("variant", "18", 1)}]
    });
    let made = staff.post("/admin/project-orders", &body).ok().await;
    let read = staff.get(&format!("/admin/orders/{}", text(&made["order"]["id"]))).ok().await["order"].clone();
    let item = &read["items"][0];
    assert_eq!(
        (&item["title"], &item["product_id"], &item["requires_shipping"], &item["product_handle"]),
        (&json!("The course, for you"), &json!(id("prod", "1", 1)), &json!(true), &json!("mug"))
    );
    assert!(!is_open(&ann).await);
    shop.change(
        "insert into order_transactions (organization_id, order_id, amount, currency_code, reference, reference_id)
        select organization_id, id, total, currency_code, 'capture', private.uuid_v7() from orders",
    )
    .await;
    as_kontor(&shop, "update orders set version = version + 1").await;
    assert!(is_open(&ann).await);
}

/// The books notice what does not follow.
#[tokio::test]
async fn the_audit_sees_it() {
    let (shop, _staff) = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    shop.change("update products set is_giftcard = true where handle = 'shirt'").await;
    buy(&ann, &[(1, 1), (3, 1)]).await;
    capture(&shop).await;
    crate::documents::work(&shop).await;
    assert_eq!(faults(&shop).await, 0);
    let seen = async |rule: &str| {
        shop.count(&format!("private.audit_orders('00000000-0000-7000-8000-00000000000a') a where a.rule = '{rule}'"))
            .await
    };
    shop.change("update promotions set used = 1 where code = 'ONCE'").await;
    assert_eq!(seen("promotions are used as often as it says").await, 1);
    shop.change(
        "insert into campaigns (organization_id, name, campaign_identifier, budget_type, budget_limit, budget_used)
        values ('00000000-0000-7000-8000-00000000000a', 'x', 'x', 'usage', 10, 2)",
    )
    .await;
    assert_eq!(seen("budgets are what was taken from them").await, 1);
    let second = "insert into gift_cards (organization_id, code, value, currency_code, line_item_id, nth)
        select organization_id, 'TWICE-MADE', value, currency_code, line_item_id, 2 from gift_cards";
    shop.change(second).await;
    assert_eq!(seen("gift cards are made of what was bought").await, 1);
    // Nobody tells a trigger here whose shop it is.
    shop.change("update orders set status = 'canceled'").await;
    assert_eq!(seen("who is let in has paid").await, 1);
    shop.change("insert into order_dues (organization_id, order_id, nth, kind, amount, payment_collection_id, paid_at)
        select organization_id, order_id, 1, 'balance', 1000, id, now() from payment_collections where order_id is not null").await;
    assert_eq!(seen("a due that is paid was paid").await, 1);
}
