//! Points: earned, pending, spent, taken back.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::Client;

use super::{open, paid, work};
use crate::{
    carts::{at_once, faults, path, pay, ready},
    medusa::visitor::{ANN, Visitor},
    shop::Shop,
};

/// A program that gives a point for a euro; a point is worth ten cents.
pub(super) async fn program(staff: &Client, more: Value) {
    let mut said = json!({"is_enabled": true, "currency_code": "eur", "points_per_unit": 1, "point_value": "0.1", "pending_days": 14,
        "expires_after_days": 100});
    said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    staff.post("/admin/loyalty/program", &said).ok().await;
}

/// What the schedule does every hour.
pub(super) async fn hour(shop: &Shop) {
    shop.change(
        "insert into jobs (organization_id, name, payload, queue, status)
         values ('00000000-0000-0000-0000-000000000000', 'orders.tend_points', '{}', 'default', 'ready')",
    )
    .await;
    work(shop).await;
}

pub(super) async fn buy(visitor: &Visitor<'_>, mugs: u32) -> Value {
    let cart = ready(&visitor.client(), &[(1, mugs)]).await;
    visitor.post(&format!("{}/complete", path(&cart)), &json!({})).await.json()["order"].clone()
}

/// Available, pending, debt.
pub(super) async fn points(visitor: &Visitor<'_>) -> (i64, i64, i64) {
    let read = visitor.get("/store/loyalty").await.json();
    let of = |name: &str| read["loyalty"][name].as_i64().unwrap();
    (of("available"), of("pending"), of("debt"))
}

/// Faults of points. The books of money are not asked where it was made up.
const OF_POINTS: &str = "private.audit_orders('00000000-0000-7000-8000-00000000000a') a where a.rule like 'points%'";

/// Money comes in, or goes back.
pub(super) async fn money(shop: &Shop, reference: &str, share: &str) {
    shop.change(&format!(
        "insert into order_transactions (organization_id, order_id, amount, currency_code, reference, reference_id)
         select organization_id, id, total * ({share}), currency_code, '{reference}', private.uuid_v7() from orders
         where created_at = (select max(created_at) from orders)"
    ))
    .await;
    work(shop).await;
}

#[tokio::test]
async fn the_program_and_its_tiers() {
    let (shop, staff) = open().await;
    assert_eq!(staff.get("/admin/loyalty/program").ok().await, json!({"loyalty_program": null}));
    staff.post("/admin/loyalty/program", &json!({"is_enabled": true})).error(400).await;
    program(&staff, json!({"warn_days": [20, 3], "metadata": {"a": 1}})).await;
    let read = staff.post("/admin/loyalty/program", &json!({"most_percent": 50, "referrals_most": null})).ok().await;
    let read = &read["loyalty_program"];
    assert_eq!(
        (&read["point_value"], &read["warn_days"], &read["most_percent"], &read["is_enabled"], &read["pending_days"]),
        (&json!(0.1), &json!([20, 3]), &json!(50), &json!(true), &json!(14))
    );
    for (body, words) in [
        (json!({"point_value": 0}), "'point_value' too small"),
        (json!({"most_percent": 101}), "'most_percent' must be"),
        (json!({"warn_days": [0]}), "'warn_days' must be"),
        (json!({"currency_code": "qqq"}), "ISO 4217"),
        (json!({"when_short": "never"}), "Expected: 'debt, zero'"),
    ] {
        let error = staff.post("/admin/loyalty/program", &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(words), "{error}");
    }
    let tier =
        staff.post("/admin/loyalty/tiers", &json!({"name": "Gold", "least_points": 100, "multiplier": 2})).ok().await;
    staff.post("/admin/loyalty/tiers", &json!({"name": "Silver", "least_points": 100})).error(422).await;
    staff.post("/admin/loyalty/tiers", &json!({"name": "x", "least_points": 1, "multiplier": 0.5})).error(400).await;
    let at = format!("/admin/loyalty/tiers/{}", tier["tier"]["id"].as_str().unwrap());
    assert_eq!(
        staff.post(&at, &json!({"benefits": {"free": true}})).ok().await["tier"]["benefits"],
        json!({"free": true})
    );
    let theirs = shop.colleague("b", "eve", "owner").await.client;
    theirs.get(&at).error(404).await;
    assert_eq!(theirs.get("/admin/loyalty/program").ok().await, json!({"loyalty_program": null}));
    assert_eq!(crate::admin::delete(&staff, &at).await.status.as_u16(), 200);
}

