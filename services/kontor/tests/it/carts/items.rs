//! What is put in and taken out.

use serde_json::{Value, json};

use super::{address, cart, europe, open, path, variant};
use crate::shop::{id, id_in};

#[tokio::test]
async fn the_same_is_one_line() {
    let shop = open().await;
    let guest = shop.shopper();
    let made = cart(&guest, &[(1, 1)]).await;
    let add = format!("{}/line-items", path(&made));
    guest.post(&add, &json!({"variant_id": variant(1), "quantity": 2})).ok().await;
    guest.post(&add, &json!({"variant_id": variant(1), "quantity": 1, "metadata": {}})).ok().await;
    let engraved = json!({"variant_id": variant(1), "quantity": 1, "metadata": {"engraving": "Ann"}});
    let two = guest.post(&add, &engraved).ok().await["cart"].clone();
    let quantities: Vec<&Value> = two["items"].as_array().unwrap().iter().map(|line| &line["quantity"]).collect();
    assert_eq!(quantities, [&json!(4), &json!(1)]);
    assert_eq!(two["items"][1]["metadata"], json!({"engraving": "Ann"}));

    // More, fewer, none.
    let line = |n: usize| format!("{add}/{}", two["items"][n]["id"].as_str().unwrap());
    let changed = guest.post(&line(0), &json!({"quantity": 2})).ok().await;
    assert_eq!(changed["cart"]["total"], 54);
    let changed = guest.post(&line(1), &json!({"quantity": 0})).ok().await;
    assert_eq!(changed["cart"]["items"].as_array().unwrap().len(), 1);
    let gone = guest.request(http::Method::DELETE, &line(0)).ok().await;
    assert_eq!(
        (&gone["object"], &gone["deleted"], &gone["id"]),
        (&json!("line-item"), &json!(true), &two["items"][0]["id"])
    );
    assert_eq!((&gone["parent"]["items"], &gone["parent"]["total"]), (&json!([]), &json!(0)));
    let missing = guest.post(&line(0), &json!({"quantity": 1})).error(404).await;
    assert!(missing["message"].as_str().unwrap().starts_with("Line item with id: cali_"), "{missing}");
}

#[tokio::test]
async fn what_cannot_be_bought() {
    let shop = open().await;
    let guest = shop.shopper();
    let made = cart(&guest, &[(1, 1)]).await;
    let add = format!("{}/line-items", path(&made));
    for (body, words) in [
        (
            json!({"variant_id": variant(1), "quantity": 0}),
            "Value for field 'quantity' too small, expected at least: '1'",
        ),
        (
            json!({"variant_id": variant(1), "quantity": -1}),
            "Value for field 'quantity' too small, expected at least: '1'",
        ),
        (
            json!({"variant_id": variant(1), "quantity": 0.5}),
            "Expected type: 'integer' for field 'quantity', got: '0.5'",
        ),
        (json!({"variant_id": variant(1), "quantity": 1_000_000_000}), "too big, expected at most: '1000000'"),
        (json!({"variant_id": variant(1), "quantity": "2"}), "Expected type: 'integer' for field 'quantity'"),
        (json!({"variant_id": variant(1)}), "Field 'quantity' is required"),
        (json!({"quantity": 1}), "Field 'variant_id' is required"),
        (json!({"variant_id": "variant_x", "quantity": 1}), "Variants with IDs variant_x do not exist"),
        (json!({"variant_id": id_in("b", "variant", "18", 1), "quantity": 1}), "do not exist or are not published"),
        // The lamp is of another channel, the secret is a draft.
        (json!({"variant_id": variant(5), "quantity": 1}), "do not exist or are not published"),
        (json!({"variant_id": variant(6), "quantity": 1}), "do not exist or are not published"),
        // No price in euros.
        (json!({"variant_id": variant(4), "quantity": 1}), "do not have a price"),
        (json!({"variant_id": variant(1), "quantity": 1, "price": 1}), "Unrecognized fields: 'price'"),
    ] {
        let refused = guest.post(&add, &body).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(words), "{body}: {refused}");
    }
    let short = guest.post(&add, &json!({"variant_id": variant(1), "quantity": 1_000})).error(400).await;
    assert_eq!((&short["type"], &short["code"]), (&json!("not_allowed"), &json!("insufficient_inventory")));
    let kept = guest.get(&path(&made)).ok().await;
    assert_eq!(
        (&kept["cart"]["items"][0]["quantity"], &kept["cart"]["total"]),
        (&json!(1), &json!(18)),
        "nothing is lost"
    );

    let unknown = guest
        .post("/store/carts/cart_x/line-items", &json!({"variant_id": variant(1), "quantity": 1}))
        .error(404)
        .await;
    assert_eq!(unknown["message"], "Cart id not found: cart_x");
    let theirs = id_in("b", "cart", "1", 1);
    assert_eq!(
        guest.get(&format!("/store/carts/{theirs}")).error(404).await["message"],
        format!("Cart with id '{theirs}' not found")
    );
}

