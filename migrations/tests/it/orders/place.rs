//! The order of a cart: all of it or nothing, and once.

use std::collections::BTreeSet;

use super::{CUSTOMER, OURS, Shop, ask, done, place, refused, run, text, was_done};

#[tokio::test]
async fn a_cart_becomes_its_order() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let cart = text(&tx, "private.t_cart(null, 1, 2, 5)").await;
    let order = text(&tx, &format!("private.t_place('{cart}', 7)")).await;
    assert_eq!(
        text(&tx, &format!("private.t_place('{cart}', 8)")).await,
        order,
        "whoever comes again is answered the same"
    );
    let told = "select concat_ws(' ', status, total, display_id, email, cart_id is not null) from orders";
    assert_eq!(text(&tx, told).await, "pending 33.00 7 c@x.example t");
    let copied =
        "select concat_ws(' ', (select count(*) from order_line_items), (select count(*) from order_addresses),
        (select count(*) from order_shipping_methods), (select sum(quantity) from reservation_items))";
    assert_eq!(text(&tx, copied).await, "2 1 1 10");
    assert_eq!(
        text(&tx, &format!("private.order_states(array['{order}'::uuid])")).await,
        format!("({order},authorized,not_fulfilled)")
    );
    let books = "select string_agg(account || ' ' || amount, ' ' order by account) from ledger_entries";
    assert_eq!(text(&tx, books).await, "receivable 33 revenue -33");
    assert_eq!(text(&tx, &format!("private.cart_document('{cart}', false, now()) ->> 'order_id'")).await, order);
    tx.commit().await.unwrap();
    shop.audit().await;
    let tx = shop.test.db().begin_system("look at the outbox").await.unwrap();
    let event = "select after ->> 'total' from events where name = 'order.placed'";
    assert_eq!(text(&tx, event).await, "33.00");
}

#[tokio::test]
async fn twenty_who_complete_one_cart_have_one_order() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let cart = text(&tx, "private.t_cart()").await;
    tx.commit().await.unwrap();
    let mut placed = tokio::task::JoinSet::new();
    for number in 1..=20 {
        let (db, cart) = (shop.test.db().clone(), cart.clone());
        placed.spawn(async move { done(&db, &[format!("private.t_place('{cart}', {number})")]).await.unwrap() });
    }
    let orders: BTreeSet<String> = placed.join_all().await.into_iter().collect();
    assert_eq!(orders.len(), 1, "{orders:?}");
    let tx = shop.work().await;
    assert_eq!(text(&tx, "select count(*) from orders").await, "1");
    assert_eq!(text(&tx, "select sum(quantity) from reservation_items").await, "2");
    drop(tx);
    shop.audit().await;
}

#[tokio::test]
async fn what_does_not_pay_it_does_not_place_it() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let cart = text(&tx, "private.t_cart()").await;
    let place = format!("private.t_place('{cart}', 1)");
    for spoilt in [
        "update payment_sessions set amount = 32.99",
        "update payment_sessions set currency_code = 'usd'",
        "update payment_sessions set status = 'error'",
        "update payment_sessions set replaced_at = now()",
        "update payment_sessions set provider_id = 'pp_stripe_stripe', rank = 30",
        "update payment_sessions set provider_id = 'pp_stripe_stripe', rank = 90",
        "delete from payment_sessions",
        "delete from payment_collections",
        "update carts set total = 33.01",
    ] {
        tx.batch("savepoint spoilt").await.unwrap();
        assert_eq!(run(&tx, spoilt).await, 1, "{spoilt}");
        assert_eq!(refused(&tx, &place).await.0, "payments_do_not_cover", "{spoilt}");
        tx.batch("rollback to savepoint spoilt").await.unwrap();
    }
    // A session that another took the place of does not pay either, whoever names it.
    tx.batch("savepoint replaced").await.unwrap();
    run(&tx, "update payment_sessions set replaced_at = now()").await;
    let replaced = format!(
        "(private.place_order('{cart}', 1, jsonb_build_object('order_id', private.uuid_v7(), 'display_id', 1, 'payment',
           jsonb_build_object('id', private.uuid_v7(), 'session_id', (select id from payment_sessions))), now())).made"
    );
    assert_eq!(refused(&tx, &replaced).await.0, "payments_do_not_cover");
    tx.batch("rollback to savepoint replaced").await.unwrap();
    let late = format!("(private.place_order('{cart}', 0, '{{}}', now())).made");
    assert_eq!(refused(&tx, &late).await, ("carts_changed".into(), r#"{"revision": 1}"#.into()));
    let books = format!("private.t_place('{cart}', 1, 30)");
    assert_eq!(refused(&tx, &books).await.0, "ledger_receivable");
    assert_eq!(
        text(&tx, &format!("(private.place_order('{OURS}', 0, '{{}}', now())).made")).await,
        "null",
        "no such cart"
    );
    text(&tx, &place).await;
}

#[tokio::test]
async fn what_costs_nothing_is_placed_without_a_payment() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let cart = text(&tx, "private.t_cart()").await;
    run(&tx, "update carts set total = 0").await;
    run(&tx, "update payment_sessions set provider_id = 'pp_stripe_stripe', rank = 50").await;
    text(&tx, &format!("private.t_place('{cart}', 1, 0)")).await;
    let state = "select concat_ws(' ', (select count(*) from payments), (select count(*) from payment_sessions where replaced_at is not null),
        (select count(*) from ledger_entries))";
    assert_eq!(text(&tx, state).await, "0 1 0");
    tx.commit().await.unwrap();
    shop.audit().await;
    let tx = shop.test.db().begin_system("look at the queue").await.unwrap();
    assert_eq!(text(&tx, "select count(*) from jobs where name = 'payments.give_up'").await, "1");
}