#[tokio::test]
async fn earned_released_spent_and_ended() {
    let (shop, staff) = open().await;
    program(&staff, json!({"most_percent": 50})).await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await["id"].clone();
    buy(&ann, 2).await;
    work(&shop).await;
    assert_eq!(points(&ann).await, (0, 36, 0));
    money(&shop, "capture", "1").await;
    hour(&shop).await;
    assert_eq!(points(&ann).await, (0, 36, 0), "not yet");
    shop.test.clock().advance(TimeDelta::days(15));
    ann.sign_in(ANN, crate::medusa::visitor::PASSWORD).await;
    hour(&shop).await;
    hour(&shop).await;
    assert_eq!(points(&ann).await, (36, 0, 0));

    // Her day is over: the staff has signed in again.
    let staff = shop.colleague("a", "max", "owner").await.client;
    let found = staff.get(&format!("/admin/loyalty/accounts?customer_id={}", customer.as_str().unwrap())).ok().await;
    let at = format!("/admin/loyalty/accounts/{}", found["loyalty_accounts"][0]["id"].as_str().unwrap());
    let adjust = format!("{at}/adjust");
    for _ in 0..2 {
        let given =
            staff.post(&adjust, &json!({"points": 100, "reason": "late parcel", "idempotency_key": "k"})).ok().await;
        assert_eq!(given["loyalty_account"]["available"], 136, "given once");
    }
    staff.post(&adjust, &json!({"points": -16, "reason": "a mistake"})).ok().await;
    let refused = staff.post(&adjust, &json!({"points": -1000, "reason": "x"})).error(400).await;
    assert_eq!(refused["message"], "The customer has not so many points");
    staff.post(&adjust, &json!({"points": 0, "reason": "x"})).error(400).await;
    staff.post(&adjust, &json!({"points": 5})).error(400).await;
    let entries = staff.get(&format!("{at}/entries?kind=adjust")).ok().await;
    assert_eq!((&entries["count"], &entries["entries"][0]["lot_id"].is_null()), (&json!(2), &true));
    let owed = staff.get("/admin/loyalty/liability").ok().await;
    assert_eq!((&owed["liability"]["available"], &owed["liability"]["value"]), (&json!(120), &json!(12)));

    // Half of 41 at most: 205 points, of which she has 120.
    let cart = ready(&ann.client(), &[(1, 2)]).await;
    let spend = format!("{}/loyalty-points", path(&cart));
    let short = ann.post(&spend, &json!({"points": 121})).await;
    assert_eq!(
        (short.status.as_u16(), &short.json()["message"]),
        (400, &json!("There are not enough points: 120 of 121"))
    );
    let with = ann.post(&spend, &json!({"points": 120})).await.json();
    assert_eq!(paid(&with["cart"]), (12.0, 29.0));
    shop.shopper().post(&spend, &json!({"points": 1})).error(401).await;
    let line = format!("{}/line-items/{}", path(&cart), cart["items"][0]["id"].as_str().unwrap());
    let fewer = ann.post(&line, &json!({"quantity": 1})).await.json();
    assert_eq!(paid(&fewer["cart"]), (11.5, 11.5), "half of 23");
    let out = ann.client().delete_with(&spend, &json!({})).ok().await;
    assert_eq!(paid(&out["cart"]), (0.0, 23.0));
    ann.post(&spend, &json!({"points": 100})).await;
    pay(&ann.client(), &cart).await;
    let order = ann.post(&format!("{}/complete", path(&cart)), &json!({})).await.json()["order"].clone();
    assert_eq!((&order["total"], &order["credit_line_total"]), (&json!(13), &json!(10)));
    work(&shop).await;
    // Of the 18 that the mug costs, 10 were points.
    assert_eq!(points(&ann).await, (20, 8, 0));
    money(&shop, "capture", "1").await;

    // She is told, once for each of its days; then they end. What was given by hand has no end.
    shop.test.clock().advance(TimeDelta::days(95));
    hour(&shop).await;
    hour(&shop).await;
    assert_eq!(shop.count("events where name = 'loyalty.expiring'").await, 1);
    shop.test.clock().advance(TimeDelta::days(40));
    hour(&shop).await;
    ann.sign_in(ANN, crate::medusa::visitor::PASSWORD).await;
    let (available, pending, debt) = points(&ann).await;
    assert_eq!((pending, debt), (0, 0));
    assert!(available <= 20, "{available}");
    assert!(shop.count("points_entries where kind = 'expire'").await > 0);
    assert_eq!(shop.count(OF_POINTS).await, 0);
}

