//! Gift cards: made, spent, guessed.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{card, cards_of, open, paid};
use crate::carts::{at_once, cart, faults, path, pay, ready};

#[tokio::test]
async fn made_and_changed() {
    let (shop, staff) = open().await;
    let made = card(&staff, 50).await;
    let code = made["code"].as_str().unwrap();
    assert!(code.len() == 19 && !code.contains('*'), "{code}");
    assert_eq!((&made["status"], &made["value"], &made["balance"]), (&json!("pending"), &json!(50), &json!(50)));
    let at = format!("/admin/gift-cards/{}", made["id"].as_str().unwrap());
    let read = staff.get(&at).ok().await;
    assert_eq!(read["gift_card"]["code"], format!("****-{}", &code[15..]), "told once");
    assert_eq!(staff.get(&format!("/admin/gift-cards?q={}", code.to_lowercase())).ok().await["count"], 1);
    assert_eq!(staff.get(&format!("/admin/gift-cards?q={}", &code[..14])).ok().await["count"], 0, "no part of one");
    assert_eq!(staff.get("/admin/gift-cards").ok().await["count"], 1);
    let own = json!({"value": 10.5, "currency_code": "EUR", "code": "summer-2027", "note": "x", "metadata": {"a": 1}});
    assert_eq!(staff.post("/admin/gift-cards", &own).ok().await["gift_card"]["code"], "SUMMER-2027");
    staff.post("/admin/gift-cards", &own).error(422).await;
    let changed =
        staff.post(&at, &json!({"value": 60, "note": "more", "expires_at": "2040-01-01T00:00:00Z"})).ok().await;
    assert_eq!((&changed["gift_card"]["value"], &changed["gift_card"]["note"]), (&json!(60), &json!("more")));
    for (body, words) in [
        (json!({"value": 0, "currency_code": "eur"}), "'value' too small"),
        (json!({"value": -1, "currency_code": "eur"}), "'value' too small"),
        (json!({"value": 1, "currency_code": "zzz"}), "ISO 4217"),
        (json!({"value": 1, "currency_code": "eur", "code": "ab"}), "8 to 255"),
        (json!({"currency_code": "eur"}), "Field 'value' is required"),
    ] {
        let error = staff.post("/admin/gift-cards", &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(words), "{error}");
    }
    let nobody = json!({"value": 1, "currency_code": "eur", "customer_id": "cus_x"});
    staff.post("/admin/gift-cards", &nobody).error(404).await;
    staff.post(&at, &json!({"status": "redeemed"})).ok().await;
    let refused = staff.post(&at, &json!({"value": 70})).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("in use"), "{refused}");
    let theirs = shop.colleague("b", "eve", "owner").await.client;
    theirs.get(&at).error(404).await;
    assert_eq!(theirs.get(&format!("/admin/gift-cards?q={code}")).ok().await["count"], 0);
    assert_eq!(shop.count("events where name = 'gift_card.redeemed'").await, 1);
    assert_eq!(shop.count("events e where e::text like '%SUMMER%'").await, 0, "no code is told");
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn a_card_pays() {
    let (shop, staff) = open().await;
    let made = card(&staff, 50).await;
    let code = made["code"].as_str().unwrap().to_lowercase();
    let guest = shop.shopper();
    let cart = ready(&guest, &[(1, 1)]).await;
    let with = guest.post(&cards_of(&cart), &json!({"code": code})).ok().await["cart"].clone();
    assert_eq!(paid(&with), (23.0, 0.0));
    assert_eq!(with["credit_lines"][0]["reference"], "gift_card");
    assert_eq!(with["payment_collection"]["payment_sessions"], json!([]), "there is nothing else to pay");
    let shown = guest.get(&format!("{}?fields=*gift_cards", path(&cart))).ok().await["cart"]["gift_cards"][0].clone();
    assert_eq!(
        (&shown["id"], &shown["code"], &shown["balance"], &shown["amount"]),
        (&made["id"], &json!(format!("****-{}", &made["code"].as_str().unwrap()[15..])), &json!(50), &json!(23))
    );
    // It follows what the cart comes to.
    let line = format!("{}/line-items/{}", path(&cart), cart["items"][0]["id"].as_str().unwrap());
    let more = guest.post(&line, &json!({"quantity": 3})).ok().await["cart"].clone();
    assert_eq!(paid(&more), (50.0, 9.0));
    let without = guest.delete_with(&cards_of(&cart), &json!({"code": shown["id"]})).ok().await["cart"].clone();
    assert_eq!((paid(&without), &without["credit_lines"]), ((0.0, 59.0), &json!([])));
    guest.post(&line, &json!({"quantity": 1})).ok().await;
    guest.post(&cards_of(&cart), &json!({"code": code})).ok().await;
    guest.post(&cards_of(&cart), &json!({"code": code})).ok().await;
    let done = guest.post(&format!("{}/complete", path(&cart)), &json!({})).ok().await;
    assert_eq!(
        (&done["type"], &done["order"]["total"], &done["order"]["credit_line_total"]),
        (&json!("order"), &json!(0), &json!(23))
    );
    let left = guest.get(&format!("/store/gift-cards/{code}")).ok().await;
    assert_eq!((&left["gift_card"]["balance"], &left["gift_card"]["status"]), (&json!(27), &json!("redeemed")));
    assert_eq!(left["gift_card"]["note"], Value::Null);
    guest.get(&format!("/store/gift-cards/{}", made["id"].as_str().unwrap())).error(404).await;
    let orders = staff.get(&format!("/admin/gift-cards/{}/orders", made["id"].as_str().unwrap())).ok().await;
    assert_eq!(
        (&orders["orders"][0]["gift_card_amount"], &orders["orders"][0]["id"]),
        (&json!(23), &done["order"]["id"])
    );
    // The rest with money.
    let second = ready(&guest, &[(1, 2)]).await;
    let with = guest.post(&cards_of(&second), &json!({"code": code})).ok().await["cart"].clone();
    assert_eq!(paid(&with), (27.0, 14.0));
    pay(&guest, &second).await;
    guest.post(&format!("{}/complete", path(&second)), &json!({})).ok().await;
    let third = ready(&guest, &[(1, 1)]).await;
    let refused = guest.post(&cards_of(&third), &json!({"code": code})).error(400).await;
    assert_eq!(refused["message"], "The gift card has nothing left");
    assert_eq!(shop.count("store_credit_transactions").await, 3);
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn cards_that_do_not_pay() {
    let (shop, staff) = open().await;
    let guest = shop.shopper();
    let cart = cart(&guest, &[(1, 1)]).await;
    for code in ["NOPE-NOPE-NOPE", "'; drop table", "ÄÖÜ", "%"] {
        guest.post(&cards_of(&cart), &json!({"code": code})).error(404).await;
    }
    guest.post(&cards_of(&cart), &json!({})).error(400).await;
    let dollars = staff.post("/admin/gift-cards", &json!({"value": 5, "currency_code": "usd"})).ok().await;
    let refused = guest.post(&cards_of(&cart), &json!({"code": dollars["gift_card"]["code"]})).error(400).await;
    assert_eq!(refused["message"], "The gift card is in usd, and the cart in eur");
    // Over, before it was opened and after.
    let brief = card(&staff, 5).await;
    let end = db::Clock::now(shop.test.clock()) + TimeDelta::hours(1);
    let at = format!("/admin/gift-cards/{}", brief["id"].as_str().unwrap());
    staff.post(&at, &json!({"expires_at": end.to_rfc3339()})).ok().await;
    guest.post(&cards_of(&cart), &json!({"code": brief["code"]})).ok().await;
    shop.test.clock().advance(TimeDelta::hours(2));
    guest.post(&cards_of(&cart), &json!({"code": brief["code"]})).error(404).await;
    let line = format!("{}/line-items/{}", path(&cart), cart["items"][0]["id"].as_str().unwrap());
    let without = guest.post(&line, &json!({"quantity": 2})).ok().await;
    assert_eq!(without["cart"]["credit_lines"], json!([]), "it falls out at the next change");
    // Another shop's.
    let theirs = shop.colleague("b", "eve", "owner").await.client;
    let foreign = card(&theirs, 5).await;
    guest.post(&cards_of(&cart), &json!({"code": foreign["code"]})).error(404).await;
    guest.get(&format!("/store/gift-cards/{}", foreign["code"].as_str().unwrap())).error(404).await;
}

/// Somebody who tries codes is stopped.
#[tokio::test]
async fn guessing_is_limited() {
    let (shop, _) = open().await;
    let guest = shop.shopper().with_header("x-forwarded-for", "198.51.100.7");
    let mut told = 0;
    for n in 0..130 {
        let answer = guest.get(&format!("/store/gift-cards/GUESS-{n:04}")).send().await;
        match answer.status.as_u16() {
            404 => told += 1,
            429 => assert!(!answer.header("retry-after").is_empty()),
            other => panic!("{other} {}", answer.text),
        }
    }
    assert_eq!(told, 120);
    // Others are not held up.
    let other = shop.shopper().with_header("x-forwarded-for", "198.51.100.8");
    other.get("/store/gift-cards/GUESS-0000").error(404).await;
}

/// Twenty carts with the same card: it is spent once.
#[tokio::test]
async fn spent_once_by_twenty() {
    let (shop, staff) = open().await;
    let made = card(&staff, 50).await;
    let mut carts = Vec::new();
    for n in 0..20 {
        let guest = shop.shopper().with_header("x-forwarded-for", &format!("198.51.101.{n}"));
        let cart = ready(&guest, &[(1, 1)]).await;
        let with = guest.post(&cards_of(&cart), &json!({"code": made["code"]})).ok().await;
        assert_eq!(with["cart"]["total"], 0);
        carts.push(path(&cart));
    }
    let asking = carts.iter().map(|at| {
        let (guest, at) = (shop.shopper(), at.clone());
        async move { guest.post(&format!("{at}/complete"), &json!({})).send().await }
    });
    let answers = at_once(asking).await;
    let placed = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert_eq!(
        placed,
        2,
        "fifty is twice twenty-three: {:?}",
        answers.iter().map(|answer| &answer.text).collect::<Vec<_>>()
    );
    for answer in answers.iter().filter(|answer| answer.status.as_u16() != 200) {
        let words = "The credit of the cart does not cover what it is to pay: remove it, and try again";
        assert_eq!((answer.status.as_u16(), &answer.json()["message"]), (400, &json!(words)));
    }
    assert_eq!(
        (shop.count("orders").await, shop.count("store_credit_accounts where balance = 4").await, faults(&shop).await),
        (2, 1, 0)
    );
}
