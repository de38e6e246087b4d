//! What nobody knows is called so, is found out later, and never happens twice.

use std::time::Duration;

use chrono::DateTime;
use payments::{
    Account, Answer, Before, Capturing, Doubt, Fact, Labels, Outcome, Provider, Question, Settled, Since, Want,
    stripe::{Patience, Stripe},
};
use stripe_double::{Fault, Harm};
use tokio::io::AsyncReadExt;

use crate::rig::{Rig, capture, intent, money, refund, until};

const AFTER: [Harm; 4] = [Harm::ErrorAfter, Harm::HtmlAfter, Harm::CutAfter, Harm::HalfAnswer];
const BEFORE: [Harm; 6] =
    [Harm::RateLimit, Harm::LockTimeout, Harm::ErrorBefore, Harm::ErrorKept, Harm::Html, Harm::CutBefore];

/// A call that was sent before, just now.
fn again(tries: u32) -> Before {
    Before { tries, age: Duration::from_secs(1) }
}

fn unknown(outcome: &Outcome) -> &Doubt {
    match &outcome.settled {
        Settled::Unknown(doubt) => doubt,
        other => panic!("{other:?}"),
    }
}

fn succeeded(outcome: Outcome) -> Answer {
    match outcome.settled {
        Settled::Succeeded(answer) => answer,
        other => panic!("{other:?}"),
    }
}

async fn intent_of(rig: &Rig, attempt: &str) -> Vec<Fact> {
    let now = DateTime::from_timestamp(rig.double.now(), 0).unwrap();
    rig.look_up(Question::IntentOf { attempt: attempt.to_owned(), from: now, until: now }).await
}

fn intents(rig: &Rig) -> usize {
    rig.double.books()["intents"].as_array().unwrap().len()
}

#[tokio::test]
async fn an_answer_that_is_lost_for_good_is_looked_up() {
    for harm in AFTER {
        let rig = Rig::start().await;
        rig.double.fail(Fault::new(harm).at("POST", "/v1/payment_intents").times(3));
        let outcome = rig.send(&intent("10.00", Capturing::Manual), "patt_1").await;
        assert!(unknown(&outcome).may_pass(), "{harm:?}");
        assert_eq!(outcome.tries, 3, "{harm:?}");
        let found = intent_of(&rig, "patt_1").await;
        assert_eq!((found.len(), intents(&rig)), (1, 1), "{harm:?}");
        assert!(intent_of(&rig, "patt_2").await.is_empty(), "{harm:?}");
    }
}

