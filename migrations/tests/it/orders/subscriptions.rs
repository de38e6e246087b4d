//! What a provider says of a subscription: the younger word counts, also among those that were read.

use db::Tx;

use super::{CUSTOMER, OURS, Shop, run, text};

async fn begun(shop: &Shop) -> (Tx, String) {
    let tx = shop.work().await;
    run(&tx, &format!("insert into subscriptions (organization_id, customer_id) values ('{OURS}', {CUSTOMER})")).await;
    let id = text(&tx, "select id from subscriptions").await;
    (tx, id)
}

/// `behind` and what stands in the row then.
async fn hear(tx: &Tx, id: &str, status: &str, second: u32, more: &str) -> String {
    let told = format!(
        r#"'{{"ref": "sub_1", "status": "{status}", "cancel_at_period_end": false, "paused": false, "told_at": "2026-01-01T00:{:02}:{:02}Z"}}'::jsonb || '{more}'::jsonb"#,
        second / 60,
        second % 60
    );
    let behind = text(tx, &format!("private.hear_subscription('{id}', {told}, now()) ->> 'behind'")).await;
    format!("{behind} {}", text(tx, "select concat_ws(' ', status, data ->> 'client_secret') from subscriptions").await)
}

const READ: &str = r#"{"fresh": true}"#;

#[tokio::test]
async fn an_older_read_is_no_younger_word() {
    let shop = Shop::open().await;
    let (tx, id) = begun(&shop).await;
    assert_eq!(hear(&tx, &id, "active", 400, READ).await, "false active");
    assert_eq!(hear(&tx, &id, "past_due", 410, r#"{"told_by": "evt_1"}"#).await, "false past_due");
    // It was asked for before that was told, and answered afterwards.
    assert_eq!(hear(&tx, &id, "active", 405, READ).await, "true past_due");
    assert_eq!(hear(&tx, &id, "past_due", 405, READ).await, "false past_due", "it says nothing else");
    assert_eq!(hear(&tx, &id, "active", 410, READ).await, "false active", "of the same second it may be younger");
    // An event that is a little older and differs may be younger all the same: clocks differ by five minutes.
    assert_eq!(hear(&tx, &id, "past_due", 150, "{}").await, "true active");
    assert_eq!(hear(&tx, &id, "past_due", 100, "{}").await, "false active");
    assert_eq!(hear(&tx, &id, "canceled", 1, READ).await, "false canceled", "the end is the end");
    assert_eq!(hear(&tx, &id, "active", 600, READ).await, "false canceled");
}

#[tokio::test]
async fn a_secret_is_kept_as_long_as_it_is_of_use() {
    let shop = Shop::open().await;
    let (tx, id) = begun(&shop).await;
    let waits = r#"{"fresh": true, "client_secret": "seti_1", "needs_method": true}"#;
    let count = "select count(*) from events where name = 'subscription.started'";
    assert_eq!(hear(&tx, &id, "trialing", 1, waits).await, "false trialing seti_1");
    // Events bring no secrets.
    assert_eq!(hear(&tx, &id, "trialing", 2, r#"{"needs_method": true}"#).await, "false trialing seti_1");
    assert_eq!(hear(&tx, &id, "trialing", 3, "{}").await, "false trialing");
    tx.commit().await.unwrap();
    let tx = shop.test.db().begin_system("look at what was told").await.unwrap();
    assert_eq!(text(&tx, count).await, "1");
}