#[tokio::test]
async fn what_is_not_there_is_not_sold() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    // Of the twentieth there are two in each place.
    let refusal = refused(&tx, "private.t_place(private.t_cart(null, 1, 20, 5), 1)").await;
    assert_eq!(refusal.0, "inventory_insufficient");
    assert_eq!(text(&tx, "select count(*) from orders").await, "0");
    drop(tx);

    let mut placed = tokio::task::JoinSet::new();
    for number in 1..=8 {
        let db = shop.test.db().clone();
        // Crossed, so that whoever locks in the order of his lines would wait for each other.
        let cart = if number % 2 == 0 { "private.t_cart(null, 19, 20)" } else { "private.t_cart(null, 20, 18)" };
        placed.spawn(async move {
            let order = format!("private.t_place({cart}, {number})");
            was_done(done(&db, &[order]).await, "inventory_insufficient")
        });
    }
    assert_eq!(placed.join_all().await.into_iter().sum::<usize>(), 4, "the last four, in two places");
    shop.audit().await;
}

/// Credit, points and a promotion in one order, and all of it back when it is canceled.
#[tokio::test]
async fn what_an_order_took_comes_back_when_it_is_canceled() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let cart = text(&tx, &format!("private.t_cart({}, 1, 2, 5)", super::TEN)).await;
    let [account, points, usd, strange] = std::array::from_fn(|_| uuid::Uuid::now_v7());
    run(
        &tx,
        &format!(
            "insert into store_credit_accounts (organization_id, id, currency_code, customer_id) values
             ('{OURS}', '{account}', 'eur', {CUSTOMER}), ('{OURS}', '{usd}', 'usd', {CUSTOMER}), ('{OURS}', '{strange}', 'eur', null)"
        ),
    )
    .await;
    for account in [account, usd, strange] {
        text(&tx, &format!("private.book_credit('{account}', 10, 'manual', null, 'm{account}', null)")).await;
    }
    run(
        &tx,
        &format!(
            "insert into loyalty_accounts (organization_id, id, customer_id) values ('{OURS}', '{points}', {CUSTOMER})"
        ),
    )
    .await;
    text(&tx, &format!("private.earn_points('{points}', 100, 'manual', null, 'e1', now(), null, now())")).await;

    let credit = |account| {
        format!(
            "insert into cart_credit_lines (organization_id, cart_id, reference, reference_id, store_credit_account_id, amount)
             values ('{OURS}', '{cart}', 'store_credit', '{account}', '{account}', 4)"
        )
    };
    // Money of another currency, or of another customer, pays nothing.
    for wrong in [usd, strange] {
        tx.batch("savepoint wrong").await.unwrap();
        run(&tx, &credit(wrong)).await;
        assert_eq!(refused(&tx, &format!("private.t_place('{cart}', 1, 37)")).await.0, "store_credit_unknown");
        tx.batch("rollback to savepoint wrong").await.unwrap();
    }
    run(&tx, &credit(account)).await;
    run(
        &tx,
        &format!(
            "insert into cart_credit_lines (organization_id, cart_id, reference, reference_id, points, amount)
             values ('{OURS}', '{cart}', 'loyalty', '{points}', 60, 0.6)"
        ),
    )
    .await;
    let order = text(&tx, &format!("private.t_place('{cart}', 1, 37.6)")).await;
    let state = format!(
        "select concat_ws(' ', (select balance from store_credit_accounts where id = '{account}'), (select available from loyalty_accounts),
           (select used from promotions where code = 'TEN'), (select sum(reserved_quantity) from inventory_levels),
           (select sum(amount) from ledger_entries where account = 'receivable'))"
    );
    assert_eq!(text(&tx, &state).await, "6 40 1 10 33.0");
    run(
        &tx,
        &format!("insert into order_changes (organization_id, order_id, version, change_type) values ('{OURS}', '{order}', 1, 'edit')"),
    )
    .await;
    // Not while something has left.
    tx.batch("savepoint sent").await.unwrap();
    run(&tx, &format!("insert into fulfillments (organization_id, order_id) values ('{OURS}', '{order}')")).await;
    assert_eq!(refused(&tx, &format!("private.cancel_order('{order}', now())")).await.0, "orders_fulfilled");
    tx.batch("rollback to savepoint sent").await.unwrap();

    for expected in ["true", "false"] {
        assert_eq!(text(&tx, &format!("private.cancel_order('{order}', now())")).await, expected);
        assert_eq!(text(&tx, &state).await, "10 100 0 0 0.0");
    }
    assert_eq!(text(&tx, "select status from order_changes").await, "canceled");
    let left = "select count(*) from (select account from ledger_entries group by account having sum(amount) <> 0) x";
    assert_eq!(text(&tx, left).await, "0");
    assert_eq!(text(&tx, &format!("private.cancel_order('{OURS}', now())")).await, "false");
    tx.commit().await.unwrap();
    shop.audit().await;
}