#[tokio::test]
async fn taken_back_in_proportion() {
    let (shop, staff) = open().await;
    program(&staff, json!({})).await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    buy(&ann, 10).await;
    work(&shop).await;
    assert_eq!(points(&ann).await, (0, 180, 0));
    money(&shop, "capture", "1").await;
    money(&shop, "refund", "-0.25").await;
    assert_eq!(points(&ann).await, (0, 135, 0));
    work(&shop).await;
    money(&shop, "refund", "-0.25").await;
    assert_eq!(points(&ann).await, (0, 90, 0));
    shop.test.clock().advance(TimeDelta::days(15));
    hour(&shop).await;
    ann.sign_in(ANN, crate::medusa::visitor::PASSWORD).await;
    assert_eq!(points(&ann).await, (90, 0, 0));
    // She spends some, and then gives all back: what is missing is a debt.
    let cart = ready(&ann.client(), &[(1, 1)]).await;
    ann.post(&format!("{}/loyalty-points", path(&cart)), &json!({"points": 60})).await;
    pay(&ann.client(), &cart).await;
    ann.post(&format!("{}/complete", path(&cart)), &json!({})).await;
    money(&shop, "capture", "1").await;
    shop.change(
        "insert into order_transactions (organization_id, order_id, amount, currency_code, reference, reference_id)
         select organization_id, id, total * -0.5, currency_code, 'refund', private.uuid_v7() from orders
         where created_at = (select min(created_at) from orders)",
    )
    .await;
    work(&shop).await;
    let (available, pending, debt) = points(&ann).await;
    assert_eq!((available, pending, debt), (0, 12, 60));
    // What she earns next pays it off.
    shop.test.clock().advance(TimeDelta::days(15));
    hour(&shop).await;
    ann.sign_in(ANN, crate::medusa::visitor::PASSWORD).await;
    assert_eq!(points(&ann).await, (0, 0, 48));
    assert_eq!(shop.count(OF_POINTS).await, 0);
}

#[tokio::test]
async fn an_order_that_is_canceled_gives_points_back() {
    let (shop, staff) = open().await;
    program(&staff, json!({"pending_days": 0})).await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    buy(&ann, 5).await;
    money(&shop, "capture", "1").await;
    assert_eq!(points(&ann).await, (90, 0, 0));
    let cart = ready(&ann.client(), &[(1, 1)]).await;
    ann.post(&format!("{}/loyalty-points", path(&cart)), &json!({"points": 80})).await;
    pay(&ann.client(), &cart).await;
    ann.post(&format!("{}/complete", path(&cart)), &json!({})).await;
    work(&shop).await;
    assert_eq!(points(&ann).await, (10, 10, 0));
    let mut tx = shop.test.db().begin_system("cancel").await.unwrap();
    tx.work_in("00000000-0000-7000-8000-00000000000a".parse().unwrap()).await.unwrap();
    let sql =
        "select private.cancel_order(id, now()) from orders where created_at = (select max(created_at) from orders)";
    db::exec(&tx, sql, []).await.unwrap();
    tx.commit().await.unwrap();
    work(&shop).await;
    work(&shop).await;
    assert_eq!(points(&ann).await, (90, 0, 0), "the 80, and not the 10 that it had earned");
    assert_eq!(shop.count(OF_POINTS).await, 0);
}

