//! Orders on projects: a deposit and the rest, once for a key.

use db::Scope;

use super::{OURS, Shop, refused, text};

fn project(more: &str) -> String {
    format!(
        r#"public.create_project_order('{{"currency_code": "eur", "email": "New@X.example", "items": [{{"title": "Site", "quantity": 1,
           "unit_price": "1000.01"}}], "tax": [{{"rate": 19, "code": "de"}}]{more}}}')"#
    )
}

#[tokio::test]
async fn a_project_is_ordered_once_with_a_deposit() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let order = text(&tx, &project(r#", "key": "q1""#)).await;
    assert_eq!(text(&tx, &project(r#", "key": "q1""#)).await, order);
    let dues = "select string_agg(concat_ws(' ', kind, amount, due_at::date - now()::date), ', ' order by nth) from order_dues";
    assert_eq!(text(&tx, dues).await, "deposit 595.01 7, balance 595.00");
    let told = "select concat_ws(' ', o.total, o.email, o.project_key, o.search, c.email) from orders o join customers c on c.id = o.customer_id";
    assert_eq!(text(&tx, told).await, "1190.01 new@x.example q1 #1 new@x.example new@x.example");
    // The same guest, and another order.
    text(&tx, &project("")).await;
    assert_eq!(text(&tx, "select count(*) || ' ' || count(distinct customer_id) from orders").await, "2 1");
    // One who is a customer already stays one.
    text(
        &tx,
        &project(r#", "key": "q2", "customer_id": "40000000-0000-7000-8000-000000000001", "deposit_percent": 100"#),
    )
    .await;
    assert_eq!(text(&tx, "select count(*) from order_dues").await, "5", "all of it at once is one due");
    for (wrong, constraint) in [
        (project(r#", "deposit_percent": 150"#), "project_rates"),
        (project(r#", "deposit_percent": -1"#), "project_rates"),
        (project(r#", "tax": [{"rate": -200}]"#), "project_rates"),
        (project(r#", "items": []"#), "project_items"),
        (project(r#", "items": [{"title": "x", "quantity": 1, "unit_price": "NaN"}]"#), "project_total"),
        (project(r#", "items": [{"title": "x", "quantity": 1, "unit_price": 0}]"#), "project_total"),
    ] {
        assert_eq!(refused(&tx, &wrong).await.0, constraint, "{wrong}");
    }
    tx.commit().await.unwrap();
    shop.audit().await;
}

#[tokio::test]
async fn only_who_writes_orders_makes_one() {
    let shop = Shop::open().await;
    let somebody = uuid::Uuid::now_v7();
    for scope in [Scope::authenticated(OURS, somebody), Scope::program(OURS, somebody)] {
        let tx = shop.test.db().begin(scope).await.unwrap();
        assert!(matches!(super::ask(&tx, &project("")).await, Err(db::Error::Forbidden(_))), "{scope:?}");
    }
    let tx = shop.test.db().begin(Scope::anon(OURS)).await.unwrap();
    assert!(matches!(super::ask(&tx, &project("")).await, Err(db::Error::Forbidden(_))));
}

#[tokio::test]
async fn digits_are_those_of_the_currency() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    let digits = "select string_agg(private.currency_digits(c)::text, ' ' order by n) from unnest(array['jpy', 'eur', 'kwd']) with ordinality u (c, n)";
    assert_eq!(text(&tx, digits).await, "0 2 3");
}
