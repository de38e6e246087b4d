//! What becomes of credit, cards and points when an order comes to cost less than they have paid.

use serde_json::{Value, json};
use testkit::Client;

use super::{card, cards_of, open, text, work};
use crate::{
    carts::{faults, path, pay, ready},
    changes::deliver,
    medusa::visitor::{ANN, Visitor},
    shop::{Shop, id},
};

/// So many mugs, a card of that value, the rest with money.
async fn bought_with(shop: &Shop, staff: &Client, mugs: u32, value: u32) -> Value {
    let guest = shop.shopper();
    let cart = ready(&guest, &[(1, mugs)]).await;
    let made = card(staff, value).await;
    guest.post(&cards_of(&cart), &json!({"code": made["code"]})).ok().await;
    pay_rest(&guest, &cart).await;
    guest.post(&format!("{}/complete", path(&cart)), &json!({})).ok().await["order"].clone()
}

async fn pay_rest(client: &Client, cart: &Value) {
    if client.get(&path(cart)).ok().await["cart"]["total"] != 0 {
        pay(client, cart).await;
    }
}

/// What is on the only account with a code.
async fn balance(shop: &Shop) -> String {
    text(shop, "select balance::text as text from store_credit_accounts where code is not null").await
}

/// So many of its first line come back.
async fn come_back(staff: &Client, order: &Value, pieces: u32) {
    let body = json!({"order_id": order["id"], "location_id": id("sloc", "20", 1)});
    let begun = staff.post("/admin/returns", &body).ok().await;
    let at = format!("/admin/returns/{}", begun["return"]["id"].as_str().unwrap());
    let items = json!({"items": [{"id": order["items"][0]["id"], "quantity": pieces}]});
    staff.post(&format!("{at}/request-items"), &items).ok().await;
    staff.post(&format!("{at}/request"), &json!({})).ok().await;
    staff.post(&format!("{at}/receive"), &json!({})).ok().await;
    staff.post(&format!("{at}/receive-items"), &items).ok().await;
    staff.post(&format!("{at}/receive/confirm"), &json!({})).ok().await;
}

async fn read(staff: &Client, order: &Value) -> Value {
    staff.get(&format!("/admin/orders/{}", order["id"].as_str().unwrap())).ok().await["order"].clone()
}

/// What customers owe by the books, all in all.
async fn receivable(shop: &Shop) -> String {
    text(
        shop,
        "select trim_scale(coalesce(sum(amount), 0))::text as text from ledger_entries where account = 'receivable'",
    )
    .await
}

#[tokio::test]
async fn what_comes_back_is_on_the_card_again() {
    let (shop, staff) = open().await;
    let order = bought_with(&shop, &staff, 3, 30).await;
    assert_eq!((&order["total"], &order["credit_line_total"]), (&json!(29), &json!(30)));
    deliver(&shop, &order).await;
    come_back(&staff, &order, 1).await;
    assert_eq!(read(&staff, &order).await["total"], 11, "first nobody pays so much money");
    assert_eq!(balance(&shop).await, "0");
    come_back(&staff, &order, 1).await;
    let now = read(&staff, &order).await;
    assert_eq!((&now["total"], &now["credit_line_total"]), (&json!(0), &json!(23)));
    assert_eq!(balance(&shop).await, "7");
    assert_eq!(receivable(&shop).await, "0");
    let lines = now["credit_lines"].as_array().unwrap();
    assert_eq!((&lines[1]["amount"], &lines[1]["reference"]), (&json!(-7), &json!("gift_card")));
    assert_eq!(lines[0]["reference_id"], lines[1]["reference_id"]);
    come_back(&staff, &order, 1).await;
    assert_eq!((balance(&shop).await.as_str(), faults(&shop).await), ("25", 0), "five for the parcel stay paid");
    assert_eq!(shop.count("events where name = 'store_credit.credited'").await, 3, "the opening, and two");
    // The card pays again.
    let guest = shop.shopper();
    let second = ready(&guest, &[(1, 1)]).await;
    let code = text(&shop, "select code as text from gift_cards").await;
    let with = guest.post(&cards_of(&second), &json!({"code": code})).ok().await;
    assert_eq!(with["cart"]["total"], 0);
}

