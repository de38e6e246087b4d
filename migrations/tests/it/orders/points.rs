//! Points: earned, pending, spent oldest end first, given back to where they came from, gone when they are over.

use super::{CUSTOMER, OURS, Shop, done, refused, run, text, was_done};

const ACCOUNT: &str = "'62000000-0000-7000-8000-000000000001'::uuid";
const ORDER: &str = "'10000000-0000-7000-8000-00000000000a'::uuid";
const HAS: &str = "select concat_ws('/', available, pending, debt) from loyalty_accounts";
const LOTS: &str = "select string_agg(concat_ws(' ', points, remaining, state), ', ' order by points) from points_lots";

async fn open() -> (Shop, db::Tx) {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    run(
        &tx,
        &format!(
            "insert into loyalty_accounts (organization_id, id, customer_id) values ('{OURS}', {ACCOUNT}, {CUSTOMER})"
        ),
    )
    .await;
    (shop, tx)
}

fn earn(many: u32, source: &str, key: &str, releases: &str, expires: &str) -> String {
    format!("private.earn_points({ACCOUNT}, {many}, 'order', {source}, '{key}', {releases}, {expires}, now())")
}

fn redeem(many: i32, key: &str) -> String {
    format!("private.redeem_points({ACCOUNT}, {many}, '{key}', 'order', {ORDER}, now())")
}

