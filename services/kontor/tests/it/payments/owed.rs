//! What is open of an order that is there already: paid by card, or elsewhere.

use http::Method;
use serde_json::{Value, json};
use testkit::Client;

use super::{Rig, by_stripe, intent};
use crate::carts::{faults, open, pay, ready};

/// An order of 41 euros, paid elsewhere, to which two mugs more are added: 36 are open.
async fn with_a_difference(guest: &Client, staff: &Client) -> Value {
    let cart = ready(guest, &[(1, 2)]).await;
    pay(guest, &cart).await;
    let order = super::complete(guest, &cart).await["order"].clone();
    let of = json!({"order_id": order["id"]});
    staff.post("/admin/order-edits", &of).ok().await;
    let at = format!("/admin/order-edits/{}", order["id"].as_str().unwrap());
    let more = json!({"items": [{"variant_id": crate::carts::variant(1), "quantity": 2}]});
    staff.post(&format!("{at}/items"), &more).ok().await;
    staff.post(&format!("{at}/confirm"), &json!({})).ok().await;
    order
}

/// The collection that asks for the difference.
async fn asked_for(staff: &Client, order: &Value) -> Value {
    let path = format!("/admin/orders/{}?fields=*payment_collections", order["id"].as_str().unwrap());
    let shown = staff.get(&path).ok().await;
    let all = shown["order"]["payment_collections"].as_array().unwrap().clone();
    all.into_iter().find(|one| one["amount"] == json!(36)).unwrap_or_else(|| panic!("{shown}"))
}

#[tokio::test]
async fn a_difference_is_paid_by_card() {
    let rig = Rig::open().await;
    let (guest, staff) = (rig.shop.shopper(), rig.staff().await);
    let order = with_a_difference(&guest, &staff).await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let collection = asked_for(&staff, &order).await;
    let sessions = format!("/store/payment-collections/{}/payment-sessions", collection["id"].as_str().unwrap());
    let begun = guest.post(&sessions, &by_stripe()).ok().await;
    let session = &begun["payment_collection"]["payment_sessions"][0];
    assert_eq!(session["amount"], json!(36), "{begun}");
    rig.stripe.confirm(&intent(session), "pm_card_visa").unwrap();
    rig.work().await;
    let paid = asked_for(&staff, &order).await;
    assert_eq!((&paid["status"], &paid["captured_amount"]), (&json!("completed"), &json!(36)), "{paid}");
    assert_eq!(faults(&rig.shop).await, 0);
    let again = guest.post(&sessions, &by_stripe()).error(400).await;
    assert!(again["message"].as_str().unwrap().contains("is open: it is completed"), "{again}");
}

#[tokio::test]
async fn a_difference_is_paid_elsewhere() {
    let shop = open().await;
    let (guest, staff) = (shop.shopper(), shop.colleague("a", "kim", "admin").await.client);
    let order = with_a_difference(&guest, &staff).await;
    let collection = asked_for(&staff, &order).await;
    let at = format!("/admin/payment-collections/{}", collection["id"].as_str().unwrap());
    let of = json!({"order_id": order["id"]});
    let paid = staff.post(&format!("{at}/mark-as-paid"), &of).ok().await;
    let paid = &paid["payment_collection"];
    assert_eq!(
        (&paid["status"], &paid["captured_amount"], &paid["payments"][0]["provider_id"]),
        (&json!("completed"), &json!(36), &json!("pp_system_default"))
    );
    let twice = staff.post(&format!("{at}/mark-as-paid"), &of).error(400).await;
    assert!(twice["message"].as_str().unwrap().starts_with("Nothing of the payment collection is open"), "{twice}");
    let card = json!({"order_id": order["id"], "provider_id": "pp_stripe_stripe"});
    staff.post(&format!("{at}/mark-as-paid"), &card).error(400).await;
    let other = json!({"order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d"});
    staff.post(&format!("{at}/mark-as-paid"), &other).error(404).await;
    let stranger = shop.colleague("b", "lee", "admin").await.client;
    stranger.post(&format!("{at}/mark-as-paid"), &of).error(404).await;
    stranger.request(Method::DELETE, &at).error(404).await;
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn money_is_asked_for_by_hand() {
    let shop = open().await;
    let (guest, staff) = (shop.shopper(), shop.colleague("a", "kim", "admin").await.client);
    let order = with_a_difference(&guest, &staff).await;
    let open_ = asked_for(&staff, &order).await;
    let at = |id: &Value| format!("/admin/payment-collections/{}", id.as_str().unwrap());
    let ask = |amount: Value| json!({"order_id": order["id"], "amount": amount});
    // All of it is asked for already.
    let refused = staff.post("/admin/payment-collections", &ask(json!(1))).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("'amount' too big: 0 of the order"), "{refused}");
    let gone = staff.request(Method::DELETE, &at(&open_["id"])).ok().await;
    assert_eq!((&gone["object"], &gone["deleted"]), (&json!("payment-collection"), &json!(true)));
    for wrong in [json!(36.01), json!(0), json!(-1), json!("much"), Value::Null] {
        staff.post("/admin/payment-collections", &ask(wrong)).error(400).await;
    }
    let made = staff.post("/admin/payment-collections", &ask(json!(6))).ok().await;
    let made = &made["payment_collection"];
    assert_eq!((&made["amount"], &made["status"], &made["order_id"]), (&json!(6), &json!("not_paid"), &order["id"]));
    staff.post(&format!("{}/mark-as-paid", at(&made["id"])), &json!({"order_id": order["id"]})).ok().await;
    let kept = staff.request(Method::DELETE, &at(&made["id"])).error(400).await;
    assert!(kept["message"].as_str().unwrap().starts_with("Only a payment collection that nobody"), "{kept}");
    assert_eq!(faults(&shop).await, 0);
}
