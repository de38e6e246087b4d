//! A cart as a document, and writing it.

use super::{CAMP, CUSTOMER, OURS, Shop, TEN, refused, run, text};

#[tokio::test]
async fn a_cart_is_told_whole_and_money_is_text() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let cart = text(&tx, &format!("private.t_cart({TEN})")).await;
    run(
        &tx,
        &format!(
            "insert into cart_promotions (organization_id, cart_id, promotion_id) values ('{OURS}', '{cart}', {TEN})"
        ),
    )
    .await;
    run(
        &tx,
        "insert into price_preferences (organization_id, attribute, value, is_tax_inclusive)
        select organization_id, 'region_id', private.wire_id('reg', id), true from regions",
    )
    .await;
    for hold in ["true", "false"] {
        let document = format!("private.cart_document('{cart}', {hold}, now())::jsonb");
        for (path, expected) in [
            ("{total}", "33.00"),
            ("{revision}", "1"),
            ("{items,0,unit_price}", "15.00"),
            ("{items,0,adjustments,0,amount}", "1.50"),
            ("{shipping_methods,0,amount}", "3"),
            ("{addresses,0,city}", "Berlin"),
            ("{payment_collection,amount}", "33"),
            ("{payment_collection,session,amount}", "33"),
            ("{region,countries}", r#"["de"]"#),
            ("{region,is_tax_inclusive}", "true"),
            ("{customer,email}", "c@x.example"),
            ("{order_id}", "null"),
        ] {
            assert_eq!(text(&tx, &format!("{document} #>> '{path}'")).await, expected, "{path}");
        }
        for money in ["{total}", "{payment_collection,captured_amount}", "{payment_collection,session,amount}"] {
            assert_eq!(text(&tx, &format!("jsonb_typeof({document} #> '{money}')")).await, "string", "{money}");
        }
        assert_eq!(text(&tx, &format!("jsonb_array_length({document} -> 'promotion_ids')")).await, "1");
    }
    assert_eq!(text(&tx, "private.cart_document(private.uuid_v7(), true, now())").await, "null");
    run(&tx, "update carts set deleted_at = now()").await;
    assert_eq!(text(&tx, &format!("private.cart_document('{cart}', false, now())")).await, "null");
}

#[tokio::test]
async fn what_is_written_is_all_there_is() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let cart = text(&tx, "private.t_cart()").await;
    let account = text(&tx, "private.uuid_v7()").await;
    run(
        &tx,
        &format!(
            "insert into store_credit_accounts (organization_id, id, currency_code, customer_id)
             values ('{OURS}', '{account}', 'eur', {CUSTOMER})"
        ),
    )
    .await;
    // One line stays and changes, one goes, one comes; the promotions and credit lines are these.
    let written = format!(
        "private.write_cart('{cart}', 1, (
           select jsonb_build_object(
             'cart', (d - 'total') || '{{\"total\": \"18.00\", \"email\": \"d@x.example\"}}',
             'items', jsonb_build_array((d -> 'items' -> 0) || '{{\"quantity\": 3}}',
               (d -> 'items' -> 1) || jsonb_build_object('id', private.uuid_v7(), 'created_at', null)),
             'shipping_methods', jsonb_build_array((d -> 'shipping_methods' -> 0) || '{{\"amount\": \"4\"}}'),
             'addresses', jsonb_build_array((d -> 'addresses' -> 0) || '{{\"city\": \"Hamburg\"}}'),
             'promotion_ids', jsonb_build_array({CAMP}),
             'credit_lines', jsonb_build_array(jsonb_build_object('id', private.uuid_v7(), 'reference', 'store_credit',
               'reference_id', '{account}', 'store_credit_account_id', '{account}', 'amount', '1.00')),
             'sessions_end', true)
           from (select private.cart_document('{cart}', true, now())::jsonb || '{{\"totals\": {{}}}}') x (d)), now())"
    );
    assert_eq!(text(&tx, &written).await, "true");
    let state = "select concat_ws(' ', c.total, c.email, c.revision, (select string_agg(quantity::text, '+' order by quantity) from cart_line_items),
        (select city from cart_addresses), (select amount from cart_shipping_methods), (select count(*) from cart_promotions),
        (select amount from cart_credit_lines), (select amount from payment_collections),
        (select count(*) from payment_sessions where replaced_at is null)) from carts c";
    assert_eq!(text(&tx, state).await, "18.00 d@x.example 2 1+3 Hamburg 4 1 1.00 18.00 0");
    assert_eq!(text(&tx, &written).await, "false", "it has changed meanwhile");

    // A line of another cart is not taken over, and an address that is not named goes.
    let other = text(&tx, "private.t_cart()").await;
    let stolen = format!(
        "private.write_cart('{other}', 1, (
           select jsonb_build_object('cart', d, 'items', (select jsonb_agg(to_jsonb(i) || '{{\"quantity\": 9}}') from cart_line_items i),
             'addresses', '[]'::jsonb, 'promotion_ids', '[]'::jsonb)
           from (select private.cart_document('{other}', true, now())::jsonb || '{{\"totals\": {{}}}}') x (d)), now())"
    );
    assert_eq!(text(&tx, &stolen).await, "true");
    assert_eq!(
        text(&tx, &format!("select count(*) from cart_line_items where cart_id = '{cart}' and quantity < 9")).await,
        "2"
    );
    assert_eq!(text(&tx, &format!("select count(*) from cart_addresses where cart_id = '{other}'")).await, "0");
    // What was completed is not written.
    run(&tx, "update carts set completed_at = now()").await;
    assert_eq!(
        text(
            &tx,
            &format!("private.write_cart('{other}', 2, private.cart_document('{other}', true, now())::jsonb, now())")
        )
        .await,
        "false"
    );
}

