//! A passkey that counts is used once for each number, and a credential is one person's.

use accounts::store::passkeys::{self, MOST, NewPasskey, Use};
use db::Db;
use testkit::TestDb;
use uuid::Uuid;

use crate::{
    hundred,
    support::{begin, person},
};

fn new(credential_id: &str) -> NewPasskey {
    NewPasskey {
        public_key: "key".into(),
        credential_id: credential_id.into(),
        counter: 0,
        may_be_backed_up: false,
        backed_up: false,
        transports: String::new(),
        aaguid: Uuid::nil().to_string(),
        credential: serde_json::json!({}),
    }
}

async fn keep(db: &Db, owner: Uuid, credential_id: &str) -> Option<Uuid> {
    let tx = db.begin_system("test").await.unwrap();
    let kept = passkeys::create(&tx, owner, None, new(credential_id)).await.unwrap();
    tx.commit().await.unwrap();
    kept.map(|passkey| passkey.id)
}

async fn use_at(db: &Db, id: Uuid, counter: i64) -> bool {
    let tx = db.begin_system("test").await.unwrap();
    let used = Use { counter, may_be_backed_up: true, backed_up: true };
    let is_used = passkeys::use_once(&tx, id, used).await.unwrap();
    tx.commit().await.unwrap();
    is_used
}

async fn winners(db: &Db, id: Uuid, counter: i64) -> usize {
    let uses = hundred(|| {
        let db = db.clone();
        async move { use_at(&db, id, counter).await }
    });
    uses.await.into_iter().filter(|used| *used).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_is_taken_once() {
    let database = TestDb::new().await;
    let owner = person(&database, "owner").await;
    let id = keep(database.db(), owner.id, "credential").await.unwrap();
    assert_eq!(winners(database.db(), id, 0).await, 100, "who does not count is not held to it");
    assert_eq!(winners(database.db(), id, 7).await, 1);
    assert_eq!(winners(database.db(), id, 7).await, 0);
    assert!(!use_at(database.db(), id, 0).await, "who has counted goes on to");
    let tx = begin(&database).await;
    let passkey = passkeys::by_credential(&tx, "credential").await.unwrap().unwrap();
    assert_eq!((passkey.counter, passkey.may_be_backed_up(), passkey.backed_up), (7, true, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_is_kept_once() {
    let database = TestDb::new().await;
    let (one, two) = (person(&database, "one").await, person(&database, "two").await);
    let kept = hundred(|| {
        let db = database.db().clone();
        let owner = if Uuid::now_v7().as_u128().is_multiple_of(2) { one.id } else { two.id };
        async move { keep(&db, owner, "credential").await }
    });
    assert_eq!(kept.await.into_iter().flatten().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_has_more_than_he_needs() {
    let database = TestDb::new().await;
    let owner = person(&database, "owner").await;
    let kept = hundred(|| {
        let (db, id) = (database.db().clone(), Uuid::now_v7().to_string());
        async move { keep(&db, owner.id, &id).await }
    });
    assert_eq!(i64::try_from(kept.await.into_iter().flatten().count()).unwrap(), MOST);
    let tx = begin(&database).await;
    assert_eq!(passkeys::count_of(&tx, owner.id).await.unwrap(), MOST);
}

#[tokio::test]
async fn nobody_reaches_another_persons_passkeys() {
    let database = TestDb::new().await;
    let (owner, other) = (person(&database, "owner").await, person(&database, "other").await);
    let id = keep(database.db(), owner.id, "credential").await.unwrap();
    let tx = begin(&database).await;
    assert!(passkeys::rename(&tx, other.id, id, "mine").await.unwrap().is_none());
    assert!(passkeys::delete(&tx, other.id, id).await.unwrap().is_none());
    assert!(passkeys::of_user(&tx, other.id).await.unwrap().is_empty());
    assert_eq!(passkeys::count_of(&tx, other.id).await.unwrap(), 0);
    assert_eq!(passkeys::count_of(&tx, owner.id).await.unwrap(), 1);
}
