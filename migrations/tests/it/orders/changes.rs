//! A change of an order: made for one version, confirmed once, and one at a time.

use super::{OURS, Shop, done, place, run, text};

fn change(order: &str, id: &str) -> String {
    format!(
        "insert into order_changes (organization_id, id, order_id, version, change_type) values ('{OURS}', '{id}', '{order}', 1, 'edit')"
    )
}

#[tokio::test]
async fn a_change_is_confirmed_once_and_keeps_what_was() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let order = place(&tx, 1).await;
    let [first, second] = std::array::from_fn(|_| uuid::Uuid::now_v7().to_string());
    run(&tx, &change(&order, &first)).await;
    run(
        &tx,
        &format!(
            "insert into order_change_actions (organization_id, order_change_id, ordering, action)
             values ('{OURS}', '{first}', 1, 'ITEM_UPDATE')"
        ),
    )
    .await;
    tx.batch("savepoint second").await.unwrap();
    let refusal = db::exec(&tx, &change(&order, &second), []).await.unwrap_err();
    assert!(
        matches!(refusal, db::Error::Constraint { ref name, .. } if name == "order_changes_one_open"),
        "{refusal:?}"
    );
    tx.batch("rollback to savepoint second").await.unwrap();
    tx.commit().await.unwrap();

    let mut confirmed = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (db, first) = (shop.test.db().clone(), first.clone());
        confirmed.spawn(async move {
            let confirm = format!("private.confirm_change('{first}', 'me', now(), '{{\"total\": \"33.00\"}}')");
            done(&db, &[confirm]).await.unwrap()
        });
    }
    let confirmed = confirmed.join_all().await;
    assert_eq!(confirmed.iter().filter(|done| *done == "true").count(), 1, "{confirmed:?}");
    let tx = shop.work().await;
    let state =
        "select concat_ws(' ', o.version, v.version, v.snapshot ->> 'total', c.status, c.confirmed_by, a.applied)
        from orders o, order_versions v, order_changes c, order_change_actions a";
    assert_eq!(text(&tx, state).await, "2 1 33.00 confirmed me t");

    // One that was made for the order as it had been is not applied to what it has become.
    run(&tx, &change(&order, &second)).await;
    assert_eq!(text(&tx, &format!("private.confirm_change('{second}', 'me', now(), '{{}}')")).await, "false");
    run(&tx, "update order_changes set version = 2 where status = 'pending'").await;
    assert_eq!(text(&tx, &format!("private.confirm_change('{second}', 'me', now(), '{{}}')")).await, "true");
    assert_eq!(text(&tx, "private.confirm_change(private.uuid_v7(), 'me', now(), '{}')").await, "false");
}
