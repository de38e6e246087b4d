//! Gift cards that were bought are worth what is paid for them, also when it goes back.

use serde_json::{Value, json};
use testkit::Client;

use super::{cards_of, open, text, work};
use crate::{
    carts::{faults, path, ready},
    documents::{as_kontor, capture, refund},
    shop::Shop,
};

/// Shirts are gift cards: 55 euros each.
async fn sell_cards(shop: &Shop) {
    shop.change(
        "update products set is_giftcard = true, shipping_profile_id = null where handle = 'shirt';
         delete from product_variant_inventory_items where variant_id = '00000000-0000-7000-800a-000000180003';
         update product_variants set manage_inventory = false where id = '00000000-0000-7000-800a-000000180003'",
    )
    .await;
}

/// An order that is paid, and the jobs of it.
async fn bought(shop: &Shop, items: &[(u32, u32)]) -> Value {
    let guest = shop.shopper();
    let cart = ready(&guest, items).await;
    let order = guest.post(&format!("{}/complete", path(&cart)), &json!({})).ok().await["order"].clone();
    capture(shop).await;
    work(shop).await;
    order
}

/// The code of a card, by its piece.
async fn code(shop: &Shop, nth: u32) -> String {
    text(shop, &format!("select code as text from gift_cards where nth = {nth}")).await
}

/// What the living cards open with, or have left.
async fn worth(staff: &Client) -> Vec<i64> {
    let read = staff.get("/admin/gift-cards").ok().await;
    let mut worth: Vec<i64> =
        read["gift_cards"].as_array().unwrap().iter().map(|card| card["balance"].as_i64().unwrap()).collect();
    worth.sort_unstable();
    worth
}

/// Somebody types a code into a cart with so many mugs.
async fn typed(shop: &Shop, code: &str, mugs: u32) -> (Client, Value) {
    let guest = shop.shopper();
    let cart = ready(&guest, &[(1, mugs)]).await;
    guest.post(&cards_of(&cart), &json!({"code": code})).ok().await;
    (guest, cart)
}

async fn cancel(staff: &Client, order: &Value) -> (u16, Value) {
    let at = format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap());
    let answer = staff.post(&at, &json!({})).send().await;
    (answer.status.as_u16(), answer.json())
}

#[tokio::test]
async fn money_that_goes_back_goes_off_the_cards() {
    let (shop, staff) = open().await;
    sell_cards(&shop).await;
    // Two cards, a mug of 18, and 5 for sending it... which is 0 from a hundred on.
    let order = bought(&shop, &[(3, 2), (1, 1)]).await;
    assert_eq!((order["total"].clone(), worth(&staff).await), (json!(128), vec![55, 55]));
    // The mug is paid back: that is no card.
    refund(&shop, "18").await;
    work(&shop).await;
    assert_eq!(worth(&staff).await, [55, 55]);
    // Half a card, of one that nobody has opened.
    let (first, second) = (code(&shop, 1).await, code(&shop, 2).await);
    let (guest, _) = typed(&shop, &first, 1).await;
    refund(&shop, "20").await;
    work(&shop).await;
    assert_eq!(worth(&staff).await, [35, 55]);
    let id = text(&shop, "select private.wire_id('gcard', id) as text from gift_cards where nth = 2").await;
    let listed = staff.get(&format!("/admin/gift-cards?q={second}")).ok().await;
    assert_eq!(listed["gift_cards"][0]["balance"], json!(35), "{id}");
    let at = format!("/admin/gift-cards/{}", listed["gift_cards"][0]["id"].as_str().unwrap());
    let refused = staff.post(&at, &json!({"value": 10})).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("was taken back"), "{refused}");
    // All of the rest: the open one is empty, the other one is over.
    refund(&shop, "90").await;
    work(&shop).await;
    work(&shop).await;
    assert_eq!(worth(&staff).await, [] as [i64; 0]);
    let cart = ready(&guest, &[(1, 1)]).await;
    for gone in [&first, &second] {
        guest.post(&cards_of(&cart), &json!({"code": gone})).error(404).await;
    }
    assert_eq!(shop.count("store_credit_accounts where balance <> 0").await, 0);
    assert_eq!(shop.count("gift_cards where deleted_at is not null and taken = value").await, 2);
    assert_eq!(faults(&shop).await, 0);
    // The last one fails at its provider: what it was for is there again.
    as_kontor(
        &shop,
        "select private.settle_refund(r.id, 'failed', 90::smallint, null, now()), private.book_refund(r.id) from payment_refunds r where r.amount = 90",
    )
    .await;
    work(&shop).await;
    assert_eq!(worth(&staff).await, [35, 55]);
    guest.post(&cards_of(&cart), &json!({"code": second})).ok().await;
    assert_eq!(faults(&shop).await, 0);
}