#[tokio::test]
async fn money_that_moved_unheard_moves_once() {
    for harm in AFTER {
        let rig = Rig::start().await;
        let made = rig.intent("patt_1", "10.00", Capturing::Manual).await.reference;
        rig.double.confirm(&made, "pm_card_visa").unwrap();

        rig.double.fail(Fault::new(harm).at("POST", "/v1/payment_intents").times(3));
        let outcome = rig.send(&capture(&made, "10.00"), "patt_2").await;
        assert!(unknown(&outcome).may_pass(), "{harm:?}");
        let Fact::Session(now) = rig.look_up(Question::Intent(made.clone())).await.remove(0) else { panic!() };
        assert_eq!(now.received, money("10"), "{harm:?}: a capture is settled by what was received");

        rig.double.fail(Fault::new(harm).at("POST", "/v1/refunds").times(3));
        let outcome = rig.send(&refund(&made, "4.00", "ref_1"), "patt_3").await;
        assert!(unknown(&outcome).may_pass(), "{harm:?}");
        let of = |attempt: &str| Question::RefundOf { attempt: attempt.to_owned(), intent: made.clone() };
        assert_eq!(rig.look_up(of("patt_3")).await.len(), 1, "{harm:?}");
        assert!(rig.look_up(of("patt_4")).await.is_empty(), "{harm:?}");
        assert_eq!(rig.double.books()["sums"]["eur"]["balance"], 600, "{harm:?}");
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_once_is_given_again() {
    let rig = Rig::start().await;
    for (nth, harm) in [Harm::HtmlAfter, Harm::CutAfter, Harm::HalfAnswer].into_iter().enumerate() {
        rig.double.fail(Fault::new(harm));
        let outcome = rig.send(&intent("10.00", Capturing::Manual), &format!("patt_{nth}")).await;
        assert!(outcome.was_replayed, "{harm:?}");
        assert_eq!((outcome.tries, outcome.http_status), (2, Some(200)), "{harm:?}");
        succeeded(outcome);
        assert_eq!(intents(&rig), nth + 1, "{harm:?}");
    }
}

#[tokio::test]
async fn what_fails_before_anything_has_happened_passes_or_is_in_doubt() {
    for harm in BEFORE {
        let rig = Rig::start().await;
        rig.double.fail(Fault::new(harm).times(3));
        let outcome = rig.send(&intent("10.00", Capturing::Manual), "patt_1").await;
        assert!(unknown(&outcome).may_pass(), "{harm:?}");
        assert!(intent_of(&rig, "patt_1").await.is_empty(), "{harm:?}");
        assert_eq!(intents(&rig), 0, "{harm:?}");
        // The next call is one with the same key.
        let call = rig.plan(&intent("10.00", Capturing::Manual), "patt_1");
        let later = rig.stripe.send(&rig.account, &call, again(outcome.tries)).await;
        if harm == Harm::ErrorKept {
            assert_eq!(unknown(&later), &Doubt::Server(500), "Stripe keeps answering what it answered first");
        } else {
            succeeded(later);
            assert_eq!(intents(&rig), 1, "{harm:?}");
        }
    }
}

#[tokio::test]
async fn busy_is_waited_out() {
    let rig = Rig::start().await;
    rig.double.fail(Fault::new(Harm::RateLimit).times(2));
    let outcome = rig.send(&intent("10.00", Capturing::Manual), "patt_1").await;
    assert_eq!(outcome.tries, 3);
    assert!(outcome.request.as_deref().unwrap().starts_with("req_"));
    succeeded(outcome);
}

/// Whoever is told to come later than anybody waits is not sent again now.
#[tokio::test]
async fn busy_for_longer() {
    let rig = Rig::start().await;
    rig.double.fail(Fault::new(Harm::RateLimit).times(3).retry_after(3_600));
    let outcome = rig.send(&intent("10.00", Capturing::Manual), "patt_1").await;
    assert_eq!((unknown(&outcome), outcome.tries), (&Doubt::Busy(429), 1));
    assert!(unknown(&outcome).may_pass());
}

#[tokio::test]
async fn what_takes_too_long_goes_on_and_is_found() {
    let patience = Patience {
        each: Duration::from_millis(300),
        pauses: vec![Duration::from_millis(10)],
        all: Duration::from_secs(5),
        rate: 0,
    };
    let rig = Rig::with(patience).await;
    rig.double.fail(Fault::new(Harm::Slow).slow(Duration::from_millis(1500)));
    let outcome = rig.send(&intent("10.00", Capturing::Manual), "patt_1").await;
    // The first try was too slow, and while it runs its key is in use.
    assert_eq!((unknown(&outcome), outcome.tries), (&Doubt::Busy(409), 2));
    until("Stripe has done it", || intents(&rig) == 1).await;
    let call = rig.plan(&intent("10.00", Capturing::Manual), "patt_1");
    let later = rig.stripe.send(&rig.account, &call, again(outcome.tries)).await;
    assert!(later.was_replayed);
    succeeded(later);
    assert_eq!(intents(&rig), 1);
}

#[tokio::test]
async fn twenty_at_once_with_one_attempt_make_one() {
    // While the first is under way the others are told to wait, however long a busy machine makes that.
    let pauses = vec![Duration::from_millis(50); 100];
    let patience = Patience { each: Duration::from_secs(10), pauses, all: Duration::from_secs(30), rate: 0 };
    let rig = Rig::with(patience).await;
    let call = rig.plan(&intent("10.00", Capturing::Manual), "patt_1");
    let sent = (0..20).map(|_| {
        let (stripe, account, call) = (rig.stripe.clone(), rig.account.clone(), call.clone());
        tokio::spawn(async move { stripe.send(&account, &call, Before::default()).await })
    });
    let mut references = Vec::new();
    for sent in sent.collect::<Vec<_>>() {
        references.push(succeeded(sent.await.unwrap()).reference);
    }
    references.dedup();
    assert_eq!((references.len(), intents(&rig)), (1, 1));
}

#[tokio::test]
async fn a_key_with_other_bytes_is_a_doubt_and_no_failure() {
    let rig = Rig::start().await;
    rig.done(&intent("10.00", Capturing::Manual), "patt_1").await;
    let outcome = rig.send(&intent("11.00", Capturing::Manual), "patt_1").await;
    // Something of that key has happened: whoever calls this failed would pay anew.
    assert_eq!((unknown(&outcome), outcome.tries), (&Doubt::KeyTaken, 1));
}

#[tokio::test]
async fn a_key_that_is_forgotten_does_it_again() {
    let rig = Rig::start().await;
    let call = rig.plan(&intent("10.00", Capturing::Manual), "patt_1");
    rig.stripe.send(&rig.account, &call, Before::default()).await;
    rig.double.advance(24 * 3600 - 60);
    assert!(rig.stripe.send(&rig.account, &call, again(1)).await.was_replayed);
    rig.double.advance(120);
    succeeded(rig.stripe.send(&rig.account, &call, again(2)).await);
    assert_eq!(intents(&rig), 2, "so what is older than a day is looked up");
    let asked = rig.double.requests().len();
    // One that nobody has said to have sent may have been sent by a process that ended.
    for tries in [2, 0] {
        let old = Before { tries, age: Duration::from_hours(23) };
        assert_eq!(unknown(&rig.stripe.send(&rig.account, &call, old).await), &Doubt::TooOld);
    }
    assert_eq!(rig.double.requests().len(), asked, "and not sent");
}

#[tokio::test]
async fn a_closed_account_says_nothing_of_what_was_sent_before() {
    let rig = Rig::start().await;
    let call = rig.plan(&intent("10.00", Capturing::Manual), "patt_1");
    let stranger = Account::new("sk_live_of_nobody");
    let first = rig.stripe.send(&stranger, &call, Before::default()).await;
    let Settled::Failed(failure, _) = &first.settled else { panic!("{first:?}") };
    assert_eq!((failure.code.as_str(), failure.is_card), ("shut_out", false));
    assert!(!failure.message.contains("API Key"), "what is the shop's is not told to who pays: {failure:?}");
    for tries in [1, 0] {
        assert_eq!(unknown(&rig.stripe.send(&stranger, &call, again(tries)).await), &Doubt::ShutOut);
    }
    assert_eq!(rig.stripe.look_up(&stranger, &Question::Intent("pi_1".to_owned())).await.unwrap_err(), Doubt::ShutOut);
    // What has to happen some day is never refused by it.
    for (nth, want) in [capture("pi_1", "10"), Want::CancelIntent { intent: "pi_1".to_owned() }].iter().enumerate() {
        let call = rig.plan(want, &format!("patt_of_{nth}"));
        let outcome = rig.stripe.send(&stranger, &call, Before::default()).await;
        assert_eq!(unknown(&outcome), &Doubt::ShutOut);
    }
}

#[tokio::test]
async fn what_was_deleted_unheard_is_deleted() {
    let rig = Rig::start().await;
    let want = Want::Customer { email: None, name: None, labels: Labels::new() };
    let customer = rig.done(&want, "patt_1").await.reference;
    rig.double.fail(Fault::new(Harm::CutAfter).at("DELETE", "/v1/customers"));
    let gone = rig.send(&Want::ForgetCustomer { customer: customer.clone() }, "patt_2").await;
    assert_eq!(gone.tries, 2);
    assert_eq!(succeeded(gone).reference, customer);
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    let patience = Patience { pauses: vec![Duration::from_millis(1); 2], ..Patience::default() };
    let stripe = Stripe::new(outbound::Client::new().unwrap(), url, patience);
    let rig = Rig::start().await;
    let outcome =
        stripe.send(&rig.account, &rig.plan(&intent("10.00", Capturing::Manual), "patt_1"), Before::default()).await;
    assert_eq!((unknown(&outcome), outcome.tries), (&Doubt::Unreachable, 3));
}

#[tokio::test]
async fn who_was_heard_once_and_then_not_reached_may_have_been_heard() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap()).parse().unwrap();
    let heard = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        drop(listener);
        let mut asked = [0; 64];
        stream.read_exact(&mut asked).await.unwrap();
        asked.starts_with(b"POST /v1/payment_intents ")
    });
    let pauses = vec![Duration::from_millis(1); 2];
    let patience = Patience { each: Duration::from_secs(10), pauses, all: Duration::from_secs(30), rate: 0 };
    let stripe = Stripe::new(outbound::Client::new().unwrap(), url, patience);
    let rig = Rig::start().await;
    let call = rig.plan(&intent("10.00", Capturing::Manual), "patt_1");
    let outcome = stripe.send(&rig.account, &call, Before::default()).await;
    assert!(heard.await.unwrap());
    assert_eq!((unknown(&outcome), outcome.tries), (&Doubt::Broken, 3), "though nobody was there at last");
}