#[tokio::test]
async fn points_are_spent_by_their_end_and_given_back_there() {
    let (shop, tx) = open().await;
    for (many, key, releases, expires) in [
        (100, "e1", "now()", "now() + interval '10 days'"),
        (50, "e2", "now()", "now() + interval '5 days'"),
        (70, "e3", "now() + interval '1 day'", "null"),
    ] {
        let earn = earn(many, ORDER, key, releases, expires);
        assert_eq!((text(&tx, &earn).await, text(&tx, &earn).await), ("true".into(), "false".into()));
    }
    assert_eq!(text(&tx, HAS).await, "150/70/0");
    assert_eq!(
        (text(&tx, &redeem(60, "r1")).await, text(&tx, &redeem(60, "r1")).await),
        ("true".into(), "false".into())
    );
    assert_eq!(text(&tx, LOTS).await, "50 0 over, 70 70 pending, 100 90 available");
    assert_eq!(refused(&tx, &redeem(91, "r2")).await, ("loyalty_insufficient".into(), r#"{"available": 90}"#.into()));
    for nothing in [0, -5] {
        assert_eq!(refused(&tx, &redeem(nothing, "r3")).await.0, "loyalty_insufficient", "spending {nothing}");
    }
    // A part of it, then the rest; more is not there.
    let restore = |many: &str| format!("private.restore_points('r1', {many}, now())");
    assert_eq!(text(&tx, &restore("15")).await, "15");
    assert_eq!(text(&tx, HAS).await, "105/70/0");
    assert_eq!(text(&tx, &restore("null")).await, "45");
    assert_eq!(text(&tx, &restore("null")).await, "0");
    assert_eq!(text(&tx, "private.restore_points('nothing', null, now())").await, "0");
    assert_eq!(text(&tx, LOTS).await, "50 50 available, 70 70 pending, 100 100 available");
    tx.commit().await.unwrap();
    shop.audit().await;
}

#[tokio::test]
async fn what_is_due_is_released_and_what_is_over_goes() {
    let (shop, tx) = open().await;
    text(&tx, &earn(100, "null", "e1", "now()", "now() + interval '10 days'")).await;
    text(&tx, &earn(70, ORDER, "e2", "now() + interval '1 day'", "null")).await;
    let tend = |days: u32, most: u32| format!("private.tend_points(now() + interval '{days} days', {most})");
    assert_eq!(text(&tx, &tend(0, 100)).await, "0");
    assert_eq!(text(&tx, &tend(2, 100)).await, "1");
    assert_eq!(text(&tx, HAS).await, "170/0/0");
    // More is taken back than there is: a debt, which the next points pay first.
    let reverse = |many: i32, key: &str, short: &str| {
        format!("private.reverse_points({ACCOUNT}, {ORDER}, {many}, '{key}', '{short}')")
    };
    assert_eq!(text(&tx, &reverse(-1, "v0", "debt")).await, "false", "taking back less than nothing would be giving");
    assert_eq!(text(&tx, &reverse(250, "v1", "debt")).await, "true");
    assert_eq!(text(&tx, &reverse(250, "v1", "debt")).await, "false");
    assert_eq!(text(&tx, HAS).await, "0/0/80");
    text(&tx, &earn(30, "null", "e3", "now()", "null")).await;
    assert_eq!(text(&tx, HAS).await, "0/0/50");
    text(&tx, &earn(20, "null", "e4", "now() + interval '3 days'", "null")).await;
    text(&tx, &earn(60, "null", "e5", "now() + interval '4 days'", "now() + interval '20 days'")).await;
    assert_eq!(text(&tx, HAS).await, "0/80/50");
    // A lot at a time comes to the same.
    assert_eq!(text(&tx, &tend(5, 1)).await, "1");
    assert_eq!(text(&tx, HAS).await, "0/60/30");
    assert_eq!(text(&tx, &tend(5, 1)).await, "1");
    assert_eq!(text(&tx, HAS).await, "30/0/0");
    assert_eq!(text(&tx, &tend(30, 100)).await, "1");
    assert_eq!(text(&tx, HAS).await, "0/0/0");
    // A shop that asks for no debt lets it go.
    assert_eq!(text(&tx, &reverse(10, "v2", "zero")).await, "true");
    assert_eq!(text(&tx, HAS).await, "0/0/0");
    tx.commit().await.unwrap();
    shop.audit().await;
}

#[tokio::test]
async fn pending_points_of_an_order_are_taken_back_first() {
    let (shop, tx) = open().await;
    text(&tx, &earn(100, "null", "e1", "now()", "null")).await;
    text(&tx, &earn(70, ORDER, "e2", "now() + interval '1 day'", "null")).await;
    text(&tx, &format!("private.reverse_points({ACCOUNT}, {ORDER}, 90, 'v1', 'debt')")).await;
    assert_eq!(text(&tx, HAS).await, "80/0/0");
    tx.commit().await.unwrap();
    shop.audit().await;
}

#[tokio::test]
async fn sixteen_who_spend_at_once_spend_what_there_is() {
    let (shop, tx) = open().await;
    for nth in 0..5 {
        text(&tx, &earn(10, "null", &format!("e{nth}"), "now()", "null")).await;
    }
    tx.commit().await.unwrap();
    let mut spent = tokio::task::JoinSet::new();
    for client in 0..16 {
        let db = shop.test.db().clone();
        spent.spawn(async move {
            let order = redeem(7, &format!("order {client}"));
            was_done(done(&db, &[order]).await, "loyalty_insufficient")
        });
    }
    assert_eq!(spent.join_all().await.into_iter().sum::<usize>(), 7);
    let tx = shop.work().await;
    assert_eq!(text(&tx, HAS).await, "1/0/0");
    drop(tx);
    shop.audit().await;
}

#[tokio::test]
async fn nobody_refers_himself() {
    let (shop, tx) = open().await;
    run(
        &tx,
        &format!(
            "insert into referral_codes (organization_id, customer_id, code) values ('{OURS}', {CUSTOMER}, 'anna')"
        ),
    )
    .await;
    let refer = |customer: &str, status: &str| {
        format!(
            "insert into referrals (organization_id, referral_code_id, customer_id, status)
             select '{OURS}', id, {customer}, '{status}' from referral_codes"
        )
    };
    tx.batch("savepoint himself").await.unwrap();
    let refusal = db::exec(&tx, &refer(CUSTOMER, "clicked"), []).await.unwrap_err();
    assert!(matches!(refusal, db::Error::Constraint { ref name, .. } if name == "referrals_self"), "{refusal:?}");
    tx.batch("rollback to savepoint himself").await.unwrap();
    run(&tx, &refer(CUSTOMER, "refused")).await;
    run(&tx, "insert into customers (organization_id, id, email) select organization_id, private.t_id('40', 2), 'd@x.example' from customers").await;
    run(&tx, &refer("private.t_id('40', 2)", "clicked")).await;
    drop(tx);
    drop(shop);
}
