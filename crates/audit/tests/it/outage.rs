//! Postgres goes away while calls are made.

use sqlx::{Connection, PgConnection};
use testkit::TestDb;

use crate::support::{Counters, Log};

/// All connections are cut and none is let in, or they are let in again.
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
async fn lines_wait_until_it_is_back() {
    let log = Log::open().await;
    let counters = Counters::new();
    let _counting = counters.count();
    log.audit.note(log.line("/before"));
    log.until(1, "true").await;
    cut(&log.test, true).await;
    for n in 0..700 {
        log.audit.note(log.line(&format!("/{n}")));
    }
    // One try fails at least: without Postgres there is no other sign of it than that nothing is lost.
    while db::Db::ping(log.test.db()).await.is_ok() {}
    cut(&log.test, false).await;
    log.until(701, "true").await;
    assert_eq!(counters.dropped(), 0);
}

#[tokio::test]
async fn the_end_does_not_wait_for_it_for_ever() {
    let log = Log::open().await;
    let counters = Counters::new();
    let _counting = counters.count();
    cut(&log.test, true).await;
    for n in 0..3 {
        log.audit.note(log.line(&format!("/{n}")));
    }
    log.audit.close().await;
    assert_eq!(counters.dropped(), 3, "what is lost is counted");
    cut(&log.test, false).await;
    assert_eq!(log.count("true").await, 0);
}
