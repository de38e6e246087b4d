//! A card that does not do, at each step: the cart is as it was, and another card does.

use serde_json::json;

use super::{Rig, by_stripe, complete, intent, sessions};

#[tokio::test]
async fn a_declined_card_and_then_one_that_does() {
    let rig = Rig::open().await;
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
    // Nobody has paid yet.
    let early = complete(&guest, &cart).await;
    assert_eq!(
        (&early["type"], &early["error"]["type"]),
        (&json!("cart"), &json!("payment_requires_more_error")),
        "{early}"
    );
    assert_eq!(rig.stripe.confirm(&intent, "pm_card_visa_chargeDeclined").unwrap_err(), "card_declined");
    rig.work().await;
    let declined = complete(&guest, &cart).await;
    assert_eq!((&declined["type"], &declined["cart"]["total"]), (&json!("cart"), &json!(23)), "{declined}");
    assert_eq!(rig.shop.count("orders").await, 0);
    assert_eq!(rig.shop.count("events where name = 'payment.failed'").await, 1);
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    assert_eq!(complete(&guest, &cart).await["type"], "order");
    rig.work().await;
    rig.balances().await;
}

#[tokio::test]
async fn three_d_secure() {
    let rig = Rig::open().await;
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_threeDSecure2Required").unwrap();
    let wants = complete(&guest, &cart).await;
    assert_eq!(wants["error"]["type"], "payment_requires_more_error", "{wants}");
    let shown = guest.get(&crate::carts::path(&cart)).ok().await;
    assert_eq!(shown["cart"]["payment_collection"]["payment_sessions"][0]["status"], "requires_more", "{shown}");
    rig.stripe.authenticate(&intent, true).unwrap();
    assert_eq!(complete(&guest, &cart).await["type"], "order");
    rig.work().await;
    rig.balances().await;
}

/// A delayed payment is an order that waits; when it fails, the shop is told and nothing is booked.
#[tokio::test]
async fn a_bank_that_takes_days() {
    for arrives in [true, false] {
        let rig = Rig::open().await;
        rig.shop.change("update stores set payment_capture = 'automatic'").await;
        let guest = rig.shop.shopper();
        let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
        rig.stripe.confirm(&intent, if arrives { "pm_success_sepa_debit" } else { "pm_failed_sepa_debit" }).unwrap();
        let done = complete(&guest, &cart).await;
        assert_eq!(done["type"], "order", "{done}");
        let order = done["order"]["id"].as_str().unwrap().to_owned();
        let status = async || {
            let path = format!("/store/orders/{order}?fields=+payment_status");
            guest.get(&path).ok().await["order"]["payment_status"].clone()
        };
        assert_eq!(status().await, "awaiting");
        // What has been told until now is worked on days before the rest.
        rig.work().await;
        assert_eq!(rig.stripe.arrive(&intent, arrives).is_ok(), arrives);
        rig.work().await;
        assert_eq!(status().await, if arrives { "captured" } else { "awaiting" });
        assert_eq!(rig.shop.count("events where name = 'payment.failed'").await, i64::from(!arrives));
        rig.balances().await;
    }
}

#[tokio::test]
async fn a_shop_without_stripe() {
    let shop = crate::carts::open().await;
    let guest = shop.shopper();
    let cart = crate::carts::cart(&guest, &[(1, 1)]).await;
    let refused = guest.post(&sessions(&guest, &cart).await, &by_stripe()).error(400).await;
    assert_eq!(refused["message"], "Unable to retrieve the payment provider with id: pp_stripe_stripe");
    let unknown = shop.anybody().post("/hooks/payment/stripe_stripe", &json!({})).error(404).await;
    assert_eq!(unknown["message"], "Payment provider with id: stripe_stripe was not found");
}

/// Another session takes the place of the first: the first is given up, and the order is paid once.
#[tokio::test]
async fn beginning_anew() {
    let rig = Rig::open().await;
    let guest = rig.shop.shopper();
    let (cart, first) = rig.paying(&guest, &[(1, 1)]).await;
    let second = intent(&rig.begin(&guest, &cart).await);
    assert_ne!(first, second);
    rig.work().await;
    assert_eq!(rig.stripe.object(&first).unwrap()["status"], "canceled");
    rig.stripe.confirm(&second, "pm_card_visa").unwrap();
    assert_eq!(complete(&guest, &cart).await["type"], "order");
    rig.work().await;
    rig.balances().await;
}

/// The order is taken back while the bank still thinks about it; the money comes nevertheless, and goes back.
#[tokio::test]
async fn canceled_while_the_bank_takes_days() {
    let rig = Rig::open().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_success_sepa_debit").unwrap();
    let order = complete(&guest, &cart).await["order"]["id"].as_str().unwrap().to_owned();
    rig.work().await;
    let staff = rig.staff().await;
    staff.post(&format!("/admin/orders/{order}/cancel"), &json!({})).ok().await;
    rig.jobs().await;
    rig.stripe.arrive(&intent, true).unwrap();
    rig.work().await;
    rig.work().await;
    assert_eq!(rig.stripe.books()["sums"]["eur"]["balance"], json!(0), "{}", rig.stripe.books());
    // His bank takes days for the way back, too.
    let refund = rig.stripe.books()["refunds"][0]["id"].as_str().unwrap().to_owned();
    rig.stripe.settle_refund(&refund, "succeeded").unwrap();
    rig.work().await;
    rig.balances().await;
}

/// An order that is taken back gives back what was taken for it, and lets go what was promised.
#[tokio::test]
async fn canceling_an_order_gives_its_money_back() {
    for capture in ["manual", "automatic"] {
        let rig = Rig::open().await;
        rig.shop.change(&format!("update stores set payment_capture = '{capture}'")).await;
        let guest = rig.shop.shopper();
        let (order, intent) = rig.order(&guest, &[(1, 2)]).await;
        let staff = rig.staff().await;
        staff.post(&format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap()), &json!({})).ok().await;
        rig.work().await;
        let books = rig.stripe.books();
        assert_eq!(books["sums"]["eur"]["balance"], json!(0), "{books}");
        let expected = if capture == "manual" { "canceled" } else { "succeeded" };
        assert_eq!(rig.stripe.object(&intent).unwrap()["status"], expected);
        rig.work().await;
        rig.balances().await;
    }
}