#[tokio::test]
async fn tiers_rise_at_once_and_fall_after_the_grace() {
    let (shop, staff) = open().await;
    program(&staff, json!({"tiers_enabled": true, "pending_days": 0, "tier_window_days": 30, "tier_grace_days": 10, "expires_after_days": null})).await;
    staff.post("/admin/loyalty/tiers", &json!({"name": "Silver", "least_points": 50})).ok().await;
    staff.post("/admin/loyalty/tiers", &json!({"name": "Gold", "least_points": 80, "multiplier": 2})).ok().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let tier = async |ann: &Visitor<'_>| ann.get("/store/loyalty").await.json()["loyalty"]["tier"]["name"].clone();
    buy(&ann, 3).await;
    money(&shop, "capture", "1").await;
    hour(&shop).await;
    assert_eq!(tier(&ann).await, "Silver");
    buy(&ann, 2).await;
    money(&shop, "capture", "1").await;
    hour(&shop).await;
    assert_eq!(tier(&ann).await, "Gold");
    buy(&ann, 1).await;
    money(&shop, "capture", "1").await;
    assert_eq!(points(&ann).await.0, 54 + 36 + 36, "twice as much");
    shop.test.clock().advance(TimeDelta::days(31));
    hour(&shop).await;
    ann.sign_in(ANN, crate::medusa::visitor::PASSWORD).await;
    assert_eq!(tier(&ann).await, "Gold", "for ten days more");
    shop.test.clock().advance(TimeDelta::days(11));
    hour(&shop).await;
    ann.sign_in(ANN, crate::medusa::visitor::PASSWORD).await;
    assert_eq!(tier(&ann).await, Value::Null);
    assert_eq!(shop.count("events where name = 'loyalty.tier_changed'").await, 3);
}

#[tokio::test]
async fn bringing_others() {
    let (shop, staff) = open().await;
    program(&staff, json!({"referrals_enabled": true, "referrer_points": 50, "referee_points": 20})).await;
    let (mut ann, mut ben) = (Visitor::new(&shop), Visitor::new(&shop));
    ann.join(ANN).await;
    ben.join("ben@example.test").await;
    let mine = ann.get("/store/referrals").await.json();
    let code = mine["referral"]["code"].clone();
    assert!(mine["referral"]["url"].as_str().unwrap().ends_with(&format!("/?ref={}", code.as_str().unwrap())));
    assert_eq!(ann.get("/store/referrals").await.json()["referral"]["code"], code, "one for each");
    let own = ann.post("/store/referrals", &json!({"code": code})).await;
    assert_eq!(
        (own.status.as_u16(), &own.json()["message"]),
        (400, &json!("Nobody refers himself: this is your own code"))
    );
    assert_eq!(ben.post("/store/referrals", &json!({"code": "NOPE"})).await.status.as_u16(), 400);
    let lower = code.as_str().unwrap().to_lowercase();
    assert_eq!(ben.post("/store/referrals", &json!({"code": lower})).await.status.as_u16(), 200);
    assert_eq!(ben.post("/store/referrals", &json!({"code": code})).await.status.as_u16(), 400, "once");
    shop.shopper().get("/store/referrals").error(401).await;
    buy(&ben, 1).await;
    work(&shop).await;
    assert_eq!(points(&ann).await, (0, 0, 0), "he has not paid yet");
    money(&shop, "capture", "1").await;
    assert_eq!((points(&ann).await, points(&ben).await), ((0, 50, 0), (0, 38, 0)));
    work(&shop).await;
    shop.test.clock().advance(TimeDelta::days(15));
    hour(&shop).await;
    ann.sign_in(ANN, crate::medusa::visitor::PASSWORD).await;
    assert_eq!(points(&ann).await, (50, 0, 0));
    let mine = ann.get("/store/referrals").await.json();
    assert_eq!((&mine["referral"]["brought"], &mine["referral"]["rewarded"]), (&json!(1), &json!(1)));
    // All of it back: nobody was brought.
    money(&shop, "refund", "-1").await;
    assert_eq!(points(&ann).await, (0, 0, 0));
    assert_eq!(shop.count("referrals where status = 'reversed'").await, 1);

    // The same address is the same house.
    shop.change(
        "insert into saved_addresses (organization_id, customer_id, address_1, postal_code, country_code, city)
         select organization_id, id, 'havnegade  1', '10115', 'de', 'Berlin' from customers where email = 'ann@example.test' and has_account",
    )
    .await;
    let mut cat = Visitor::new(&shop);
    cat.join("cat@example.test").await;
    cat.post("/store/referrals", &json!({"code": code})).await;
    buy(&cat, 1).await;
    money(&shop, "capture", "1").await;
    assert_eq!(shop.count("referrals where status = 'refused' and refusal = 'same_address'").await, 1);
    // The same card is the same purse.
    let mut dan = Visitor::new(&shop);
    dan.join("dan@example.test").await;
    shop.change(
        "delete from saved_addresses;
         insert into stripe_customers (organization_id, payment_account_id, customer_id)
           select organization_id, private.uuid_v7(), id from customers where email in ('ann@example.test', 'dan@example.test') and has_account;
         insert into saved_payment_methods (organization_id, stripe_customer_id, provider_ref, type, fingerprint_sha256)
           select organization_id, id, 'pm_' || id, 'card', sha256('same'::bytea) from stripe_customers",
    )
    .await;
    dan.post("/store/referrals", &json!({"code": code})).await;
    buy(&dan, 1).await;
    money(&shop, "capture", "1").await;
    assert_eq!(shop.count("referrals where status = 'refused' and refusal = 'same_payment'").await, 1);
    assert_eq!(points(&ann).await, (0, 0, 0));
    assert_eq!(shop.count(OF_POINTS).await, 0);
}

