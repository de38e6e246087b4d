//! Completing: once, with what is there, or not at all.

use serde_json::{Value, json};

use super::{address, at_once, cart, faults, open, open_with, path, pay, ready, standard};

#[tokio::test]
async fn what_has_to_hold_before() {
    let shop = open().await;
    let guest = shop.shopper();
    let empty = cart(&guest, &[]).await;
    let complete = |made: &Value| format!("{}/complete", path(made));
    let message = async |made: &Value| guest.post(&complete(made), &json!({})).error(400).await["message"].clone();
    assert_eq!(message(&empty).await, "Cannot complete a cart with no items");
    let made = cart(&guest, &[(1, 1)]).await;
    assert_eq!(message(&made).await, "Payment collection has not been initiated for cart");
    guest.post("/store/payment-collections", &json!({"cart_id": made["id"]})).ok().await;
    assert_eq!(message(&made).await, "Payment sessions are required to complete cart");
    pay(&guest, &made).await;
    assert_eq!(message(&made).await, "No shipping method selected but the cart contains items that require shipping.");
    guest.post(&path(&made), &json!({"shipping_address": address()})).ok().await;
    guest.post(&format!("{}/shipping-methods", path(&made)), &json!({"option_id": standard()})).ok().await;
    // What is to be paid has changed: what was begun has ended.
    assert_eq!(message(&made).await, "Payment sessions are required to complete cart");
    pay(&guest, &made).await;
    let done = guest.post(&complete(&made), &json!({})).ok().await;
    assert_eq!(done["type"], "order");
    let unknown = guest.post("/store/carts/cart_x/complete", &json!({})).error(404).await;
    assert_eq!(unknown["message"], "Cart id not found: cart_x");
}

#[tokio::test]
async fn providers_of_a_region() {
    let shop = open().await;
    let guest = shop.shopper();
    let made = ready(&guest, &[(1, 1)]).await;
    let collection = made["payment_collection"]["id"].as_str().unwrap().to_owned();
    let sessions = format!("/store/payment-collections/{collection}/payment-sessions");
    let unknown = guest.post(&sessions, &json!({"provider_id": "pp_gold"})).error(400).await;
    assert_eq!(unknown["message"], "Unable to retrieve the payment provider with id: pp_gold");
    guest
        .post("/store/payment-collections/pay_col_x/payment-sessions", &json!({"provider_id": "pp_system_default"}))
        .error(404)
        .await;
    shop.change(
        "insert into region_payment_providers (organization_id, region_id, provider_id)
           values ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-0000000e0002', 'pp_stripe_stripe')",
    )
    .await;
    let refused = guest.post(&sessions, &json!({"provider_id": "pp_system_default"})).error(400).await;
    assert!(
        refused["message"]
            .as_str()
            .unwrap()
            .starts_with("Payment provider pp_system_default is not enabled in the cart's region reg_")
    );
    let refused = guest.post(&format!("{}/complete", path(&made)), &json!({})).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("is not enabled in the cart's region"), "{refused}");
}

/// What is answered is the order as everybody reads it, whatever is selected of it, and whoever asks again is told the same.
#[tokio::test]
async fn it_is_told_as_it_is_read() {
    let shop = open().await;
    let guest = shop.shopper();
    for fields in ["", "fields=id,status,*items.product,*payment_collections", "fields=+promotions.code,*fulfillments"]
    {
        let made = ready(&guest, &[(1, 2), (2, 1)]).await;
        let at = format!("{}/complete?{fields}", path(&made));
        let done = guest.post(&at, &json!({})).ok().await;
        let read = format!("/store/orders/{}?{fields}", done["order"]["id"].as_str().unwrap());
        let order = guest.get(&read).ok().await["order"].clone();
        assert_eq!(done["order"], order, "{fields}");
        assert_eq!(guest.post(&at, &json!({})).ok().await["order"], order, "{fields}");
        assert_eq!(order["items"].as_array().unwrap().len(), 2, "{fields}");
    }
}

/// Twenty times at once is once.
#[tokio::test]
async fn twenty_at_once_make_one_order() {
    let shop = open().await;
    let made = ready(&shop.shopper(), &[(1, 2), (2, 1)]).await;
    let at = format!("{}/complete", path(&made));
    let asking = (0..20).map(|_| {
        let guest = shop.shopper();
        let at = at.clone();
        async move { guest.post(&at, &json!({})).send().await }
    });
    let answers = at_once(asking).await;
    let mut orders = std::collections::BTreeSet::new();
    for answer in &answers {
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        orders.insert(answer.json()["order"]["id"].to_string());
    }
    assert_eq!(orders.len(), 1);
    assert_eq!(shop.count("orders").await, 1);
    assert_eq!(shop.count("payments").await, 1);
    // Two blue mugs; a white one takes two of its item and one of the shirt's.
    assert_eq!(shop.count("reservation_items where deleted_at is null").await, 3);
    assert_eq!(shop.count("events where name = 'order.placed'").await, 1);
    assert_eq!(faults(&shop).await, 0);
}

