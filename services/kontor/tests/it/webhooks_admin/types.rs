//! Every type of Stripe's fixtures, of objects that are nobody's here and of objects that are the shop's.

use std::collections::BTreeMap;

use db::sea_orm::FromQueryResult;
use serde_json::{Value, json};

use super::{deliver, event};
use crate::payments::{Rig, payment};

#[derive(FromQueryResult)]
struct Row {
    r#type: String,
    status: String,
    is_ours: bool,
}

async fn ended(rig: &Rig) -> Vec<Row> {
    let sql = "select type, status, shop_id is not null as is_ours from webhook_events order by type";
    let tx = rig.shop.test.db().begin_system("look at webhooks").await.unwrap();
    let rows = db::fetch_all(&tx, sql, []).await.unwrap();
    tx.commit().await.unwrap();
    rows
}

/// The kind of object that a type is told of.
fn object(kind: &str) -> &'static str {
    let known = [
        ("charge.dispute.", "dispute"),
        ("charge.refund.", "refund"),
        ("charge.", "charge"),
        ("checkout.session.", "checkout.session"),
        ("customer.subscription.", "subscription"),
        ("customer.", "customer"),
        ("invoice.", "invoice"),
        ("payment_intent.", "payment_intent"),
        ("payment_method.", "payment_method"),
        ("price.", "price"),
        ("radar.early_fraud_warning.", "radar.early_fraud_warning"),
        ("refund.", "refund"),
        ("review.", "review"),
        ("setup_intent.", "setup_intent"),
    ];
    known.iter().find(|(prefix, _)| kind.starts_with(prefix)).map_or("unknown_thing", |(_, object)| object)
}

/// One of nobody's, as whole as it has to be.
fn foreign(kind: &str) -> Value {
    json!({
        "id": format!("x_{}", kind.replace('.', "_")), "object": object(kind), "amount": 100, "amount_received": 0, "amount_capturable": 0,
        "amount_captured": 100, "amount_refunded": 0, "amount_due": 100, "amount_paid": 0, "currency": "eur", "status": "succeeded",
        "type": "card", "metadata": {}, "payment_intent": "pi_nobodys", "charge": "ch_nobodys", "disputed": false, "subscription": "sub_nobodys",
        "is_charge_refundable": true, "actionable": true, "open": true, "captured": true, "reason": "general"
    })
}

#[tokio::test]
async fn each_type_ends_as_it_should() {
    let rig = Rig::silent().await;
    let types: Vec<&str> = include_str!("../../../../../crates/payments/tests/it/event_types.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert!(types.len() >= 265, "{}", types.len());
    for (at, kind) in types.iter().enumerate() {
        deliver(&rig, &event(&format!("evt_{at}"), kind, rig.stripe.now(), &foreign(kind))).await;
    }
    rig.jobs().await;
    let rows = ended(&rig).await;
    assert_eq!(rows.len(), types.len());
    // Noted: there is nothing to do about them, whosever they are.
    let noted = |kind: &str| {
        ["payout.", "product."].iter().any(|known| kind.starts_with(known))
            || ["invoice.deleted", "invoice.upcoming"].contains(&kind)
    };
    for Row { r#type, status, is_ours } in rows {
        let expected = if noted(&r#type) { "done" } else { "ignored" };
        assert_eq!((status.as_str(), is_ours), (expected, false), "{type}");
    }
}

/// Of the shop's own order they are worked on, and known as the shop's.
#[tokio::test]
async fn what_concerns_a_shop_is_the_shops() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let (order, intent) = rig.order(&guest, &[(1, 2)]).await;
    let staff = rig.staff().await;
    let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
    staff.post(&format!("{at}/capture"), &json!({})).ok().await;
    staff.post(&format!("{at}/refund"), &json!({"amount": 5})).ok().await;
    let mut objects: BTreeMap<&str, Value> = BTreeMap::new();
    for told in rig.stripe.events() {
        let now = rig.stripe.object(told["data"]["object"]["id"].as_str().unwrap_or_default());
        if let (Some(now), Some(kind)) = (now, told["data"]["object"]["object"].as_str()) {
            let kind = ["payment_intent", "charge", "refund"].into_iter().find(|known| *known == kind);
            objects.extend(kind.map(|kind| (kind, now)));
        }
    }
    objects.insert(
        "checkout.session",
        json!({"id": "cs_1", "object": "checkout.session", "payment_intent": intent, "metadata": {}}),
    );
    let types = [
        "payment_intent.succeeded",
        "payment_intent.created",
        "payment_intent.processing",
        "charge.captured",
        "charge.refunded",
        "charge.succeeded",
        "charge.updated",
        "refund.created",
        "refund.updated",
        "charge.refund.updated",
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.expired",
    ];
    for (at, kind) in types.iter().enumerate() {
        deliver(&rig, &event(&format!("evt_{at}"), kind, rig.stripe.now(), &objects[object(kind)])).await;
    }
    rig.jobs().await;
    for Row { r#type, status, is_ours } in ended(&rig).await {
        assert_eq!((status.as_str(), is_ours), ("done", true), "{type}");
    }
    assert_eq!(staff.get("/admin/webhook-events").ok().await["count"], json!(types.len()));
    rig.balances().await;
}
