//! What is done to a subscription, and what was done to it meanwhile at the provider.

use chrono::TimeDelta;
use serde_json::{Value, json};
use stripe_double::{Fault, Harm};

use super::{again, now, path, plan, reference, subscriber};
use crate::payments::Rig;

#[tokio::test]
async fn a_pause_with_an_end_and_without() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let (_, begun) = subscriber(&rig, &plan).await;
    let at = format!("/admin/subscriptions/{}/pause", begun["id"].as_str().unwrap());
    let until = |days: i64| chrono::DateTime::from_timestamp(rig.stripe.now() + days * 86_400, 0).unwrap();
    let paused = async |body: Value| staff.post(&at, &body).ok().await["subscription"].clone();
    let first = paused(json!({"resumes_at": until(10)})).await;
    assert!(first["paused_at"].is_string() && first["resumes_at"].is_string(), "{first}");
    let calls = rig.stripe.requests().len();
    assert_eq!(paused(json!({"resumes_at": first["resumes_at"]})).await["resumes_at"], first["resumes_at"]);
    assert_eq!(rig.stripe.requests().len(), calls, "it is so already");
    let later = paused(json!({"resumes_at": until(20)})).await;
    assert_ne!(later["resumes_at"], first["resumes_at"]);
    let without = paused(json!({})).await;
    assert!(without["paused_at"].is_string() && without["resumes_at"].is_null(), "{without}");
    rig.work().await;
    assert_eq!(rig.open_events().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_end_that_was_named_in_the_dashboard() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let (ann, begun) = subscriber(&rig, &plan).await;
    rig.advance(TimeDelta::seconds(5));
    rig.stripe.settle_subscription(&reference(&rig), "ends_in_ten_days").unwrap();
    rig.work().await;
    let at = format!("/admin/subscriptions/{}", begun["id"].as_str().unwrap());
    assert!(staff.get(&at).ok().await["subscription"]["cancel_at"].is_string());
    // The shop has said so, and not he.
    let his = ann.post(&format!("{}/resume", path(&begun)), &json!({})).ok().await;
    assert!(his["subscription"]["cancel_at"].is_string(), "{his}");
    let goes_on = staff.post(&format!("{at}/resume"), &json!({})).ok().await;
    assert!(goes_on["subscription"]["cancel_at"].is_null(), "{goes_on}");
}

#[tokio::test]
async fn to_a_plan_that_he_is_not_shown() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let shown = plan(&staff, 10, json!({})).await;
    let hidden = plan(&staff, 1, json!({"variant_id": crate::carts::variant(5)})).await;
    let (ann, begun) = subscriber(&rig, &shown).await;
    ann.post(&format!("{}/change-plan", path(&begun)), &json!({"plan_id": hidden})).error(404).await;
    let at = format!("/admin/subscriptions/{}/change-plan", begun["id"].as_str().unwrap());
    let changed = staff.post(&at, &json!({"plan_id": hidden})).ok().await;
    assert_eq!(changed["subscription"]["plan_id"], json!(hidden), "the shop may");
}

/// What ended is not paid any more.
#[tokio::test]
async fn nobody_pays_what_is_over() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let (_, begun) = subscriber(&rig, &plan).await;
    rig.stripe.renew(&reference(&rig), false).unwrap();
    rig.work().await;
    let ann = again(&rig).await;
    let bills = format!("{}/invoices", path(&begun));
    assert!(now(&ann, &begun).await["pay_url"].is_string());
    assert!(ann.get(&bills).ok().await["invoices"][0]["pay_url"].is_string());
    ann.post(&format!("{}/cancel", path(&begun)), &json!({"at_once": true})).ok().await;
    assert!(now(&ann, &begun).await["pay_url"].is_null());
    let shown = ann.get(&bills).ok().await;
    assert!(shown["invoices"].as_array().unwrap().iter().all(|bill| bill["pay_url"].is_null()), "{shown}");
}

/// The answer to a change is lost; the subscription falls behind; asked again, the provider says what it said then.
#[tokio::test]
async fn what_was_said_then_is_not_how_it_stands() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let (small, large) = (plan(&staff, 10, json!({})).await, plan(&staff, 30, json!({})).await);
    let (ann, begun) = subscriber(&rig, &small).await;
    rig.stripe.fail(Fault::new(Harm::CutAfter).at("POST", "/v1/subscriptions").times(30));
    let change = format!("{}/change-plan", path(&begun));
    ann.post(&change, &json!({"plan_id": large})).error(503).await;
    rig.stripe.calm();
    rig.work().await;
    rig.advance(TimeDelta::seconds(5));
    rig.stripe.renew(&reference(&rig), false).unwrap();
    rig.work().await;
    assert_eq!(now(&ann, &begun).await["status"], "past_due");
    let changed = ann.post(&change, &json!({"plan_id": large})).ok().await["subscription"].clone();
    assert_eq!((&changed["status"], &changed["plan_id"]), (&json!("past_due"), &json!(large)), "{changed}");
    rig.run("payments.attempts").await;
    assert_eq!(now(&ann, &begun).await["status"], "past_due");
    assert_eq!(rig.shop.count("payment_attempts where state in ('planned', 'unknown')").await, 0);
}

/// Somebody deletes the customer at the provider and he is made anew: what he has subscribed to is still heard of.
#[tokio::test]
async fn a_customer_who_was_made_anew() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let (_, begun) = subscriber(&rig, &plan).await;
    rig.shop.change("update stripe_customers set provider_ref = 'cus_anew'").await;
    rig.advance(TimeDelta::days(31));
    rig.work().await;
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    assert_eq!(rig.shop.count("orders").await, 2);
    let at = format!("/admin/subscriptions/{}/cancel", begun["id"].as_str().unwrap());
    let staff = rig.shop.colleague("a", "kay", "admin").await.client;
    let ends = staff.post(&at, &json!({"at_once": true})).ok().await;
    assert_eq!(ends["subscription"]["status"], "canceled", "{ends}");
    rig.balances().await;
}
