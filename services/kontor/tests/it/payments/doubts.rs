//! Stripe is down, slow, answers 500 or HTML: the cart is intact, nobody pays twice, and what was in doubt is cleared up.

use std::time::Duration;

use serde_json::json;
use stripe_double::{Fault, Harm};

use super::{Rig, by_stripe, complete, intent, payment, sessions};

const ALWAYS: u32 = 1_000;

#[tokio::test]
async fn no_session_without_stripe() {
    for harm in [Harm::ErrorBefore, Harm::Html, Harm::CutBefore, Harm::RateLimit] {
        let rig = Rig::silent().await;
        let guest = rig.shop.shopper();
        let cart = rig.ready(&guest, &[(1, 1)]).await;
        let at = sessions(&guest, &cart).await;
        rig.stripe.fail(Fault::new(harm).times(ALWAYS));
        let refused = guest.post(&at, &by_stripe()).error(503).await;
        assert!(refused["message"].as_str().unwrap().contains("nothing is lost"), "{refused}");
        let same = guest.get(&crate::carts::path(&cart)).ok().await;
        assert_eq!(same["cart"]["total"], cart["total"]);
    }
}

/// The answer was lost behind what it answered: sent again under the same key, it is found and not made twice.
#[tokio::test]
async fn an_answer_that_was_lost() {
    for harm in [Harm::CutAfter, Harm::HtmlAfter, Harm::HalfAnswer] {
        let rig = Rig::silent().await;
        let guest = rig.shop.shopper();
        let cart = rig.ready(&guest, &[(1, 1)]).await;
        let at = sessions(&guest, &cart).await;
        rig.stripe.fail(Fault::new(harm).at("POST", "/v1/payment_intents"));
        let session = guest.post(&at, &by_stripe()).ok().await["payment_collection"]["payment_sessions"][0].clone();
        assert_eq!(rig.stripe.books()["intents"].as_array().unwrap().len(), 1, "one intent, whatever was lost");
        rig.stripe.confirm(&intent(&session), "pm_card_visa").unwrap();
        assert_eq!(complete(&guest, &cart).await["type"], "order");
        assert_eq!(rig.shop.count("payment_attempts where state = 'succeeded'").await, 1);
    }
}

/// So long that whoever asked has gone: the job finds what was made, and the session has it.
#[tokio::test]
async fn cleared_up_later() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let cart = rig.ready(&guest, &[(1, 1)]).await;
    let at = sessions(&guest, &cart).await;
    rig.stripe.fail(Fault::new(Harm::CutAfter).at("POST", "/v1/payment_intents").times(3));
    guest.post(&at, &by_stripe()).error(503).await;
    assert_eq!(rig.shop.count("payment_attempts where state = 'unknown'").await, 1);
    rig.advance(chrono::TimeDelta::minutes(2));
    rig.run("payments.attempts").await;
    assert_eq!(rig.shop.count("payment_attempts where state = 'succeeded'").await, 1);
    assert_eq!(rig.shop.count("payment_sessions where provider_ref is not null and data ? 'client_secret'").await, 1);
    // He begins anew meanwhile: the first is given up.
    let session = rig.begin(&guest, &cart).await;
    rig.jobs().await;
    assert_eq!(rig.stripe.books()["intents"].as_array().unwrap().len(), 2);
    rig.stripe.confirm(&intent(&session), "pm_card_visa").unwrap();
    assert_eq!(complete(&guest, &cart).await["type"], "order");
    rig.balances().await;
}

/// Whoever was refused begins anew: of the first, which never arrived, nothing is made later.
#[tokio::test]
async fn a_try_that_was_replaced() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let cart = rig.ready(&guest, &[(1, 1)]).await;
    let at = sessions(&guest, &cart).await;
    rig.stripe.fail(Fault::new(Harm::CutBefore).at("POST", "/v1/payment_intents").times(3));
    guest.post(&at, &by_stripe()).error(503).await;
    rig.begin(&guest, &cart).await;
    for _ in 0..2 {
        rig.advance(chrono::TimeDelta::minutes(3));
        rig.run("payments.attempts").await;
    }
    assert_eq!(rig.stripe.books()["intents"].as_array().unwrap().len(), 1, "only the second");
    assert_eq!(rig.shop.count("payment_attempts where state = 'given_up'").await, 1);
    assert_eq!(rig.shop.count("payment_attempts where state in ('planned', 'unknown')").await, 0);
    rig.balances().await;
}

#[tokio::test]
async fn stripe_is_away_when_a_cart_completes() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    rig.stripe.fail(Fault::new(Harm::ErrorBefore).at("GET", "/v1/payment_intents"));
    guest.post(&format!("{}/complete", crate::carts::path(&cart)), &json!({})).error(503).await;
    assert_eq!(rig.shop.count("orders").await, 0);
    assert_eq!(complete(&guest, &cart).await["type"], "order");
    rig.balances().await;
}