/// Ten carts with the same points: they are spent once.
#[tokio::test]
async fn spent_once_by_ten() {
    let (shop, staff) = open().await;
    program(&staff, json!({})).await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await["id"].clone();
    let account = staff.post("/admin/loyalty/accounts", &json!({"customer_id": customer})).ok().await;
    let adjust = format!("/admin/loyalty/accounts/{}/adjust", account["loyalty_account"]["id"].as_str().unwrap());
    staff.post(&adjust, &json!({"points": 500, "reason": "to be spent"})).ok().await;
    let mut carts = Vec::new();
    for _ in 0..10 {
        let cart = ready(&ann.client(), &[(1, 1)]).await;
        let with = ann.post(&format!("{}/loyalty-points", path(&cart)), &json!({"points": 230})).await.json();
        assert_eq!(with["cart"]["total"], 0, "{with}");
        carts.push(path(&cart));
    }
    let asking = carts.iter().map(|at| {
        let (client, at) = (ann.client(), at.clone());
        async move { client.post(&format!("{at}/complete"), &json!({})).send().await }
    });
    let answers = at_once(asking).await;
    assert_eq!(answers.iter().filter(|answer| answer.status.as_u16() == 200).count(), 2);
    work(&shop).await;
    assert_eq!(points(&ann).await, (40, 0, 0), "what points have paid earns none");
    assert_eq!(faults(&shop).await, 0);
}

/// Who has not paid, or not all of it, sees what he will have, and does not have it; however long ago it was.
#[tokio::test]
async fn nothing_is_released_that_nobody_paid() {
    let (shop, staff) = open().await;
    program(&staff, json!({})).await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    buy(&ann, 2).await;
    work(&shop).await;
    money(&shop, "capture", "0.5").await;
    shop.test.clock().advance(TimeDelta::days(30));
    hour(&shop).await;
    ann.sign_in(ANN, crate::medusa::visitor::PASSWORD).await;
    assert_eq!(points(&ann).await, (0, 36, 0), "half of it was paid");
    money(&shop, "capture", "0.5").await;
    assert_eq!(points(&ann).await, (36, 0, 0), "it cannot be returned any more");
    money(&shop, "refund", "-0.5").await;
    work(&shop).await;
    assert_eq!(points(&ann).await, (18, 0, 0));
    assert_eq!(shop.count(OF_POINTS).await, 0);
}

