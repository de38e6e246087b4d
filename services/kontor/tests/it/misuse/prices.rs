//! Prices that change between the cart and the order: what a customer was told is what he pays, or he is told anew.

use chrono::TimeDelta;
use serde_json::json;

use super::{faults, open, path, pay, ready, text};
use crate::carts::variant;

const DEARER: &str = "update prices set amount = amount + 7 where currency_code = 'eur'";

/// A price of the same day holds; whatever changes the cart tells the new one, and what was begun to be paid ends.
#[tokio::test]
async fn told_today() {
    let (shop, _) = open().await;
    let guest = shop.shopper();
    let (kept, changed) = (ready(&guest, &[(1, 1)]).await, ready(&guest, &[(1, 1)]).await);
    shop.change(DEARER).await;
    shop.test.clock().advance(TimeDelta::hours(23));
    assert_eq!(guest.get(&path(&kept)).ok().await["cart"]["total"], 23, "reading changes nothing");
    let done = guest.post(&format!("{}/complete", path(&kept)), &json!({})).ok().await;
    assert_eq!((&done["order"]["total"], &done["order"]["items"][0]["unit_price"]), (&json!(23), &json!(18)));

    let line = format!("{}/line-items/{}", path(&changed), text(&changed["items"][0]["id"]));
    let told = guest.post(&line, &json!({"quantity": 2})).ok().await;
    assert_eq!((&told["cart"]["items"][0]["unit_price"], &told["cart"]["total"]), (&json!(25), &json!(55)));
    let refused = guest.post(&format!("{}/complete", path(&changed)), &json!({})).error(400).await;
    assert_eq!(refused["message"], "Payment sessions are required to complete cart");
    pay(&guest, &changed).await;
    let done = guest.post(&format!("{}/complete", path(&changed)), &json!({})).ok().await;
    assert_eq!(done["order"]["total"], 55);
    assert_eq!(faults(&shop).await, 0);
}

/// Who comes back days later sees the new total before he pays, and pays that.
#[tokio::test]
async fn told_days_ago() {
    let (shop, _) = open().await;
    let guest = shop.shopper();
    let made = ready(&guest, &[(1, 1)]).await;
    let complete = format!("{}/complete", path(&made));
    shop.change(DEARER).await;
    shop.test.clock().advance(TimeDelta::hours(25));
    let told = guest.post(&complete, &json!({})).ok().await;
    assert_eq!((&told["type"], &told["cart"]["total"]), (&json!("cart"), &json!(30)), "{told}");
    assert_eq!(told["error"]["type"], "payment_requires_more_error");
    assert!(text(&told["error"]["message"]).starts_with("The prices of the cart have changed"), "{told}");
    assert_eq!((shop.count("orders").await, shop.count("payments").await), (0, 0));
    let collection = &guest.get(&path(&made)).ok().await["cart"]["payment_collection"];
    assert_eq!((&collection["amount"], &collection["payment_sessions"]), (&json!(30), &json!([])), "{collection}");
    // What was begun with the old sum ends no order.
    let refused = guest.post(&complete, &json!({})).error(400).await;
    assert_eq!(refused["message"], "Payment sessions are required to complete cart");
    pay(&guest, &made).await;
    let done = guest.post(&complete, &json!({})).ok().await;
    assert_eq!((&done["type"], &done["order"]["total"]), (&json!("order"), &json!(30)));
    assert_eq!(shop.count("payments where amount = 30").await, 1);
    assert_eq!(faults(&shop).await, 0);
}

/// Nothing has changed: nobody is asked anything.
#[tokio::test]
async fn the_same_days_later() {
    let (shop, _) = open().await;
    let guest = shop.shopper();
    let made = ready(&guest, &[(1, 1)]).await;
    shop.test.clock().advance(TimeDelta::days(9));
    let done = guest.post(&format!("{}/complete", path(&made)), &json!({})).ok().await;
    assert_eq!((&done["type"], &done["order"]["total"]), (&json!("order"), &json!(23)));

    // Sold out meanwhile, or without a price: said so, and the cart is as it was.
    for (sql, words) in [
        (
            "update inventory_levels set stocked_quantity = 0, reserved_quantity = 0",
            "Some variant does not have the required inventory",
        ),
        ("update prices set deleted_at = now() where currency_code = 'eur'", "do not have a price"),
    ] {
        shop.change("update inventory_levels set stocked_quantity = 1000").await;
        let made = ready(&guest, &[(1, 1)]).await;
        shop.change(sql).await;
        shop.test.clock().advance(TimeDelta::days(2));
        let refused = guest.post(&format!("{}/complete", path(&made)), &json!({})).error(400).await;
        assert!(text(&refused["message"]).contains(words), "{refused}");
        let kept = guest.get(&path(&made)).ok().await;
        assert_eq!((&kept["cart"]["total"], &kept["cart"]["items"][0]["variant_id"]), (&json!(23), &json!(variant(1))));
    }
    assert_eq!(shop.count("orders").await, 1);
}
