//! Stripe fails, and twenty click at once: nothing happens twice.

use serde_json::{Value, json};
use stripe_double::{Fault, Harm};

use super::{customer, now, path, pay, plan, subscribe};
use crate::{carts::at_once, payments::Rig};

#[tokio::test]
async fn twenty_at_once() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let ann = customer(&rig).await;
    let asking = (0..20).map(|_| {
        let (ann, plan) = (ann.clone(), plan.clone());
        async move { ann.post("/store/subscriptions", &json!({"plan_id": plan})).send().await }
    });
    let ids: Vec<Value> =
        at_once(asking).await.iter().map(|answer| answer.json()["subscription"]["id"].clone()).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let begun = now(&ann, &json!({"id": ids[0]})).await;
    pay(&rig, &begun, "pm_card_visa");
    rig.work().await;
    let ending = (0..20).map(|_| {
        let (ann, at) = (ann.clone(), format!("{}/cancel", path(&begun)));
        async move { ann.post(&at, &json!({})).send().await }
    });
    let ends = at_once(ending).await;
    assert!(
        ends.iter().all(|answer| answer.json()["subscription"]["cancel_at_period_end"] == true),
        "{:?}",
        ends[0].text
    );
    let calls = rig.stripe.requests();
    let many = |path: &str| calls.iter().filter(|(method, at, _)| method == "POST" && at.starts_with(path)).count();
    assert_eq!((many("/v1/customers"), many("/v1/subscriptions")), (1, 2), "one made, one change");
    rig.balances().await;
}

/// The answer to each call is lost in its turn; asked again, what was done is found and not done again.
#[tokio::test]
async fn lost_answers() {
    for what in ["/v1/customers", "/v1/subscriptions"] {
        for harm in [Harm::CutAfter, Harm::Html] {
            let rig = Rig::silent().await;
            let staff = rig.staff().await;
            let plan = plan(&staff, 10, json!({})).await;
            let ann = customer(&rig).await;
            rig.stripe.fail(Fault::new(harm).at("POST", what).times(30));
            ann.post("/store/subscriptions", &json!({"plan_id": plan})).error(503).await;
            rig.stripe.calm();
            let begun = subscribe(&ann, &plan).await;
            assert_eq!(begun["status"], "incomplete", "{begun}");
            assert_eq!(subscribe(&ann, &plan).await["id"], begun["id"]);
            let events = rig.stripe.events();
            let made = |kind: &str| events.iter().filter(|event| event["type"] == kind).count();
            assert_eq!((made("customer.created"), made("customer.subscription.created")), (1, 1), "{what}");
        }
    }
}
