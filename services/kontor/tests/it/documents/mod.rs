//! What is written and sent about orders.

mod mails;
mod papers;
mod told;

use serde_json::{Value, json};
use testkit::Client;

use crate::shop::{Shop, id};

/// A shop that sells in euros to Germany and Denmark, and says on paper who it is.
pub(crate) async fn open() -> Shop {
    let shop = Shop::open().await;
    sell(&shop).await;
    shop
}

/// Makes a shop sell.
pub(crate) async fn sell(shop: &Shop) {
    shop.change(include_str!("../carts/selling.sql")).await;
    shop.change(
        "update stores set legal_name = 'Havn & Søn ApS', legal_address = E'Havnegade 12\\n1058 København K\\nDenmark', tax_number = 'DK12345678'
         where organization_id = '00000000-0000-7000-8000-00000000000a'",
    )
    .await;
}

/// Where Łukasz lives.
pub(crate) fn address() -> Value {
    json!({
        "first_name": "Łukasz", "last_name": "Größer", "company": "Мир & Ειρήνη GmbH", "address_1": "Straße des Friedens 1",
        "city": "Berlin", "country_code": "de", "postal_code": "10115"
    })
}

/// A cart with two mugs that can be completed, paid by the provider that authorises by itself.
pub(crate) async fn ready(client: &Client, email: &str) -> String {
    let items = json!([{"variant_id": id("variant", "18", 1), "quantity": 2}]);
    let body = json!({
        "region_id": id("reg", "e", 2), "items": items, "email": email, "shipping_address": address(), "billing_address": address()
    });
    let cart = client.post("/store/carts", &body).ok().await["cart"].clone();
    let at = format!("/store/carts/{}", cart["id"].as_str().unwrap());
    client.post(&format!("{at}/shipping-methods"), &json!({"option_id": id("so", "35", 1)})).ok().await;
    let collection = client.post("/store/payment-collections", &json!({"cart_id": cart["id"]})).ok().await;
    let collection = collection["payment_collection"]["id"].as_str().unwrap();
    let sessions = format!("/store/payment-collections/{collection}/payment-sessions");
    client.post(&sessions, &json!({"provider_id": "pp_system_default"})).ok().await;
    at
}

/// An order of two mugs: 41 euros.
pub(crate) async fn buy(client: &Client, email: &str) -> Value {
    let at = ready(client, email).await;
    client.post(&format!("{at}/complete"), &json!({})).ok().await["order"].clone()
}

/// An id of an order, a document.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Takes all that was promised for the orders there are, as the provider's answer does.
pub(crate) async fn capture(shop: &Shop) {
    as_kontor(
        shop,
        "select private.settle_capture(c.id, true, null, now()), private.book_capture(c.id)
         from (select private.begin_capture(p.id, p.amount - p.captured_amount, null) as id from payments p
           where p.captured_amount + p.capturing_amount < p.amount) c",
    )
    .await;
}

/// Gives so much of a payment back.
pub(crate) async fn refund(shop: &Shop, amount: &str) {
    as_kontor(
        shop,
        &format!(
            "select private.settle_refund(r.id, 'succeeded', 50::smallint, null, now()), private.book_refund(r.id)
             from (select private.begin_refund(p.id, {amount}, null, null, 'The handle was loose') as id from payments p
               where p.captured_amount > 0) r"
        ),
    )
    .await;
}

/// A statement of Kontor in our shop.
pub(crate) async fn as_kontor(shop: &Shop, sql: &str) {
    let mut tx = shop.test.db().begin_system("work in a test").await.unwrap();
    tx.work_in("00000000-0000-7000-8000-00000000000a".parse().unwrap()).await.unwrap();
    db::exec(&tx, sql, []).await.unwrap();
    tx.commit().await.unwrap();
}

/// Faults in the books, of which there are none.
pub(crate) async fn faults(shop: &Shop) -> i64 {
    shop.count("private.audit_orders('00000000-0000-7000-8000-00000000000a')").await
}

/// What happened is told to whom it concerns from now on.
pub(crate) async fn listen(shop: &Shop) {
    let registry = kontor::platform::registry(&shop.platform);
    kontor::platform::subscriptions().sync(shop.test.db(), &registry).await.unwrap();
}

/// Does the work of orders that waits; mails stay where they are looked at.
pub(crate) async fn work(shop: &Shop) {
    let done = shop.test.run_jobs(&orders::registry(jobs::Registry::new(), &shop.platform.desk)).await;
    assert_eq!((done.retried, done.dead), (0, 0), "{done:?}");
}
