//! What is in the way of charging a due: the order is gone, he is paying it himself, nothing is left to charge, and what is no word of a bank's.

use chrono::TimeDelta;
use serde_json::json;
use stripe_double::{Fault, Harm};

use super::{
    ada, back, calls,
    charges::{balance, collection, kitchen, kitchen_of, paid, pay},
    keep, owner,
};
use crate::payments::{Rig, intent};

/// An order that is taken back, or whose due is paid another way, is not charged.
#[tokio::test]
async fn an_order_that_was_taken_back() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    let (order, due) = kitchen(&rig, &ada, &card).await;
    collection(&ada, &order, &due).await;
    rig.advance(TimeDelta::days(10));
    let staff = owner(&rig, "olga").await;
    // Between the look for what is due and the charge of it.
    rig.shop.change("update orders set canceled_at = now()").await;
    let before = calls(&rig, "POST", "/v1/payment_intents");
    rig.run("payments.charges").await;
    rig.shop.change("update orders set canceled_at = null").await;
    assert_eq!(calls(&rig, "POST", "/v1/payment_intents"), before);
    staff.post(&format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap()), &json!({})).ok().await;
    rig.advance(TimeDelta::days(1));
    rig.run("payments.charges").await;
    assert_eq!(calls(&rig, "POST", "/v1/payment_intents"), before);
    rig.work().await;
    rig.balances().await;
}

/// He began to pay it and went away: what he began goes before his card is charged, so that he cannot pay both.
#[tokio::test]
async fn what_he_began_goes_before_he_is_charged() {
    for at_his_bank in [false, true] {
        let rig = Rig::open().await;
        let ada = ada(&rig).await;
        let card = keep(&rig, &ada, "pm_card_visa").await;
        let (order, due) = kitchen(&rig, &ada, &card).await;
        rig.advance(TimeDelta::days(10));
        let ada = back(&rig).await;
        let begun = intent(&pay(&ada, &order, &due, json!({})).await);
        if at_his_bank {
            rig.stripe.confirm(&begun, "pm_card_threeDSecure2Required").unwrap();
            rig.work().await;
        }
        rig.run("payments.charges").await;
        assert_eq!(balance(&rig), json!(71_400), "he is at it");
        rig.advance(TimeDelta::hours(30));
        rig.run("payments.charges").await;
        assert_eq!(rig.stripe.object(&begun).unwrap()["status"], "canceled", "at his bank: {at_his_bank}");
        let asked = rig.stripe.requests();
        let let_go = asked.iter().position(|(_, path, _)| path.ends_with("/cancel")).unwrap();
        let charged = asked.iter().position(|(_, _, body)| body.contains("off_session=true")).unwrap();
        assert!(let_go < charged, "at his bank: {at_his_bank}");
        rig.work().await;
        assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(142_800)), "at his bank: {at_his_bank}");
        rig.balances().await;
    }
}

/// He pays in the very moment in which what he began is let go: he is not charged as well.
#[tokio::test]
async fn he_pays_in_the_last_moment() {
    let rig = Rig::silent().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    let (order, due) = kitchen_of(&rig, &ada, &card, false).await;
    rig.advance(TimeDelta::days(10));
    let ada = back(&rig).await;
    let begun = intent(&pay(&ada, &order, &due, json!({})).await);
    rig.advance(TimeDelta::hours(1));
    // And nobody has told us.
    rig.stripe.confirm(&begun, "pm_card_mastercard").unwrap();
    rig.run("payments.charges").await;
    assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(142_800)));
    assert_eq!(rig.stripe.books()["refunds"], json!([]), "nothing had to go back");
    rig.balances().await;
}

/// The card is not kept any more: he is asked to pay himself, the shop is told, and it ends.
#[tokio::test]
async fn nothing_is_left_to_charge() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    kitchen(&rig, &ada, &card).await;
    rig.stripe.detach(&card).unwrap();
    rig.work().await;
    for days in [10, 1, 3, 5, 7, 30] {
        rig.advance(TimeDelta::days(days));
        rig.run("payments.charges").await;
    }
    let told = "notifications where channel = 'feed' and data ->> 'description' like '714 EUR are due, and the card%'";
    assert_eq!(rig.shop.count(told).await, 1);
    assert_eq!(rig.shop.count("events where name = 'order.payment_due'").await, 1);
    assert_eq!(rig.shop.count("order_dues where charges = 4").await, 1);
}

