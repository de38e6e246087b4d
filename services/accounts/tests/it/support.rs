//! People.

use accounts::store::users::{self, User};
use db::Tx;
use testkit::TestDb;

/// A transaction of Kontor itself.
pub(crate) async fn begin(database: &TestDb) -> Tx {
    database.db().begin_system("test").await.unwrap()
}

/// Somebody new.
pub(crate) async fn person(database: &TestDb, name: &str) -> User {
    let tx = begin(database).await;
    let user = users::create(&tx, name, &format!("{name}@example.test"), None).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    user
}
