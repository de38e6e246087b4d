//! A shop that has an account of its own: subscriptions run where they were begun.

use chrono::TimeDelta;
use http::Method;
use serde_json::{Value, json};
use stripe_double::Double;

use super::{again, customer, now, path, plan, subscribe};
use crate::{
    cards::{accounts::connect, owner},
    payments::Rig,
};

/// What an account did is told to the shop and worked on.
async fn work(rig: &Rig, own: &Double) {
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    while own.books()["undelivered"] != json!(0) {
        assert!(tokio::time::Instant::now() < deadline, "{}", own.books());
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    rig.work().await;
    assert_eq!(rig.open_events().await, Vec::<String>::new());
}

fn created(account: &Double, kind: &str) -> Vec<Value> {
    let events = account.events().into_iter().filter(|event| event["type"] == kind);
    events.map(|event| event["data"]["object"].clone()).collect()
}

#[tokio::test]
async fn it_runs_where_it_was_begun() {
    let rig = Rig::open().await;
    let staff = owner(&rig, "olga").await;
    let small = plan(&staff, 10, json!({})).await;
    // Its price is at the installation's account; the shop begins to be paid with its own.
    let (account, own) = connect(&rig, &staff).await;
    let ann = customer(&rig).await;
    let begun = subscribe(&ann, &small).await;
    assert_eq!(created(&own, "customer.subscription.created").len(), 1, "{begun}");
    assert_eq!(created(&rig.stripe, "customer.subscription.created").len(), 0);
    let secret = begun["payment"]["client_secret"].as_str().unwrap();
    own.confirm(secret.split_once("_secret_").unwrap().0, "pm_card_visa").unwrap();
    work(&rig, &own).await;
    assert_eq!(now(&ann, &begun).await["status"], "active");
    assert_eq!(rig.shop.count("orders where total = 10").await, 1);
    assert_eq!(
        rig.shop
            .count("payment_sessions s join payment_accounts a on a.id = s.payment_account_id and a.source = 'shop'")
            .await,
        1,
        "what it was paid with goes back the same way"
    );
    // The shop goes back to the installation's: it is renewed and looked after where it was begun.
    let one = format!("/admin/payment-accounts/{}", account["id"].as_str().unwrap());
    staff.post(&one, &json!({"is_enabled": false})).ok().await;
    let busy = staff.request(Method::DELETE, &one).error(400).await;
    assert!(busy["message"].as_str().unwrap().contains("subscriptions"), "{busy}");
    rig.advance(TimeDelta::days(31));
    work(&rig, &own).await;
    rig.run("subscriptions.tend").await;
    assert_eq!(rig.shop.count("orders").await, 2);
    assert_eq!(own.books()["sums"]["eur"]["balance"], json!(2_000));
    assert_eq!(crate::carts::faults(&rig.shop).await, 0);
    // Another plan is sold elsewhere now.
    let (ann, staff) = (again(&rig).await, owner(&rig, "kay").await);
    let large = plan(&staff, 30, json!({})).await;
    let refused = ann.post(&format!("{}/change-plan", path(&begun)), &json!({"plan_id": large})).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("subscribe anew"), "{refused}");
    subscribe(&ann, &large).await;
    assert_eq!(created(&rig.stripe, "customer.subscription.created").len(), 1);
    let over = ann.post(&format!("{}/cancel", path(&begun)), &json!({"at_once": true})).ok().await;
    assert_eq!(over["subscription"]["status"], "canceled", "{over}");
    assert_eq!(created(&own, "customer.subscription.deleted").len(), 1);
    work(&rig, &own).await;
    staff.request(Method::DELETE, &one).ok().await;
}
