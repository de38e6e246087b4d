//! Subscriptions: what runs is what Stripe says runs.

use payments::{Bought, Change, Fact, Question, Subscription, Want, merge};

use crate::rig::{Rig, labels_of, money};

async fn made(rig: &Rig, trial_days: Option<u32>) -> (Subscription, String) {
    let customer = Want::Customer { email: None, name: None, labels: labels_of(&[]) };
    let customer = rig.done(&customer, "patt_customer").await.reference;
    let price = Want::Price {
        name: "Tea club".to_owned(),
        amount: money("12.90"),
        currency: "eur".to_owned(),
        interval: "month".to_owned(),
        interval_count: 1,
        labels: labels_of(&[]),
    };
    let price = rig.done(&price, "patt_price").await.reference;
    let labels = labels_of(&[("subscription_id", "sub_1")]);
    let want = Want::Subscription { customer: customer.clone(), price, quantity: 2, trial_days, labels };
    match rig.done(&want, "patt_1").await.facts.remove(0) {
        Fact::Subscription(it) => (it, customer),
        other => panic!("{other:?}"),
    }
}

async fn now(rig: &Rig, id: &str) -> Subscription {
    match rig.look_up(Question::Subscription(id.to_owned())).await.remove(0) {
        Fact::Subscription(it) => it,
        other => panic!("{other:?}"),
    }
}

/// As a client's library pays: by the secret that it was given.
fn pay(rig: &Rig, subscription: &Subscription, card: &str) -> Result<(), String> {
    let secret = subscription.data.expose()["client_secret"].as_str().unwrap().to_owned();
    rig.double.confirm(secret.split_once("_secret_").unwrap().0, card)
}

#[tokio::test]
async fn the_first_bill_is_paid_by_its_secret_and_then_it_runs() {
    let rig = Rig::start().await;
    let (subscription, customer) = made(&rig, None).await;
    assert_eq!((subscription.status.as_str(), subscription.quantity), ("incomplete", Some(2)));
    assert!(!format!("{subscription:?}").contains("_secret_"));
    pay(&rig, &subscription, "pm_card_visa_chargeDeclined").unwrap_err();
    assert_eq!(now(&rig, &subscription.reference).await.status, "incomplete");
    pay(&rig, &subscription, "pm_card_visa").unwrap();
    assert_eq!(now(&rig, &subscription.reference).await.status, "active");
    let Fact::Invoice(bill) =
        rig.look_up(Question::Invoice(subscription.latest_invoice.clone().unwrap())).await.remove(0)
    else {
        panic!()
    };
    assert_eq!((bill.rank, bill.paid, bill.subscription), (100, money("25.80"), Some(subscription.reference.clone())));
    assert_eq!(bill.bought, [Bought { price: subscription.price.clone(), quantity: 2 }]);
    assert!(bill.intent.is_some());
    let of = |attempt: &str| Question::SubscriptionOf { attempt: attempt.to_owned(), customer: customer.clone() };
    let [Fact::Subscription(found)] = &rig.look_up(of("patt_1")).await[..] else { panic!() };
    assert!(found.data.expose().contains_key("client_secret"), "whoever finds it can pay it");
    assert!(rig.look_up(of("patt_2")).await.is_empty());
    let known = merge(rig.told());
    let runs =
        known.iter().find_map(|it| if let Fact::Subscription(of) = &it.told.fact { Some(of) } else { None }).unwrap();
    assert_eq!(runs.status, "active");
}

#[tokio::test]
async fn it_is_renewed_falls_behind_changes_and_ends() {
    let rig = Rig::start().await;
    let (subscription, _) = made(&rig, None).await;
    let id = subscription.reference.clone();
    pay(&rig, &subscription, "pm_card_visa").unwrap();
    rig.double.renew(&id, true).unwrap();
    let renewed = now(&rig, &id).await;
    assert_eq!(renewed.period.unwrap().0, subscription.period.unwrap().1);
    rig.double.renew(&id, false).unwrap();
    assert_eq!(now(&rig, &id).await.status, "past_due");

    let item = Some((renewed.item.unwrap(), renewed.price.unwrap(), 5));
    let change = Change { item, ..Change::default() };
    let change = Want::ChangeSubscription { subscription: id.clone(), change };
    rig.done(&change, "patt_2").await;
    assert_eq!(now(&rig, &id).await.quantity, Some(5));
    let change = Change { ends_with_period: Some(true), ..Change::default() };
    let end = Want::ChangeSubscription { subscription: id.clone(), change };
    rig.done(&end, "patt_3").await;
    let ending = now(&rig, &id).await;
    assert!(ending.cancel_at_period_end && ending.cancel_at.is_some());
    rig.double.renew(&id, true).unwrap();
    let over = now(&rig, &id).await;
    assert!(over.is_over() && over.ended_at.is_some());
    let cancel = Want::CancelSubscription { subscription: id };
    assert_eq!(rig.refused(&cancel, "patt_4").await.code, "resource_missing");
}

#[tokio::test]
async fn a_trial_keeps_a_card_for_what_comes_behind_it() {
    let rig = Rig::start().await;
    let (subscription, customer) = made(&rig, Some(14)).await;
    assert_eq!(subscription.status, "trialing");
    assert!(subscription.data.expose()["client_secret"].as_str().unwrap().starts_with("seti_"));
    assert!(!format!("{subscription:?}").contains("_secret_"));
    assert!(subscription.needs_method);
    pay(&rig, &subscription, "pm_card_visa_chargeDeclined").unwrap_err();
    pay(&rig, &subscription, "pm_card_visa").unwrap();
    let kept = rig.look_up(Question::MethodsOf(customer)).await;
    let Fact::Method(kept) = &kept[0] else { panic!() };
    let now = rig.double.object(&subscription.reference).unwrap();
    assert_eq!((&now["default_payment_method"], &now["status"]), (&kept.reference.as_str().into(), &"trialing".into()));
    assert_eq!(rig.double.books()["sums"], serde_json::json!({}), "nothing was paid");
}

#[tokio::test]
async fn it_ends_at_once() {
    let rig = Rig::start().await;
    let (subscription, _) = made(&rig, Some(14)).await;
    assert_eq!(subscription.status, "trialing");
    assert!(subscription.trial_ends_at.is_some());
    let id = subscription.reference;
    let over = rig.done(&Want::CancelSubscription { subscription: id }, "patt_2").await;
    assert!(matches!(&over.facts[0], Fact::Subscription(it) if it.status == "canceled"));
}
