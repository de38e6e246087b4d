//! Customers, and what is kept for them.

use payments::{Capturing, Fact, Keep, Method, Pays, Question, Settled, Want};

use crate::rig::{Rig, intent, labels_of, money, session};

async fn customer(rig: &Rig) -> String {
    nth_customer(rig, 1).await
}

async fn nth_customer(rig: &Rig, nth: u8) -> String {
    let want = Want::Customer {
        email: Some("ada@example.test".into()),
        name: Some("Ada Lovelace".into()),
        labels: labels_of(&[("customer_id", "cus_1")]),
    };
    rig.done(&want, &format!("patt_customer_{nth}")).await.reference
}

async fn methods(rig: &Rig, customer: &str) -> Vec<Method> {
    let facts = rig.look_up(Question::MethodsOf(customer.to_owned())).await;
    facts.into_iter().map(|fact| if let Fact::Method(method) = fact { method } else { panic!("{fact:?}") }).collect()
}

#[tokio::test]
async fn a_card_is_kept_by_a_setup_and_forgotten() {
    let rig = Rig::start().await;
    let customer = customer(&rig).await;
    let want = Want::Setup { customer: customer.clone(), keep: Keep::OffSession, labels: labels_of(&[]) };
    let made = rig.done(&want, "patt_1").await;
    let Fact::Setup(setup) = &made.facts[0] else { panic!() };
    assert_eq!((setup.rank, setup.customer.as_ref()), (10, Some(&customer)));
    assert!(setup.data.expose()["client_secret"].is_string());
    assert!(!format!("{setup:?}").contains("_secret_"));
    assert_eq!(rig.double.confirm(&made.reference, "pm_card_visa_chargeDeclined").unwrap_err(), "card_declined");
    rig.double.confirm(&made.reference, "pm_card_authenticationRequired").unwrap();
    rig.double.authenticate(&made.reference, true).unwrap();
    let Fact::Setup(done) = rig.look_up(Question::Setup(made.reference)).await.remove(0) else { panic!() };
    assert_eq!(done.rank, 100);

    let kept = methods(&rig, &customer).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].reference, done.method.unwrap());
    assert_eq!((kept[0].brand.as_deref(), kept[0].last4.as_deref()), (Some("visa"), Some("3184")));
    assert_eq!((kept[0].exp_month, kept[0].exp_year, kept[0].is_detached), (Some(12), Some(2034), false));
    assert!(kept[0].fingerprint.is_some());

    let gone = rig.done(&Want::Detach { method: kept[0].reference.clone() }, "patt_2").await;
    let Fact::Method(gone) = &gone.facts[0] else { panic!() };
    assert!(gone.is_detached && gone.customer.is_none());
    assert!(methods(&rig, &customer).await.is_empty());
}

#[tokio::test]
async fn a_card_is_kept_by_paying_with_it() {
    let rig = Rig::start().await;
    let customer = customer(&rig).await;
    let Want::Intent { amount, currency, labels, .. } = intent("10.00", Capturing::Automatic) else { panic!() };
    let (keep, capture) = (Some(Keep::OffSession), Capturing::Automatic);
    let want = Want::Intent { amount, currency, capture, customer: Some(customer.clone()), keep, pays: None, labels };
    let made = rig.done(&want, "patt_1").await.reference;
    rig.double.confirm(&made, "pm_card_mastercard").unwrap();
    assert_eq!(methods(&rig, &customer).await[0].brand.as_deref(), Some("mastercard"));
    assert!(rig.told().iter().any(|told| matches!(&told.fact, Fact::Method(method) if !method.is_detached)));
}

/// Something is kept for a customer; the customer, and what.
async fn kept(rig: &Rig, nth: u8, card: &str) -> (String, String) {
    let customer = nth_customer(rig, nth).await;
    let want = Want::Setup { customer: customer.clone(), keep: Keep::OffSession, labels: labels_of(&[]) };
    let made = rig.done(&want, &format!("patt_setup_{nth}")).await.reference;
    rig.double.confirm(&made, card).unwrap();
    let _ = rig.double.authenticate(&made, true);
    let method = methods(rig, &customer).await.remove(0).reference;
    (customer, method)
}

fn charge(customer: &str, method: &str) -> Want {
    let Want::Intent { amount, currency, labels, .. } = intent("10.00", Capturing::Automatic) else { panic!() };
    let (customer, pays) = (Some(customer.to_owned()), Some(Pays::Away(method.to_owned())));
    Want::Intent { amount, currency, capture: Capturing::Automatic, customer, keep: None, pays, labels }
}

