//! Selling that is no cart: quotes, orders on projects and what is due of them, and what was bought and opens a door.

mod access;
mod answers;
mod drafts;
mod dues;
mod lines;
mod projects;

use serde_json::{Value, json};
use testkit::Client;

use crate::{
    documents::{address, text},
    shop::{Shop, id},
};

const ANN: &str = "ann@example.com";

/// A quote on two mugs at another price and a day's work: 119 euros with tax, by lorry 10 more.
pub(crate) async fn draft(staff: &Client) -> Value {
    let body = json!({
        "email": ANN, "region_id": id("reg", "e", 2), "deposit_percent": 50, "note": "The price holds for the whole set.",
        "items": [
            {"variant_id": id("variant", "18", 1), "quantity": 2, "unit_price": 11.9},
            {"title": "A day's work", "quantity": 1, "unit_price": 80, "is_tax_inclusive": false},
        ],
        "shipping": [{"name": "By lorry", "amount": 10}], "shipping_address": address(), "billing_address": address(),
    });
    staff.post("/admin/quotes", &body).ok().await["quote"].clone()
}

/// Sends it, and answers where its customer finds it.
async fn sent(staff: &Client, quote: &Value) -> String {
    let at = format!("/admin/quotes/{}/send", text(&quote["id"]));
    let answer = staff.post(&at, &json!({"url": "https://shop.example.com/quotes/"})).ok().await;
    let link = text(&answer["link"]);
    let token = link.strip_prefix("https://shop.example.com/quotes/").unwrap();
    assert_eq!(token.len(), 43);
    format!("/store/quotes/{token}")
}

async fn owner(shop: &Shop) -> Client {
    shop.colleague("a", "olga", "owner").await.client
}
