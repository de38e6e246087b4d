//! Points and referrals follow the money, wherever it goes, and whatever the program says by then.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::Client;

use super::{
    card, cards_of, open, paid,
    points::{buy, hour, money, points, program},
    text, work,
};
use crate::{
    carts::{faults, path, pay, ready},
    documents::{capture, refund},
    medusa::visitor::{ANN, PASSWORD, Visitor},
    shop::Shop,
};

/// The books of money were made up: only those of points are asked.
async fn of_points(shop: &Shop) -> i64 {
    shop.count("private.audit_orders('00000000-0000-7000-8000-00000000000a') a where a.rule like 'points%'").await
}

#[tokio::test]
async fn a_refund_that_fails_gives_points_again() {
    let (shop, staff) = open().await;
    program(&staff, json!({"pending_days": 0})).await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    buy(&ann, 10).await;
    money(&shop, "capture", "1").await;
    assert_eq!(points(&ann).await, (180, 0, 0));
    for _ in 0..2 {
        money(&shop, "refund", "-0.5").await;
        assert_eq!(points(&ann).await, (90, 0, 0));
        money(&shop, "refund_failed", "0.5").await;
        assert_eq!(points(&ann).await, (180, 0, 0), "and so often as it fails");
    }
    // What is a debt by then is none any more.
    let cart = ready(&ann.client(), &[(1, 1)]).await;
    ann.post(&format!("{}/loyalty-points", path(&cart)), &json!({"points": 150})).await;
    pay(&ann.client(), &cart).await;
    ann.post(&format!("{}/complete", path(&cart)), &json!({})).await;
    work(&shop).await;
    let first = "insert into order_transactions (organization_id, order_id, amount, currency_code, reference, reference_id)
        select organization_id, id, total * (SHARE), currency_code, 'KIND', private.uuid_v7() from orders order by created_at limit 1";
    shop.change(&first.replace("SHARE", "-1").replace("KIND", "dispute")).await;
    work(&shop).await;
    assert_eq!(points(&ann).await.2, 150);
    shop.change(&first.replace("SHARE", "1").replace("KIND", "dispute_won")).await;
    work(&shop).await;
    let (available, _, debt) = points(&ann).await;
    assert_eq!((available, debt, of_points(&shop).await), (30, 0, 0));
}

/// What was given is taken back, although nobody is given anything any more.
#[tokio::test]
async fn a_program_that_is_off_takes_back() {
    let (shop, staff) = open().await;
    program(&staff, json!({"pending_days": 0})).await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    buy(&ann, 10).await;
    money(&shop, "capture", "1").await;
    staff.post("/admin/loyalty/program", &json!({"is_enabled": false, "currency_code": "dkk"})).ok().await;
    money(&shop, "refund", "-0.5").await;
    assert_eq!(shop.count("loyalty_accounts where available = 90").await, 1);
    buy(&ann, 1).await;
    money(&shop, "capture", "1").await;
    assert_eq!((shop.count("loyalty_accounts where available = 90").await, of_points(&shop).await), (1, 0));
}

/// Of an order of which a card has paid the most, what goes back is what went back.
#[tokio::test]
async fn credit_has_paid_too() {
    let (shop, staff) = open().await;
    program(&staff, json!({"pending_days": 0})).await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let gift = card(&staff, 31).await;
    let cart = ready(&ann.client(), &[(1, 2)]).await;
    let with = ann.client().post(&cards_of(&cart), &json!({"code": gift["code"]})).ok().await;
    assert_eq!(paid(&with["cart"]), (31.0, 10.0));
    pay(&ann.client(), &cart).await;
    ann.client().post(&format!("{}/complete", path(&cart)), &json!({})).ok().await;
    capture(&shop).await;
    work(&shop).await;
    assert_eq!(points(&ann).await, (36, 0, 0));
    refund(&shop, "10").await;
    work(&shop).await;
    // 31 of 41 are still paid.
    assert_eq!(points(&ann).await, (28, 0, 0));
    assert_eq!(faults(&shop).await, 0);
}