#[tokio::test]
async fn what_is_kept_is_charged_while_nobody_is_there() {
    let rig = Rig::start().await;
    let (customer, method) = kept(&rig, 1, "pm_card_visa").await;
    let paid = session(rig.done(&charge(&customer, &method), "patt_1").await);
    assert_eq!((paid.rank, paid.received, paid.method), (100, money("10"), Some(method.clone())));
    // The same once more is the same, for its key is.
    rig.done(&charge(&customer, &method), "patt_1").await;
    assert_eq!(rig.double.books()["sums"]["eur"]["captured"], 1000);
    let stranger = kept(&rig, 2, "pm_card_mastercard").await.1;
    let refused = rig.refused(&charge(&customer, &stranger), "patt_2").await;
    assert_eq!(refused.param.as_deref(), Some("payment_method"), "nobody pays with what is another's");
}

#[tokio::test]
async fn a_bank_that_wants_to_hear_the_customer_is_not_paid_without_him() {
    let rig = Rig::start().await;
    let (customer, method) = kept(&rig, 1, "pm_card_authenticationRequired").await;
    let outcome = rig.send(&charge(&customer, &method), "patt_1").await;
    let Settled::Failed(failure, facts) = outcome.settled else { panic!("{:?}", outcome.settled) };
    assert_eq!(failure.code, "authentication_required");
    let Fact::Session(waits) = &facts[0] else { panic!() };
    assert_eq!((waits.rank, waits.received.clone()), (10, money("0")));
    // The key keeps saying so, and the intent that it made is the one with which he pays when he is back.
    assert!(rig.send(&charge(&customer, &method), "patt_1").await.was_replayed);
    rig.double.confirm(&waits.reference, "pm_card_authenticationRequired").unwrap();
    rig.double.authenticate(&waits.reference, true).unwrap();
    assert_eq!(rig.double.books()["intents"].as_array().unwrap().len(), 1);
    assert_eq!(rig.double.books()["sums"]["eur"]["captured"], 1000);
}

#[tokio::test]
async fn a_setup_is_canceled() {
    let rig = Rig::start().await;
    let customer = customer(&rig).await;
    let want = Want::Setup { customer, keep: Keep::OnSession, labels: labels_of(&[]) };
    let made = rig.done(&want, "patt_1").await.reference;
    let canceled = rig.done(&Want::CancelSetup { setup: made.clone() }, "patt_2").await;
    assert!(matches!(&canceled.facts[0], Fact::Setup(setup) if setup.rank == 90));
    assert_eq!(rig.refused(&Want::CancelSetup { setup: made }, "patt_3").await.code, "setup_intent_unexpected_state");
}

#[tokio::test]
async fn who_is_forgotten_is_forgotten_with_his_cards() {
    let rig = Rig::start().await;
    let customer = customer(&rig).await;
    let want = Want::Setup { customer: customer.clone(), keep: Keep::OffSession, labels: labels_of(&[]) };
    let made = rig.done(&want, "patt_1").await.reference;
    rig.double.confirm(&made, "pm_card_visa").unwrap();
    let gone = rig.done(&Want::ForgetCustomer { customer: customer.clone() }, "patt_2").await;
    assert!(matches!(&gone.facts[0], Fact::Customer(it) if it.is_deleted && it.reference == customer));
    let known = rig.look_up(Question::Customer(customer.clone())).await;
    assert!(matches!(&known[0], Fact::Customer(it) if it.is_deleted), "his id stays known");
    let forget = Want::ForgetCustomer { customer: customer.clone() };
    assert_eq!(rig.refused(&forget, "patt_3").await.code, "resource_missing");
    let told = rig.told();
    assert!(told.iter().any(|told| matches!(&told.fact, Fact::Customer(it) if it.is_deleted)));
    assert!(told.iter().any(|told| matches!(&told.fact, Fact::Method(it) if it.is_detached)));
}

#[tokio::test]
async fn whom_the_provider_does_not_know_pays_nothing() {
    let rig = Rig::start().await;
    let want = Want::Setup { customer: "cus_nobody".to_owned(), keep: Keep::OffSession, labels: labels_of(&[]) };
    assert_eq!(rig.refused(&want, "patt_1").await.code, "resource_missing");
    let bad = Want::Customer { email: Some("no address".into()), name: None, labels: labels_of(&[]) };
    assert_eq!(rig.refused(&bad, "patt_2").await.code, "email_invalid");
}