/// A capture whose answer is lost takes once; a refund whose answer is lost gives back once.
#[tokio::test]
async fn money_moves_once() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let (order, _) = rig.order(&guest, &[(1, 2)]).await;
    let staff = rig.staff().await;
    let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
    rig.stripe.fail(Fault::new(Harm::CutAfter).at("POST", "/v1/payment_intents").times(3));
    let doubted = staff.post(&format!("{at}/capture"), &json!({})).ok().await;
    assert_eq!(
        (&doubted["payment"]["captured_amount"], &doubted["payment"]["captures"][0]["status"]),
        (&json!(0), &json!("pending"))
    );
    // Whoever asks again asks for what is on its way.
    let again = staff.post(&format!("{at}/capture"), &json!({})).error(400).await;
    assert!(again["message"].as_str().unwrap().contains("nothing of it is open"), "{again}");
    rig.advance(chrono::TimeDelta::minutes(2));
    rig.run("payments.attempts").await;
    assert_eq!(staff.get(&at).ok().await["payment"]["captured_amount"], 41);
    rig.stripe.fail(Fault::new(Harm::CutAfter).at("POST", "/v1/refunds").times(3));
    let doubted = staff.post(&format!("{at}/refund"), &json!({"amount": 40})).ok().await;
    assert_eq!(doubted["payment"]["refunds"][0]["status"], "pending");
    let more = staff.post(&format!("{at}/refund"), &json!({"amount": 2})).error(400).await;
    assert!(more["message"].as_str().unwrap().contains("cannot refund more"), "{more}");
    rig.advance(chrono::TimeDelta::minutes(2));
    rig.run("payments.attempts").await;
    assert_eq!(staff.get(&at).ok().await["payment"]["refunded_amount"], 40);
    rig.balances().await;
    assert_eq!(rig.stripe.books()["sums"]["eur"]["balance"], 100);
}

/// Stripe keeps an answer of 500 under its key for ever: what came of the call is seen at the payment, and what did not happen may be
/// asked for again.
#[tokio::test]
async fn an_error_that_the_key_keeps() {
    for (harm, has_happened) in [(Harm::ErrorAfter, true), (Harm::ErrorKept, false)] {
        let rig = Rig::silent().await;
        let guest = rig.shop.shopper();
        let (order, intent) = rig.order(&guest, &[(1, 2)]).await;
        let staff = rig.staff().await;
        let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
        rig.stripe.fail(Fault::new(harm).at("POST", &format!("/v1/payment_intents/{intent}/capture")));
        let doubted = staff.post(&format!("{at}/capture"), &json!({})).ok().await;
        assert_eq!(doubted["payment"]["captured_amount"], 0, "nobody knows");
        rig.advance(chrono::TimeDelta::minutes(2));
        rig.run("payments.attempts").await;
        assert_eq!(rig.shop.count("payment_attempts where state in ('planned', 'unknown')").await, 0);
        let taken = staff.get(&at).ok().await["payment"]["captured_amount"].clone();
        assert_eq!(taken, if has_happened { 41 } else { 0 });
        if !has_happened {
            let taken = staff.post(&format!("{at}/capture"), &json!({})).ok().await;
            assert_eq!(taken["payment"]["captured_amount"], 41);
        }
        assert_eq!(rig.stripe.books()["sums"]["eur"]["balance"], 4100);
        rig.balances().await;
    }
}

/// The same of a session that is given up: nothing is held by the customer's bank in the end.
#[tokio::test]
async fn a_cancellation_in_doubt() {
    for harm in [Harm::ErrorAfter, Harm::ErrorKept] {
        let rig = Rig::silent().await;
        let guest = rig.shop.shopper();
        let (cart, first) = rig.paying(&guest, &[(1, 1)]).await;
        rig.stripe.fail(Fault::new(harm).at("POST", &format!("/v1/payment_intents/{first}/cancel")));
        rig.begin(&guest, &cart).await;
        for _ in 0..3 {
            rig.jobs().await;
            rig.advance(chrono::TimeDelta::minutes(2));
            rig.run("payments.attempts").await;
        }
        assert_eq!(rig.shop.count("payment_attempts where state in ('planned', 'unknown')").await, 0);
        assert_eq!(rig.stripe.object(&first).unwrap()["status"], "canceled");
        assert_eq!(rig.shop.count("payment_sessions where status = 'canceled' and replaced_at is not null").await, 1);
    }
}

/// Slow is not down.
#[tokio::test]
async fn slow() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let cart = rig.ready(&guest, &[(1, 1)]).await;
    let at = sessions(&guest, &cart).await;
    rig.stripe.fail(Fault::new(Harm::Slow).slow(Duration::from_millis(300)));
    guest.post(&at, &by_stripe()).ok().await;
}
