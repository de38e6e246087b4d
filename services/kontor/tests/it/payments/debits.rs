//! Bank debits of orders, which are decided days later: one that fails is paid another way, and nothing is paid twice.

use serde_json::{Value, json};
use testkit::Client;

use super::{Rig, by_stripe, complete, intent, sessions};
use crate::carts::faults;

/// An order that a bank account pays, where its collection is paid, and the session.
async fn waiting(rig: &Rig, guest: &Client, account: &str) -> (Value, String, Value) {
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let cart = rig.ready(guest, &[(1, 1)]).await;
    let at = sessions(guest, &cart).await;
    let session = rig.begin(guest, &cart).await;
    rig.stripe.confirm(&intent(&session), account).unwrap();
    let order = complete(guest, &cart).await["order"].clone();
    rig.work().await;
    (order, at, session)
}

/// The same, with what Stripe has of it.
async fn debited(rig: &Rig, guest: &Client, account: &str) -> (Value, String, String) {
    let (order, at, session) = waiting(rig, guest, account).await;
    (order, at, intent(&session))
}

async fn status(guest: &Client, order: &Value) -> Value {
    let path = format!("/store/orders/{}?fields=+payment_status", order["id"].as_str().unwrap());
    guest.get(&path).ok().await["order"]["payment_status"].clone()
}

/// It fails days later: the order is paid by card, and the debit is nothing that anybody could pay any more.
#[tokio::test]
async fn one_that_failed_is_paid_by_card() {
    let rig = Rig::open().await;
    let guest = rig.shop.shopper();
    let (order, at, first) = waiting(&rig, &guest, "pm_failed_sepa_debit").await;
    let debit = intent(&first);
    let staff = rig.staff().await;
    let ask = format!("/admin/orders/{}/payment-sessions/authorize", order["id"].as_str().unwrap());
    let of = json!({"payment_session_id": first["id"]});
    assert_eq!(staff.post(&ask, &of).ok().await["is_authorized"], json!(false), "the bank decides");
    rig.stripe.arrive(&debit, false).unwrap_err();
    rig.work().await;
    assert_eq!(staff.post(&ask, &of).ok().await["is_authorized"], json!(false), "it has failed");
    let begun = guest.post(&at, &by_stripe()).ok().await;
    let session = &begun["payment_collection"]["payment_sessions"][0];
    assert_eq!(session["amount"], json!(23), "{begun}");
    assert_ne!(intent(session), debit);
    rig.work().await;
    assert_eq!(rig.stripe.object(&debit).unwrap()["status"], "canceled");
    assert_eq!(status(&guest, &order).await, "awaiting");
    rig.stripe.confirm(&intent(session), "pm_card_visa").unwrap();
    rig.work().await;
    assert_eq!(status(&guest, &order).await, "captured");
    assert_eq!(rig.shop.count("payments where canceled_at is null and captured_amount = 23").await, 1);
    assert_eq!(rig.shop.count("payments").await, 2);
    rig.balances().await;
}

/// Nobody was told that it failed: whoever wants to pay again has it looked up.
#[tokio::test]
async fn one_that_failed_and_nobody_was_told() {
    let rig = Rig::open().await;
    let guest = rig.shop.shopper();
    let (order, at, debit) = debited(&rig, &guest, "pm_failed_sepa_debit").await;
    let waits = guest.post(&at, &by_stripe()).error(400).await;
    assert!(waits["message"].as_str().unwrap().ends_with("is open: a payment is on its way"), "{waits}");
    rig.stripe.tell(stripe_double::Knobs::default());
    rig.stripe.arrive(&debit, false).unwrap_err();
    let begun = guest.post(&at, &by_stripe()).ok().await;
    let session = &begun["payment_collection"]["payment_sessions"][0];
    rig.stripe.confirm(&intent(session), "pm_card_visa").unwrap();
    rig.run("payments.events").await;
    assert_eq!(status(&guest, &order).await, "captured");
    assert_eq!(rig.stripe.object(&debit).unwrap()["status"], "canceled");
    rig.balances().await;
}

/// Somebody pays elsewhere while the bank decides: what the bank sends after that goes back.
#[tokio::test]
async fn paid_elsewhere_while_the_bank_decides() {
    for arrives in [true, false] {
        let rig = Rig::open().await;
        let guest = rig.shop.shopper();
        let account = if arrives { "pm_success_sepa_debit" } else { "pm_failed_sepa_debit" };
        let (order, at, debit) = debited(&rig, &guest, account).await;
        let staff = rig.staff().await;
        let collection = at.split('/').nth(3).unwrap();
        let pay = format!("/admin/payment-collections/{collection}/mark-as-paid");
        staff.post(&pay, &json!({"order_id": order["id"]})).ok().await;
        rig.work().await;
        assert_eq!(status(&guest, &order).await, "captured");
        assert_eq!(rig.stripe.arrive(&debit, arrives).is_ok(), arrives);
        rig.work().await;
        rig.work().await;
        assert_eq!(status(&guest, &order).await, "captured");
        let books = rig.stripe.books();
        assert_eq!(books["refunds"].as_array().unwrap().len(), usize::from(arrives), "{books}");
        if arrives {
            assert_eq!(books["sums"]["eur"]["balance"], json!(0), "{books}");
            rig.stripe.settle_refund(books["refunds"][0]["id"].as_str().unwrap(), "succeeded").unwrap();
            rig.work().await;
        } else {
            assert_eq!(rig.stripe.object(&debit).unwrap()["status"], "canceled");
        }
        let shown = staff.get(&format!("/admin/orders/{}?fields=*payment_collections", order["id"].as_str().unwrap()));
        let shown = shown.ok().await["order"]["payment_collections"].clone();
        assert_eq!(
            (&shown[0]["status"], &shown[0]["captured_amount"], shown.as_array().unwrap().len()),
            (&json!("completed"), &json!(23), 1),
            "{shown}"
        );
        assert_eq!(faults(&rig.shop).await, 0);
    }
}

/// The order becomes dearer while the failed debit is paid another way: all of it is asked for in one place.
#[tokio::test]
async fn dearer_behind_a_failed_debit() {
    let rig = Rig::open().await;
    let guest = rig.shop.shopper();
    let (order, at, debit) = debited(&rig, &guest, "pm_failed_sepa_debit").await;
    rig.stripe.arrive(&debit, false).unwrap_err();
    rig.work().await;
    guest.post(&at, &by_stripe()).ok().await;
    let staff = rig.staff().await;
    let edit = format!("/admin/order-edits/{}", order["id"].as_str().unwrap());
    staff.post("/admin/order-edits", &json!({"order_id": order["id"]})).ok().await;
    let more = json!({"items": [{"variant_id": crate::carts::variant(1), "quantity": 1}]});
    staff.post(&format!("{edit}/items"), &more).ok().await;
    staff.post(&format!("{edit}/confirm"), &json!({})).ok().await;
    let asked = "payment_collections where order_id is not null and deleted_at is null and status <> 'canceled'";
    assert_eq!(rig.shop.count(asked).await, 1);
    let begun = guest.post(&at, &by_stripe()).ok().await;
    let session = &begun["payment_collection"]["payment_sessions"][0];
    assert_eq!(session["amount"], json!(41), "{begun}");
    rig.stripe.confirm(&intent(session), "pm_card_visa").unwrap();
    rig.work().await;
    assert_eq!(status(&guest, &order).await, "captured");
    rig.balances().await;
}
