//! From a cart's wish to money in the account, and back.

use payments::{Capturing, Fact, Ports, Provider, Question, Reading, System, Want, stripe::Stripe};
use serde_json::json;
use stripe_double::{Knobs, VERSION};

use crate::rig::{Inbox, Rig, SECRET, capture, intent, money, refund, session, until};

#[tokio::test]
async fn an_intent_is_made_confirmed_told_captured_and_refunded() {
    let rig = Rig::start().await;
    let inbox = Inbox::open(&rig, &[SECRET], Knobs { secrets: vec![SECRET.to_owned()], ..Knobs::default() }).await;

    let made = rig.intent("patt_1", "33.00", Capturing::Manual).await;
    assert_eq!((made.rank, made.status.as_str(), made.currency.as_str()), (10, "requires_payment_method", "eur"));
    assert_eq!(made.labels["session_id"], "payses_1");
    assert_eq!(made.labels["attempt"], "patt_1");
    let data = made.data.expose();
    assert_eq!(data["amount"], 3300);
    assert!(data["client_secret"].as_str().unwrap().starts_with(&format!("{}_secret_", made.reference)));
    assert!(!format!("{made:?}").contains("_secret_"), "a client secret stands in no log");

    rig.double.confirm(&made.reference, "pm_card_visa").unwrap();
    let authorized = || inbox.kinds().contains(&"payment_intent.amount_capturable_updated".to_owned());
    until("the authorisation is told", authorized).await;
    let told = inbox.taken.lock().unwrap().clone();
    let (envelope, body) = told.iter().find(|(it, _)| it.kind == "payment_intent.amount_capturable_updated").unwrap();
    assert_eq!(envelope.object.as_deref(), Some(made.reference.as_str()));
    assert_eq!(envelope.object_kind.as_deref(), Some("payment_intent"));
    assert_eq!(envelope.api_version.as_deref(), Some(VERSION));
    assert_eq!(envelope.is_live, Some(false));
    let Reading::Facts(facts) = rig.stripe.read(body) else { panic!("it is read") };
    let Fact::Session(authorized) = &facts[0].fact else { panic!("a session") };
    assert_eq!((authorized.rank, &authorized.reference), (50, &made.reference));
    assert_eq!(authorized.capturable, money("33.00"));

    let captured = session(rig.done(&capture(&made.reference, "20.00"), "patt_2").await);
    assert_eq!((captured.rank, captured.received.clone()), (100, money("20")));

    let answer = rig.done(&refund(&made.reference, "5.00", "ref_1"), "patt_3").await;
    let Fact::Refund(back) = &answer.facts[0] else { panic!("a refund") };
    assert_eq!((back.rank, back.status.as_str(), back.intent.as_ref()), (50, "succeeded", Some(&made.reference)));
    assert_eq!(back.labels["refund_id"], "ref_1");
    until("the refund is told", || inbox.kinds().contains(&"refund.created".to_owned())).await;
    assert!(inbox.refused.lock().unwrap().is_empty());

    let sums = json!({ "eur": { "captured": 2000, "refunded": 500, "disputed": 0, "balance": 1500 } });
    assert_eq!(rig.double.books()["sums"], sums);
}

#[tokio::test]
async fn what_is_captured_at_once_needs_no_capture() {
    let rig = Rig::start().await;
    let made = rig.intent("patt_1", "10.00", Capturing::Automatic).await;
    rig.double.confirm(&made.reference, "pm_card_visa").unwrap();
    let Fact::Session(now) = rig.look_up(Question::Intent(made.reference)).await.remove(0) else { panic!("a session") };
    assert_eq!((now.rank, now.received), (100, money("10")));
    assert!(now.charge.unwrap().starts_with("ch_"));
}

#[tokio::test]
async fn an_intent_that_nobody_wants_is_canceled() {
    let rig = Rig::start().await;
    let made = rig.intent("patt_1", "10.00", Capturing::Manual).await;
    let cancel = Want::CancelIntent { intent: made.reference.clone() };
    assert_eq!(session(rig.done(&cancel, "patt_2").await).rank, 90);
    assert_eq!(rig.refused(&capture(&made.reference, "10"), "patt_3").await.code, "payment_intent_unexpected_state");
}

#[tokio::test]
async fn the_provider_that_needs_nobody_promises_and_takes() {
    let ports = Ports::default();
    let system = ports.get(System::ID).unwrap();
    assert!(ports.get(Stripe::ID).is_none(), "without a key there is no Stripe");
    let fact = |want: &Want| match system.plan(want, "patt_1").unwrap() {
        payments::Planned::Done(mut facts) => facts.remove(0),
        payments::Planned::Call(call) => panic!("{call:?}"),
    };
    let Fact::Session(promised) = fact(&intent("12.5", Capturing::Manual)) else { panic!("a session") };
    assert_eq!((promised.rank, promised.reference.as_str()), (50, "payses_1"));
    assert_eq!(promised.capturable, money("12.5"));
    let Fact::Session(taken) = fact(&capture("payses_1", "12.5")) else { panic!("a session") };
    assert_eq!((taken.rank, taken.received), (100, money("12.5")));
    let Fact::Refund(back) = fact(&refund("payses_1", "2.5", "ref_1")) else { panic!("a refund") };
    assert_eq!((back.rank, back.reference.as_str()), (50, "ref_1"));
    assert!(system.plan(&Want::Detach { method: "pm_1".to_owned() }, "patt_1").is_err());
}

#[tokio::test]
async fn a_hook_finds_its_provider_by_medusas_name() {
    let rig = Rig::start().await;
    let ports = Ports::default().with(rig.stripe.clone());
    assert_eq!(ports.of_hook("stripe_stripe").unwrap().id(), "pp_stripe_stripe");
    assert!(ports.of_hook("stripe").is_none());
    assert_eq!(ports.ids().collect::<Vec<_>>(), ["pp_stripe_stripe", "pp_system_default"]);
    assert_eq!(Stripe::api_version(), VERSION, "the double plays the version that the port speaks");
    assert_eq!(rig.stripe.id(), Stripe::ID);
}
