//! Carts, from the first piece to the order.

mod complete;
mod items;
mod prices;
mod promotions;
mod shipping;
mod slice;
mod whose;

use serde_json::{Value, json};
use testkit::{Answer, Client};
use tokio::task::JoinSet;

use crate::shop::{Shop, id};

/// A shop that sells in euros to Germany and Denmark.
pub(crate) async fn open() -> Shop {
    open_with(&[("KONTOR_CACHE", "false")]).await
}

/// The same with settings.
pub(crate) async fn open_with(settings: &[(&str, &str)]) -> Shop {
    let shop = Shop::open_with(settings).await;
    shop.change(include_str!("selling.sql")).await;
    shop
}

pub(crate) fn europe() -> String {
    id("reg", "e", 2)
}

pub(crate) fn variant(n: u32) -> String {
    id("variant", "18", n)
}

pub(crate) fn standard() -> String {
    id("so", "35", 1)
}

/// A cart in euros with so many of some variants.
pub(crate) async fn cart(client: &Client, items: &[(u32, u32)]) -> Value {
    let items: Vec<Value> =
        items.iter().map(|(n, quantity)| json!({"variant_id": variant(*n), "quantity": quantity})).collect();
    let body = json!({"region_id": europe(), "items": items});
    client.post("/store/carts", &body).ok().await["cart"].clone()
}

pub(crate) fn path(cart: &Value) -> String {
    format!("/store/carts/{}", cart["id"].as_str().unwrap())
}

/// Where Ann lives.
pub(crate) fn address() -> Value {
    json!({"first_name": "Ann", "last_name": "Berg", "address_1": "Havnegade 1", "city": "Berlin", "country_code": "de", "postal_code": "10115"})
}

/// A cart that can be completed, paid by the provider that authorises by itself.
pub(crate) async fn ready(client: &Client, items: &[(u32, u32)]) -> Value {
    let made = cart(client, items).await;
    let at = path(&made);
    let body = json!({"email": "Ann@Example.com", "shipping_address": address(), "billing_address": address()});
    client.post(&at, &body).ok().await;
    client.post(&format!("{at}/shipping-methods"), &json!({"option_id": standard()})).ok().await;
    pay(client, &made).await;
    client.get(&at).ok().await["cart"].clone()
}

/// Begins to pay.
pub(crate) async fn pay(client: &Client, cart: &Value) {
    let collection = client.post("/store/payment-collections", &json!({"cart_id": cart["id"]})).ok().await;
    let sessions = format!(
        "/store/payment-collections/{}/payment-sessions",
        collection["payment_collection"]["id"].as_str().unwrap()
    );
    client.post(&sessions, &json!({"provider_id": "pp_system_default"})).ok().await;
}

/// Faults in the books, of which there are none.
pub(crate) async fn faults(shop: &Shop) -> i64 {
    shop.count("private.audit_orders('00000000-0000-7000-8000-00000000000a')").await
}

/// Does all of it at the same time.
pub(crate) async fn at_once<F: Future<Output = Answer> + Send + 'static>(
    asking: impl IntoIterator<Item = F>,
) -> Vec<Answer> {
    let mut tasks = JoinSet::new();
    for one in asking {
        tasks.spawn(one);
    }
    tasks.join_all().await
}
