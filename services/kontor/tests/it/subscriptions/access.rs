//! A trial begins when a card was left for what comes behind it.

use serde_json::{Value, json};

use super::{again, customer, now, pay, plan, subscribe};
use crate::{documents::listen, payments::Rig};

async fn begun(rig: &Rig) -> (testkit::Client, Value) {
    listen(&rig.shop).await;
    rig.shop.change("update products set access_days = 0").await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({"trial_days": 14})).await;
    let ann = customer(rig).await;
    let begun = subscribe(&ann, &plan).await;
    rig.work().await;
    assert_eq!((&begun["status"], &begun["payment"]["kind"]), (&json!("trialing"), &json!("setup")), "{begun}");
    (ann, begun)
}

const STARTED: &str = "events where name = 'subscription.started'";

#[tokio::test]
async fn nothing_begins_without_a_card() {
    let rig = Rig::open().await;
    let (ann, begun) = begun(&rig).await;
    for what in ["enrollments", STARTED, "notifications where template = 'subscription_started'"] {
        assert_eq!(rig.shop.count(what).await, 0, "{what}");
    }
    pay(&rig, &begun, "pm_card_visa");
    rig.work().await;
    for what in
        ["enrollments where status = 'active'", STARTED, "notifications where template = 'subscription_started'"]
    {
        assert_eq!(rig.shop.count(what).await, 1, "{what}");
    }
    // The card is there, and nothing is wanted of him any more.
    let runs = now(&ann, &begun).await;
    assert_eq!((&runs["status"], &runs["payment"]), (&json!("trialing"), &Value::Null), "{runs}");
    rig.advance(chrono::TimeDelta::days(15));
    rig.work().await;
    assert_eq!(now(&again(&rig).await, &begun).await["status"], "active");
    assert_eq!(rig.shop.count(STARTED).await, 1);
    assert_eq!(rig.shop.count("orders where total = 10").await, 1);
    rig.balances().await;
}

#[tokio::test]
async fn who_leaves_none_owes_nothing() {
    let rig = Rig::open().await;
    let (_, begun) = begun(&rig).await;
    rig.advance(chrono::TimeDelta::days(15));
    rig.work().await;
    let over = now(&again(&rig).await, &begun).await;
    assert_eq!(
        (&over["status"], &over["payment"], &over["pay_url"]),
        (&json!("canceled"), &Value::Null, &Value::Null),
        "{over}"
    );
    for what in ["enrollments", "orders", STARTED, "subscription_invoices where status = 'open'"] {
        assert_eq!(rig.shop.count(what).await, 0, "{what}");
    }
}

/// Where a shop tells nobody of such things, each end of a trial is looked at once all the same.
#[tokio::test]
async fn whose_shop_tells_nobody() {
    let rig = Rig::open().await;
    let (_, begun) = begun(&rig).await;
    pay(&rig, &begun, "pm_card_visa");
    rig.work().await;
    let staff = rig.shop.colleague("a", "kay", "admin").await.client;
    let off =
        json!({"kind": "subscription_trial_ending", "subject": "Soon", "body": "{{product}}", "is_enabled": false});
    staff.post("/admin/order-mails", &off).ok().await;
    rig.advance(chrono::TimeDelta::days(12));
    assert_eq!(rig.shop.count("subscriptions where trial_told_for = trial_ends_at").await, 0);
    rig.run("subscriptions.tend").await;
    assert_eq!(rig.shop.count("subscriptions where trial_told_for = trial_ends_at").await, 1);
    assert_eq!(rig.shop.count("notifications where template = 'subscription_trial_ending'").await, 0);
}
