//! Captures and refunds: never more than there is, whoever asks at the same time, and once for a key.

use serde_json::{Value, json};

use super::{Rig, payment};
use crate::carts::{at_once, open, pay, ready};

async fn captured(rig: &Rig) -> (testkit::Client, String) {
    let guest = rig.shop.shopper();
    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    let staff = rig.staff().await;
    let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
    staff.post(&format!("{at}/capture"), &json!({})).ok().await;
    (staff, at)
}

#[tokio::test]
async fn what_cannot_be_taken_or_given_back() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    let staff = rig.staff().await;
    let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
    let refused =
        async |what: &str, body: Value| staff.post(&format!("{at}/{what}"), &body).error(400).await["message"].clone();
    assert_eq!(refused("refund", json!({})).await, "Nothing of the payment is left to be refunded");
    assert_eq!(
        refused("capture", json!({"amount": 41.01})).await,
        "You cannot capture more than the authorized amount: 41 eur are open"
    );
    for body in [json!({"amount": 0}), json!({"amount": -1})] {
        assert!(refused("capture", body).await.as_str().unwrap().contains("'amount' too small"));
    }
    assert!(refused("capture", json!({"amount": "much"})).await.as_str().unwrap().contains("'amount'"));
    staff.post(&format!("{at}/capture"), &json!({"amount": 41})).ok().await;
    assert_eq!(refused("capture", json!({})).await, "The payment is captured already: nothing of it is open");
    assert_eq!(
        refused("refund", json!({"amount": 41.01})).await,
        "You cannot refund more than what is captured on the payment: 41 eur are left"
    );
    let reason = json!({"refund_reason_id": "refr_01jd6nwvvgfa5sr38y5wx4pq3d"});
    staff.post(&format!("{at}/refund"), &reason).error(404).await;
    staff.post("/admin/payments/pay_01jd6nwvvgfa5sr38y5wx4pq3d/refund", &json!({})).error(404).await;
    staff.post("/admin/payments/pay_x/capture", &json!({})).error(404).await;
    let other = rig.shop.colleague("b", "lee", "admin").await.client;
    other.post(&format!("{at}/refund"), &json!({})).error(404).await;
    other.get(&at).error(404).await;
}

#[tokio::test]
async fn twenty_refund_at_once() {
    let rig = Rig::silent().await;
    let (staff, at) = captured(&rig).await;
    let asking = (0..20).map(|_| {
        let (staff, at) = (staff.clone(), at.clone());
        async move { staff.post(&format!("{at}/refund"), &json!({"amount": 5})).send().await }
    });
    let answers = at_once(asking).await;
    let done = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    let refused = answers.iter().filter(|answer| answer.status.as_u16() == 400).count();
    assert_eq!((done, refused), (8, 12), "{:?}", answers.iter().map(|answer| &answer.text).collect::<Vec<_>>());
    assert_eq!(rig.stripe.books()["sums"]["eur"]["balance"], 100);
    rig.balances().await;
}

#[tokio::test]
async fn one_key_one_refund() {
    let rig = Rig::silent().await;
    let (staff, at) = captured(&rig).await;
    for _ in 0..3 {
        let body = json!({"amount": 5});
        let again = staff.post(&format!("{at}/refund"), &body).header("idempotency-key", "case-1").ok().await;
        assert_eq!(again["payment"]["refunded_amount"], 5);
    }
    let other =
        staff.post(&format!("{at}/refund"), &json!({"amount": 7})).header("idempotency-key", "case-1").error(400).await;
    assert!(other["message"].as_str().unwrap().contains("used before for an amount of 5"), "{other}");
    let long = "k".repeat(256);
    staff.post(&format!("{at}/refund"), &json!({"amount": 5})).header("idempotency-key", &long).error(400).await;
    rig.balances().await;
}

/// Somebody gives money back in Stripe's own pages.
#[tokio::test]
async fn given_back_by_hand() {
    let rig = Rig::open().await;
    let (staff, at) = captured(&rig).await;
    let intent = staff.get(&at).ok().await["payment"]["data"]["id"].as_str().unwrap().to_owned();
    rig.stripe.refund_by_hand(&intent, 700).unwrap();
    rig.work().await;
    let shown = staff.get(&at).ok().await;
    assert_eq!(
        (&shown["payment"]["refunded_amount"], &shown["payment"]["refunds"][0]["status"]),
        (&json!(7), &json!("succeeded")),
        "{shown}"
    );
    rig.balances().await;
}

/// A refund that succeeded and fails later: the customer never got it, and the books say so.
#[tokio::test]
async fn a_refund_that_fails_later() {
    let rig = Rig::open().await;
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_refundFail").unwrap();
    let order = super::complete(&guest, &cart).await["order"].clone();
    let staff = rig.staff().await;
    let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
    staff.post(&format!("{at}/capture"), &json!({})).ok().await;
    staff.post(&format!("{at}/refund"), &json!({})).ok().await;
    rig.work().await;
    if staff.get(&at).ok().await["payment"]["refunds"][0]["status"] != "failed" {
        let refund = rig.stripe.books()["refunds"][0]["id"].as_str().unwrap().to_owned();
        rig.stripe.settle_refund(&refund, "failed").unwrap();
        rig.work().await;
    }
    let shown = staff.get(&at).ok().await;
    assert_eq!(
        (&shown["payment"]["refunds"][0]["status"], &shown["payment"]["refunded_amount"]),
        (&json!("failed"), &json!(0)),
        "{shown}"
    );
    rig.balances().await;
}

/// A bank takes money back for its customer; the shop wins, or loses.
#[tokio::test]
async fn disputes() {
    for (ends, status) in [("won", "won"), ("lost", "lost")] {
        let rig = Rig::open().await;
        let guest = rig.shop.shopper();
        let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
        rig.stripe.confirm(&intent, "pm_card_createDispute").unwrap();
        let order = super::complete(&guest, &cart).await["order"].clone();
        let staff = rig.staff().await;
        let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
        staff.post(&format!("{at}/capture"), &json!({})).ok().await;
        rig.work().await;
        assert_eq!(staff.get(&at).ok().await["payment"]["disputed_amount"], 23);
        let dispute = rig.dispute();
        rig.stripe.settle_dispute(&dispute, ends).unwrap();
        rig.work().await;
        assert_eq!(rig.shop.count(&format!("payment_disputes where status = '{status}'")).await, 1);
        rig.balances().await;
    }
}

/// The provider that needs nobody.
#[tokio::test]
async fn paid_elsewhere() {
    let shop = open().await;
    let guest = shop.shopper();
    let cart = ready(&guest, &[(1, 2)]).await;
    pay(&guest, &cart).await;
    let order = super::complete(&guest, &cart).await["order"].clone();
    let staff = shop.colleague("a", "kim", "admin").await.client;
    let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
    let part = staff.post(&format!("{at}/capture"), &json!({"amount": 30})).ok().await;
    assert_eq!(part["payment"]["captured_amount"], 30);
    let rest = staff.post(&format!("{at}/capture"), &json!({})).ok().await;
    assert_eq!(
        (&rest["payment"]["captured_amount"], rest["payment"]["captures"].as_array().unwrap().len()),
        (&json!(41), 2)
    );
    let back = staff.post(&format!("{at}/refund"), &json!({"amount": 1})).ok().await;
    assert_eq!(back["payment"]["refunds"][0]["status"], "succeeded");
    assert_eq!(crate::carts::faults(&shop).await, 0);
    assert_eq!(shop.count("order_transactions").await, 3);
}
