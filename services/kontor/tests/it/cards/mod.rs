//! Who pays by card is known at Stripe, keeps cards there, and is charged with them.

pub(crate) mod accounts;
mod captures;
mod charges;
mod customers;
mod debits;
mod erased;
mod methods;
mod owing;
mod removed;
mod rests;
mod sessions;
mod shrunk;
mod twice;
mod unwanted;

use serde_json::{Value, json};
use testkit::Client;

use crate::{
    medusa::visitor::{PASSWORD, Visitor},
    payments::{Rig, intent, sessions as sessions_of},
};

pub(crate) const ADA: &str = "ada@example.test";
pub(crate) const METHODS: &str = "/store/customers/me/payment-methods";

/// Somebody who has signed in.
pub(crate) async fn ada(rig: &Rig) -> Client {
    let mut ada = Visitor::new(&rig.shop);
    ada.join(ADA).await;
    ada.client()
}

/// A customer of the shop, and another one.
async fn ben(rig: &Rig) -> Client {
    let mut ben = Visitor::new(&rig.shop);
    ben.join("ben@example.test").await;
    ben.client()
}

/// Keeps a card, as a browser does; its id.
pub(crate) async fn keep(rig: &Rig, who: &Client, card: &str) -> String {
    let setup = who.post(METHODS, &json!({})).ok().await["payment_method_setup"].clone();
    let id = setup["data"]["id"].as_str().unwrap_or_else(|| panic!("{setup}")).to_owned();
    rig.stripe.confirm(&id, card).unwrap();
    let _ = rig.stripe.authenticate(&id, true);
    let kept = who.get(METHODS).ok().await;
    kept["payment_methods"][0]["id"].as_str().unwrap_or_else(|| panic!("{kept}")).to_owned()
}

/// Begins to pay a cart, with this `data`; the session.
async fn begin(who: &Client, cart: &Value, data: Value) -> Value {
    let body = json!({"provider_id": "pp_stripe_stripe", "data": data});
    let begun = who.post(&sessions_of(who, cart).await, &body).ok().await;
    begun["payment_collection"]["payment_sessions"][0].clone()
}

/// How many calls of a kind went to Stripe.
fn calls(rig: &Rig, method: &str, path: &str) -> usize {
    rig.stripe.requests().iter().filter(|(how, what, _)| how == method && what == path).count()
}

/// The customers at Stripe.
fn at_stripe(rig: &Rig) -> Vec<Value> {
    let events = rig.stripe.events();
    let made = events.iter().filter(|event| event["type"] == "customer.created");
    made.map(|event| event["data"]["object"].clone()).collect()
}

/// The whole of an object, by its id.
fn object(rig: &Rig, session: &Value) -> Value {
    rig.stripe.object(&intent(session)).unwrap()
}

async fn open_cart(rig: &Rig, who: &Client) -> Value {
    rig.ready(who, &[(1, 1)]).await
}

/// The same customer on another day: what he was let in with has ended meanwhile.
async fn back(rig: &Rig) -> Client {
    let mut ada = Visitor::new(&rig.shop);
    ada.sign_in(ADA, PASSWORD).await;
    ada.client()
}

/// Somebody who may do everything in the shop, let in now.
pub(crate) async fn owner(rig: &Rig, name: &str) -> Client {
    rig.shop.colleague("a", name, "owner").await.client
}