/// What is no word of the bank's counts as no try: the key was revoked, the call never arrived.
#[tokio::test]
async fn only_a_bank_says_no() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    kitchen(&rig, &ada, &card).await;
    rig.advance(TimeDelta::days(10));
    rig.stripe.fail(Fault::new(Harm::Revoked).times(1_000));
    for _ in 0..6 {
        rig.run("payments.charges").await;
        rig.advance(TimeDelta::hours(7));
    }
    assert_eq!(rig.shop.count("order_dues where charges > 0").await, 0);
    rig.stripe.calm();
    rig.run("payments.charges").await;
    rig.work().await;
    assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(142_800)));
    rig.balances().await;
}

/// The process ends behind the call, and the answer is found later: what follows of it follows, once.
#[tokio::test]
async fn what_follows_of_a_refusal_is_not_lost() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    kitchen(&rig, &ada, &card).await;
    rig.stripe.becomes(&card, "pm_card_authenticationRequired").unwrap();
    rig.advance(TimeDelta::days(10));
    rig.stripe.fail(Fault::new(Harm::CutAfter).at("POST", "/v1/payment_intents").times(3));
    rig.run("payments.charges").await;
    assert_eq!(rig.shop.count("notifications where template = 'payment_authentication'").await, 0);
    rig.advance(TimeDelta::minutes(5));
    rig.run("payments.attempts").await;
    rig.run("payments.attempts").await;
    assert_eq!(rig.shop.count("notifications where template = 'payment_authentication'").await, 1);
    assert_eq!(rig.shop.count("order_dues where charges = 4").await, 1);
    rig.balances().await;
}

/// What he said of a card holds no longer once he was given back what he had paid with it, or has paid with another without saying it.
#[tokio::test]
async fn what_he_has_said_of_a_card_that_paid_nothing() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    let (order, _) = kitchen(&rig, &ada, &card).await;
    let staff = owner(&rig, "olga").await;
    let deposit = crate::payments::payment(&staff, &order).await["id"].as_str().unwrap().to_owned();
    staff.post(&format!("/admin/payments/{deposit}/refund"), &json!({})).ok().await;
    rig.work().await;
    let before = calls(&rig, "POST", "/v1/payment_intents");
    rig.advance(TimeDelta::days(11));
    rig.run("payments.charges").await;
    assert_eq!(calls(&rig, "POST", "/v1/payment_intents"), before);
    rig.balances().await;
}

/// What cannot even be asked for is told to the shop, once, and is asked for again the next day.
#[tokio::test]
async fn what_cannot_be_begun() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    kitchen(&rig, &ada, &card).await;
    rig.shop
        .change(
            "update orders set region_id = '00000000-0000-7000-800a-0000000e0002';
            insert into region_payment_providers (organization_id, region_id, provider_id)
            select organization_id, region_id, 'pp_system_default' from orders",
        )
        .await;
    rig.advance(TimeDelta::days(10));
    for _ in 0..4 {
        rig.run("payments.charges").await;
        rig.advance(TimeDelta::hours(12));
    }
    let told = "notifications where channel = 'feed' and resource_type = 'order'
        and data ->> 'description' like '714 EUR are due, and%pp_stripe_stripe is not enabled in%'";
    assert_eq!(rig.shop.count(told).await, 1);
    assert_eq!(rig.shop.count("order_dues where charges > 0").await, 0, "no bank has said no");
    rig.shop.change("delete from region_payment_providers").await;
    rig.advance(TimeDelta::days(1));
    rig.run("payments.charges").await;
    rig.work().await;
    assert_eq!((paid(&rig).await, balance(&rig)), (2, json!(142_800)));
    rig.balances().await;
}
