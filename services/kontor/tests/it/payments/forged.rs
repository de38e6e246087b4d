//! Webhooks that are not Stripe's, or not whole: 400, and nothing is kept.

use serde_json::{Value, json};
use stripe_double::{Knobs, sign};
use testkit::Answer;

use super::{Rig, SECRET};

fn event(id: &str) -> Value {
    json!({"id": id, "object": "event", "type": "payment_intent.succeeded", "created": 1_763_800_000, "livemode": false,
        "data": {"object": {"id": "pi_1", "object": "payment_intent", "amount": 100, "amount_received": 100, "amount_capturable": 0,
            "currency": "eur", "status": "succeeded", "metadata": {}}}})
}

async fn deliver(rig: &Rig, body: &Value, knobs: &Knobs) -> Answer {
    let signed = sign(body, knobs, rig.stripe.now());
    let client = rig.shop.anybody();
    let request = client
        .post("/hooks/payment/stripe_stripe", &json!({}))
        .body("application/json", signed.body.to_vec())
        .header("stripe-signature", &signed.header);
    request.send().await
}

#[tokio::test]
async fn what_is_not_signed_for_us() {
    let rig = Rig::silent().await;
    let good = Knobs::to("", SECRET);
    let bad: [(Knobs, &str); 4] = [
        (Knobs { wrong_secret: true, ..good.clone() }, "the signature is wrong"),
        (Knobs { truncate: 5, ..good.clone() }, "the signature is wrong"),
        (Knobs { skew: -400, ..good.clone() }, "the signature is of another time"),
        (Knobs { skew: 400, ..good.clone() }, "the signature is of another time"),
    ];
    for (knobs, why) in bad {
        let answer = deliver(&rig, &event("evt_1"), &knobs).await;
        assert_eq!(answer.status.as_u16(), 400, "{}", answer.text);
        assert!(answer.text.contains(why), "{}", answer.text);
    }
    let unsigned = rig.shop.anybody().post("/hooks/payment/stripe_stripe", &event("evt_1")).error(400).await;
    assert!(unsigned["message"].as_str().unwrap().contains("missing"), "{unsigned}");
    let large = deliver(&rig, &event("evt_1"), &Knobs { pad: 2 * 1024 * 1024, ..good.clone() }).await;
    assert_eq!(large.status.as_u16(), 413, "{}", large.text);
    assert_eq!(rig.shop.count("webhook_events").await, 0);
    // Noise of another scheme beside a good signature does no harm, and a replay is one event.
    for _ in 0..3 {
        let answer = deliver(&rig, &event("evt_1"), &Knobs { noise: true, ..good.clone() }).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, r#"{"received":true}"#));
    }
    assert_eq!(rig.shop.count("webhook_events").await, 1);
    rig.jobs().await;
    assert_eq!(rig.shop.count("webhook_events where status = 'ignored'").await, 1, "nobody here knows the intent");
    rig.shop.anybody().post("/hooks/payment/gold", &json!({})).error(404).await;
}

/// All that Stripe knows is kept; what is not known moves nothing, and what cannot be read waits for somebody to look at it.
#[tokio::test]
async fn every_type_is_taken() {
    let rig = Rig::silent().await;
    let types: Vec<&str> = include_str!("../../../../../crates/payments/tests/it/event_types.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert!(types.len() >= 265, "{}", types.len());
    for (at, kind) in types.iter().enumerate() {
        let body = json!({"id": format!("evt_{at}"), "object": "event", "type": kind, "created": 1_763_800_000, "livemode": false,
            "data": {"object": {"id": format!("obj_{at}"), "object": "unknown_thing", "amount": "odd"}}});
        assert_eq!(deliver(&rig, &body, &Knobs::to("", SECRET)).await.status.as_u16(), 200, "{kind}");
    }
    rig.jobs().await;
    assert_eq!(rig.shop.count("webhook_events").await, i64::try_from(types.len()).unwrap());
    assert_eq!(rig.shop.count("webhook_events where status = 'pending'").await, 0);
    // What concerns us and cannot be read is put aside at once: it is tried again when somebody says so.
    assert!(
        rig.shop.count("webhook_events where status = 'dead' and tries = 1 and last_error like '%be read'").await > 20
    );
    assert_eq!(rig.shop.count("orders").await, 0);
}

/// Live money and test keys do not meet.
#[tokio::test]
async fn of_the_other_mode() {
    let rig = Rig::silent().await;
    let mut body = event("evt_live");
    body["livemode"] = json!(true);
    assert_eq!(deliver(&rig, &body, &Knobs::to("", SECRET)).await.status.as_u16(), 200);
    rig.jobs().await;
    assert_eq!(
        rig.shop.count("webhook_events where status = 'unparsable' and last_error like '%other mode%'").await,
        1
    );
}
