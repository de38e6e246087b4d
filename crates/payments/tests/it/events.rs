//! Which events are read, and how.

use payments::{Capturing, Fact, Ours, Provider, Reading, merge, stripe::TYPES};
use serde_json::{Value, json};

use crate::rig::{Rig, money, refund};

/// Every type that async-stripe knows by name.
const KNOWN: &str = include_str!("event_types.txt");

fn event(kind: &str, object: &Value) -> Vec<u8> {
    let event = json!({ "id": "evt_1", "object": "event", "created": 1_790_000_000, "type": kind, "data": { "object": object } });
    event.to_string().into_bytes()
}

#[tokio::test]
async fn every_type_is_read_noted_or_ignored_and_nothing_is_lost() {
    let rig = Rig::start().await;
    let mut sorted = TYPES.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted, TYPES, "in order, each once");
    let known: Vec<&str> = KNOWN.lines().collect();
    assert!(known.len() > 240);
    for kind in TYPES {
        assert!(known.contains(&kind), "{kind} is no type of Stripe's");
    }
    for kind in known.into_iter().chain(["totally.new_event"]) {
        // Of an object that has nothing but an id.
        let reading = rig.stripe.read(&event(kind, &json!({ "id": "x_1" })));
        match (TYPES.contains(&kind), reading) {
            (true, Reading::Facts(_) | Reading::Noted | Reading::Unreadable(_)) | (false, Reading::Ignored) => {}
            (_, other) => panic!("{kind}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn what_stripe_adds_or_leaves_out_loses_no_event() {
    let rig = Rig::start().await;
    let least = json!({
        "id": "pi_1", "object": "payment_intent", "status": "requires_something_new", "amount": 1099, "currency": "eur",
        "metadata": null, "latest_charge": { "id": "ch_1", "object": "charge", "new": [] }, "brand_new": { "a": 1 },
    });
    let Reading::Facts(told) = rig.stripe.read(&event("payment_intent.processing", &least)) else { panic!() };
    let Fact::Session(session) = &told[0].fact else { panic!() };
    assert_eq!((session.status.as_str(), session.rank), ("requires_something_new", 0), "it raises nothing");
    assert_eq!((session.charge.as_deref(), session.amount.clone()), (Some("ch_1"), money("10.99")));
}

#[tokio::test]
async fn what_is_known_and_cannot_be_read_is_said() {
    let rig = Rig::start().await;
    for body in [
        event("payment_intent.succeeded", &json!({ "id": "pi_1", "amount": "much" })),
        event("payment_intent.succeeded", &json!(7)),
        b"{\"id\":\"evt_1\"}".to_vec(),
        b"<html>".to_vec(),
        Vec::new(),
    ] {
        assert!(matches!(rig.stripe.read(&body), Reading::Unreadable(_)), "{}", String::from_utf8_lossy(&body));
    }
}

/// Every place in a value at which something stands.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| places(value, &format!("{at}/{name}"), found)),
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(nth, value)| places(value, &format!("{at}/{nth}"), found));
        }
        _ => {}
    }
}

#[tokio::test]
async fn whatever_stands_in_an_event_it_is_said_or_cannot_be_read() {
    let rig = Rig::start().await;
    for card in ["pm_card_visa", "pm_card_createDispute", "pm_card_visa_chargeDeclined", "pm_success_sepa_debit"] {
        let made = rig.intent(&format!("patt_{card}"), "10.00", Capturing::Automatic).await.reference;
        let _ = rig.double.confirm(&made, card);
        rig.send(&refund(&made, "1", card), &format!("patt_back_{card}")).await;
    }
    let odd = [
        json!(null),
        json!(-1),
        json!(i64::MIN),
        json!(1e300),
        json!(""),
        json!("\0"),
        json!([]),
        json!({}),
        json!(true),
    ];
    let amount = money("10");
    let ours = Ours { amount: &amount, currency: "eur", labels: &[] };
    let (mut said, mut unreadable) = (0, 0);
    for event in rig.double.events() {
        let mut all = Vec::new();
        places(&event["data"]["object"], "/data/object", &mut all);
        for (place, value) in all.iter().flat_map(|place| odd.iter().map(move |value| (place, value))) {
            let mut event = event.clone();
            event.pointer_mut(place).unwrap().clone_from(value);
            match rig.stripe.read(event.to_string().as_bytes()) {
                Reading::Facts(told) => {
                    assert!(matches!(told[0].fact.of().1.len(), 1..=255), "{place}: {value}");
                    // Nothing of it can be taken for what it is not.
                    if let Fact::Session(session) = &told[0].fact
                        && matches!(place.as_str(), "/data/object/amount" | "/data/object/currency")
                    {
                        assert!(ours.check_session(session).is_err(), "{place}: {value}");
                    }
                    merge(told);
                    said += 1;
                }
                Reading::Unreadable(_) => unreadable += 1,
                other => panic!("{place}: {value}: {other:?}"),
            }
        }
    }
    assert!(said > 1000 && unreadable > 1000, "{said} {unreadable}");
}