/// Who pays nothing brings nobody anything.
#[tokio::test]
async fn nothing_for_nothing() {
    let (shop, staff) = open().await;
    program(&staff, json!({"referrals_enabled": true, "referrer_points": 50, "least_order": 30})).await;
    let (mut ann, mut ben) = (Visitor::new(&shop), Visitor::new(&shop));
    ann.join(ANN).await;
    ben.join("ben@example.test").await;
    let code = ann.get("/store/referrals").await.json()["referral"]["code"].clone();
    ben.post("/store/referrals", &json!({"code": code})).await;
    let gift = card(&staff, 100).await;
    let free = ready(&ben.client(), &[(1, 1)]).await;
    ben.client().post(&cards_of(&free), &json!({"code": gift["code"]})).ok().await;
    let free = ben.client().post(&format!("{}/complete", path(&free)), &json!({})).ok().await["order"]["id"].clone();
    work(&shop).await;
    assert_eq!(shop.count("referrals where status = 'clicked'").await, 1, "it cost nothing");
    staff.post(&format!("/admin/orders/{}/cancel", free.as_str().unwrap()), &json!({})).ok().await;
    buy(&ben, 1).await;
    money(&shop, "capture", "1").await;
    assert_eq!(shop.count("referrals where status = 'clicked'").await, 1, "23 are less than 30");
    staff.post("/admin/loyalty/program", &json!({"least_order": 20})).ok().await;
    // Asked again, by whatever happens to the order.
    money(&shop, "refund", "-0.01").await;
    money(&shop, "refund_failed", "0.01").await;
    assert_eq!(shop.count("referrals where status = 'pending'").await, 1);
    // All of it back, and all of it again.
    money(&shop, "refund", "-1").await;
    assert_eq!((points(&ann).await, shop.count("referrals where status = 'reversed'").await), ((0, 0, 0), 1));
    money(&shop, "refund_failed", "1").await;
    assert_eq!((points(&ann).await, shop.count("referrals where status = 'pending'").await), ((0, 50, 0), 1));
    money(&shop, "dispute", "-1").await;
    assert_eq!((points(&ann).await, of_points(&shop).await), ((0, 0, 0), 0));
}

/// What has ended is offered to nobody, also before the hour is over.
#[tokio::test]
async fn ended_points_are_gone() {
    let (shop, staff) = open().await;
    program(&staff, json!({"pending_days": 0, "expires_after_days": 10})).await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    buy(&ann, 5).await;
    money(&shop, "capture", "1").await;
    assert_eq!(points(&ann).await, (90, 0, 0));
    let cart = ready(&ann.client(), &[(1, 1)]).await;
    let spend = format!("{}/loyalty-points", path(&cart));
    let with = ann.post(&spend, &json!({"points": 80})).await.json();
    assert_eq!(paid(&with["cart"]), (8.0, 15.0));
    shop.test.clock().advance(TimeDelta::days(11));
    ann.sign_in(ANN, PASSWORD).await;
    assert_eq!(points(&ann).await, (0, 0, 0));
    let refused = ann.post(&spend, &json!({"points": 10})).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["message"]),
        (400, &json!("There are not enough points: 0 of 10"))
    );
    let line = format!("{}/line-items/{}", path(&cart), cart["items"][0]["id"].as_str().unwrap());
    let now = ann.post(&line, &json!({"quantity": 2})).await.json();
    assert_eq!(paid(&now["cart"]), (0.0, 41.0), "{now}");
}

async fn found(client: &Client, words: &str) -> i64 {
    client.get(&format!("/admin/loyalty/accounts?q={words}")).ok().await["count"].as_i64().unwrap()
}

