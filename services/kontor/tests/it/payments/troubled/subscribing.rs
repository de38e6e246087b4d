//! Plans get their prices, customers subscribe, and change their minds.

use serde_json::{Value, json};

use super::{Trouble, is_refused, nothing_is_open, open};
use crate::{
    carts::variant,
    payments::Rig,
    subscriptions::{customer, path, pay},
};

/// How often this has happened at Stripe.
fn happened(rig: &Rig, kind: &str) -> usize {
    rig.stripe.events().iter().filter(|event| event["type"] == kind).count()
}

#[tokio::test]
async fn begun_changed_and_ended() {
    let rig = open().await;
    let staff = rig.staff().await;
    let ann = customer(&rig).await;
    for trouble in Trouble::ALL {
        // A plan is there without its price, and gets it once somebody wants it.
        trouble.begins(&rig, ("POST", "/v1/prices")).await;
        let plan = json!({"variant_id": variant(1), "currency_code": "eur", "amount": 10, "interval": "month"});
        let plan = staff.post("/admin/subscription-plans", &plan).ok().await["subscription_plan"].clone();
        assert_eq!(plan["is_ready"], false, "{trouble:?}: {plan}");
        let body = json!({"plan_id": plan["id"]});
        let ask = || ann.post("/store/subscriptions", &body);
        is_refused(&ask().send().await, trouble);
        trouble.ends(&rig).await;

        trouble.begins(&rig, ("POST", "/v1/subscriptions")).await;
        let said = ask().send().await;
        if trouble == Trouble::ErrorAfter {
            assert_eq!(said.status.as_u16(), 200, "it was made, and is found at once: {}", said.text);
        } else {
            is_refused(&said, trouble);
        }
        trouble.ends(&rig).await;
        let begun = ask().ok().await["subscription"].clone();
        assert_eq!(begun["status"], "incomplete", "{trouble:?}: {begun}");
        assert_eq!(ask().ok().await["subscription"]["id"], begun["id"], "{trouble:?}");
        pay(&rig, &begun, "pm_card_visa");
        rig.run("payments.events").await;

        let at = path(&begun);
        let now = async || ann.get(&at).ok().await["subscription"].clone();
        assert_eq!(now().await["status"], "active", "{trouble:?}");
        let change = || ann.post(&format!("{at}/cancel"), &json!({}));
        trouble.begins(&rig, ("POST", "/v1/subscriptions")).await;
        is_refused(&change().send().await, trouble);
        trouble.ends(&rig).await;
        assert_eq!(change().ok().await["subscription"]["cancel_at_period_end"], true, "{trouble:?}");
        assert_eq!(now().await["status"], "active", "{trouble:?}");

        let end = || ann.post(&format!("{at}/cancel"), &json!({"at_once": true}));
        trouble.begins(&rig, ("DELETE", "/v1/subscriptions")).await;
        is_refused(&end().send().await, trouble);
        trouble.ends(&rig).await;
        let ended = end().ok().await["subscription"].clone();
        assert_eq!((&ended["status"], &now().await["status"]), (&json!("canceled"), &json!("canceled")), "{trouble:?}");
    }
    nothing_is_open(&rig).await;
    // One that was answered with an error is made anew, and that is all.
    let made = (happened(&rig, "customer.subscription.created"), happened(&rig, "customer.subscription.deleted"));
    assert_eq!((made, happened(&rig, "invoice.paid")), ((11, 11), 11), "each once");
    assert_eq!(rig.shop.count("orders where total = 10").await, 11);
    let books = rig.stripe.books();
    assert_eq!(books["sums"]["eur"]["captured"], Value::from(11_000), "{books}");
}
