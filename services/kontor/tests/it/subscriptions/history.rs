//! Any order of a subscription's webhooks, each told twice, ends in the same state.

use chrono::TimeDelta;
use proptest::{
    strategy::{Just, Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};

use super::{again, customer, now, pay, plan, subscribe};
use crate::{payments::Rig, webhooks_admin::deliver};

#[tokio::test]
async fn any_order_twice_each() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for _ in 0..3 {
        let rig = Rig::silent().await;
        let staff = rig.staff().await;
        let plan = plan(&staff, 10, json!({})).await;
        let ann = customer(&rig).await;
        let begun = subscribe(&ann, &plan).await;
        pay(&rig, &begun, "pm_card_visa");
        rig.advance(TimeDelta::days(31));
        let reference = super::reference(&rig);
        rig.stripe.renew(&reference, false).unwrap();
        rig.stripe.settle_subscription(&reference, "canceled").unwrap();
        let events = rig.stripe.events();
        let twice: Vec<Value> = events.iter().chain(&events).cloned().collect();
        let shuffled = Just(twice).prop_shuffle().new_tree(&mut runner).unwrap().current();
        for (at, event) in shuffled.iter().enumerate() {
            deliver(&rig, event).await;
            if at % 5 == 0 {
                rig.jobs().await;
            }
        }
        rig.jobs().await;
        assert_eq!(rig.open_events().await, Vec::<String>::new());
        rig.balances().await;
        let ended = now(&again(&rig).await, &begun).await;
        let state = json!([
            ended["status"],
            rig.shop.count("orders where total = 10").await,
            rig.shop.count("subscription_invoices where order_id is not null").await,
            rig.shop.count("subscription_invoices where status = 'open'").await,
        ]);
        // Paid twice, and the third bill was not.
        assert_eq!(state, json!(["canceled", 2, 2, 1]));
    }
}