#[tokio::test]
async fn nothing_of_another_shop_is_reached() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let cart = text(&tx, "private.t_cart()").await;
    let order = place(&tx, 1).await;
    let payment = super::payment_of(&tx, &order).await;
    let session = text(&tx, "select id from payment_sessions limit 1").await;
    let collection = text(&tx, "select id from payment_collections limit 1").await;
    let goods = text(&tx, "(select array_agg(id) from product_variants)").await;
    let channel = text(&tx, "(select id from sales_channels limit 1)").await;
    let offered = format!(
        "json_array_length(private.cart_offers(null, '{channel}', 'eur', null, '{goods}', null, '{{}}', '{{}}', null, false, now()) -> 'variants')"
    );
    assert_ne!(text(&tx, &offered).await, "0");
    tx.commit().await.unwrap();

    let theirs = shop.test.db().begin_working(db::Scope::working(super::THEIRS, None)).await.unwrap();
    for (call, expected) in [
        (format!("private.cart_document('{cart}', true, now())"), "null"),
        (format!("private.write_cart('{cart}', 1, '{{\"cart\": {{}}}}', now())"), "false"),
        (format!("(private.place_order('{cart}', 1, '{{}}', now())).made"), "null"),
        (format!("private.cancel_order('{order}', now())"), "false"),
        (format!("private.begin_capture('{payment}', 1, null)"), "null"),
        (format!("private.begin_refund('{payment}', 1, null, null, null)"), "null"),
        (format!("private.tell_session('{session}', 100::smallint, 0, 33, '{{}}', null, now(), 'evt')"), "false"),
        (format!("private.retell_session('{session}', 100::smallint, 0, 33, '{{}}', null, now())"), "false"),
        (format!("(select count(*) from private.catch_up_payment('{session}', private.uuid_v7(), now()))"), "0"),
        (format!("(select count(*) from private.order_states(array['{order}'::uuid]))"), "0"),
        (format!("(select count(*) from private.placed_orders(array['{order}'::uuid]))"), "0"),
        (format!("private.cart_collection('{cart}')"), "null"),
        (format!("private.collect_for_cart('{cart}', private.uuid_v7(), now())"), "null"),
        (format!("private.hold_to_pay('{collection}')"), "null"),
        ("(select count(*) from private.search_orders(array['c@x'], 10))".to_owned(), "0"),
        ("(select count(*) from orders)".to_owned(), "0"),
        (offered, "0"),
    ] {
        assert_eq!(text(&theirs, &call).await, expected, "{call}");
    }
}

/// What row-level security does not bind is for Kontor at work, and for no person.
#[tokio::test]
async fn nobody_else_may() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let cart = text(&tx, "private.t_cart()").await;
    tx.commit().await.unwrap();
    for call in [
        format!("private.cart_document('{cart}', false, now())"),
        format!("private.write_cart('{cart}', 1, '{{\"cart\": {{}}}}', now())"),
        "private.open_cart(private.uuid_v7(), '{\"cart\": {}}', now())".to_owned(),
        format!("private.cart_collection('{cart}')"),
        format!("private.collect_for_cart('{cart}', private.uuid_v7(), now())"),
        "private.hold_to_pay(private.uuid_v7())".to_owned(),
        "(select count(*) from private.placed_orders('{}'))".to_owned(),
        format!("(private.place_order('{cart}', 1, '{{}}', now())).made"),
        "private.cart_offers(null, null, 'eur', null, '{}', '{}', '{}', '{}', null, false, now())".to_owned(),
        "private.begin_session(private.uuid_v7(), private.uuid_v7(), 'pp_system_default', 1, 'eur', null, null, null, now())"
            .to_owned(),
    ] {
        let tx = shop.test.db().begin(db::Scope::authenticated(OURS, uuid::Uuid::now_v7())).await.unwrap();
        assert!(matches!(ask(&tx, &call).await, Err(db::Error::Forbidden(_))), "{call}");
    }
}
