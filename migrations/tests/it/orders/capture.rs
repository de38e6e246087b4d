//! Taking money and giving it back: never more than there is, and once for a key.

use super::{Shop, done, payment_of, place, refused, text, was_done};

const SUMS: &str =
    "select concat_ws(' ', captured_amount, capturing_amount, refunded_amount, refunding_amount) from payments";

#[tokio::test]
async fn money_is_taken_and_given_back_once() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let order = place(&tx, 1).await;
    let payment = payment_of(&tx, &order).await;
    let capture = text(&tx, &format!("private.begin_capture('{payment}', 20, 'k1')")).await;
    assert_eq!(text(&tx, &format!("private.begin_capture('{payment}', 20, 'k1')")).await, capture, "the same click");
    let more = format!("private.begin_capture('{payment}', 13.01, null)");
    assert_eq!(refused(&tx, &more).await.0, "payments_captured");
    let settle = format!("private.settle_capture('{capture}', true, 'ch_1', now())");
    assert_eq!((text(&tx, &settle).await, text(&tx, &settle).await), ("true".into(), "false".into()));
    let book = format!("private.book_capture('{capture}')");
    assert_eq!((text(&tx, &book).await, text(&tx, &book).await), ("true".into(), "false".into()));
    assert_eq!(text(&tx, "select status from payment_collections").await, "partially_captured");

    // What failed is free again.
    let failed = text(&tx, &format!("private.begin_capture('{payment}', 13, null)")).await;
    text(&tx, &format!("private.settle_capture('{failed}', false, null, now())")).await;
    assert_eq!(text(&tx, &format!("private.book_capture('{failed}')")).await, "false");
    assert_eq!(text(&tx, SUMS).await, "20 0 0 0");

    let refund = text(&tx, &format!("private.begin_refund('{payment}', 15, 'r1', null, 'broken')")).await;
    assert_eq!(text(&tx, &format!("private.begin_refund('{payment}', 15, 'r1', null, 'broken')")).await, refund);
    assert_eq!(
        refused(&tx, &format!("private.begin_refund('{payment}', 5.01, null, null, null)")).await.0,
        "payments_refunded"
    );
    let settle = |status: &str, rank: u8| {
        format!("private.settle_refund('{refund}', '{status}', {rank}::smallint, 're_1', now())")
    };
    let book = format!("private.book_refund('{refund}')");
    assert_eq!(text(&tx, &book).await, "false", "nothing has come of it yet");
    assert_eq!(text(&tx, &settle("pending", 10)).await, "true");
    assert_eq!(text(&tx, SUMS).await, "20 0 0 15");
    assert_eq!(text(&tx, &settle("succeeded", 50)).await, "true");
    assert_eq!(text(&tx, &settle("pending", 10)).await, "false", "told late");
    assert_eq!(text(&tx, SUMS).await, "20 0 15 0");
    assert_eq!((text(&tx, &book).await, text(&tx, &book).await), ("true".into(), "false".into()));
    // A bank may yet refuse what it had taken.
    assert_eq!(text(&tx, &settle("failed", 60)).await, "true");
    assert_eq!((text(&tx, &book).await, text(&tx, &book).await), ("true".into(), "false".into()));
    assert_eq!(text(&tx, SUMS).await, "20 0 0 0");
    let lines = "select string_agg(reference || ' ' || amount, ', ' order by created_at) from order_transactions";
    assert_eq!(text(&tx, lines).await, "capture 20, refund -15, refund_failed 15");
    let clearing = "select sum(amount) from ledger_entries where account = 'clearing'";
    assert_eq!(text(&tx, clearing).await, "20");
    for missing in [
        "private.settle_capture(private.uuid_v7(), true, null, now())",
        "private.settle_refund(private.uuid_v7(), 'succeeded', 50::smallint, null, now())",
        "private.book_capture(private.uuid_v7())",
        "private.book_refund(private.uuid_v7())",
    ] {
        assert_eq!(text(&tx, missing).await, "false", "{missing}");
    }
    tx.commit().await.unwrap();
    shop.audit().await;
}

#[tokio::test]
async fn sixteen_who_refund_at_once_give_back_what_was_taken() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let order = place(&tx, 1).await;
    let payment = payment_of(&tx, &order).await;
    let capture = text(&tx, &format!("private.begin_capture('{payment}', 33, null)")).await;
    text(&tx, &format!("private.settle_capture('{capture}', true, null, now())")).await;
    text(&tx, &format!("private.book_capture('{capture}')")).await;
    assert_eq!(text(&tx, "select status from payment_collections where completed_at is not null").await, "completed");
    tx.commit().await.unwrap();
    let mut refunds = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (db, payment) = (shop.test.db().clone(), payment.clone());
        refunds.spawn(async move {
            let steps = [
                format!("private.begin_refund('{payment}', 5, null, null, null)"),
                "private.settle_refund('{}', 'succeeded', 50::smallint, null, now())".to_owned(),
                "private.book_refund('{}')".to_owned(),
            ];
            was_done(done(&db, &steps).await, "payments_refunded")
        });
    }
    assert_eq!(refunds.join_all().await.into_iter().sum::<usize>(), 6);
    let tx = shop.work().await;
    assert_eq!(text(&tx, SUMS).await, "33 0 30 0");
    drop(tx);
    shop.audit().await;
}
