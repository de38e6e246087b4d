//! Postgres goes away while serving.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use testkit::{Client, TestDb};

use crate::shop::Shop;

/// All connections are cut and none is let in: what a stopped server looks like from here.
async fn cut(test: &TestDb, closed: bool) {
    let name = test.name();
    let mut admin = <PgConnection as Connection>::connect(&test.maintenance_url()).await.unwrap();
    let allow = format!("alter database {name} with allow_connections {}", !closed);
    sqlx::Executor::execute(&mut admin, sqlx::AssertSqlSafe(allow)).await.unwrap();
    if closed {
        let kill = format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        sqlx::Executor::execute(&mut admin, sqlx::AssertSqlSafe(kill)).await.unwrap();
    }
}

#[tokio::test]
async fn without_postgres_503_with_a_request_id_and_then_it_recovers() {
    let shop = Shop::open_with(&[("KONTOR_CACHE", "false"), ("DATABASE_ACQUIRE_TIMEOUT", "2s")]).await;
    shop.shopper().get("/store/products").ok().await;

    cut(&shop.test, true).await;
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

    cut(&shop.test, false).await;
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
        cut(&shop.test, true).await;
        cut(&shop.test, false).await;
        // Every pooled connection is dead now, and each is noticed before anything ran on it.
        client.get("/store/products").ok().await;
    }
}

/// Fills the pool with several connections.
async fn futures(client: &Client) {
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

/// The executable, on a free port.
struct Served {
    _process: tokio::process::Child,
    _folder: tempfile::TempDir,
    client: Client,
}

impl Served {
    fn start(test: &TestDb) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        let process = tokio::process::Command::new(env!("CARGO_BIN_EXE_kontor"))
            .args(["serve", "--port", &port.to_string()])
            .current_dir(folder.path())
            .env("DATABASE_URL", test.app_url())
            .env("DATABASE_ACQUIRE_TIMEOUT", "300ms")
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self { _process: process, _folder: folder, client: Client::new(([127, 0, 0, 1], port).into()) }
    }

    /// Asks until the answer is this one.
    async fn until_ready_is(&self, status: u16, body: serde_json::Value) {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
        loop {
            let answer = self.client.get("/ready").try_send().await;
            match answer {
                Some(answer) if answer.status.as_u16() == status && answer.json() == body => return,
                other => assert!(tokio::time::Instant::now() < deadline, "{:?}", other.map(|answer| answer.text)),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn started_without_postgres_it_is_ready_once_the_schema_is_seen() {
    let test = TestDb::new().await;
    let last = "(select max(version) from private.seaql_migrations)";
    let mut owner = <PgConnection as Connection>::connect(&test.owner_url()).await.unwrap();
    let forget = format!("delete from private.seaql_migrations where version = {last} returning version, applied_at");
    let (version, applied): (String, i64) =
        sqlx::query_as(sqlx::AssertSqlSafe(forget)).fetch_one(&mut owner).await.unwrap();
    cut(&test, true).await;

    let served = Served::start(&test);
    served.until_ready_is(503, json!({"ready": false, "database": "down"})).await;
    assert_eq!(served.client.get("/health").send().await.text, "OK");

    // The database comes back, but misses a migration; then somebody runs it.
    cut(&test, false).await;
    served.until_ready_is(503, json!({"ready": false, "database": "up"})).await;
    let mut owner = <PgConnection as Connection>::connect(&test.owner_url()).await.unwrap();
    let migrate = sqlx::query("insert into private.seaql_migrations (version, applied_at) values ($1, $2)");
    migrate.bind(version).bind(applied).execute(&mut owner).await.unwrap();
    served.until_ready_is(200, json!({"ready": true, "database": "up"})).await;
}

#[tokio::test]
async fn reads_wait_in_line_and_leave_connections_for_the_rest() {
    let few = [("KONTOR_CACHE", "false"), ("DATABASE_MAX_READS", "1"), ("DATABASE_ACQUIRE_TIMEOUT", "2s")];
    let shop = Shop::open_with(&few).await;
    shop.shopper().get("/store/products").ok().await;
    let tx = shop.test.db().begin_system("hold a table").await.unwrap();
    tx.batch("lock table products in access exclusive mode").await.unwrap();
    let stuck = tokio::spawn(shop.shopper().get("/store/products").send());
    let waiting = "select 1 from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
        where not l.granted and l.relation = 'public.products'::regclass";
    while tx.query_one_raw(Statement::from_string(DbBackend::Postgres, waiting)).await.unwrap().is_none() {}

    let late = shop.shopper().get("/store/regions").send().await;
    assert_eq!((late.status.as_u16(), late.header("retry-after")), (503, "1"));
    let order = shop.platform.app.db.begin_system("anything but a read").await.unwrap();
    order.rollback().await.unwrap();

    tx.rollback().await.unwrap();
    assert_eq!(stuck.await.unwrap().status.as_u16(), 200);
    shop.shopper().get("/store/regions").ok().await;
}
