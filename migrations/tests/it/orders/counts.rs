//! What is counted: numbers, promotions, budgets.

use std::collections::BTreeSet;

use super::{CAMP, OURS, Shop, TEN, done, refused, run, text};

#[tokio::test]
async fn numbers_are_taken_once_by_sixteen_at_a_time() {
    let shop = Shop::open().await;
    let mut taken = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let db = shop.test.db().clone();
        taken.spawn(async move {
            let mut firsts = Vec::new();
            for _ in 0..5 {
                let first = done(&db, &["private.take_numbers('order', 3)".to_owned()]).await.unwrap();
                firsts.push(first.parse::<u64>().unwrap());
            }
            firsts
        });
    }
    let numbers: BTreeSet<u64> =
        taken.join_all().await.into_iter().flatten().flat_map(|first| [first, first + 1, first + 2]).collect();
    assert_eq!(numbers, (1..=240).collect());
    // Each series counts by itself.
    let tx = shop.work().await;
    assert_eq!(text(&tx, "private.take_numbers('invoice', 1)").await, "1");
    assert_eq!(text(&tx, "private.take_numbers('invoice', 1)").await, "2");
    assert_eq!(text(&tx, "private.take_numbers('order', 1)").await, "241");
    assert_eq!(
        text(&tx, "private.take_numbers('order', -5)").await,
        "null",
        "a number that was given is not given again"
    );
    assert_eq!(text(&tx, "private.take_numbers('order', 1)").await, "242");
}

/// Orders of sixteen clients with one code: how many there were, and what the others were told.
async fn rush(shop: &Shop, promotion: &'static str) -> (usize, BTreeSet<String>) {
    let mut placed = tokio::task::JoinSet::new();
    for client in 0..16_u32 {
        let db = shop.test.db().clone();
        placed.spawn(async move {
            let mut told = Vec::new();
            for nth in 0..2 {
                let number = 1 + client * 2 + nth;
                let order = format!("private.t_place(private.t_cart({promotion}), {number})");
                told.push(match done(&db, &[order]).await {
                    Ok(_) => None,
                    Err(db::Error::Constraint { name, .. }) => Some(name),
                    Err(error) => panic!("{error:?}"),
                });
            }
            told
        });
    }
    let told: Vec<Option<String>> = placed.join_all().await.into_iter().flatten().collect();
    assert_eq!(told.len(), 32);
    (told.iter().filter(|name| name.is_none()).count(), told.into_iter().flatten().collect())
}

#[tokio::test]
async fn a_promotion_is_used_as_often_as_it_may_be() {
    let shop = Shop::open().await;
    let (placed, told) = rush(&shop, TEN).await;
    assert_eq!((placed, told), (7, BTreeSet::from(["promotions_limit".to_owned()])));
    let tx = shop.work().await;
    assert_eq!(text(&tx, &format!("select used from promotions where id = {TEN}")).await, "7");
    assert_eq!(text(&tx, "select count(*) from orders").await, "7");
    let refusal = refused(&tx, &format!("private.t_place(private.t_cart({TEN}), 100)")).await;
    assert_eq!(refusal, ("promotions_limit".into(), r#"{"code": "TEN"}"#.into()));

    // One that is canceled gives it back, once.
    let order = text(&tx, "select id from orders limit 1").await;
    for expected in ["true", "false"] {
        assert_eq!(text(&tx, &format!("private.cancel_order('{order}', now())")).await, expected);
        assert_eq!(text(&tx, &format!("select used from promotions where id = {TEN}")).await, "6");
    }
    text(&tx, &format!("private.t_place(private.t_cart({TEN}), 101)")).await;
    tx.commit().await.unwrap();
    shop.audit().await;
}

#[tokio::test]
async fn a_budget_is_spent_and_no_more() {
    let shop = Shop::open().await;
    let (placed, told) = rush(&shop, CAMP).await;
    assert_eq!((placed, told), (16, BTreeSet::from(["campaigns_budget".to_owned()])), "16 x 3.00 of 50");
    let tx = shop.work().await;
    assert_eq!(text(&tx, "select budget_used from campaigns").await, "48.00");
    drop(tx);
    shop.audit().await;
}

#[tokio::test]
async fn a_budget_by_customer_counts_each_of_them() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    run(
        &tx,
        "update campaigns set budget_type = 'use_by_attribute', budget_limit = 2, budget_attribute = 'customer_email'",
    )
    .await;
    let place = |number: u32| format!("private.t_place(private.t_cart({CAMP}), {number})");
    let first = text(&tx, &place(1)).await;
    text(&tx, &place(2)).await;
    assert_eq!(refused(&tx, &place(3)).await.0, "campaigns_budget");
    assert_eq!(text(&tx, "select used from campaign_budget_usages where attribute_value = 'c@x.example'").await, "2");
    text(&tx, &format!("private.cancel_order('{first}', now())")).await;
    assert_eq!(text(&tx, "select used from campaign_budget_usages").await, "1");
    text(&tx, &place(4)).await;

    // Whoever is not known is not let past it.
    let unknown = format!(
        "private.use_promotions((select id from orders where display_id = 4), null, null,
           jsonb_build_array(jsonb_build_object('promotion_id', {CAMP}, 'amount', 1)), now())"
    );
    run(&tx, "delete from promotion_usages where order_id = (select id from orders where display_id = 4)").await;
    assert_eq!(refused(&tx, &unknown).await.0, "campaigns_budget");
}

#[tokio::test]
async fn what_held_when_the_price_was_told_holds_for_the_order() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let uses = |promotion: &str, at: &str| {
        format!(
            "private.use_promotions((select id from orders), {}, null,
               jsonb_build_array(jsonb_build_object('promotion_id', {promotion}, 'amount', 1)), {at})",
            super::CUSTOMER
        )
    };
    super::place(&tx, 1).await;
    run(&tx, "update campaigns set ends_at = now() - interval '1 hour'").await;
    assert_eq!(refused(&tx, &uses(CAMP, "now()")).await, ("promotions_ended".into(), r#"{"code": "CAMP"}"#.into()));
    text(&tx, &uses(CAMP, "now() - interval '2 hours'")).await;
    // A deleted one counts for whoever was told of it before.
    run(&tx, &format!("update promotions set deleted_at = now() where id = {TEN}")).await;
    assert_eq!(refused(&tx, &uses(TEN, "now()")).await.0, "promotions_ended");
    text(&tx, &uses(TEN, "now() - interval '1 hour'")).await;
    assert_eq!(text(&tx, &format!("select used from promotions where id = {TEN}")).await, "1");
    // None of another shop, and none that there is not.
    assert_eq!(refused(&tx, &uses(&format!("'{OURS}'::uuid"), "now()")).await.0, "promotions_ended");
}