/// Of a card that somebody has paid with, what is left goes.
#[tokio::test]
async fn what_was_spent_is_spent() {
    let (shop, staff) = open().await;
    sell_cards(&shop).await;
    let order = bought(&shop, &[(3, 1)]).await;
    let first = code(&shop, 1).await;
    let (guest, cart) = typed(&shop, &first, 2).await;
    guest.post(&format!("{}/complete", path(&cart)), &json!({})).ok().await;
    assert_eq!(worth(&staff).await, [14]);
    let (status, said) = cancel(&staff, &order).await;
    assert_eq!((status, said["type"].as_str()), (400, Some("not_allowed")), "{said}");
    refund(&shop, "55").await;
    work(&shop).await;
    assert_eq!(worth(&staff).await, [0]);
    assert_eq!(shop.count("gift_cards where taken = 14 and deleted_at is null").await, 1);
    assert_eq!(faults(&shop).await, 0);
}

/// A code that stands in a cart was not spent.
#[tokio::test]
async fn typed_and_canceled() {
    let (shop, staff) = open().await;
    sell_cards(&shop).await;
    let order = bought(&shop, &[(3, 2)]).await;
    let (guest, cart) = typed(&shop, &code(&shop, 1).await, 1).await;
    assert_eq!(cancel(&staff, &order).await.0, 200);
    assert_eq!((worth(&staff).await.len(), shop.count("store_credit_accounts where balance <> 0").await), (0, 0));
    let placed = guest.post(&format!("{}/complete", path(&cart)), &json!({})).send().await;
    assert!(placed.json()["order"].is_null(), "{}", placed.text);
    work(&shop).await;
    assert_eq!((worth(&staff).await.len(), faults(&shop).await), (0, 0));
}

/// Somebody opens a card while its order is canceled: whoever comes second sees the first.
#[tokio::test]
async fn opened_and_canceled_at_once() {
    let (shop, staff) = open().await;
    sell_cards(&shop).await;
    let order = bought(&shop, &[(3, 1)]).await;
    let first = code(&shop, 1).await;
    let mut tx = shop.test.db().begin_system("open a card").await.unwrap();
    tx.work_in("00000000-0000-7000-8000-00000000000a".parse().unwrap()).await.unwrap();
    db::exec(&tx, "select private.open_gift_card($1, now())", [first.into()]).await.unwrap();
    let canceling = tokio::spawn(async move { cancel(&staff, &order).await.0 });
    shop.until_waiting(1).await;
    tx.commit().await.unwrap();
    assert_eq!(canceling.await.unwrap(), 200);
    assert_eq!(shop.count("store_credit_accounts where balance <> 0").await, 0, "it pays once");
    assert_eq!((shop.count("gift_cards where deleted_at is null").await, faults(&shop).await), (0, 0));
}

#[tokio::test]
async fn an_edit_takes_pieces_out() {
    let (shop, staff) = open().await;
    sell_cards(&shop).await;
    let order = bought(&shop, &[(3, 3), (1, 1)]).await;
    let id = order["id"].clone();
    let line =
        order["items"].as_array().unwrap().iter().find(|item| item["is_giftcard"] == true).unwrap()["id"].clone();
    let edit = async |quantity: u32| {
        staff.post("/admin/order-edits", &json!({"order_id": id})).ok().await;
        let at = format!("/admin/order-edits/{}", id.as_str().unwrap());
        staff.post(&format!("{at}/items/item/{}", line.as_str().unwrap()), &json!({"quantity": quantity})).ok().await;
        let done = staff.post(&format!("{at}/confirm"), &json!({})).send().await;
        if done.status.as_u16() != 200 {
            staff.request(http::Method::DELETE, &at).ok().await;
        }
        (done.status.as_u16(), done.json())
    };
    // The second one is opened, and pays.
    let (guest, cart) = typed(&shop, &code(&shop, 2).await, 1).await;
    guest.post(&format!("{}/complete", path(&cart)), &json!({})).ok().await;
    assert_eq!(edit(1).await.0, 200);
    assert_eq!(worth(&staff).await, [32], "the one that was used stays");
    let (status, said) = edit(0).await;
    assert_eq!(status, 400, "{said}");
    assert!(said["message"].as_str().unwrap().contains("is 1 gift cards"), "{said}");
    refund(&shop, "110").await;
    work(&shop).await;
    assert_eq!((worth(&staff).await, faults(&shop).await), (vec![32], 0));
    // More of them again: what is paid is made.
    assert_eq!(edit(2).await.0, 200);
    work(&shop).await;
    assert_eq!(worth(&staff).await, [32], "not paid yet");
    shop.change(
        "insert into order_transactions (organization_id, order_id, amount, currency_code, reference, reference_id)
         select organization_id, id, 55, currency_code, 'capture', private.uuid_v7() from orders order by created_at limit 1",
    )
    .await;
    work(&shop).await;
    assert_eq!(worth(&staff).await, [32, 55]);
}

/// More than are made at once: all of them are.
#[tokio::test]
async fn a_thousand_and_more() {
    let (shop, staff) = open().await;
    sell_cards(&shop).await;
    bought(&shop, &[(3, 1100)]).await;
    assert_eq!(staff.get("/admin/gift-cards?limit=1").ok().await["count"], 1100);
    assert_eq!((shop.count("gift_cards where nth between 1 and 1100").await, faults(&shop).await), (1100, 0));
}
