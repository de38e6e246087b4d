//! Nobody was told: what runs and what was paid is found all the same.

use chrono::TimeDelta;
use serde_json::json;

use super::{again, customer, now, pay, plan, reference, subscribe};
use crate::{payments::Rig, webhooks_admin::deliver};

/// Tells the events of these types.
async fn tell(rig: &Rig, kinds: &[&str]) {
    for event in rig.stripe.events() {
        if kinds.iter().any(|kind| event["type"] == *kind) {
            deliver(rig, &event).await;
        }
    }
    rig.jobs().await;
}

/// A subscription of which nothing is told is looked up when its period is over.
#[tokio::test]
async fn one_of_which_nothing_is_told() {
    let rig = Rig::silent().await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let ann = customer(&rig).await;
    let begun = subscribe(&ann, &plan).await;
    pay(&rig, &begun, "pm_card_visa");
    rig.run("subscriptions.tend").await;
    assert_eq!(now(&ann, &begun).await["status"], "incomplete", "it is young");
    rig.advance(TimeDelta::days(3));
    rig.run("subscriptions.tend").await;
    let ann = again(&rig).await;
    assert_eq!(now(&ann, &begun).await["status"], "active");
    rig.stripe.renew(&reference(&rig), false).unwrap();
    let asked = |rig: &Rig| {
        let calls = rig.stripe.requests();
        calls.iter().filter(|(method, at, _)| method == "GET" && at.starts_with("/v1/subscriptions/")).count()
    };
    let before = asked(&rig);
    rig.run("subscriptions.tend").await;
    assert_eq!(asked(&rig), before, "what was looked up is not looked up again at once");
    rig.advance(TimeDelta::days(32));
    rig.run("subscriptions.tend").await;
    assert_eq!(now(&again(&rig).await, &begun).await["status"], "past_due");
}

/// What was a trial once is looked up as seldom as any other.
#[tokio::test]
async fn a_trial_that_is_over() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({"trial_days": 1})).await;
    let ann = customer(&rig).await;
    let begun = subscribe(&ann, &plan).await;
    pay(&rig, &begun, "pm_card_visa");
    rig.work().await;
    rig.advance(TimeDelta::days(2));
    rig.work().await;
    assert_eq!(now(&again(&rig).await, &begun).await["status"], "active");
    rig.advance(TimeDelta::hours(5));
    let calls = rig.stripe.requests().len();
    rig.run("subscriptions.tend").await;
    assert_eq!(rig.stripe.requests().len(), calls);
}

/// The bill was told of and could not be booked: it is, later.
#[tokio::test]
async fn a_bill_that_was_not_booked() {
    let rig = Rig::silent().await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let ann = customer(&rig).await;
    let begun = subscribe(&ann, &plan).await;
    pay(&rig, &begun, "pm_card_visa");
    // The provider does not say what paid it.
    rig.stripe.fail(stripe_double::Fault::new(stripe_double::Harm::Html).at("GET", "/v1/invoices").times(1_000));
    tell(&rig, &["invoice.paid"]).await;
    assert_eq!(rig.shop.count("subscription_invoices where status = 'paid' and order_id is null").await, 1);
    rig.stripe.calm();
    rig.shop.change("update webhook_events set status = 'ignored'").await;
    rig.run("subscriptions.tend").await;
    assert_eq!(rig.shop.count("orders where total = 10").await, 1);
    rig.balances().await;
}

/// Money went back before the bill was known, and it was told to nobody.
#[tokio::test]
async fn what_went_back_before() {
    for (card, what) in [("pm_card_visa", "refund"), ("pm_card_createDispute", "dispute")] {
        let rig = Rig::silent().await;
        let staff = rig.staff().await;
        let plan = plan(&staff, 10, json!({})).await;
        let ann = customer(&rig).await;
        let begun = subscribe(&ann, &plan).await;
        let secret = begun["payment"]["client_secret"].as_str().unwrap();
        let intent = secret.split_once("_secret_").unwrap().0.to_owned();
        rig.stripe.confirm(&intent, card).unwrap();
        if what == "refund" {
            rig.stripe.refund_by_hand(&intent, 300).unwrap();
        }
        let before = ["refund.created", "charge.refunded", "charge.dispute.created", "charge.dispute.funds_withdrawn"];
        tell(&rig, &before).await;
        assert_eq!(rig.shop.count("webhook_events where status = 'ignored'").await, 2, "{what}");
        tell(&rig, &["customer.subscription.updated", "invoice.paid"]).await;
        rig.jobs().await;
        assert_eq!(rig.open_events().await, Vec::<String>::new());
        let known = match what {
            "refund" => rig.shop.count("payments where refunded_amount = 3").await,
            _ => rig.shop.count("payment_disputes where withdrawn_amount = 10").await,
        };
        assert_eq!(known, 1, "{what}");
        rig.balances().await;
    }
}