/// What a guest has bought earns points when it becomes a customer's, and once, wherever it goes then.
#[tokio::test]
async fn an_order_of_a_guest_earns_when_it_is_claimed() {
    let (shop, staff) = open().await;
    program(&staff, json!({"pending_days": 0})).await;
    let (mut ann, mut ben) = (Visitor::new(&shop), Visitor::new(&shop));
    let (first, second) = (ann.join(ANN).await["id"].clone(), ben.join("ben@example.test").await["id"].clone());
    let guest = shop.shopper();
    let cart = ready(&guest, &[(1, 2)]).await;
    let order = guest.post(&format!("{}/complete", path(&cart)), &json!({})).ok().await["order"].clone();
    money(&shop, "capture", "1").await;
    assert_eq!(shop.count("points_lots").await, 0);
    for customer in [&first, &second] {
        // As accepting a transfer does, whose token is in a mail.
        let id: entity::ids::CustomerId = customer.as_str().unwrap().parse().unwrap();
        shop.change(&format!("update orders set customer_id = '{}', version = version + 1", id.0)).await;
        work(&shop).await;
        assert_eq!((points(&ann).await, points(&ben).await), ((36, 0, 0), (0, 0, 0)), "{}", order["id"]);
    }
    assert_eq!(shop.count(OF_POINTS).await, 0);
}

/// Two who have brought each other, in a way, and buy at the same time: nobody waits for the other for ever.
#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_held_in_the_order_of_their_keys() {
    let (shop, staff) = open().await;
    program(&staff, json!({"referrals_enabled": true, "referrer_points": 5, "referee_points": 2})).await;
    let (mut ann, mut ben) = (Visitor::new(&shop), Visitor::new(&shop));
    ann.join(ANN).await;
    ben.join("ben@example.test").await;
    for who in [&ann, &ben] {
        who.get("/store/referrals").await;
        buy(who, 1).await;
    }
    shop.change(
        "delete from order_addresses;
         insert into referrals (organization_id, referral_code_id, customer_id)
         select c.organization_id, c.id, o.customer_id from referral_codes c join orders o on o.customer_id <> c.customer_id;
         insert into order_transactions (organization_id, order_id, amount, currency_code, reference, reference_id)
         select organization_id, id, total, currency_code, 'capture', private.uuid_v7() from orders",
    )
    .await;
    for _ in 0..10 {
        let reward = async |begun: db::Result<db::Tx>, which: &str| {
            let mut tx = begun.unwrap();
            tx.work_in("00000000-0000-7000-8000-00000000000a".parse().unwrap()).await.unwrap();
            let sql = format!("select private.reward_order(id, now()) from orders order by created_at {which} limit 1");
            db::exec(&tx, &sql, []).await.unwrap();
            tx.commit().await.unwrap();
        };
        let base = shop.test.db();
        let (one, two) = tokio::join!(base.begin_system("reward one"), base.begin_system("reward the other"));
        tokio::join!(reward(one, "asc"), reward(two, "desc"));
    }
    work(&shop).await;
    assert_eq!(points(&ann).await.1 + points(&ben).await.1, 18 + 18 + 14);
    assert_eq!(shop.count(OF_POINTS).await, 0);
}

/// A project earns what it costs, like any order.
#[tokio::test]
async fn a_project_earns() {
    let (shop, staff) = open().await;
    program(&staff, json!({"pending_days": 0})).await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await["id"].clone();
    let body = json!({"key": "kitchen", "customer_id": customer, "currency_code": "EUR",
        "items": [{"title": "Kitchen", "quantity": 1, "unit_price": 100}], "tax": [{"rate": 19, "code": "DE19", "name": "VAT"}]});
    staff.post("/admin/project-orders", &body).ok().await;
    work(&shop).await;
    assert_eq!(points(&ann).await, (0, 119, 0));
    money(&shop, "capture", "1").await;
    assert_eq!(points(&ann).await, (119, 0, 0));
}