/// A carts id opens it in its own shop alone.
#[tokio::test]
async fn other_shops_have_other_carts() {
    let shop = open().await;
    let ours = cart(&shop.shopper(), &[(1, 1)]).await;
    let theirs = shop.anybody().with_key(&crate::shop::key("b", 1));
    theirs.get(&path(&ours)).error(404).await;
    theirs.post(&path(&ours), &json!({"email": "b@example.com"})).error(404).await;
    theirs.post(&format!("{}/complete", path(&ours)), &json!({})).error(404).await;
    theirs.post("/store/payment-collections", &json!({"cart_id": ours["id"]})).error(404).await;
}

/// Ten and more cost less each.
#[tokio::test]
async fn prices_are_those_of_so_many() {
    let shop = open().await;
    let guest = shop.shopper();
    let body = json!({"region_id": id("reg", "e", 1), "items": [{"variant_id": variant(1), "quantity": 9}]});
    let made = guest.post("/store/carts", &body).ok().await["cart"].clone();
    assert_eq!((&made["items"][0]["unit_price"], &made["currency_code"]), (&json!(19.9), &json!("usd")));
    let more = guest
        .post(&format!("{}/line-items", path(&made)), &json!({"variant_id": variant(1), "quantity": 1}))
        .ok()
        .await;
    assert_eq!((&more["cart"]["items"][0]["unit_price"], &more["cart"]["total"]), (&json!(15), &json!(150)));
    // Elsewhere it costs what it costs there.
    let moved = guest.post(&path(&made), &json!({"region_id": europe()})).ok().await;
    assert_eq!(
        (&moved["cart"]["currency_code"], &moved["cart"]["items"][0]["unit_price"]),
        (&json!("eur"), &json!(18))
    );
}

#[tokio::test]
async fn where_it_goes() {
    let shop = open().await;
    let guest = shop.shopper();
    let made = cart(&guest, &[(1, 1)]).await;
    let at = path(&made);
    let mut elsewhere = address();
    elsewhere["country_code"] = json!("us");
    let refused = guest.post(&at, &json!({"shipping_address": elsewhere})).error(400).await;
    assert_eq!(refused["message"], "Country with code us is not within region Europe");
    elsewhere["country_code"] = json!("xx");
    let refused = guest.post(&at, &json!({"shipping_address": elsewhere})).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("'shipping_address, country_code'"), "{refused}");
    let refused = guest.post(&at, &json!({"currency_code": "usd"})).error(400).await;
    assert!(
        refused["message"].as_str().unwrap().contains("does not match the region's currency code eur"),
        "{refused}"
    );
    guest.post(&at, &json!({"region_id": "reg_x"})).error(404).await;
    guest.post(&at, &json!({"email": "nobody"})).error(400).await;

    // Denmark taxes more, and the price stays as it was told: it includes the tax.
    let mut danish = address();
    danish["country_code"] = json!("dk");
    let there = guest.post(&at, &json!({"shipping_address": danish})).ok().await;
    assert_eq!((&there["cart"]["total"], &there["cart"]["tax_total"]), (&json!(18), &json!(3.6)));
    let none = guest.post(&at, &json!({"shipping_address": null})).ok().await;
    assert_eq!((&none["cart"]["shipping_address"], &none["cart"]["tax_total"]), (&Value::Null, &json!(0)));

    // One country says where to.
    let us = guest.post("/store/carts", &json!({"region_id": id("reg", "e", 1)})).ok().await;
    assert_eq!(us["cart"]["shipping_address"]["country_code"], "us");
    let moved = guest.post(&path(&us["cart"]), &json!({"region_id": europe()})).ok().await;
    assert_eq!(moved["cart"]["shipping_address"], Value::Null);
}

/// The number of statements does not grow with the lines.
#[tokio::test]
async fn statements_do_not_grow_with_lines() {
    let shop = open().await;
    let guest = shop.shopper();
    let one = cart(&guest, &[(1, 1)]).await;
    let three = cart(&guest, &[(1, 1), (2, 1), (3, 1)]).await;
    let mut counts = Vec::new();
    for made in [&one, &three] {
        let change = format!("{}/line-items/{}", path(made), made["items"][0]["id"].as_str().unwrap());
        let mut least = u64::MAX;
        for quantity in 2..5 {
            let before = shop.platform.app.db.statements();
            guest.post(&change, &json!({ "quantity": quantity })).ok().await;
            least = least.min(shop.platform.app.db.statements() - before);
        }
        counts.push(least);
    }
    assert_eq!(counts[0], counts[1]);
    assert!(counts[0] <= 6, "{counts:?}");
}
