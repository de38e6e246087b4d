//! Any order of one order's webhooks, each told twice, ends in the same state.

use proptest::{
    strategy::{Just, Strategy, ValueTree},
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

use super::{Rig, complete, payment};
use crate::webhooks_admin::deliver;

/// What an order has come to: everything that events move.
async fn state(rig: &Rig, staff: &testkit::Client, order: &Value) -> Value {
    let mut paid = payment(staff, order).await;
    for of in ["refunds", "captures"] {
        for one in paid[of].as_array_mut().unwrap() {
            *one = json!([one["status"], one["amount"]]);
        }
    }
    let path = format!("/store/orders/{}?fields=+payment_status", order["id"].as_str().unwrap());
    let shown = rig.shop.shopper().get(&path).ok().await;
    json!([
        paid["captured_amount"],
        paid["refunded_amount"],
        paid["disputed_amount"],
        paid["captures"],
        paid["refunds"],
        shown["order"]["payment_status"]
    ])
}

/// The history of an order: paid, captured, partly given back in two ways, and disputed.
async fn history(rig: &Rig) -> (testkit::Client, Value) {
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 2)]).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    let order = complete(&guest, &cart).await["order"].clone();
    let staff = rig.staff().await;
    let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
    staff.post(&format!("{at}/capture"), &json!({})).ok().await;
    staff.post(&format!("{at}/refund"), &json!({"amount": 5})).ok().await;
    rig.stripe.refund_by_hand(&intent, 700).unwrap();
    (staff, order)
}

#[tokio::test]
async fn any_order_twice_each() {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let mut expected = None;
    for _ in 0..6 {
        let rig = Rig::silent().await;
        let (staff, order) = history(&rig).await;
        let events = rig.stripe.events();
        let twice: Vec<Value> = events.iter().chain(&events).cloned().collect();
        let shuffled = Just(twice).prop_shuffle().new_tree(&mut runner).unwrap().current();
        for (at, event) in shuffled.iter().enumerate() {
            deliver(&rig, event).await;
            if at % 3 == 0 {
                rig.jobs().await;
            }
        }
        rig.jobs().await;
        assert_eq!(rig.open_events().await, Vec::<String>::new());
        rig.balances().await;
        let ended = state(&rig, &staff, &order).await;
        assert_eq!(ended[1], json!(12), "{ended}");
        let expected = expected.get_or_insert_with(|| ended.clone());
        assert_eq!(*expected, ended);
    }
}
