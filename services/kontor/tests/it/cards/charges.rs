//! The rest of an order is charged on its day, with the card that its deposit was paid with.

use chrono::TimeDelta;
use db::Clock;
use serde_json::{Value, json};
use stripe_double::{Fault, Harm};
use testkit::Client;

use super::{ADA, ada, back, calls, keep};
use crate::payments::{Rig, intent};

/// A kitchen for 1,428 euros: half of it paid with a card that is kept, the rest due in ten days. The order, and its second due.
pub(super) async fn kitchen(rig: &Rig, ada: &Client, card: &str) -> (Value, Value) {
    kitchen_of(rig, ada, card, true).await
}

/// The same where nobody is told of anything, perhaps.
pub(super) async fn kitchen_of(rig: &Rig, ada: &Client, card: &str, is_told: bool) -> (Value, Value) {
    let staff = rig.staff().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let me = ada.get("/store/customers/me").ok().await["customer"]["id"].clone();
    let due = rig.shop.test.clock().now() + TimeDelta::days(10);
    let project = json!({
        "key": "kitchen", "email": ADA, "customer_id": me, "currency_code": "eur", "balance_due_at": due,
        "items": [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": 1200}], "tax": [{"rate": 19, "code": "DE19", "name": "VAT"}]
    });
    let made = staff.post("/admin/project-orders", &project).ok().await;
    let order = made["order"].clone();
    let session =
        pay(ada, &order, &made["dues"][0], json!({"payment_method": card, "setup_future_usage": "off_session"})).await;
    rig.stripe.confirm(&intent(&session), card).unwrap();
    let _ = rig.stripe.authenticate(&intent(&session), true);
    if is_told {
        rig.work().await;
    } else {
        rig.run("payments.events").await;
    }
    assert_eq!(rig.shop.count("order_dues where paid_at is not null").await, 1);
    (order, made["dues"][1].clone())
}

/// Begins to pay a due; the session.
pub(super) async fn pay(who: &Client, order: &Value, due: &Value, data: Value) -> Value {
    let collection = collection(who, order, due).await;
    let body = json!({"provider_id": "pp_stripe_stripe", "data": data});
    let begun = who.post(&format!("/store/payment-collections/{collection}/payment-sessions"), &body).ok().await;
    begun["payment_collection"]["payment_sessions"][0].clone()
}

/// What is to be paid for a due.
pub(super) async fn collection(who: &Client, order: &Value, due: &Value) -> String {
    let at = format!(
        "/store/orders/{}/dues/{}/payment-collection",
        order["id"].as_str().unwrap(),
        due["id"].as_str().unwrap()
    );
    who.post(&at, &json!({})).ok().await["payment_collection"]["id"].as_str().unwrap().to_owned()
}

pub(super) async fn paid(rig: &Rig) -> i64 {
    rig.shop.count("order_dues where paid_at is not null").await
}

pub(super) fn balance(rig: &Rig) -> Value {
    rig.stripe.books()["sums"]["eur"]["balance"].clone()
}

#[tokio::test]
async fn the_rest_is_charged_on_its_day_and_once() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    kitchen(&rig, &ada, &card).await;
    rig.run("payments.charges").await;
    assert_eq!((paid(&rig).await, balance(&rig)), (1, json!(71_400)), "not before its day");
    rig.advance(TimeDelta::days(10));
    // Three at the same time.
    for _ in 0..3 {
        rig.enqueue("payments.charges").await;
    }
    let registry = kontor::platform::registry(&rig.shop.platform);
    let (one, two, three) = tokio::join!(
        rig.shop.test.run_jobs(&registry),
        rig.shop.test.run_jobs(&registry),
        rig.shop.test.run_jobs(&registry)
    );
    assert_eq!(one.dead + two.dead + three.dead, 0);
    rig.run("payments.charges").await;
    rig.work().await;
    assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(142_800)));
    let charged = rig
        .stripe
        .requests()
        .into_iter()
        .filter(|(_, path, body)| path == "/v1/payment_intents" && body.contains("off_session=true"));
    assert_eq!(charged.count(), 1);
    rig.balances().await;
}

/// Whoever has not said that his card may be charged while he is away is not charged.
#[tokio::test]
async fn nobody_is_charged_who_has_not_said_so() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    kitchen(&rig, &ada, &card).await;
    rig.shop.change("update payment_sessions set context = null").await;
    rig.advance(TimeDelta::days(11));
    rig.run("payments.charges").await;
    assert_eq!((paid(&rig).await, balance(&rig)), (1, json!(71_400)));
}

/// A card that is declined is tried again some days later, a few times.
#[tokio::test]
async fn declined_and_tried_again() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    kitchen(&rig, &ada, &card).await;
    rig.stripe.becomes(&card, "pm_card_visa_chargeDeclinedInsufficientFunds").unwrap();
    rig.advance(TimeDelta::days(10));
    let intents = || calls(&rig, "POST", "/v1/payment_intents");
    let before = intents();
    rig.run("payments.charges").await;
    rig.run("payments.charges").await;
    rig.work().await;
    assert_eq!(intents() - before, 1, "not again on the same day");
    assert_eq!(rig.shop.count("events where name = 'payment.failed'").await, 1);
    for days in [1, 3, 5, 7, 30] {
        rig.advance(TimeDelta::days(days));
        rig.run("payments.charges").await;
        rig.work().await;
    }
    assert_eq!(intents() - before, 4, "a few times, and then no more");
    assert_eq!((paid(&rig).await, balance(&rig)), (1, json!(71_400)));
    // He pays it himself.
    rig.balances().await;
}

