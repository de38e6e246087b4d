//! Gift cards, store credit and points: what a cart is paid with besides money.

mod accounts;
mod again;
mod bought;
mod cards;
mod given_back;
mod ledger;
mod points;
mod taken;

use db::sea_orm::FromQueryResult;
use serde_json::{Value, json};
use testkit::Client;

use crate::{carts::path, medusa::visitor, shop::Shop};

/// A shop that sells in euros to Germany and Denmark, where people sign in as customers, and its owner.
async fn open() -> (Shop, Client) {
    let shop =
        visitor::open_with(&[("KONTOR_CACHE", "false"), ("LIMIT_SHOP_RATE", "100000"), ("LIMIT_SHOP_BURST", "100000")])
            .await;
    shop.change(include_str!("../carts/selling.sql")).await;
    let staff = shop.colleague("a", "mia", "owner").await.client;
    (shop, staff)
}

/// A gift card, with its code.
async fn card(staff: &Client, value: u32) -> Value {
    staff.post("/admin/gift-cards", &json!({"value": value, "currency_code": "eur"})).ok().await["gift_card"].clone()
}

fn cards_of(cart: &Value) -> String {
    format!("{}/gift-cards", path(cart))
}

/// What is paid by credit, and what is left to pay.
fn paid(cart: &Value) -> (f64, f64) {
    (cart["credit_line_total"].as_f64().unwrap(), cart["total"].as_f64().unwrap())
}

/// The jobs of what orders give.
async fn work(shop: &Shop) {
    shop.test.run_jobs(&orders::registry(jobs::Registry::new(), &shop.platform.desk)).await;
}

#[derive(FromQueryResult)]
struct Text {
    text: String,
}

/// One text of the database.
async fn text(shop: &Shop, sql: &str) -> String {
    let tx = shop.test.db().begin_system("look").await.unwrap();
    let Text { text } = db::fetch_one(&tx, sql, []).await.unwrap();
    tx.commit().await.unwrap();
    text
}