#[tokio::test]
async fn a_thin_event_says_what_to_look_up() {
    let rig = Rig::start().await;
    let thin = |kind: &str| {
        json!({
            "id": "evt_thin", "object": "v2.core.event", "created": "2026-09-21T14:13:20.000Z", "type": kind,
            "snapshot_event": "evt_1", "related_object": { "id": "pi_1", "type": "payment_intent" },
        })
        .to_string()
    };
    let Reading::Facts(told) = rig.stripe.read(thin("v1.payment_intent.succeeded").as_bytes()) else { panic!() };
    assert_eq!(told[0].event, "evt_1");
    assert_eq!(told[0].fact, Fact::Changed { kind: "payment_intent".to_owned(), reference: "pi_1".to_owned() });
    assert!(matches!(rig.stripe.read(thin("v1.payout.paid").as_bytes()), Reading::Ignored));
    assert!(matches!(rig.stripe.read(thin("v2.core.account.created").as_bytes()), Reading::Ignored));
}

#[tokio::test]
async fn a_refund_may_fail_after_it_had_succeeded() {
    let rig = Rig::start().await;
    let made = rig.intent("patt_1", "10.00", Capturing::Automatic).await.reference;
    rig.double.confirm(&made, "pm_card_refundFail").unwrap();
    let back = rig.done(&refund(&made, "4", "ref_1"), "patt_2").await.reference;
    rig.double.settle_refund(&back, "failed").unwrap();
    let ranks: Vec<i16> = rig
        .told()
        .iter()
        .filter_map(|told| if let Fact::Refund(it) = &told.fact { Some(it.rank) } else { None })
        .collect();
    assert_eq!(ranks, [50, 60, 60], "created, updated, failed");
    assert_eq!(rig.double.books()["sums"]["eur"]["refunded"], 0);
    assert_eq!(rig.double.settle_refund(&back, "succeeded").unwrap_err(), "refund_unexpected_state");
}

#[tokio::test]
async fn a_refund_may_take_its_time() {
    let rig = Rig::start().await;
    let made = rig.intent("patt_1", "10.00", Capturing::Automatic).await.reference;
    rig.double.confirm(&made, "pm_card_pendingRefund").unwrap();
    let answer = rig.done(&refund(&made, "4", "ref_1"), "patt_2").await;
    assert!(matches!(&answer.facts[0], Fact::Refund(it) if it.rank == 10));
    rig.double.settle_refund(&answer.reference, "succeeded").unwrap();
    assert!(rig.told().iter().any(|told| matches!(&told.fact, Fact::Refund(it) if it.rank == 50)));
}

#[tokio::test]
async fn a_dispute_takes_money_and_may_give_it_back() {
    let rig = Rig::start().await;
    let made = rig.intent("patt_1", "10.00", Capturing::Automatic).await.reference;
    rig.double.confirm(&made, "pm_card_createDispute").unwrap();
    assert_eq!(rig.double.books()["sums"]["eur"]["balance"], 0);
    let disputes = |rig: &Rig| -> Vec<payments::Dispute> {
        let told = rig.told().into_iter();
        told.filter_map(|told| if let Fact::Dispute(it) = told.fact { Some(it) } else { None }).collect()
    };
    let told = disputes(&rig);
    assert_eq!((told[0].rank, told[0].intent.as_ref()), (40, Some(&made)));
    assert!(told[0].evidence_due.is_some());
    assert_eq!(told[1].withdrawn, money("10"));
    assert_eq!(rig.refused(&refund(&made, "1", "ref_1"), "patt_2").await.code, "charge_disputed");
    rig.double.settle_dispute(&told[0].reference, "won").unwrap();
    let last = disputes(&rig).pop().unwrap();
    assert_eq!((last.rank, last.reinstated), (90, money("10")));
    assert_eq!(rig.double.books()["sums"]["eur"]["balance"], 1000);
}

#[tokio::test]
async fn a_bank_warns_of_fraud() {
    let rig = Rig::start().await;
    let made = rig.intent("patt_1", "10.00", Capturing::Automatic).await.reference;
    rig.double.confirm(&made, "pm_card_createIssuerFraudRecord").unwrap();
    let told = rig.told();
    let warning = told.iter().find_map(|told| if let Fact::Warning(it) = &told.fact { Some(it) } else { None });
    assert_eq!(warning.unwrap().intent.as_ref(), Some(&made));
    let charge = told.iter().find_map(|told| if let Fact::Charge(it) = &told.fact { Some(it) } else { None }).unwrap();
    assert_eq!((charge.intent.as_ref(), charge.captured.clone()), (Some(&made), money("10")));
}