#[tokio::test]
async fn a_second_try_succeeds() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    kitchen(&rig, &ada, &card).await;
    rig.stripe.becomes(&card, "pm_card_chargeDeclinedProcessingError").unwrap();
    rig.advance(TimeDelta::days(10));
    rig.run("payments.charges").await;
    rig.work().await;
    rig.stripe.becomes(&card, "pm_card_visa").unwrap();
    rig.advance(TimeDelta::days(1));
    rig.run("payments.charges").await;
    rig.work().await;
    assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(142_800)));
    rig.balances().await;
}

/// One that is gone for good is not tried again.
#[tokio::test]
async fn gone_for_good() {
    for bad in [
        "pm_card_visa_chargeDeclinedLostCard",
        "pm_card_visa_chargeDeclinedStolenCard",
        "pm_card_chargeDeclinedExpiredCard",
    ] {
        let rig = Rig::open().await;
        let ada = ada(&rig).await;
        let card = keep(&rig, &ada, "pm_card_visa").await;
        kitchen(&rig, &ada, &card).await;
        rig.stripe.becomes(&card, bad).unwrap();
        let before = calls(&rig, "POST", "/v1/payment_intents");
        for days in [10, 2, 30] {
            rig.advance(TimeDelta::days(days));
            rig.run("payments.charges").await;
            rig.work().await;
        }
        assert_eq!(calls(&rig, "POST", "/v1/payment_intents") - before, 1, "{bad}");
        rig.balances().await;
    }
}

/// His bank wants to hear him: he gets a letter with a link, and pays himself with what waits for him.
#[tokio::test]
async fn his_bank_wants_to_hear_him() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    let (order, due) = kitchen(&rig, &ada, &card).await;
    rig.stripe.becomes(&card, "pm_card_authenticationRequired").unwrap();
    rig.advance(TimeDelta::days(10));
    rig.run("payments.charges").await;
    rig.work().await;
    // A mail that was sent is in the queue no more.
    let asked =
        format!("notifications where template = 'payment_authentication' and \"to\" = '{ADA}' and status = 'success'");
    assert_eq!(rig.shop.count(&format!("{asked} and data ->> 'subject' like '%714%'")).await, 1);
    rig.advance(TimeDelta::days(30));
    rig.run("payments.charges").await;
    assert_eq!(rig.shop.count("order_dues where charges = 4").await, 1);
    assert_eq!(rig.shop.count(&asked).await, 1, "he is asked once");
    let ada = back(&rig).await;
    let session = pay(&ada, &order, &due, json!({"payment_method": card, "confirm": true})).await;
    assert_eq!(session["status"], "requires_more", "{session}");
    rig.stripe.authenticate(&intent(&session), true).unwrap();
    rig.work().await;
    assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(142_800)));
    rig.balances().await;
}

/// Nobody knows whether it was charged: it is not charged again, but found.
#[tokio::test]
async fn an_answer_that_was_lost() {
    for harm in [Harm::CutAfter, Harm::ErrorAfter, Harm::HtmlAfter] {
        let rig = Rig::open().await;
        let ada = ada(&rig).await;
        let card = keep(&rig, &ada, "pm_card_visa").await;
        kitchen(&rig, &ada, &card).await;
        rig.stripe.tell(stripe_double::Knobs::default());
        rig.advance(TimeDelta::days(10));
        rig.stripe.fail(Fault::new(harm).at("POST", "/v1/payment_intents").times(3));
        rig.run("payments.charges").await;
        rig.advance(TimeDelta::days(2));
        rig.run("payments.charges").await;
        rig.run("payments.attempts").await;
        rig.advance(TimeDelta::days(4));
        rig.run("payments.charges").await;
        assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(142_800)), "{harm:?}");
        rig.balances().await;
    }
}

/// Stripe is down on that day: it is charged when it is back.
#[tokio::test]
async fn stripe_is_down_on_the_day() {
    for harm in [Harm::ErrorBefore, Harm::Html, Harm::CutBefore] {
        let rig = Rig::open().await;
        let ada = ada(&rig).await;
        let card = keep(&rig, &ada, "pm_card_visa").await;
        kitchen(&rig, &ada, &card).await;
        rig.advance(TimeDelta::days(10));
        rig.stripe.fail(Fault::new(harm).at("POST", "/v1/payment_intents").times(3));
        rig.run("payments.charges").await;
        assert_eq!(paid(&rig).await, 1);
        rig.advance(TimeDelta::minutes(3));
        rig.run("payments.attempts").await;
        rig.work().await;
        assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(142_800)), "{harm:?}");
        rig.balances().await;
    }
}
