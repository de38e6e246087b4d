//! Subscriptions: bought, renewed, in arrears, changed, ended; and what goes wrong meanwhile.

mod access;
mod accounts;
mod bills;
mod changes;
mod faults;
mod goods;
mod history;
mod limits;
mod lost;
mod plans;
mod slice;

use serde_json::{Value, json};
use testkit::Client;

use crate::{
    carts::{address, variant},
    medusa::visitor::{ANN, PASSWORD, Visitor},
    payments::Rig,
};

/// A customer who has signed in, and lives in Berlin.
pub(crate) async fn customer(rig: &Rig) -> Client {
    let ann = stranger(rig).await;
    ann.post("/store/customers/me/addresses", &address()).ok().await;
    ann
}

/// A customer who has said nothing of himself yet.
async fn stranger(rig: &Rig) -> Client {
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
pub(crate) fn pay(rig: &Rig, subscription: &Value, card: &str) {
    let secret = subscription["payment"]["client_secret"].as_str().unwrap_or_else(|| panic!("{subscription}"));
    rig.stripe.confirm(secret.split_once("_secret_").unwrap().0, card).unwrap();
}

pub(crate) fn path(subscription: &Value) -> String {
    format!("/store/subscriptions/{}", subscription["id"].as_str().unwrap())
}

async fn now(ann: &Client, subscription: &Value) -> Value {
    ann.get(&path(subscription)).ok().await["subscription"].clone()
}

/// Somebody who has subscribed and paid, once.
async fn subscriber(rig: &Rig, plan: &str) -> (Client, Value) {
    let ann = customer(rig).await;
    let begun = subscribe(&ann, plan).await;
    pay(rig, &begun, "pm_card_visa");
    rig.work().await;
    assert_eq!(now(&ann, &begun).await["status"], "active");
    (ann, begun)
}

/// A month later.
async fn next_month(rig: &Rig) {
    rig.advance(chrono::TimeDelta::days(31));
    rig.work().await;
}

/// The lines of the orders, the oldest first: how many of which variant, what is sent, what is taken off, and what the order comes to.
async fn bought(rig: &Rig) -> Vec<String> {
    #[derive(sea_orm::FromQueryResult)]
    struct Line {
        said: String,
    }
    let sql = "select concat_ws(' ', i.quantity, coalesce(v.sku, 'share'), i.unit_price::numeric(12, 2), case when i.requires_shipping then 'sent' end,
            case when i.adjustments <> '[]' then 'less ' || (i.adjustments -> 0 ->> 'amount')::numeric(12, 2) end, 'of', o.total::numeric(12, 2),
            case when o.status <> 'pending' then o.status end) as said
        from order_line_items i join orders o on o.organization_id = i.organization_id and o.id = i.order_id
        left join product_variants v on v.organization_id = i.organization_id and v.id = i.variant_id
        order by o.display_id, i.created_at, v.sku nulls last";
    let tx = rig.shop.test.db().begin_system("look at orders").await.unwrap();
    let lines: Vec<Line> = db::fetch_all(&tx, sql, []).await.unwrap();
    tx.commit().await.unwrap();
    lines.into_iter().map(|line| line.said).collect()
}

/// The provider's id of the only subscription.
fn reference(rig: &Rig) -> String {
    let created =
        rig.stripe.events().into_iter().find(|event| event["type"] == "customer.subscription.created").unwrap();
    created["data"]["object"]["id"].as_str().unwrap().to_owned()
}
