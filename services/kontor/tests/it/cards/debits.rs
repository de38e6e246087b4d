//! Dues that a bank account pays: decided days later.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    ada,
    charges::{balance, collection, kitchen, kitchen_of, paid, pay},
    keep,
};
use crate::payments::{Rig, by_stripe, intent};

/// While his bank decides, nobody pays the same once more: neither he, nor the schedule.
#[tokio::test]
async fn what_a_bank_decides_is_nobody_elses_to_pay() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    let (order, due) = kitchen(&rig, &ada, &card).await;
    let debit = intent(&pay(&ada, &order, &due, json!({})).await);
    rig.stripe.confirm(&debit, "pm_success_sepa_debit").unwrap();
    rig.work().await;
    let at = format!("/store/payment-collections/{}/payment-sessions", collection(&ada, &order, &due).await);
    let here = json!({"provider_id": "pp_stripe_stripe", "data": {"payment_method": card, "confirm": true}});
    for body in [by_stripe(), here, json!({"provider_id": "pp_system_default"})] {
        let waits = ada.post(&at, &body).error(400).await;
        assert!(waits["message"].as_str().unwrap().ends_with("is open: a payment is on its way"), "{waits}");
    }
    rig.advance(TimeDelta::days(11));
    rig.run("payments.charges").await;
    assert_eq!(balance(&rig), json!(71_400));
    rig.stripe.arrive(&debit, true).unwrap();
    rig.work().await;
    assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(142_800)));
    assert_eq!(rig.stripe.books()["refunds"], json!([]), "nothing had to go back");
    rig.balances().await;
}

/// It failed and nobody was told: whoever wants to pay has it looked up, and begins anew.
#[tokio::test]
async fn a_debit_of_which_nobody_told() {
    let rig = Rig::silent().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    let (order, due) = kitchen_of(&rig, &ada, &card, false).await;
    let debit = intent(&pay(&ada, &order, &due, json!({})).await);
    rig.stripe.confirm(&debit, "pm_failed_sepa_debit").unwrap();
    rig.run("payments.events").await;
    assert_eq!(rig.shop.count("payment_sessions where rank = 40").await, 1);
    rig.stripe.arrive(&debit, false).unwrap_err();
    let again = pay(&ada, &order, &due, json!({"payment_method": card, "confirm": true})).await;
    assert_eq!(again["status"], "captured", "{again}");
    rig.run("payments.events").await;
    assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(142_800)));
    rig.balances().await;
}

/// The one debit that a bank decides now.
pub(super) fn deciding(rig: &Rig) -> Option<String> {
    let books = rig.stripe.books();
    let of = books["intents"].as_array().unwrap().iter().find(|one: &&Value| one["status"] == "processing")?;
    Some(of["id"].as_str().unwrap().to_owned())
}

/// A bank's no that comes days later is one as any other: so many, and then no more.
#[tokio::test]
async fn one_that_fails_days_later_is_a_try() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let account = keep(&rig, &ada, "pm_card_visa").await;
    kitchen(&rig, &ada, &account).await;
    rig.stripe.becomes(&account, "pm_failed_sepa_debit").unwrap();
    let mut debited = 0;
    for (nth, days) in [10, 1, 3, 5, 7, 30].into_iter().enumerate() {
        rig.advance(TimeDelta::days(days));
        rig.run("payments.charges").await;
        rig.work().await;
        let Some(debit) = deciding(&rig) else { continue };
        debited += 1;
        // He is not charged meanwhile.
        rig.advance(TimeDelta::hours(12));
        rig.run("payments.charges").await;
        rig.work().await;
        rig.stripe.arrive(&debit, false).unwrap_err();
        rig.work().await;
        rig.work().await;
        let tries = i64::try_from(nth).unwrap() + 1;
        assert_eq!(rig.shop.count(&format!("order_dues where charges = {tries}")).await, 1, "the {tries}. no");
        // Not on the same day.
        rig.run("payments.charges").await;
        rig.work().await;
        assert_eq!(deciding(&rig), None);
    }
    assert_eq!((debited, paid(&rig).await, balance(&rig)), (4, 1, json!(71_400)));
    let told =
        "notifications where channel = 'feed' and data ->> 'description' like '714 EUR are due, and%not tried again%'";
    assert_eq!(rig.shop.count(told).await, 1);
    rig.balances().await;
}

/// One that arrives pays, and one after another that did not does, too.
#[tokio::test]
async fn the_second_one_arrives() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let account = keep(&rig, &ada, "pm_card_visa").await;
    kitchen(&rig, &ada, &account).await;
    rig.stripe.becomes(&account, "pm_failed_sepa_debit").unwrap();
    rig.advance(TimeDelta::days(10));
    rig.run("payments.charges").await;
    rig.work().await;
    rig.stripe.arrive(&deciding(&rig).unwrap(), false).unwrap_err();
    rig.work().await;
    rig.stripe.becomes(&account, "pm_success_sepa_debit").unwrap();
    rig.advance(TimeDelta::days(2));
    rig.run("payments.charges").await;
    rig.work().await;
    rig.stripe.arrive(&deciding(&rig).unwrap(), true).unwrap();
    rig.work().await;
    assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(142_800)));
    rig.balances().await;
}
