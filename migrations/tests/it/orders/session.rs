//! What a provider tells of a session: in any order, as often as it likes, the same comes of it.

use super::{Shop, refused, run, text};

/// A cart whose payment is Stripe's; answers cart and session.
async fn stripe(shop: &Shop) -> (db::Tx, String, String) {
    let tx = shop.work().await;
    let cart = text(&tx, "private.t_cart()").await;
    run(&tx, "update payment_sessions set provider_id = 'pp_stripe_stripe', provider_ref = 'pi_1'").await;
    let session = text(&tx, "select id from payment_sessions").await;
    (tx, cart, session)
}

const EVENTS: [&str; 3] = [
    "30::smallint, 0, 0, '{\"status\": \"requires_action\"}', '{\"code\": \"declined\"}', '2026-01-01T00:00:01Z', 'evt_a'",
    "50::smallint, 33, 0, '{\"status\": \"requires_capture\"}', null, '2026-01-01T00:00:02Z', 'evt_b'",
    "100::smallint, 0, 33, '{\"status\": \"succeeded\"}', null, '2026-01-01T00:00:02Z', 'evt_c'",
];

#[tokio::test]
async fn events_end_alike_in_every_order_and_twice() {
    let shop = Shop::open().await;
    let (tx, _, session) = stripe(&shop).await;
    let state = "select row(rank, status, received_amount, capturable_amount, data, told_at, told_by, last_error) from payment_sessions";
    let mut ends = std::collections::BTreeSet::new();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        tx.batch("savepoint told").await.unwrap();
        for nth in order.into_iter().chain(order) {
            text(&tx, &format!("private.tell_session('{session}', {})", EVENTS[nth])).await;
        }
        assert_eq!(
            text(&tx, &format!("private.tell_session('{session}', {})", EVENTS[2])).await,
            "false",
            "nothing new"
        );
        ends.insert(text(&tx, state).await);
        tx.batch("rollback to savepoint told").await.unwrap();
    }
    assert_eq!(ends.len(), 1, "{ends:#?}");
    assert!(ends.first().unwrap().contains("100,captured,33"), "{ends:#?}");
}

#[tokio::test]
async fn what_was_read_anew_goes_back_too() {
    let shop = Shop::open().await;
    let (tx, _, session) = stripe(&shop).await;
    text(&tx, &format!("private.tell_session('{session}', 40::smallint, 0, 0, '{{}}', null, now(), 'evt_1')")).await;
    assert_eq!(text(&tx, "select status from payment_sessions").await, "pending_authorization");
    let again = |rank: u8, at: &str| {
        format!(
            "private.retell_session('{session}', {rank}::smallint, 0, 0, '{{}}', '{{\"code\": \"card_declined\"}}', {at})"
        )
    };
    assert_eq!(text(&tx, &again(10, "now() - interval '1 minute'")).await, "false", "it was read before that");
    assert_eq!(text(&tx, &again(10, "now() + interval '1 second'")).await, "true");
    assert_eq!(
        text(&tx, "select concat_ws(' ', rank, status, last_error ->> 'code') from payment_sessions").await,
        "10 pending card_declined"
    );
    // What has ended has ended.
    assert_eq!(text(&tx, &again(100, "now() + interval '2 seconds'")).await, "true");
    assert_eq!(text(&tx, &again(10, "now() + interval '3 seconds'")).await, "false");
    let statuses = "select string_agg(private.session_status(r::smallint, 'other'), ' ' order by r) from unnest(array[10, 30, 40, 50, 90, 100]) r";
    assert_eq!(text(&tx, statuses).await, "other requires_more pending_authorization authorized canceled captured");
}

#[tokio::test]
async fn what_was_taken_is_caught_up_with_once() {
    let shop = Shop::open().await;
    let (tx, cart, session) = stripe(&shop).await;
    let catch_up = format!("(select count(*) from private.catch_up_payment('{session}', private.uuid_v7(), now()))");
    assert_eq!(text(&tx, &catch_up).await, "0", "there is no order yet");
    assert_eq!(refused(&tx, &format!("private.t_place('{cart}', 1)")).await.0, "payments_do_not_cover");
    text(&tx, &format!("private.tell_session('{session}', 50::smallint, 33, 0, '{{}}', null, now(), 'evt_1')")).await;
    let order = text(&tx, &format!("private.t_place('{cart}', 1)")).await;
    let payment = super::payment_of(&tx, &order).await;
    let capture = text(&tx, &format!("private.begin_capture('{payment}', 20, null)")).await;
    // The webhook comes before the answer.
    text(&tx, &format!("private.tell_session('{session}', 100::smallint, 0, 20, '{{}}', null, now(), 'evt_2')")).await;
    assert_eq!(text(&tx, &catch_up).await, "1");
    assert_eq!(
        text(&tx, &format!("private.settle_capture('{capture}', true, 'x', now())")).await,
        "false",
        "it is settled"
    );
    // The rest was taken in Stripe's own pages.
    text(&tx, &format!("private.tell_session('{session}', 100::smallint, 0, 33, '{{}}', null, now() + interval '1 second', 'evt_3')")).await;
    assert_eq!((text(&tx, &catch_up).await, text(&tx, &catch_up).await), ("1".into(), "0".into()));
    assert_eq!(text(&tx, "select concat_ws(' ', captured_amount, capturing_amount) from payments").await, "33 0");
    assert_eq!(
        text(&tx, &format!("select payment_status from private.order_states(array['{order}'::uuid])")).await,
        "captured"
    );
    tx.commit().await.unwrap();
    shop.audit().await;
}

#[tokio::test]
async fn an_order_that_is_paid_already_is_placed_as_paid() {
    let shop = Shop::open().await;
    let (tx, cart, session) = stripe(&shop).await;
    text(&tx, &format!("private.tell_session('{session}', 100::smallint, 0, 33, '{{}}', null, now(), 'evt_1')")).await;
    let order = text(&tx, &format!("private.t_place('{cart}', 1)")).await;
    assert_eq!(
        text(&tx, &format!("select payment_status from private.order_states(array['{order}'::uuid])")).await,
        "captured"
    );
    assert_eq!(
        text(&tx, "select string_agg(account || ' ' || amount, ' ' order by account, amount) from ledger_entries")
            .await,
        "clearing 33 receivable -33 receivable 33 revenue -33"
    );
    tx.commit().await.unwrap();
    shop.audit().await;
}
