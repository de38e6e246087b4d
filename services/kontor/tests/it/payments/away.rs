//! Stripe is down, or answers 500 or HTML, at each call: nothing is lost, and nothing happens twice.

use serde_json::json;
use stripe_double::{Fault, Harm};

use super::{Rig, complete, payment};
use crate::carts::path;

const ALWAYS: u32 = 1_000;

/// 429, 500, HTML, and a connection that ends.
const HARMS: [Harm; 4] = [Harm::RateLimit, Harm::ErrorBefore, Harm::Html, Harm::CutBefore];

#[tokio::test]
async fn when_a_cart_completes() {
    for harm in HARMS.into_iter().chain([Harm::HalfAnswer]) {
        let rig = Rig::silent().await;
        let guest = rig.shop.shopper();
        let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
        rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
        rig.stripe.fail(Fault::new(harm).at("GET", "/v1/payment_intents").times(ALWAYS));
        let refused = guest.post(&format!("{}/complete", path(&cart)), &json!({})).error(503).await;
        assert!(refused["message"].as_str().unwrap().contains("nothing is lost"), "{refused}");
        assert_eq!((rig.shop.count("orders").await, rig.shop.count("payments").await), (0, 0));
        assert_eq!(guest.get(&path(&cart)).ok().await["cart"]["total"], cart["total"], "the cart is as it was");
        rig.stripe.calm();
        assert_eq!(complete(&guest, &cart).await["type"], "order");
        rig.balances().await;
    }
}

/// What is in doubt is on its way; once Stripe answers again it has happened once, or can be asked for once more.
#[tokio::test]
async fn when_money_is_taken_and_given_back() {
    for harm in HARMS {
        let rig = Rig::silent().await;
        let guest = rig.shop.shopper();
        let (order, _) = rig.order(&guest, &[(1, 2)]).await;
        let staff = rig.staff().await;
        let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
        for (what, path, field) in
            [("capture", "/v1/payment_intents", "captured_amount"), ("refund", "/v1/refunds", "refunded_amount")]
        {
            rig.stripe.fail(Fault::new(harm).at("POST", path).times(ALWAYS));
            let answer = staff.post(&format!("{at}/{what}"), &json!({})).send().await;
            assert!(matches!(answer.status.as_u16(), 200 | 503), "{what}: {} {}", answer.status, answer.text);
            assert_eq!(staff.get(&at).ok().await["payment"][field], 0);
            rig.stripe.calm();
            rig.advance(chrono::TimeDelta::minutes(2));
            rig.run("payments.attempts").await;
            if staff.get(&at).ok().await["payment"][field] == json!(0) {
                staff.post(&format!("{at}/{what}"), &json!({})).ok().await;
            }
            assert_eq!(staff.get(&at).ok().await["payment"][field], 41, "{what}");
        }
        rig.balances().await;
        assert_eq!(rig.stripe.books()["sums"]["eur"]["balance"], 0);
    }
}

/// An order that is canceled while Stripe is away gives back what was promised for it once Stripe is there again.
#[tokio::test]
async fn when_an_order_is_canceled() {
    for harm in [Harm::ErrorBefore, Harm::Html] {
        let rig = Rig::open().await;
        let guest = rig.shop.shopper();
        let (order, intent) = rig.order(&guest, &[(1, 2)]).await;
        let staff = rig.staff().await;
        rig.stripe.fail(Fault::new(harm).times(ALWAYS));
        staff.post(&format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap()), &json!({})).ok().await;
        rig.jobs().await;
        assert_eq!(rig.stripe.object(&intent).unwrap()["status"], "requires_capture");
        rig.stripe.calm();
        for _ in 0..4 {
            rig.advance(chrono::TimeDelta::hours(1));
            rig.run("payments.attempts").await;
        }
        assert_eq!(rig.stripe.object(&intent).unwrap()["status"], "canceled");
        rig.work().await;
        rig.balances().await;
    }
}
