//! Whoever asks too often is told so before the payment provider is asked.

use serde_json::json;

use super::{customer, path, plan, subscribe};
use crate::payments::Rig;

#[tokio::test]
async fn each_change_is_a_call_that_is_counted() {
    let rig = Rig::with(&[("LIMIT_PAYMENTS", "4")]).await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let ann = customer(&rig).await;
    let begun = subscribe(&ann, &plan).await;
    for _ in 0..3 {
        subscribe(&ann, &plan).await;
    }
    let asked = rig.stripe.requests().len();
    let of = path(&begun);
    let another = json!({"plan_id": plan});
    for (at, body) in [
        ("/store/subscriptions".to_owned(), another.clone()),
        (format!("{of}/cancel"), json!({"at_once": true})),
        (format!("{of}/resume"), json!({})),
        (format!("{of}/change-plan"), another.clone()),
    ] {
        let refused = ann.post(&at, &body).error(429).await;
        assert!(refused["message"].as_str().unwrap().starts_with("Somebody began to pay too often"), "{at}: {refused}");
        // The same customer from anywhere else.
        let elsewhere = ann.clone().with_header("x-forwarded-for", "198.51.100.77");
        elsewhere.post(&at, &body).error(429).await;
    }
    assert_eq!(rig.stripe.requests().len(), asked);
    rig.advance(chrono::TimeDelta::seconds(61));
    ann.post(&format!("{of}/cancel"), &json!({"at_once": true})).ok().await;
}
