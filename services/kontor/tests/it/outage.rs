//! Postgres goes away while serving.

use std::time::Duration;

use serde_json::json;

use crate::shop::Shop;

/// All connections are cut and none is let in: what a stopped server looks like from here.
async fn cut(shop: &Shop, closed: bool) {
    let name = shop.test.name();
    let mut admin = <sqlx::PgConnection as sqlx::Connection>::connect(&shop.test.maintenance_url()).await.unwrap();
    let allow = format!("alter database {name} with allow_connections {}", !closed);
    sqlx::Executor::execute(&mut admin, sqlx::AssertSqlSafe(allow)).await.unwrap();
    if closed {
        let kill = format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        sqlx::Executor::execute(&mut admin, sqlx::AssertSqlSafe(kill)).await.unwrap();
    }
}

#[tokio::test]
async fn without_postgres_503_with_a_request_id_and_then_it_recovers() {
    let shop = Shop::open_with(&[("KONTOR_CACHE", "false"), ("DATABASE_ACQUIRE_TIMEOUT", "500ms")]).await;
    shop.shopper().get("/store/products").ok().await;

    cut(&shop, true).await;
    for path in ["/store/products", "/store/regions"] {
        let answer = shop.shopper().get(path).send().await;
        assert_eq!(answer.status.as_u16(), 503, "{}", answer.text);
        assert_eq!(
            answer.json(),
            json!({
                "code": "service_unavailable", "type": "unexpected_state",
                "message": "The service is temporarily unavailable. Please try again.",
                "request_id": answer.header("x-request-id"),
            })
        );
        assert_eq!(answer.header("retry-after"), "1");
    }
    let ready = shop.anybody().get("/ready").send().await;
    assert_eq!((ready.status.as_u16(), ready.json()), (503, json!({"ready": false, "database": "down"})));
    assert_eq!(shop.anybody().get("/health").send().await.text, "OK");

    cut(&shop, false).await;
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    while shop.shopper().get("/store/products").send().await.status != 200 {
        assert!(tokio::time::Instant::now() < deadline, "it does not recover");
    }
    assert_eq!(shop.anybody().get("/ready").send().await.status.as_u16(), 200);
}

#[tokio::test]
async fn a_restart_of_postgres_fails_no_request() {
    let shop = Shop::open().await;
    let client = shop.shopper();
    for _ in 0..3 {
        futures(&client).await;
        cut(&shop, true).await;
        cut(&shop, false).await;
        // Every pooled connection is dead now, and each is noticed before anything ran on it.
        client.get("/store/products").ok().await;
    }
}

/// Fills the pool with several connections.
async fn futures(client: &testkit::Client) {
    let requests: Vec<_> = (0..8).map(|_| tokio::spawn(client.get("/store/products").send())).collect();
    for request in requests {
        assert_eq!(request.await.unwrap().status.as_u16(), 200);
    }
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_stopped() {
    let shop = Shop::open_with(&[("KONTOR_CACHE", "false"), ("DATABASE_STATEMENT_TIMEOUT", "100ms")]).await;
    let tx = shop.test.db().begin_system("hold a table").await.unwrap();
    tx.batch("lock table products in access exclusive mode").await.unwrap();
    let answer = shop.shopper().get("/store/products").send().await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (503, &json!("service_unavailable")));
    tx.rollback().await.unwrap();
    shop.shopper().get("/store/products").ok().await;
}
