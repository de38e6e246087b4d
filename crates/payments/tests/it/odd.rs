//! Answers that the double never gives, because Stripe should not: what stands in between may.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    http::{StatusCode, header},
    response::IntoResponse,
};
use payments::{
    Account, Before, Capturing, Doubt, Fact, Objects, Outcome, Planned, Provider, Question, Settled, Want,
    stripe::{Patience, Stripe},
};
use serde_json::{Value, json};

use crate::rig::{capture, intent, refund};

/// A server that has one answer for everything.
struct Odd {
    stripe: Stripe,
    asked: Arc<AtomicUsize>,
}

impl Odd {
    async fn answering(status: u16, should_retry: Option<&'static str>, body: Value) -> Self {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let answer = move || {
            count.fetch_add(1, Ordering::Relaxed);
            let mut answer = (StatusCode::from_u16(status).unwrap(), body.to_string()).into_response();
            answer.headers_mut().insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
            if let Some(said) = should_retry {
                answer.headers_mut().insert("stripe-should-retry", said.parse().unwrap());
            }
            std::future::ready(answer)
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap()).parse().unwrap();
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await.unwrap() });
        let pauses = vec![Duration::from_millis(5); 2];
        let patience = Patience { each: Duration::from_secs(10), pauses, all: Duration::from_secs(30), rate: 0 };
        Self { stripe: Stripe::new(outbound::Client::new().unwrap(), url, patience), asked }
    }

    async fn send(&self, want: &Want) -> Outcome {
        let Planned::Call(call) = self.stripe.plan(want, "patt_1").unwrap() else { panic!() };
        self.stripe.send(&account(), &call, Before::default()).await
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

fn account() -> Account {
    Account::new("sk_test_double0000000000")
}

fn object(id: &str, attempt: &str) -> Value {
    json!({
        "id": id, "object": "payment_intent", "status": "succeeded", "amount": 1000, "currency": "eur",
        "amount_received": 1000, "metadata": { "attempt": attempt },
    })
}

#[tokio::test]
async fn an_answer_to_something_else_settles_nothing() {
    let refunded =
        json!({ "id": "re_1", "object": "refund", "status": "succeeded", "amount": 1000, "currency": "eur" });
    for (want, body) in [
        (capture("pi_1", "10.00"), object("pi_2", "patt_1")),
        (Want::CancelIntent { intent: "pi_1".to_owned() }, object("pi_2", "patt_1")),
        (refund("pi_1", "10.00", "ref_1"), object("pi_1", "patt_1")),
        (refund("pi_1", "10.00", "ref_1"), refunded),
        (intent("10.00", Capturing::Manual), object("pi_1", "patt_2")),
        (intent("10.00", Capturing::Manual), object("", "patt_1")),
        (intent("10.00", Capturing::Manual), json!({ "object": "list", "data": [] })),
        (intent("10.00", Capturing::Manual), json!({ "id": "pi_1", "object": "payment_intent" })),
        (intent("10.00", Capturing::Manual), Value::Null),
    ] {
        let odd = Odd::answering(200, None, body.clone()).await;
        let outcome = odd.send(&want).await;
        assert!(matches!(outcome.settled, Settled::Unknown(Doubt::Unreadable)), "{body}: {outcome:?}");
    }
    let right = Odd::answering(200, None, object("pi_1", "patt_1")).await;
    for want in [capture("pi_1", "10.00"), intent("10.00", Capturing::Manual)] {
        let outcome = right.send(&want).await;
        assert!(matches!(&outcome.settled, Settled::Succeeded(answer) if answer.reference == "pi_1"), "{outcome:?}");
    }
}

#[tokio::test]
async fn what_stripe_says_of_trying_again_is_heard() {
    let error = json!({ "error": { "type": "api_error", "message": "no" } });
    let vain = Odd::answering(500, Some("false"), error.clone()).await;
    let outcome = vain.send(&intent("10.00", Capturing::Manual)).await;
    assert!(matches!(outcome.settled, Settled::Unknown(Doubt::Server(500))), "{outcome:?}");
    assert_eq!((outcome.tries, vain.asked()), (1, 1));
    // A refusal of which Stripe says that it may pass is none.
    let passing = Odd::answering(400, Some("true"), error).await;
    let outcome = passing.send(&intent("10.00", Capturing::Manual)).await;
    assert!(matches!(outcome.settled, Settled::Unknown(Doubt::Busy(400))), "{outcome:?}");
    assert_eq!((outcome.tries, passing.asked()), (3, 3));
}

#[tokio::test]
async fn a_refusal_is_stripes_own_or_none() {
    for (status, body) in [(400, json!({ "message": "no" })), (404, json!("no")), (302, json!({}))] {
        let odd = Odd::answering(status, None, body).await;
        let outcome = odd.send(&capture("pi_1", "10.00")).await;
        assert!(matches!(outcome.settled, Settled::Unknown(Doubt::Unreadable)), "{status}: {outcome:?}");
        let looked_up = odd.stripe.look_up(&account(), &Question::Intent("pi_1".to_owned())).await;
        assert_eq!(looked_up.unwrap_err(), Doubt::Unreadable, "{status}: it is not missing");
    }
    // What comes with a refusal and is of something else is not taken.
    let stranger = json!({ "error": {
        "type": "invalid_request_error", "code": "payment_intent_unexpected_state", "payment_intent": object("pi_2", "patt_1"),
    } });
    let odd = Odd::answering(400, None, stranger).await;
    let outcome = odd.send(&capture("pi_1", "10.00")).await;
    assert!(matches!(&outcome.settled, Settled::Failed(_, facts) if facts.is_empty()), "{outcome:?}");
}

#[tokio::test]
async fn one_odd_object_does_not_stop_a_walk() {
    let odd_one = json!({ "id": "pi_2", "object": "payment_intent", "status": 7 });
    let list = json!({ "object": "list", "has_more": true, "data": [object("pi_3", "patt_3"), odd_one, object("pi_1", "patt_1")] });
    let odd = Odd::answering(200, None, list).await;
    let page = odd.stripe.objects(&account(), Objects::Intents, 0, None).await.unwrap();
    let of: Vec<_> = page.entries.iter().map(Fact::of).collect();
    assert_eq!(of, [("session", "pi_3"), ("changed", "pi_2"), ("session", "pi_1")]);
    assert_eq!(page.next.as_deref(), Some("pi_1"));
    // But whoever looks for the one that he made cannot say that it is none of these.
    let missing = Question::RefundOf { attempt: "patt_9".to_owned(), intent: "pi_1".to_owned() };
    assert_eq!(odd.stripe.look_up(&account(), &missing).await.unwrap_err(), Doubt::Unreadable);
}

#[tokio::test]
async fn a_page_may_be_long() {
    let words = "w".repeat(30_000);
    let bill =
        |nth: usize| json!({ "id": format!("in_{nth}"), "object": "invoice", "currency": "eur", "description": words });
    let list = json!({ "object": "list", "data": (0..100).map(bill).collect::<Vec<_>>() });
    let odd = Odd::answering(200, None, list).await;
    let page = odd.stripe.objects(&account(), Objects::Invoices, 0, None).await.unwrap();
    assert_eq!((page.entries.len(), page.next), (100, None));
}
