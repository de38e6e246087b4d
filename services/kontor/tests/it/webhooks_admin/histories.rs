//! Any order of an order's webhooks, each told twice, ends in the same state: disputes, delayed methods, refunds that fail.

use proptest::{
    strategy::{Just, Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};

use super::deliver;
use crate::payments::{Rig, complete, payment};

/// What has happened to an order at the provider; nothing of it was told.
async fn history(rig: &Rig, of: &str) {
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 2)]).await;
    match of {
        "disputed and won" | "disputed and lost" => {
            rig.stripe.confirm(&intent, "pm_card_createDispute").unwrap();
            let order = complete(&guest, &cart).await["order"].clone();
            let staff = rig.staff().await;
            let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
            staff.post(&format!("{at}/capture"), &json!({"amount": 30})).ok().await;
            rig.stripe.settle_dispute(&rig.dispute(), of.rsplit(' ').next().unwrap()).unwrap();
        }
        "a refund that failed" => {
            rig.stripe.confirm(&intent, "pm_card_refundFail").unwrap();
            let order = complete(&guest, &cart).await["order"].clone();
            let staff = rig.staff().await;
            let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
            staff.post(&format!("{at}/capture"), &json!({})).ok().await;
            staff.post(&format!("{at}/refund"), &json!({"amount": 5})).ok().await;
            let refund = rig.stripe.books()["refunds"][0]["id"].as_str().unwrap().to_owned();
            let _ = rig.stripe.settle_refund(&refund, "failed");
            rig.stripe.refund_by_hand(&intent, 300).unwrap();
        }
        _ => {
            rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
            complete(&guest, &cart).await;
        }
    }
}

async fn state(rig: &Rig) -> Vec<i64> {
    let mut state = Vec::new();
    for what in [
        "orders",
        "payment_captures where status = 'succeeded'",
        "payment_refunds where status = 'succeeded'",
        "payment_refunds where status = 'failed'",
        "payment_disputes where status = 'won'",
        "payment_disputes where status = 'lost'",
        "payments where disputed_amount > 0",
        "payments where refunded_amount > 0",
        "ledger_entries",
    ] {
        state.push(rig.shop.count(what).await);
    }
    state
}

#[tokio::test]
async fn any_order_twice_each() {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for of in ["disputed and won", "disputed and lost", "a refund that failed", "promised"] {
        let mut expected = None;
        for _ in 0..3 {
            let rig = Rig::silent().await;
            history(&rig, of).await;
            let events = rig.stripe.events();
            let twice: Vec<Value> = events.iter().chain(&events).cloned().collect();
            let shuffled = Just(twice).prop_shuffle().new_tree(&mut runner).unwrap().current();
            for (at, event) in shuffled.iter().enumerate() {
                deliver(&rig, event).await;
                if at % 4 == 0 {
                    rig.jobs().await;
                }
            }
            rig.jobs().await;
            assert_eq!(rig.open_events().await, Vec::<String>::new(), "{of}");
            rig.balances().await;
            let ended = state(&rig).await;
            assert_eq!(*expected.get_or_insert_with(|| ended.clone()), ended, "{of}");
        }
    }
}
