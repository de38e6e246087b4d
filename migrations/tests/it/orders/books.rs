//! The books: what balances, once, and is never changed.

use super::{OURS, Shop, ask, refused, run, text};

fn post(what: &str, lines: &str) -> String {
    format!("private.post('capture', '{what}', 1, 'eur', '{lines}', null, null, null)")
}

#[tokio::test]
async fn a_posting_balances_and_is_booked_once() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let what = uuid::Uuid::now_v7().to_string();
    let lines = r#"{"clearing": "10.10", "receivable": -10.10, "rounding": 0}"#;
    assert_eq!(text(&tx, &post(&what, lines)).await, "true");
    assert_eq!(text(&tx, &post(&what, lines)).await, "false");
    assert_eq!(text(&tx, "select count(*) from ledger_entries").await, "2", "of nothing there is no line");
    assert_eq!(
        refused(&tx, &post(&uuid::Uuid::now_v7().to_string(), r#"{"purse": 1}"#)).await.0,
        "ledger_entries_account_check"
    );
    tx.commit().await.unwrap();

    let tx = shop.work().await;
    text(&tx, &post(&uuid::Uuid::now_v7().to_string(), r#"{"clearing": 10, "receivable": -9.99}"#)).await;
    let refusal = tx.commit().await.unwrap_err();
    assert!(matches!(refusal, db::Error::Constraint { ref name, .. } if name == "ledger_balance"), "{refusal:?}");

    // Whoever owns the schema has to balance as well, and nobody changes a line.
    let tx = shop.test.db().begin_system("book past the functions").await.unwrap();
    run(
        &tx,
        &format!(
            "insert into ledger_entries (organization_id, posting_id, source, source_id, account, currency_code, amount)
             values ('{OURS}', private.uuid_v7(), 'capture', private.uuid_v7(), 'clearing', 'eur', 5)"
        ),
    )
    .await;
    assert!(tx.commit().await.is_err());
    for sql in [
        "update ledger_entries set amount = 1",
        "delete from ledger_entries",
        "update order_transactions set amount = 1",
    ] {
        for tx in [shop.work().await, shop.test.db().begin_system("change the books").await.unwrap()] {
            let refusal = db::exec(&tx, sql, []).await.unwrap_err();
            assert!(matches!(refusal, db::Error::Forbidden(_)), "{sql}: {refusal:?}");
        }
    }
    shop.audit().await;
}

/// The oracle itself: each fault that it looks for, made once.
#[tokio::test]
async fn the_audit_finds_what_is_wrong() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    super::place(&tx, 1).await;
    tx.commit().await.unwrap();
    for (rule, sql) in [
        ("captures are what was captured", "update payments set captured_amount = 1"),
        ("clearing is captured less refunded", "update payments set captured_amount = 1"),
        ("refunds are what was refunded", "update payments set captured_amount = 1, refunded_amount = 1"),
        ("a line is kept or gone", "update reservation_items set deleted_at = now()"),
        ("reserved is what is kept", "update inventory_levels set reserved_quantity = reserved_quantity + 1"),
        (
            "credit is what its lines say",
            "insert into store_credit_accounts (organization_id, currency_code, balance) select id, 'eur', 1 from auth.organization where slug = 'a'",
        ),
        (
            "points are what their lines say",
            "insert into loyalty_accounts (organization_id, available) select id, 1 from auth.organization where slug = 'a'",
        ),
        (
            "points are what their lots have",
            "insert into loyalty_accounts (organization_id, pending) select id, 1 from auth.organization where slug = 'a'",
        ),
        (
            "dues are what the order costs",
            "insert into order_dues (organization_id, order_id, nth, kind, amount) select organization_id, id, 1, 'deposit', 1 from orders",
        ),
        (
            "money was taken for an order",
            "insert into payment_sessions (organization_id, payment_collection_id, provider_id, amount, currency_code, rank, told_at, replaced_at)
             select organization_id, id, 'pp_stripe_stripe', 1, 'eur', 50, now() - interval '1 hour', null from payment_collections",
        ),
    ] {
        let tx = shop.test.db().begin_system("spoil the orders").await.unwrap();
        if rule.starts_with("money") {
            run(&tx, "update payment_sessions set replaced_at = now()").await;
        }
        run(&tx, sql).await;
        let found = ask(&tx, &format!("select string_agg(a.rule, '; ') from private.audit_orders('{OURS}') a")).await.unwrap();
        assert!(found.contains(rule), "{rule}: {found}");
        tx.rollback().await.unwrap();
    }
    shop.audit().await;
}
