//! Subscriptions: bought, renewed, in arrears, changed, ended; and what goes wrong meanwhile.

mod accounts;
mod faults;
mod history;
mod slice;

use serde_json::{Value, json};
use testkit::Client;

use crate::{
    carts::variant,
    medusa::visitor::{ANN, PASSWORD, Visitor},
    payments::Rig,
};

/// A customer who has signed in.
async fn customer(rig: &Rig) -> Client {
    let mut visitor = Visitor::new(&rig.shop);
    visitor.join(ANN).await;
    visitor.client()
}

/// He signs in anew: sessions end while months go by.
async fn again(rig: &Rig) -> Client {
    let mut visitor = Visitor::new(&rig.shop);
    visitor.sign_in(ANN, PASSWORD).await;
    visitor.client()
}

/// A plan of a variant that costs so much a month.
async fn plan(staff: &Client, amount: u32, more: Value) -> String {
    let mut body = json!({"variant_id": variant(1), "currency_code": "eur", "amount": amount, "interval": "month"});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let made = staff.post("/admin/subscription-plans", &body).ok().await;
    assert_eq!(made["subscription_plan"]["is_ready"], true, "{made}");
    made["subscription_plan"]["id"].as_str().unwrap().to_owned()
}

async fn subscribe(ann: &Client, plan: &str) -> Value {
    ann.post("/store/subscriptions", &json!({"plan_id": plan})).ok().await["subscription"].clone()
}

/// As a client's library pays: by the secret that it was given.
fn pay(rig: &Rig, subscription: &Value, card: &str) {
    let secret = subscription["payment"]["client_secret"].as_str().unwrap_or_else(|| panic!("{subscription}"));
    rig.stripe.confirm(secret.split_once("_secret_").unwrap().0, card).unwrap();
}

fn path(subscription: &Value) -> String {
    format!("/store/subscriptions/{}", subscription["id"].as_str().unwrap())
}

async fn now(ann: &Client, subscription: &Value) -> Value {
    ann.get(&path(subscription)).ok().await["subscription"].clone()
}

/// The provider's id of the only subscription.
fn reference(rig: &Rig) -> String {
    let created =
        rig.stripe.events().into_iter().find(|event| event["type"] == "customer.subscription.created").unwrap();
    created["data"]["object"]["id"].as_str().unwrap().to_owned()
}
