//! Store credit and gift cards.

use super::{CUSTOMER, OURS, Shop, ask, done, refused, run, text, was_done};

const ACCOUNT: &str = "'61000000-0000-7000-8000-000000000001'::uuid";

async fn account(shop: &Shop) {
    let tx = shop.work().await;
    run(
        &tx,
        &format!(
            "insert into store_credit_accounts (organization_id, id, currency_code, customer_id)
             values ('{OURS}', {ACCOUNT}, 'eur', {CUSTOMER})"
        ),
    )
    .await;
    tx.commit().await.unwrap();
}

fn book(by: &str, key: &str) -> String {
    format!("private.book_credit({ACCOUNT}, {by}, 'manual', null, '{key}', 'a word')")
}

#[tokio::test]
async fn credit_is_booked_once_and_never_below_nothing() {
    let shop = Shop::open().await;
    account(&shop).await;
    let tx = shop.work().await;
    let first = text(&tx, &book("10.50", "a")).await;
    assert_eq!(text(&tx, &book("10.50", "a")).await, first, "the same key answers the line of then");
    assert_eq!(text(&tx, "select balance from store_credit_accounts").await, "10.50");
    text(&tx, &book("-10", "b")).await;
    let line = "select concat_ws(' ', type, amount, balance_after, reference, note) from store_credit_transactions where key = 'b'";
    assert_eq!(text(&tx, line).await, "debit 10 0.50 manual a word");
    assert_eq!(refused(&tx, &book("-0.51", "c")).await.0, "store_credit_insufficient");
    assert_eq!(
        refused(&tx, &format!("private.book_credit('{OURS}', 1, 'manual', null, 'd', null)")).await.0,
        "store_credit_unknown"
    );
    assert_eq!(refused(&tx, &book("0", "e")).await.0, "store_credit_transactions_amount_check");
    tx.commit().await.unwrap();
    shop.audit().await;

    let tx = shop.work().await;
    let changed =
        ask(&tx, "(with x as (update store_credit_transactions set amount = 1 returning 1) select count(*) from x)")
            .await;
    assert!(changed.is_err(), "lines are never changed");
}

#[tokio::test]
async fn sixteen_who_spend_at_once_spend_what_there_is() {
    let shop = Shop::open().await;
    account(&shop).await;
    let tx = shop.work().await;
    text(&tx, &book("50", "begin")).await;
    tx.commit().await.unwrap();
    let mut spent = tokio::task::JoinSet::new();
    for client in 0..16 {
        let db = shop.test.db().clone();
        spent.spawn(async move {
            let order = book("-7", &format!("order {client}"));
            was_done(done(&db, &[order]).await, "store_credit_insufficient")
        });
    }
    assert_eq!(spent.join_all().await.into_iter().sum::<usize>(), 7);
    let tx = shop.work().await;
    assert_eq!(text(&tx, "select balance from store_credit_accounts").await, "1");
    drop(tx);
    shop.audit().await;
}

#[tokio::test]
async fn a_gift_card_opens_one_account() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    run(
        &tx,
        &format!(
            "insert into gift_cards (organization_id, code, value, currency_code, expires_at, deleted_at) values
             ('{OURS}', 'AB12-CD34', 25, 'eur', null, null), ('{OURS}', 'OVER-0001', 25, 'eur', now() - interval '1 day', null),
             ('{OURS}', 'GONE-0001', 25, 'eur', null, now())"
        ),
    )
    .await;
    tx.commit().await.unwrap();
    let mut opened = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let db = shop.test.db().clone();
        opened
            .spawn(async move { done(&db, &["private.open_gift_card('AB12-CD34', now())".to_owned()]).await.unwrap() });
    }
    let accounts: std::collections::BTreeSet<String> = opened.join_all().await.into_iter().collect();
    assert_eq!(accounts.len(), 1, "{accounts:?}");
    let tx = shop.work().await;
    assert_eq!(text(&tx, "select balance from store_credit_accounts where code = 'AB12-CD34'").await, "25");
    for code in ["OVER-0001", "GONE-0001", "NONE-0001"] {
        assert_eq!(text(&tx, &format!("private.open_gift_card('{code}', now())")).await, "null", "{code}");
    }
    // The code is the money: nobody of the staff reads it.
    let admin = shop.test.db().begin(db::Scope::authenticated(OURS, uuid::Uuid::now_v7())).await.unwrap();
    assert_eq!(text(&admin, "select count(*) from gift_cards").await, "0");
    drop((tx, admin));
    shop.audit().await;
}
