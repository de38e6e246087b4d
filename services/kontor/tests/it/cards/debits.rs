//! Dues that a bank account pays: decided days later.

use chrono::TimeDelta;
use serde_json::json;

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