#[tokio::test]
async fn nothing_that_can_be_printed_tells_the_key() {
    let rig = Rig::start().await;
    let secret = "sk_test_double0000000000";
    let call = rig.plan(&Want::CancelIntent { intent: "pi_1".to_owned() }, "patt_1");
    let outcome = rig.stripe.send(&rig.account, &call, Before::default()).await;
    assert!(!format!("{:?} {call:?} {outcome:?} {:?}", rig.account, rig.stripe).contains(secret));
}

#[tokio::test]
async fn nothing_that_can_be_printed_tells_a_client_secret_or_a_person() {
    let rig = Rig::start().await;
    let made = rig.send(&intent("10.00", Capturing::Manual), "patt_1").await;
    let events = rig.stripe.events(&rig.account, &Since::default()).await.unwrap();
    assert!(events.entries[0].body.get().contains("_secret_"), "the bytes hold it");
    let (email, name) = (Some("ada@example.test".into()), Some("Ada Lovelace".into()));
    let want = Want::Customer { email, name, labels: Labels::new() };
    let call = rig.plan(&want, "patt_2");
    let printed = format!("{made:?} {events:?} {:?} {want:?} {call:?}", rig.told());
    for secret in ["_secret_", "example.test", "Lovelace"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    // A refusal brings the intent with it, and the intent its secret.
    let made = succeeded(made).reference;
    let refused = rig.send(&capture(&made, "10.00"), "patt_3").await;
    assert!(matches!(&refused.settled, Settled::Failed(_, facts) if facts.len() == 1));
    assert!(!format!("{refused:?}").contains("_secret_"));
}

#[tokio::test]
async fn what_would_wait_too_long_for_its_turn_is_not_sent() {
    let patience = Patience { all: Duration::from_millis(900), rate: 1, ..Patience::default() };
    let rig = Rig::with(patience).await;
    let calls = ["patt_1", "patt_2", "patt_3"].map(|attempt| rig.plan(&intent("10.00", Capturing::Manual), attempt));
    let [one, two, three] = calls.each_ref().map(|call| rig.stripe.send(&rig.account, call, Before::default()));
    // Reading waits in the same line.
    let question = Question::Intent("pi_1".to_owned());
    let read = rig.stripe.look_up(&rig.account, &question);
    let (_, two, three, read) = tokio::join!(one, two, three, read);
    assert_eq!(read.unwrap_err(), Doubt::Crowded);
    for held in [two, three] {
        assert_eq!((unknown(&held), held.tries), (&Doubt::Crowded, 0));
        assert!(unknown(&held).may_pass());
    }
    assert!(rig.double.requests().len() <= 1);
}
