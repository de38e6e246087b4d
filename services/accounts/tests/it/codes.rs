use accounts::store::codes::{self, Answer};
use chrono::Duration;
use db::Db;
use testkit::TestDb;

use crate::hundred;

const PLACE: &str = "email-otp:sign-in:somebody@example.test";
const LIMIT: i32 = 3;

async fn keep(db: &Db) {
    let tx = db.begin_system("test").await.unwrap();
    codes::keep(&tx, PLACE, "right", Duration::minutes(5)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn spend(db: &Db, hash: &str) -> Answer {
    let tx = db.begin_system("test").await.unwrap();
    let answer = codes::spend(&tx, PLACE, hash, LIMIT).await.unwrap();
    tx.commit().await.unwrap();
    answer
}

/// How many of a hundred at once were answered like this.
async fn count(db: &Db, hash: &'static str, wanted: Answer) -> usize {
    let answers = hundred(|| {
        let db = db.clone();
        async move { spend(&db, hash).await }
    });
    answers.await.into_iter().filter(|answer| *answer == wanted).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_spent_once() {
    let database = TestDb::new().await;
    keep(database.db()).await;
    assert_eq!(count(database.db(), "right", Answer::Right).await, 1);
    assert_eq!(spend(database.db(), "right").await, Answer::Gone);
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_wrong_answers_are_looked_at_and_no_more() {
    let database = TestDb::new().await;
    keep(database.db()).await;
    assert_eq!(count(database.db(), "wrong", Answer::Wrong).await, 3);
    assert_eq!(spend(database.db(), "right").await, Answer::Gone);
    keep(database.db()).await;
    assert_eq!(spend(database.db(), "right").await, Answer::Right);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_holds_for_its_time() {
    let database = TestDb::new().await;
    keep(database.db()).await;
    database.clock().advance(Duration::minutes(5));
    assert_eq!(spend(database.db(), "right").await, Answer::Gone);
}
