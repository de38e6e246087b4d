//! Refused for good, at each step: said so, and the books stay as they are. A card that is declined when it is confirmed: `unpaid`; a
//! refund that fails later: `money`.

use std::net::SocketAddr;

use http::StatusCode;
use serde_json::json;
use stripe_double::SECRET_KEY;
use testkit::Client;

use super::{Rig, by_stripe, complete, payment, sessions};
use crate::carts::{cart, path};

/// Every card that Stripe's tests know for being declined: none of them makes an order, and the next card does.
#[tokio::test]
async fn each_card_that_is_declined() {
    let rig = Rig::open().await;
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
    for card in [
        "pm_card_visa_chargeDeclined",
        "pm_card_visa_chargeDeclinedInsufficientFunds",
        "pm_card_chargeDeclinedExpiredCard",
        "pm_card_chargeDeclinedIncorrectCvc",
        "pm_card_chargeDeclinedProcessingError",
    ] {
        rig.stripe.confirm(&intent, card).unwrap_err();
        let told = complete(&guest, &cart).await;
        assert_eq!(told["type"], "cart", "{card}: {told}");
        assert!(told["error"]["type"].as_str().unwrap().starts_with("payment_"), "{told}");
        assert_eq!((&told["cart"]["id"], &told["cart"]["total"]), (&cart["id"], &cart["total"]));
    }
    assert_eq!((rig.shop.count("orders").await, rig.shop.count("payments").await), (0, 0));
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    assert_eq!(complete(&guest, &cart).await["type"], "order");
    rig.work().await;
    rig.balances().await;
}

/// Somebody cancels the payment in Stripe's own pages, and the shop captures it.
#[tokio::test]
async fn a_capture_that_is_refused() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let (order, intent) = rig.order(&guest, &[(1, 2)]).await;
    let staff = rig.staff().await;
    let url = rig.stripe.url();
    let at: SocketAddr = url.trim_start_matches("http://").trim_end_matches("/v1").parse().unwrap();
    let canceled = Client::new(at)
        .post(&format!("/v1/payment_intents/{intent}/cancel"), &json!({}))
        .body("application/x-www-form-urlencoded", Vec::new())
        .header("authorization", &format!("Bearer {SECRET_KEY}"))
        .header("stripe-version", stripe_double::VERSION)
        .header("idempotency-key", "by hand")
        .send()
        .await;
    assert_eq!(canceled.status, StatusCode::OK, "{}", canceled.text);
    let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
    let refused = staff.post(&format!("{at}/capture"), &json!({})).send().await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
    assert_eq!(staff.get(&at).ok().await["payment"]["captured_amount"], 0);
    assert_eq!(rig.stripe.books()["sums"]["eur"]["balance"].as_i64().unwrap_or_default(), 0);
    rig.balances().await;
}

/// What is in the cart is not sold any more: nobody is asked for money.
#[tokio::test]
async fn nothing_is_paid_that_is_not_sold() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let made = cart(&guest, &[(1, 1)]).await;
    let at = sessions(&guest, &made).await;
    rig.shop.change("update products set status = 'draft' where handle = 'mug'").await;
    let refused = guest.post(&at, &by_stripe()).error(400).await;
    assert!(refused["message"].as_str().unwrap().ends_with("do not exist or are not published"), "{refused}");
    assert_eq!(rig.stripe.books()["intents"], json!([]));
    // And who had paid before gets it back.
    rig.shop.change("update products set status = 'published' where handle = 'mug'").await;
    let (paid, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    rig.shop.change("update products set status = 'draft' where handle = 'mug'").await;
    guest.post(&format!("{}/complete", path(&paid)), &json!({})).error(400).await;
    for _ in 0..2 {
        rig.advance(chrono::TimeDelta::minutes(20));
        rig.run("payments.stuck").await;
    }
    assert_eq!(rig.stripe.object(&intent).unwrap()["status"], "canceled");
    assert_eq!(rig.shop.count("orders").await, 0);
    rig.balances().await;
}
