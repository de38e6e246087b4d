//! What is refused is told so, with the provider's code and in its words.

use payments::{Capturing, Fact, Provider, Question, Session, Settled, Unplannable, Want};

use crate::rig::{Rig, capture, intent, money, refund};

async fn now(rig: &Rig, intent: &str) -> Session {
    match rig.look_up(Question::Intent(intent.to_owned())).await.remove(0) {
        Fact::Session(session) => session,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_card_that_is_declined_leaves_its_reason() {
    let rig = Rig::start().await;
    for (card, code, decline) in [
        ("pm_card_visa_chargeDeclined", "card_declined", Some("generic_decline")),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", Some("insufficient_funds")),
        ("pm_card_visa_chargeDeclinedLostCard", "card_declined", Some("lost_card")),
        ("pm_card_visa_chargeDeclinedStolenCard", "card_declined", Some("stolen_card")),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", None),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", None),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", None),
        ("4000 0000 0000 0002", "card_declined", Some("generic_decline")),
    ] {
        let made = rig.intent(&format!("patt_{card}").replace(' ', ""), "10.00", Capturing::Manual).await.reference;
        assert_eq!(rig.double.confirm(&made, card).unwrap_err(), code, "{card}");
        let session = now(&rig, &made).await;
        let failure = session.failure.unwrap();
        assert_eq!((failure.code.as_str(), failure.decline_code.as_deref()), (code, decline), "{card}");
        assert_eq!((session.rank, session.received), (10, money("0")), "{card}");
        let shown = &session.data.expose()["last_payment_error"];
        assert_eq!(
            (&shown["code"], shown.as_object().unwrap().len()),
            (&code.into(), 3),
            "{card}: and nothing of the card"
        );
        // Another card pays, and the error is over.
        rig.double.confirm(&made, "pm_card_visa").unwrap();
        let session = now(&rig, &made).await;
        assert_eq!((session.rank, session.failure), (50, None), "{card}");
        assert!(session.data.expose()["last_payment_error"].is_null(), "{card}");
    }
    assert_eq!(rig.double.books()["sums"]["eur"]["captured"], 0);
}

#[tokio::test]
async fn a_customer_authenticates_or_does_not() {
    let rig = Rig::start().await;
    let made = rig.intent("patt_1", "10.00", Capturing::Automatic).await.reference;
    rig.double.confirm(&made, "pm_card_authenticationRequired").unwrap();
    assert_eq!(now(&rig, &made).await.rank, 30);
    assert_eq!(rig.double.authenticate(&made, false).unwrap_err(), "payment_intent_authentication_failure");
    assert_eq!(now(&rig, &made).await.rank, 10);
    rig.double.confirm(&made, "4000002760003184").unwrap();
    rig.double.authenticate(&made, true).unwrap();
    assert_eq!(now(&rig, &made).await.rank, 100);
    let in_vain = rig.intent("patt_2", "10.00", Capturing::Automatic).await.reference;
    rig.double.confirm(&in_vain, "pm_card_threeDSecureRequiredChargeDeclined").unwrap();
    assert_eq!(rig.double.authenticate(&in_vain, true).unwrap_err(), "card_declined");
}

#[tokio::test]
async fn a_bank_takes_its_time() {
    let rig = Rig::start().await;
    for (attempt, arrives, rank) in [("patt_1", true, 100), ("patt_2", false, 10)] {
        let made = rig.intent(attempt, "10.00", Capturing::Automatic).await.reference;
        rig.double.confirm(&made, "pm_success_sepa_debit").unwrap();
        assert_eq!(now(&rig, &made).await.rank, 40);
        assert_eq!(rig.double.arrive(&made, arrives).is_ok(), arrives);
        assert_eq!(now(&rig, &made).await.rank, rank);
    }
}

#[tokio::test]
async fn what_the_state_does_not_allow_is_refused_and_says_where_things_stand() {
    let rig = Rig::start().await;
    let made = rig.intent("patt_1", "10.00", Capturing::Manual).await.reference;
    assert_eq!(rig.refused(&capture(&made, "10"), "patt_2").await.code, "payment_intent_unexpected_state");
    assert_eq!(rig.refused(&refund(&made, "1", "ref_1"), "patt_3").await.code, "payment_intent_unexpected_state");
    rig.double.confirm(&made, "pm_card_visa").unwrap();
    assert_eq!(rig.refused(&capture(&made, "10.01"), "patt_4").await.code, "amount_too_large");
    rig.done(&capture(&made, "10"), "patt_5").await;
    // Another attempt at what is done already: the intent comes with the refusal.
    let Settled::Failed(failure, facts) = rig.send(&capture(&made, "10"), "patt_6").await.settled else { panic!() };
    assert_eq!(failure.code, "payment_intent_unexpected_state");
    let Fact::Session(session) = &facts[0] else { panic!() };
    assert_eq!((session.rank, session.received.clone()), (100, money("10")));
    let cancel = Want::CancelIntent { intent: made.clone() };
    assert_eq!(rig.refused(&cancel, "patt_7").await.code, "payment_intent_unexpected_state");

    let too_much = rig.refused(&refund(&made, "10.01", "ref_1"), "patt_8").await;
    assert_eq!(too_much.param.as_deref(), Some("amount"));
    rig.done(&refund(&made, "10", "ref_2"), "patt_9").await;
    assert_eq!(rig.refused(&refund(&made, "1", "ref_3"), "patt_10").await.code, "charge_already_refunded");
}

#[tokio::test]
async fn what_is_not_there_is_refused() {
    let rig = Rig::start().await;
    assert_eq!(rig.refused(&capture("pi_nobody", "10"), "patt_1").await.code, "resource_missing");
    assert!(rig.look_up(Question::Intent("pi_nobody".to_owned())).await.is_empty());
    assert!(rig.look_up(Question::Refund("re_nobody".to_owned())).await.is_empty());
}

#[tokio::test]
async fn what_is_too_little_is_refused_by_the_provider() {
    let rig = Rig::start().await;
    assert_eq!(rig.refused(&intent("0.49", Capturing::Manual), "patt_1").await.code, "amount_too_small");
}

#[tokio::test]
async fn what_cannot_be_paid_is_not_even_sent() {
    let rig = Rig::start().await;
    let plan = |amount: &str, currency: &str| {
        let Want::Intent { labels, .. } = intent("1", Capturing::Manual) else { panic!() };
        let (amount, currency) = (amount.parse().unwrap(), currency.to_owned());
        let capture = Capturing::Manual;
        let want = Want::Intent { amount, currency, capture, customer: None, keep: None, pays: None, labels };
        rig.stripe.plan(&want, "patt_1").map(drop)
    };
    assert!(matches!(plan("0.001", "eur"), Err(Unplannable::Amount { .. })));
    assert!(matches!(plan("-5", "eur"), Err(Unplannable::Amount { .. })));
    assert!(matches!(plan("0", "eur"), Err(Unplannable::Amount { .. })));
    assert!(matches!(plan("10", "EUR"), Err(Unplannable::Currency(_))));
    assert!(matches!(plan("10", "xyz"), Err(Unplannable::Currency(_))));
    plan("10", "jpy").unwrap();
    assert!(rig.double.requests().is_empty());
}
