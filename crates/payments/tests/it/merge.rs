//! Any order, and any number of copies, ends alike.

use chrono::DateTime;
use payments::{Capturing, Fact, Merged, Provider, Told, merge};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::rig::{Rig, capture, intent, money, refund};

/// What happens to an intent.
#[derive(Debug, Clone, Copy)]
enum Step {
    Pay(&'static str),
    Authenticate(bool),
    Arrive(bool),
    Capture(u32),
    Cancel,
    Refund(u32),
    SettleRefund(&'static str),
    SettleDispute(&'static str),
    Later(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let cards = [
        "pm_card_visa",
        "pm_card_visa_chargeDeclined",
        "pm_card_authenticationRequired",
        "pm_success_sepa_debit",
        "pm_card_refundFail",
        "pm_card_pendingRefund",
        "pm_card_createDispute",
    ];
    prop_oneof![
        4 => prop::sample::select(cards.to_vec()).prop_map(Step::Pay),
        2 => any::<bool>().prop_map(Step::Authenticate),
        2 => any::<bool>().prop_map(Step::Arrive),
        2 => (1_u32..=10).prop_map(Step::Capture),
        1 => Just(Step::Cancel),
        3 => (1_u32..=6).prop_map(Step::Refund),
        2 => prop::sample::select(vec!["succeeded", "failed"]).prop_map(Step::SettleRefund),
        2 => prop::sample::select(vec!["under_review", "won", "lost"]).prop_map(Step::SettleDispute),
        3 => (0_i64..4).prop_map(Step::Later),
    ]
}

/// Lets it happen, as far as the double allows, and gives all that was told, with its client secrets the same.
async fn history(steps: &[Step], manual: bool) -> Vec<Told> {
    let rig = Rig::start().await;
    let capturing = if manual { Capturing::Manual } else { Capturing::Automatic };
    let of = rig.done(&intent("10.00", capturing), "patt_0").await.reference;
    for (nth, step) in steps.iter().enumerate() {
        let attempt = format!("patt_{}", nth + 1);
        match *step {
            Step::Pay(card) => drop(rig.double.confirm(&of, card)),
            Step::Authenticate(succeeds) => drop(rig.double.authenticate(&of, succeeds)),
            Step::Arrive(succeeds) => drop(rig.double.arrive(&of, succeeds)),
            Step::Capture(units) => drop(rig.send(&capture(&of, &units.to_string()), &attempt).await),
            Step::Cancel => drop(rig.send(&payments::Want::CancelIntent { intent: of.clone() }, &attempt).await),
            Step::Refund(units) => drop(rig.send(&refund(&of, &units.to_string(), &attempt), &attempt).await),
            Step::SettleRefund(status) => each(&rig, "refund", |id| drop(rig.double.settle_refund(id, status))),
            Step::SettleDispute(status) => each(&rig, "dispute", |id| drop(rig.double.settle_dispute(id, status))),
            Step::Later(seconds) => rig.double.advance(seconds),
        }
    }
    rig.told()
}

fn each(rig: &Rig, kind: &str, act: impl Fn(&str)) {
    for told in rig.told() {
        if told.fact.of().0 == kind {
            act(told.fact.of().1);
        }
    }
}

#[test]
fn every_permutation_of_two_copies_ends_as_the_history_did() {
    let cases = if std::env::var_os("KONTOR_LONG_TESTS").is_some() { 1_000 } else { 96 };
    let mut runner = TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() });
    let steps = prop::collection::vec(step(), 1..=12);
    let seeds = prop::collection::vec(any::<u64>(), 4);
    runner
        .run(&(steps, any::<bool>(), seeds), |(steps, manual, seeds)| {
            // One for each, so that its double ends with it.
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let told = runtime.block_on(history(&steps, manual));
            let expected = merge(told.clone());
            for seed in seeds {
                let mut twice: Vec<Told> = told.iter().chain(&told).cloned().collect();
                shuffle(&mut twice, seed);
                prop_assert_eq!(&merge(twice), &expected);
            }
            ends(&told, &expected)?;
            Ok(())
        })
        .unwrap();
}

fn shuffle(told: &mut [Told], mut seed: u64) {
    for at in (1..told.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        told.swap(at, usize::try_from(seed >> 33).unwrap_or_default() % (at + 1));
    }
}

/// Nothing that ended is undone by what was told before it, and money is what it was at most.
fn ends(told: &[Told], merged: &[Merged]) -> Result<(), TestCaseError> {
    for known in merged {
        let of = known.told.fact.of();
        let mine: Vec<&Fact> = told.iter().map(|told| &told.fact).filter(|fact| fact.of() == of).collect();
        match &known.told.fact {
            Fact::Session(session) => {
                let sessions =
                    || mine.iter().filter_map(|fact| if let Fact::Session(it) = fact { Some(it) } else { None });
                prop_assert_eq!(Some(session.rank), sessions().map(|it| it.rank).max());
                prop_assert_eq!(Some(&session.received), sessions().map(|it| &it.received).max());
            }
            Fact::Refund(refund) => {
                let ranks =
                    mine.iter().filter_map(|fact| if let Fact::Refund(it) = fact { Some(it.rank) } else { None });
                prop_assert_eq!(Some(refund.rank), ranks.max());
            }
            Fact::Dispute(dispute) => {
                let disputes =
                    || mine.iter().filter_map(|fact| if let Fact::Dispute(it) = fact { Some(it) } else { None });
                prop_assert_eq!(Some(dispute.rank), disputes().map(|it| it.rank).max());
                prop_assert_eq!(Some(&dispute.withdrawn), disputes().map(|it| &it.withdrawn).max());
                prop_assert_eq!(Some(&dispute.reinstated), disputes().map(|it| &it.reinstated).max());
            }
            Fact::Charge(charge) => {
                let charges =
                    || mine.iter().filter_map(|fact| if let Fact::Charge(it) = fact { Some(it) } else { None });
                prop_assert_eq!(Some(&charge.captured), charges().map(|it| &it.captured).max());
                prop_assert_eq!(charge.disputed, charges().any(|it| it.disputed));
            }
            _ => {}
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_goes_back_is_to_be_looked_up() {
    let rig = Rig::start().await;
    let of = rig.intent("patt_1", "10.00", Capturing::Automatic).await.reference;
    rig.double.advance(10);
    rig.double.confirm(&of, "pm_failed_sepa_debit").unwrap();
    let of_intent = |rig: &Rig| merge(rig.told()).into_iter().find(|it| it.told.fact.of().0 == "session").unwrap();
    assert!(!of_intent(&rig).is_behind);
    rig.double.advance(10);
    rig.double.arrive(&of, false).unwrap_err();
    let known = of_intent(&rig);
    let Fact::Session(session) = &known.told.fact else { panic!() };
    assert_eq!((session.rank, known.is_behind), (40, true), "the rank does not go back by itself");
    // It pays after all, and that is an end.
    rig.double.advance(10);
    rig.double.confirm(&of, "pm_card_visa").unwrap();
    let known = of_intent(&rig);
    assert!(matches!(&known.told.fact, Fact::Session(it) if it.rank == 100) && !known.is_behind);
}

#[tokio::test]
async fn what_was_received_or_paid_is_not_taken_back_by_what_is_said_later() {
    let rig = Rig::start().await;
    let told = |event: &str, at: i64, kind: &str, object: serde_json::Value| {
        let body = serde_json::json!({
            "id": event, "object": "event", "created": at, "type": kind, "data": { "object": object },
        });
        match rig.stripe.read(body.to_string().as_bytes()) {
            payments::Reading::Facts(mut told) => told.remove(0),
            other => panic!("{other:?}"),
        }
    };
    let intent = |event, at, received: i64| {
        let object = serde_json::json!({
            "id": "pi_1", "object": "payment_intent", "status": "succeeded", "amount": 1000, "currency": "eur",
            "amount_received": received,
        });
        told(event, at, "payment_intent.succeeded", object)
    };
    let invoice = |event, at, paid: i64, attempts: i64| {
        let object = serde_json::json!({
            "id": "in_1", "object": "invoice", "status": "open", "currency": "eur", "amount_paid": paid,
            "attempt_count": attempts,
        });
        told(event, at, "invoice.updated", object)
    };
    for turned in [false, true] {
        let mut all = vec![intent("evt_1", 1, 700), intent("evt_2", 2, 300)];
        all.extend([invoice("evt_3", 1, 500, 3), invoice("evt_4", 2, 0, 1)]);
        if turned {
            all.reverse();
        }
        let known = merge(all);
        assert_eq!(known.iter().map(|it| it.told.event.as_str()).collect::<Vec<_>>(), ["evt_4", "evt_2"]);
        let Fact::Session(session) = &known[1].told.fact else { panic!() };
        assert_eq!(session.received, money("7"));
        let Fact::Invoice(invoice) = &known[0].told.fact else { panic!() };
        assert_eq!((invoice.paid.clone(), invoice.attempts), (money("5"), 3));
    }
}

#[tokio::test]
async fn what_goes_back_within_a_second_is_to_be_looked_up_too() {
    let rig = Rig::start().await;
    let told = |event: &str, at: i64, status: &str| {
        let object = serde_json::json!({ "id": "pi_1", "object": "payment_intent", "status": status, "amount": 1000, "currency": "eur" });
        let body = serde_json::json!({
            "id": event, "object": "event", "created": at, "type": "payment_intent.created", "data": { "object": object },
        });
        match rig.stripe.read(body.to_string().as_bytes()) {
            payments::Reading::Facts(mut told) => told.remove(0),
            other => panic!("{other:?}"),
        }
    };
    let behind = |told: Vec<Told>| {
        let mut backwards = told.clone();
        backwards.reverse();
        let (one, other) = (merge(told).remove(0), merge(backwards).remove(0));
        assert_eq!(one, other);
        one.is_behind
    };
    let (action, back) = (told("evt_2", 5, "requires_action"), told("evt_1", 5, "requires_payment_method"));
    assert!(behind(vec![action.clone(), back.clone()]));
    // Whoever has paid has paid, and what is older says nothing.
    assert!(!behind(vec![action.clone(), back.clone(), told("evt_3", 5, "succeeded")]));
    assert!(!behind(vec![back, told("evt_4", 6, "requires_action")]));
    assert!(behind(vec![action, told("evt_5", 6, "requires_payment_method")]));
}

#[tokio::test]
async fn a_subscription_goes_to_and_fro_until_it_ends() {
    let rig = Rig::start().await;
    let told = |event: &str, at: i64, status: &str| {
        let body = serde_json::json!({
            "id": event, "object": "event", "created": at, "type": "customer.subscription.updated",
            "data": { "object": { "id": "sub_1", "object": "subscription", "status": status } },
        });
        match rig.stripe.read(body.to_string().as_bytes()) {
            payments::Reading::Facts(mut told) => told.remove(0),
            other => panic!("{other:?}"),
        }
    };
    let merged = |told: Vec<Told>| {
        let merged = merge(told).remove(0);
        match merged.told.fact {
            Fact::Subscription(it) => (it.status, merged.is_behind),
            other => panic!("{other:?}"),
        }
    };
    let status = |told: Vec<Told>| merged(told).0;
    let (active, due, again) = (told("evt_1", 1, "active"), told("evt_2", 2, "past_due"), told("evt_3", 3, "active"));
    assert_eq!(status(vec![again.clone(), active.clone(), due.clone()]), "active");
    assert_eq!(status(vec![due.clone(), active.clone()]), "past_due");
    let over = told("evt_4", 2, "canceled");
    assert_eq!(status(vec![over, again]), "canceled", "an end is one, whatever is told behind it");
    let (made, runs) = (told("evt_9", 1, "incomplete"), told("evt_5", 1, "active"));
    let at_once = merged(vec![made, runs]);
    assert_eq!(at_once, ("active".to_owned(), true), "of the same second what is further counts until it is looked up");
    assert!(!merged(vec![active.clone(), due.clone()]).1);
    let ending = |event: &str, ends: bool| {
        let mut told = told(event, 1, "active");
        if let Fact::Subscription(it) = &mut told.fact {
            it.cancel_at_period_end = ends;
        }
        told
    };
    assert!(merged(vec![ending("evt_1", true), ending("evt_2", false)]).1, "they say different things");
    assert!(!merged(vec![ending("evt_1", true), ending("evt_2", true)]).1, "they say the same");
    let ended_at_once = vec![told("evt_6", 1, "canceled"), told("evt_7", 1, "past_due")];
    assert_eq!(merged(ended_at_once), ("canceled".to_owned(), false), "an end needs no looking up");
    assert_eq!(DateTime::from_timestamp(1, 0).unwrap(), active.at);
    assert_eq!(due.event, "evt_2");
}
