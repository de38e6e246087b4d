//! Connections of the process: which one is used, and that nothing of one transaction is left for the next.

use db::{Db, Scope, Tx, sea_orm::FromQueryResult};
use testkit::TestDb;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Said {
    pid: i32,
    said: Option<String>,
}

async fn open(db: &Db) -> Tx {
    db.begin(Scope::anon(Uuid::from_u128(1))).await.unwrap()
}

/// Which connection it is, and what was said on it.
async fn look(tx: &Tx) -> (i32, Option<String>) {
    let sql = "select pg_backend_pid() as pid, nullif(current_setting('my.word', true), '') as said";
    let Said { pid, said } = db::fetch_one(tx, sql, []).await.unwrap();
    (pid, said)
}

async fn say(tx: &Tx) {
    db::exec(tx, "select set_config('my.word', 'said', true)", []).await.unwrap();
}

#[tokio::test]
async fn the_last_used_is_used_first() {
    let test = TestDb::new().await;
    let db = test.db();
    let (one, other) = (open(db).await, open(db).await);
    let (first, second) = (look(&one).await.0, look(&other).await.0);
    assert_ne!(first, second);
    one.commit().await.unwrap();
    other.commit().await.unwrap();
    for _ in 0..5 {
        let tx = open(db).await;
        assert_eq!(look(&tx).await, (second, None));
        say(&tx).await;
        tx.commit().await.unwrap();
    }
    let both = (open(db).await, open(db).await);
    assert_eq!((look(&both.0).await.0, look(&both.1).await.0), (second, first));
}

#[tokio::test]
async fn nothing_is_left_of_what_was_given_up() {
    let test = TestDb::new().await;
    let db = test.db();
    for how in 0..4 {
        let tx = open(db).await;
        let (pid, said) = look(&tx).await;
        assert_eq!(said, None);
        say(&tx).await;
        match how {
            0 => drop(tx),
            1 => tx.rollback().await.unwrap(),
            2 => {
                db::exec(&tx, "select 1 / 0", []).await.unwrap_err();
                drop(tx);
            }
            _ => {
                // Whoever asked has gone before he was answered.
                let asking = tokio::spawn(async move { db::exec(&tx, "select pg_sleep(0.2)", []).await });
                tokio::task::yield_now().await;
                asking.abort();
            }
        }
        let tx = open(db).await;
        assert_eq!(look(&tx).await.1, None, "{pid}");
        tx.commit().await.unwrap();
    }
    // Of eight none is lost: all can be had at once.
    let mut all = Vec::new();
    for _ in 0..8 {
        all.push(open(db).await);
    }
    assert_eq!(all.len(), 8);
}