/// The last ones go to whoever comes first; the others keep their carts.
#[tokio::test]
async fn the_last_of_something() {
    let shop = open().await;
    let mut carts = Vec::new();
    for _ in 0..8 {
        carts.push(path(&ready(&shop.shopper(), &[(1, 1)]).await));
    }
    shop.change("update inventory_levels set stocked_quantity = reserved_quantity + 3 where inventory_item_id = '00000000-0000-7000-800a-000000210001'").await;
    let asking = carts.iter().map(|at| {
        let guest = shop.shopper();
        let at = at.clone();
        async move { guest.post(&format!("{at}/complete"), &json!({})).send().await }
    });
    let answers = at_once(asking).await;
    let placed = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert_eq!(placed, 3, "{:?}", answers.iter().map(|answer| &answer.text).collect::<Vec<_>>());
    for answer in answers.iter().filter(|answer| answer.status.as_u16() != 200) {
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (400, &json!("insufficient_inventory")));
    }
    assert_eq!((shop.count("orders").await, shop.count("payments").await, faults(&shop).await), (3, 3, 0));
    let kept = shop.count("carts where completed_at is null and total > 0").await;
    assert_eq!(kept, 5);
}

/// Somebody changes the cart while it is completed: the order is what was paid, or there is none.
#[tokio::test]
async fn two_tabs() {
    let shop = open().await;
    for _ in 0..6 {
        let guest = shop.shopper();
        let made = ready(&guest, &[(1, 1)]).await;
        let line = format!("{}/line-items/{}", path(&made), made["items"][0]["id"].as_str().unwrap());
        let other = shop.shopper();
        let at = format!("{}/complete", path(&made));
        let (done, changed) = (json!({}), json!({"quantity": 3}));
        let (done, changed) = tokio::join!(guest.post(&at, &done).send(), other.post(&line, &changed).send());
        match (done.status.as_u16(), changed.status.as_u16()) {
            (200, 400 | 409) => assert_eq!(done.json()["order"]["total"], 23),
            (400 | 409, 200) => assert_eq!(changed.json()["cart"]["total"], 59),
            _ => panic!("{} {}", done.text, changed.text),
        }
    }
    assert_eq!(faults(&shop).await, 0);
}

/// What the database had not kept when it ended: a number that is thought to be free is an order's.
#[tokio::test]
async fn numbers_that_were_lost() {
    let shop = open().await;
    let guest = shop.shopper();
    let place = async || {
        let made = ready(&guest, &[(1, 1)]).await;
        let done = guest.post(&format!("{}/complete", path(&made)), &json!({})).ok().await;
        done["order"]["display_id"].as_i64().unwrap()
    };
    let first = place().await;
    shop.change("update number_series set next = next - 1 where series = 'order'").await;
    let second = place().await;
    shop.change("update number_series set next = next - 2 where series = 'order'").await;
    let third = place().await;
    // More of them than anybody would try one after the other.
    let fourth = place().await;
    shop.change("update number_series set next = 1 where series = 'order'").await;
    let fifth = place().await;
    let all = [first, second, third, fourth, fifth];
    assert!(all.is_sorted_by(|one, next| one < next), "{all:?}");
    assert_eq!(faults(&shop).await, 0);
}

/// What a process has taken beforehand is an order's that another one made, who was told the same number again; and so it is the other way round.
#[tokio::test]
async fn numbers_that_two_were_told() {
    let shop = open().await;
    let (guest, staff) = (shop.shopper(), shop.colleague("a", "olga", "owner").await.client);
    let place = async || {
        let made = ready(&guest, &[(1, 1)]).await;
        let done = guest.post(&format!("{}/complete", path(&made)), &json!({})).ok().await;
        done["order"]["display_id"].as_i64().unwrap()
    };
    let project = async |key: &str| {
        let project = json!({
            "key": key, "email": "ann@example.com", "currency_code": "eur",
            "items": [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": 1200}]
        });
        let made = staff.post("/admin/project-orders", &project).ok().await;
        made["order"]["display_id"].as_i64().unwrap()
    };
    // Two in the same second: one more is taken with the second.
    let (first, second) = (place().await, place().await);
    shop.change(&format!("update number_series set next = {} where series = 'order'", second + 1)).await;
    let third = project("one").await;
    assert_eq!(third, second + 1, "the one that the process has taken");
    let fourth = place().await;
    shop.change("update number_series set next = 1 where series = 'order'").await;
    let fifth = project("two").await;
    let all = [first, second, third, fourth, fifth];
    assert!(all.is_sorted_by(|one, next| one < next), "{all:?}");
    assert_eq!(faults(&shop).await, 0);
}

/// Those who shop wait in a line of their own: whoever pays does not stand behind them.
#[tokio::test]
async fn who_pays_waits_for_nobody_who_shops() {
    let shop = open_with(&[("KONTOR_CACHE", "false"), ("DATABASE_MAX_READS", "1")]).await;
    let guest = shop.shopper();
    let made = ready(&guest, &[(1, 1)]).await;
    let organization = "00000000-0000-7000-8000-00000000000a".parse().unwrap();
    let shopping = shop.platform.app.db.begin_shopping(db::Scope::working(organization, None)).await.unwrap();
    let waiting = tokio::spawn({
        let (guest, made) = (shop.shopper(), path(&made));
        async move { guest.get(&made).ok().await }
    });
    let done = guest.post(&format!("{}/complete", path(&made)), &json!({})).ok().await;
    assert_eq!(done["type"], "order");
    assert!(!waiting.is_finished(), "the line is taken");
    drop(shopping);
    waiting.await.unwrap();
}