#[tokio::test]
async fn sessions_that_end_are_given_up_at_the_provider() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    text(&tx, "private.t_cart()").await;
    run(&tx, "update payment_sessions set provider_id = 'pp_stripe_stripe', provider_ref = 'pi_1', rank = 30").await;
    let collection = text(&tx, "select id from payment_collections").await;
    let end = format!("(select count(*) from private.end_sessions('{collection}', now()))");
    assert_eq!((text(&tx, &end).await, text(&tx, &end).await), ("1".into(), "0".into()));
    assert_eq!(text(&tx, "select status from payment_sessions where replaced_at is not null").await, "canceled");
    tx.rollback().await.unwrap();

    // One is open at a time, whoever makes it.
    shop.by_hand(
        "create function private.t_twice() returns void language sql set search_path = '' as $$
           insert into public.payment_sessions (organization_id, payment_collection_id, provider_id, amount, currency_code)
           select organization_id, id, 'pp_system_default', 33, 'eur' from public.payment_collections $$;
         grant execute on function private.t_twice() to authenticated",
    )
    .await;
    let tx = shop.work().await;
    text(&tx, "private.t_cart()").await;
    assert_eq!(refused(&tx, "private.t_twice()").await.0, "payment_sessions_one_open");
    run(&tx, "update payment_sessions set provider_id = 'pp_stripe_stripe', rank = 50").await;
    text(&tx, "(select count(*) from payment_collections c, private.end_sessions(c.id, now()))").await;
    tx.commit().await.unwrap();
    let tx = shop.test.db().begin_system("look at the queue").await.unwrap();
    assert_eq!(text(&tx, "select count(*) from jobs where name = 'payments.give_up'").await, "1");
}

/// A plan is made once and kept. Made while nearly all carts were completed, it must not be one that reads all that are open: each checkout
/// would cost more than the one before.
#[tokio::test]
async fn to_write_a_cart_reads_that_cart_alone() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let cart = text(&tx, "private.t_cart()").await;
    tx.commit().await.unwrap();
    let more = |completed: &str| {
        format!(
            "insert into carts (organization_id, currency_code, completed_at)
             select '{OURS}', 'eur', {completed} from generate_series(1, 2000)"
        )
    };
    let tx = shop.work().await;
    run(&tx, &more("now()")).await;
    tx.commit().await.unwrap();
    shop.by_hand("vacuum analyze carts").await;
    let read = "select idx_tup_fetch + seq_tup_read from pg_stat_xact_user_tables where relname = 'carts'";
    for revision in 1..3 {
        let tx = shop.work().await;
        let written = format!(
            "private.write_cart('{cart}', {revision}, jsonb_build_object('cart', private.cart_document('{cart}', false, now())::jsonb
               || '{{\"totals\": {{}}}}'), now())"
        );
        assert_eq!(text(&tx, &written).await, "true");
        let rows: u32 = text(&tx, read).await.parse().unwrap();
        assert!((1..50).contains(&rows), "{rows} rows were read");
        tx.commit().await.unwrap();
        let tx = shop.work().await;
        run(&tx, &more("null")).await;
        tx.commit().await.unwrap();
    }
}