#[tokio::test]
async fn edited_to_less_and_canceled_then() {
    let (shop, staff) = open().await;
    let order = bought_with(&shop, &staff, 3, 50).await;
    assert_eq!(order["total"], 9);
    let at = format!("/admin/order-edits/{}", order["id"].as_str().unwrap());
    staff.post("/admin/order-edits", &json!({"order_id": order["id"]})).ok().await;
    let line = order["items"][0]["id"].as_str().unwrap();
    staff.post(&format!("{at}/items/item/{line}"), &json!({"quantity": 1})).ok().await;
    staff.post(&format!("{at}/confirm"), &json!({})).ok().await;
    let now = read(&staff, &order).await;
    assert_eq!((&now["total"], &now["credit_line_total"]), (&json!(0), &json!(23)));
    assert_eq!((balance(&shop).await.as_str(), faults(&shop).await), ("27", 0));
    staff.post(&format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap()), &json!({})).ok().await;
    assert_eq!((balance(&shop).await.as_str(), faults(&shop).await), ("50", 0), "once");
    assert_eq!(receivable(&shop).await, "0");
}

#[tokio::test]
async fn a_claim_gives_it_back_too() {
    let (shop, staff) = open().await;
    let order = bought_with(&shop, &staff, 2, 100).await;
    assert_eq!(order["total"], 0);
    deliver(&shop, &order).await;
    let begun = staff.post("/admin/claims", &json!({"type": "refund", "order_id": order["id"]})).ok().await;
    let at = format!("/admin/claims/{}", begun["claim"]["id"].as_str().unwrap());
    let items = json!({"items": [{"id": order["items"][0]["id"], "quantity": 1, "reason": "missing_item"}]});
    staff.post(&format!("{at}/claim-items"), &items).ok().await;
    staff.post(&format!("{at}/request"), &json!({})).ok().await;
    assert_eq!((balance(&shop).await.as_str(), faults(&shop).await), ("77", 0));
    // The mug was there after all: it is to be paid again, with money now.
    staff.post(&format!("{at}/cancel"), &json!({})).ok().await;
    let now = read(&staff, &order).await;
    assert_eq!((&now["total"], &now["credit_line_total"]), (&json!(18), &json!(23)));
    assert_eq!((balance(&shop).await.as_str(), faults(&shop).await), ("77", 0));
}

/// Points first, then credit, then the card; each as much as it has paid.
#[tokio::test]
async fn the_last_that_was_taken_is_the_first_that_is_given_back() {
    let (shop, staff) = open().await;
    let program = json!({"is_enabled": true, "currency_code": "eur", "points_per_unit": 1, "point_value": "0.1", "pending_days": 0});
    staff.post("/admin/loyalty/program", &program).ok().await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await["id"].clone();
    let account = staff.post("/admin/loyalty/accounts", &json!({"customer_id": customer})).ok().await;
    let adjust = format!("/admin/loyalty/accounts/{}/adjust", account["loyalty_account"]["id"].as_str().unwrap());
    staff.post(&adjust, &json!({"points": 100, "reason": "a gift"})).ok().await;
    let credit = json!({"customer_id": customer, "currency_code": "eur"});
    let credit = staff.post("/admin/store-credit-accounts", &credit).ok().await["store_credit_account"]["id"].clone();
    let give = format!("/admin/store-credit-accounts/{}/credit", credit.as_str().unwrap());
    staff.post(&give, &json!({"amount": 10})).ok().await;
    let made = card(&staff, 21).await;
    let cart = ready(&ann.client(), &[(1, 2)]).await;
    ann.post(&cards_of(&cart), &json!({"code": made["code"]})).await;
    ann.post(&format!("{}/store-credits", path(&cart)), &json!({"amount": 10})).await;
    let paid = ann.post(&format!("{}/loyalty-points", path(&cart)), &json!({"points": 100})).await.json();
    assert_eq!(paid["cart"]["total"], 0, "21 + 10 + 10: {paid}");
    let order = ann.post(&format!("{}/complete", path(&cart)), &json!({})).await.json()["order"].clone();
    work(&shop).await;
    deliver(&shop, &order).await;
    let left = async || {
        text(
            &shop,
            "select (select available from loyalty_accounts) || ' ' || (select trim_scale(balance) from store_credit_accounts where code is null)
               || ' ' || (select trim_scale(balance) from store_credit_accounts where code is not null) as text",
        )
        .await
    };
    // 36 that the mugs cost, less 10 by points, earned 26; she has the 26, and spent the hundred.
    assert_eq!(left().await, "26 0 0");
    come_back(&staff, &order, 1).await;
    work(&shop).await;
    // 18 back: 10 by points, 8 by credit. 18 of the goods are left, none of it by points: 18 points.
    assert_eq!(left().await, "118 8 0");
    come_back(&staff, &order, 1).await;
    work(&shop).await;
    assert_eq!(left().await, "100 10 16", "five for the parcel stay");
    assert_eq!((faults(&shop).await, receivable(&shop).await.as_str()), (0, "0"));
}
