//! Events are kept together, whatever comes with them, and nobody waits without end.

use std::time::Duration;

use serde_json::{Value, json};
use stripe_double::{Knobs, sign};
use testkit::Answer;
use tokio::task::JoinSet;

use super::turns::thin;
use crate::payments::{Rig, SECRET};

/// Tells the installation's account, with so many bytes more than the event has.
fn tell(rig: &Rig, event: &Value, bytes: usize) -> impl Future<Output = Answer> + Send + 'static {
    let mut event = event.clone();
    event["padding"] = json!(" ".repeat(bytes));
    let signed = sign(&event, &Knobs::to("", SECRET), rig.stripe.now());
    let request = rig.shop.anybody().post("/hooks/payment/stripe_stripe", &json!({}));
    request.body("application/json", signed.body.to_vec()).header("stripe-signature", &signed.header).send()
}

fn event(rig: &Rig, id: &str) -> Value {
    thin(rig, id, "invoice.paid", ("invoice", "in_1"))
}

/// The same events come twice in whatever order: two statements that each have what the other one waits for would stop both.
#[tokio::test]
async fn the_same_from_all_sides() {
    let rig = Rig::silent().await;
    for round in 0..4 {
        // Told twice it is the same event, made at the same second.
        let events: Vec<Value> = (0..64).map(|nth| event(&rig, &format!("evt_{round}_{nth}"))).collect();
        let mut all = JoinSet::new();
        for (one, other) in events.iter().zip(events.iter().rev()) {
            all.spawn(tell(&rig, one, 0));
            all.spawn(tell(&rig, other, 0));
        }
        for answer in all.join_all().await {
            assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        }
    }
    assert_eq!(rig.shop.count("webhook_events").await, 4 * 64);
}

#[tokio::test]
async fn the_database_does_not_answer() {
    let rig = Rig::silent().await;
    let tx = rig.shop.test.db().begin_system("hold what events are kept in").await.unwrap();
    tx.batch("lock table webhook_events in access exclusive mode").await.unwrap();
    let event = event(&rig, "evt_1");
    let waits = tell(&rig, &event, 0);
    let answer = tokio::time::timeout(Duration::from_secs(30), waits).await.unwrap();
    assert_eq!(answer.status.as_u16(), 503, "{}", answer.text);
    tx.commit().await.unwrap();
    // Told again it is there, once.
    assert_eq!(tell(&rig, &event, 0).await.status.as_u16(), 200);
    assert_eq!(rig.shop.count("webhook_events").await, 1);
}

/// What waits to be kept is held in memory, and that has an end.
#[tokio::test]
async fn more_bytes_than_are_held() {
    const EACH: usize = 1_000_000;
    const HELD: usize = 64 * 1024 * 1024 / EACH;
    let rig = Rig::silent().await;
    let tx = rig.shop.test.db().begin_system("hold what events are kept in").await.unwrap();
    tx.batch("lock table webhook_events in access exclusive mode").await.unwrap();
    let mut all = JoinSet::new();
    for nth in 0..HELD + 3 {
        all.spawn(tell(&rig, &event(&rig, &format!("evt_{nth}")), EACH));
    }
    // The others wait still.
    for _ in 0..3 {
        let answer = all.join_next().await.unwrap().unwrap();
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "10"), "{}", answer.text);
    }
    tx.commit().await.unwrap();
    for answer in all.join_all().await {
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    }
    assert_eq!(rig.shop.count("webhook_events").await, i64::try_from(HELD).unwrap());
}
