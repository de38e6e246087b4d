//! From a plan to its renewals and its end.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{again, customer, now, path, pay, plan, reference, subscribe};
use crate::{documents::listen, payments::Rig};

#[tokio::test]
async fn paid_renewed_and_ended() {
    let rig = Rig::open().await;
    listen(&rig.shop).await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let listed = rig.shop.shopper().get("/store/subscription-plans").ok().await;
    assert_eq!((&listed["count"], &listed["subscription_plans"][0]["id"]), (&json!(1), &json!(plan)));
    let ann = customer(&rig).await;
    let begun = subscribe(&ann, &plan).await;
    assert_eq!((&begun["status"], &begun["payment"]["kind"]), (&json!("incomplete"), &json!("payment")), "{begun}");
    // Asked again, it is the same.
    assert_eq!(subscribe(&ann, &plan).await["id"], begun["id"]);
    pay(&rig, &begun, "pm_card_visa");
    rig.work().await;
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    let runs = now(&ann, &begun).await;
    assert_eq!((&runs["status"], &runs["payment"]), (&json!("active"), &Value::Null), "{runs}");
    assert_eq!(rig.shop.count("orders where total = 10 and status = 'pending'").await, 1);
    rig.balances().await;
    let twice = ann.post("/store/subscriptions", &json!({"plan_id": plan})).error(400).await;
    assert_eq!(twice["code"], "already_subscribed");

    rig.advance(TimeDelta::days(31));
    rig.work().await;
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    assert_eq!(rig.shop.count("orders").await, 2);
    assert_eq!(rig.shop.count("subscription_invoices where order_id is not null").await, 2);
    assert_eq!(rig.shop.count("events where name = 'subscription.renewed'").await, 1);
    rig.balances().await;

    let ann = again(&rig).await;
    let ends = ann.post(&format!("{}/cancel", path(&begun)), &json!({})).ok().await["subscription"].clone();
    assert_eq!((&ends["status"], &ends["cancel_at_period_end"]), (&json!("active"), &json!(true)), "{ends}");
    let goes_on = ann.post(&format!("{}/resume", path(&begun)), &json!({})).ok().await;
    assert_eq!(goes_on["subscription"]["cancel_at_period_end"], false, "{goes_on}");
    ann.post(&format!("{}/cancel", path(&begun)), &json!({})).ok().await;
    rig.advance(TimeDelta::days(31));
    rig.work().await;
    let ann = again(&rig).await;
    assert_eq!(now(&ann, &begun).await["status"], "canceled");
    assert_eq!(rig.shop.count("orders").await, 2, "nothing is charged for what has ended");
    for (kind, many) in [("subscription_started", 1), ("subscription_renewed", 1), ("subscription_canceled", 2)] {
        assert_eq!(rig.shop.count(&format!("notifications where template = '{kind}'")).await, many, "{kind}");
    }
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    rig.balances().await;
}

#[tokio::test]
async fn tried_and_in_arrears() {
    let rig = Rig::open().await;
    listen(&rig.shop).await;
    rig.shop.change("update products set access_days = 0").await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({"trial_days": 14})).await;
    let ann = customer(&rig).await;
    let begun = subscribe(&ann, &plan).await;
    assert_eq!((&begun["status"], &begun["payment"]["kind"]), (&json!("trialing"), &json!("setup")), "{begun}");
    rig.work().await;
    assert_eq!(rig.shop.count("enrollments").await, 0, "nobody is let in before he has left a card");
    pay(&rig, &begun, "pm_card_visa");
    rig.work().await;
    assert_eq!(rig.shop.count("enrollments where status = 'active'").await, 1);
    assert_eq!(rig.shop.count("orders").await, 0, "nothing was bought yet");
    rig.advance(TimeDelta::days(12));
    rig.run("subscriptions.tend").await;
    rig.run("subscriptions.tend").await;
    assert_eq!(rig.shop.count("notifications where template = 'subscription_trial_ending'").await, 1);
    rig.advance(TimeDelta::days(3));
    rig.work().await;
    let ann = again(&rig).await;
    assert_eq!(now(&ann, &begun).await["status"], "active");
    assert_eq!(rig.shop.count("orders").await, 1);

    rig.stripe.renew(&reference(&rig), false).unwrap();
    rig.work().await;
    let late = now(&ann, &begun).await;
    assert_eq!(late["status"], "past_due", "{late}");
    assert!(late["pay_url"].as_str().unwrap().starts_with("https://invoice.stripe.com/"), "{late}");
    assert_eq!(rig.shop.count("notifications where template = 'subscription_past_due'").await, 1);
    assert_eq!(rig.shop.count("enrollments where status = 'active'").await, 1, "it is tried again");
    rig.stripe.settle_subscription(&reference(&rig), "unpaid").unwrap();
    rig.work().await;
    assert_eq!(rig.shop.count("enrollments where status = 'paused'").await, 1);
    rig.stripe.settle_subscription(&reference(&rig), "canceled").unwrap();
    rig.work().await;
    assert_eq!(now(&ann, &begun).await["status"], "canceled");
    assert_eq!(rig.shop.count("enrollments where status = 'ended'").await, 1);
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    rig.balances().await;
    // Whoever has tried it has tried it.
    assert_eq!(subscribe(&ann, &plan).await["status"], "incomplete");
}

#[tokio::test]
async fn the_shop_changes_pauses_and_ends_it() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let (small, large) = (plan(&staff, 10, json!({})).await, plan(&staff, 30, json!({})).await);
    let ann = customer(&rig).await;
    let begun = subscribe(&ann, &small).await;
    pay(&rig, &begun, "pm_card_visa");
    rig.work().await;
    let at = format!("/admin/subscriptions/{}", begun["id"].as_str().unwrap());
    let changed = ann.post(&format!("{}/change-plan", path(&begun)), &json!({"plan_id": large})).ok().await;
    assert_eq!(changed["subscription"]["plan_id"], json!(large), "{changed}");
    rig.work().await;
    assert_eq!(rig.shop.count("orders").await, 2, "what is left of the month costs more");
    rig.balances().await;
    let paused = staff.post(&format!("{at}/pause"), &json!({})).ok().await;
    assert!(paused["subscription"]["paused_at"].is_string(), "{paused}");
    rig.advance(TimeDelta::days(31));
    rig.work().await;
    assert_eq!(rig.shop.count("orders").await, 2);
    let staff = rig.shop.colleague("a", "kay", "admin").await.client;
    assert!(staff.post(&format!("{at}/resume"), &json!({})).ok().await["subscription"]["paused_at"].is_null());
    let bills = staff.get(&format!("{at}/invoices")).ok().await;
    assert_eq!(bills["invoices"].as_array().unwrap().len(), 3, "{bills}");
    // Another shop, and another customer, find nothing.
    let other = rig.shop.colleague("b", "lee", "admin").await.client;
    for (what, body) in
        [("cancel", json!({})), ("resume", json!({})), ("pause", json!({})), ("change-plan", json!({"plan_id": large}))]
    {
        other.post(&format!("{at}/{what}"), &body).error(404).await;
    }
    other.get(&at).error(404).await;
    rig.shop.shopper().get(&path(&begun)).error(401).await;
    let over = staff.post(&format!("{at}/cancel"), &json!({"at_once": true})).ok().await;
    assert_eq!(over["subscription"]["status"], "canceled", "{over}");
    staff.post(&format!("{at}/cancel"), &json!({"at_once": true})).ok().await;
    staff.post(&format!("{at}/resume"), &json!({})).error(400).await;
    rig.work().await;
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    rig.balances().await;
}