/// Whoever may not see customers does not find them by their address, letter by letter.
#[tokio::test]
async fn who_searches_and_who_writes() {
    let (shop, staff) = open().await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await["id"].clone();
    let opened = staff.post("/admin/loyalty/accounts", &json!({"customer_id": customer})).ok().await;
    let at = format!("/admin/loyalty/accounts/{}", opened["loyalty_account"]["id"].as_str().unwrap());
    staff.post(&format!("{at}/adjust"), &json!({"points": 5, "reason": "Sorry about the fire"})).ok().await;
    let editor = shop.colleague("a", "ed", "editor").await.client;
    let viewer = shop.colleague("a", "vi", "viewer").await.client;
    assert_eq!((found(&staff, "ann@").await, found(&viewer, "ann@").await), (1, 1));
    assert_eq!(found(&editor, "ann@").await, 0);
    assert_eq!(found(&editor, "").await, 1);
    let tricky = editor.get("/admin/loyalty/accounts?$or[0][q]=ann").send().await;
    assert!(tricky.status.as_u16() != 200 || tricky.json()["count"] == 0, "{}", tricky.text);
    let notes = format!("{at}/entries?q=fire");
    assert_eq!(
        (&staff.get(&notes).ok().await["count"], &editor.get(&notes).ok().await["count"]),
        (&json!(1), &json!(0))
    );
    // Who gave them is written down.
    let mia = "(select u.id from auth.\"user\" u where u.name = 'mia' or u.email like 'mia%')";
    assert_eq!(shop.count(&format!("points_entries where kind = 'adjust' and created_by in {mia}")).await, 1);
}

#[tokio::test]
async fn what_is_said_of_the_program() {
    let (shop, staff) = open().await;
    let said = json!({"is_enabled": true, "currency_code": "eur", "pending_days": 14});
    let path = "/admin/loyalty/program";
    // A shop has one, whoever makes it first.
    let (one, two, three, four) = tokio::join!(
        staff.post(path, &said).send(),
        staff.post(path, &said).send(),
        staff.post(path, &said).send(),
        staff.post(path, &said).send()
    );
    for answer in [one, two, three, four] {
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    }
    assert_eq!(shop.count("loyalty_programs").await, 1);
    let read = staff.post(path, &json!({"least_order": 12.5})).ok().await;
    assert_eq!(
        (&read["loyalty_program"]["pending_days"], &read["loyalty_program"]["least_order"]),
        (&json!(14), &json!(12.5))
    );
    let read = staff.post(path, &json!({"pending_days": null})).ok().await;
    assert_eq!(read["loyalty_program"]["pending_days"], Value::Null);
    for (body, words) in [
        (json!({"points_per_unit": 1_000_001}), "'points_per_unit' too big, expected at most: '1000000'"),
        (json!({"pending_days": 4000}), "'pending_days' too big"),
        (json!({"least_order": -1}), "'least_order' too small"),
    ] {
        let error = staff.post(path, &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(words), "{error}");
    }
}

/// More accounts than are held at once.
#[tokio::test]
async fn tiers_of_many() {
    let (shop, staff) = open().await;
    program(&staff, json!({"tiers_enabled": true, "expires_after_days": 100, "warn_days": [100]})).await;
    staff.post("/admin/loyalty/tiers", &json!({"name": "Silver", "least_points": 50})).ok().await;
    shop.change(
        "insert into customers (organization_id, email, has_account)
           select '00000000-0000-7000-8000-00000000000a', 'n' || n || '@example.test', true from generate_series(1, 1100) n;
         insert into loyalty_accounts (organization_id, customer_id, available) select organization_id, id, 60 from customers where email like 'n%@example.test';
         insert into points_lots (organization_id, account_id, points, remaining, state, expires_at, source)
           select organization_id, id, 60, 60, 'available', now() + interval '50 days', 'manual' from loyalty_accounts;
         insert into points_entries (organization_id, account_id, kind, amount, source, key)
           select organization_id, id, 'adjust', 60, 'manual', 'made ' || id from loyalty_accounts",
    )
    .await;
    hour(&shop).await;
    hour(&shop).await;
    assert_eq!(shop.count("loyalty_accounts where tier_id is not null").await, 1100);
    assert_eq!(shop.count("events where name = 'loyalty.tier_changed'").await, 1100);
    assert_eq!(shop.count("events where name = 'loyalty.expiring'").await, 1100, "each is told once");
    let last =
        text(&shop, "select count(distinct entity_id)::text as text from events where name = 'loyalty.expiring'").await;
    assert_eq!((last.as_str(), of_points(&shop).await), ("1100", 0));
}
