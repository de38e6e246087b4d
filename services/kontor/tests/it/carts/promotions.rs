//! Codes, and what they take off.

use serde_json::{Value, json};

use super::{address, at_once, cart, faults, open, path, ready};

#[tokio::test]
async fn codes_come_and_go() {
    let shop = open().await;
    let guest = shop.shopper();
    let made = cart(&guest, &[(1, 2)]).await;
    let at = path(&made);
    guest.post(&at, &json!({"shipping_address": address()})).ok().await;
    let codes = format!("{at}/promotions");
    let off = guest.post(&codes, &json!({"promo_codes": ["TEN"]})).ok().await;
    let off = &off["cart"];
    // A tenth of the net price: 3.03 of 30.25.
    assert_eq!(off["items"][0]["adjustments"][0]["code"], "TEN");
    assert_eq!(
        off["promotions"][0]["application_method"],
        json!({"value": 10, "type": "percentage", "currency_code": null})
    );
    let (total, discount) = (off["total"].as_f64().unwrap(), off["discount_total"].as_f64().unwrap());
    assert!((total + discount - 36.0).abs() < 1e-9 && (3.5..3.7).contains(&discount), "{off}");

    for (list, words) in
        [(json!(["NOPE"]), "The promotion code NOPE is invalid"), (json!(["OLD"]), "The promotion code OLD is invalid")]
    {
        let refused = guest.post(&codes, &json!({"promo_codes": list})).error(400).await;
        assert_eq!(refused["message"], words);
    }
    guest.post(&codes, &json!({})).error(400).await;
    let both = guest.post(&codes, &json!({"promo_codes": ["ONCE"]})).ok().await;
    assert_eq!(both["cart"]["promotions"].as_array().unwrap().len(), 2);
    let one = guest.delete_with(&codes, &json!({"promo_codes": ["TEN"]})).ok().await;
    assert_eq!(one["cart"]["promotions"][0]["code"], "ONCE");
    let none = guest.post(&codes, &json!({"promo_codes": []})).ok().await;
    assert_eq!((&none["cart"]["promotions"], &none["cart"]["discount_total"]), (&json!([]), &json!(0)));
    let replaced = guest.post(&at, &json!({"promo_codes": ["TEN"]})).ok().await;
    assert_eq!(replaced["cart"]["promotions"].as_array().unwrap().len(), 1);

    // What holds no more falls out at the next change.
    shop.change("update promotions set status = 'inactive' where code = 'TEN'").await;
    let line = format!("{at}/line-items/{}", made["items"][0]["id"].as_str().unwrap());
    let out = guest.post(&line, &json!({"quantity": 1})).ok().await;
    assert_eq!((&out["cart"]["promotions"], &out["cart"]["total"]), (&json!([]), &json!(18)));
}

/// A code that may be used once is used once, however many complete at a time.
#[tokio::test]
async fn a_code_for_one() {
    let shop = open().await;
    let mut carts = Vec::new();
    for _ in 0..6 {
        let guest = shop.shopper();
        let made = ready(&guest, &[(1, 1)]).await;
        guest.post(&format!("{}/promotions", path(&made)), &json!({"promo_codes": ["ONCE"]})).ok().await;
        super::pay(&guest, &made).await;
        carts.push(path(&made));
    }
    let asking = carts.iter().map(|at| {
        let guest = shop.shopper();
        let at = at.clone();
        async move { guest.post(&format!("{at}/complete"), &json!({})).send().await }
    });
    let answers = at_once(asking).await;
    let placed = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert_eq!(placed, 1, "{:?}", answers.iter().map(|answer| &answer.text).collect::<Vec<_>>());
    let refused: Vec<Value> =
        answers.iter().filter(|answer| answer.status.as_u16() != 200).map(testkit::Answer::json).collect();
    assert!(
        refused.iter().all(|one| one["message"] == "Promotion ONCE has reached its limit: remove it"),
        "{refused:?}"
    );
    assert_eq!(shop.count("promotion_usages").await, 1);
    assert_eq!(faults(&shop).await, 0);
}
