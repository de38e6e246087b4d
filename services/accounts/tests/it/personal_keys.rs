//! A key opens as often as it may, however many call at once.

use accounts::store::{
    admin_users::{self, Changes as UserChanges},
    personal_keys::{self, Changes, KeyRefusal, NewKey, PersonalKey, use_key},
    users::User,
};
use chrono::Duration;
use db::Db;
use testkit::TestDb;
use web::body::Change;

use crate::support::{begin, person};

const DAY: Duration = Duration::days(1);

async fn make(database: &TestDb, owner: &User, new: NewKey) -> PersonalKey {
    let tx = begin(database).await;
    let made = vault::api_key::generate("sk_").unwrap();
    let key = personal_keys::create(&tx, owner.id, &made, new).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    key
}

async fn opens(db: &Db, key: &PersonalKey) -> Result<User, KeyRefusal> {
    let tx = db.begin_system("test").await.unwrap();
    let answer = use_key(&tx, key.key.as_deref().unwrap()).await;
    tx.commit().await.unwrap();
    answer.map(|used| used.owner)
}

/// How many of so many calls at once are let in.
async fn together(database: &TestDb, key: &PersonalKey, calls: usize) -> usize {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..calls {
        let (db, key) = (database.db().clone(), key.clone());
        tasks.spawn(async move { opens(&db, &key).await.is_ok() });
    }
    tasks.join_all().await.into_iter().filter(|opened| *opened).count()
}

async fn set(database: &TestDb, key: &PersonalKey, what: &str) {
    let tx = begin(database).await;
    let sql = format!("update auth.apikey set {what} where id = $1");
    assert_eq!(db::exec(&tx, &sql, [key.id.into()]).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn of_thirteen_at_once_ten_pass_and_a_day_later_ten_again() {
    let database = TestDb::new().await;
    let owner = person(&database, "owner").await;
    let key = make(&database, &owner, NewKey::default()).await;
    set(&database, &key, r#""rateLimitMax" = 10, "rateLimitTimeWindow" = 86400000"#).await;
    assert_eq!(together(&database, &key, 13).await, 10);
    let refusal = opens(database.db(), &key).await.unwrap_err();
    assert!(matches!(refusal, KeyRefusal::RateLimited { retry_after: 86_400..=86_401 }), "{refusal:?}");
    database.clock().advance(DAY - Duration::seconds(1));
    assert!(matches!(opens(database.db(), &key).await, Err(KeyRefusal::RateLimited { retry_after: 1..=2 })));
    database.clock().advance(Duration::seconds(1));
    assert_eq!(together(&database, &key, 13).await, 10);

    let tx = begin(&database).await;
    let seen = personal_keys::of_user(&tx, owner.id, key.id).await.unwrap().unwrap();
    assert_eq!((seen.request_count, seen.key), (10, None));
}

#[tokio::test]
async fn so_many_calls_a_minute_however_steadily_they_come() {
    let database = TestDb::new().await;
    let owner = person(&database, "owner").await;
    let key = make(&database, &owner, NewKey { calls: Some(3), ..NewKey::default() }).await;
    assert_eq!((key.rate_limit_max, key.rate_limit_time_window), (3, 60_000));
    for _ in 0..9 {
        assert!(opens(database.db(), &key).await.is_ok());
        database.clock().advance(Duration::seconds(21));
    }
    database.clock().advance(Duration::minutes(1));
    assert_eq!(together(&database, &key, 100).await, 3);
    database.clock().advance(Duration::seconds(59));
    assert!(matches!(opens(database.db(), &key).await, Err(KeyRefusal::RateLimited { retry_after: 1..=2 })));
    let usual = make(&database, &owner, NewKey::default()).await;
    assert_eq!((usual.rate_limit_max, usual.rate_limit_time_window), (300, 60_000));
}

#[tokio::test]
async fn of_a_hundred_keys_that_are_made_at_once_as_many_are_as_may() {
    let database = TestDb::new().await;
    let owner = person(&database, "owner").await;
    for _ in 0..95 {
        make(&database, &owner, NewKey::default()).await;
    }
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let (db, owner) = (database.db().clone(), owner.id);
        tasks.spawn(async move {
            let tx = db.begin_system("test").await.unwrap();
            let made = vault::api_key::generate("sk_").unwrap();
            let key = personal_keys::create(&tx, owner, &made, NewKey::default()).await.unwrap();
            tx.commit().await.unwrap();
            key.is_some()
        });
    }
    assert_eq!(tasks.join_all().await.into_iter().filter(|made| *made).count(), 5);
}

#[tokio::test]
async fn what_remains_is_used_once_and_refilled() {
    let database = TestDb::new().await;
    let owner = person(&database, "owner").await;
    let key = make(&database, &owner, NewKey::default()).await;
    set(&database, &key, r#""rateLimitEnabled" = false, remaining = 5"#).await;
    assert_eq!(together(&database, &key, 13).await, 5);
    assert!(matches!(opens(database.db(), &key).await, Err(KeyRefusal::UsedUp)));
    set(&database, &key, r#""refillAmount" = 3, "refillInterval" = 3600000"#).await;
    assert!(matches!(opens(database.db(), &key).await, Err(KeyRefusal::UsedUp)));
    database.clock().advance(Duration::hours(1));
    assert_eq!(together(&database, &key, 13).await, 3);
    assert!(matches!(opens(database.db(), &key).await, Err(KeyRefusal::UsedUp)));
}

#[tokio::test]
async fn a_key_opens_for_its_owner_while_both_are_good() {
    let database = TestDb::new().await;
    let owner = person(&database, "owner").await;
    let key = make(&database, &owner, NewKey { lives: Some(DAY), ..NewKey::default() }).await;
    let text = key.key.clone().unwrap();
    assert!(text.starts_with(key.start.as_deref().unwrap()));
    assert_eq!(opens(database.db(), &key).await.unwrap().id, owner.id);

    let unknown = PersonalKey { key: Some(format!("{text}x")), ..key.clone() };
    assert!(matches!(opens(database.db(), &unknown).await, Err(KeyRefusal::Unknown)));
    let hash = PersonalKey { key: Some(vault::token::hash(&text)), ..key.clone() };
    assert!(matches!(opens(database.db(), &hash).await, Err(KeyRefusal::Unknown)));

    set(&database, &key, "enabled = false").await;
    assert!(matches!(opens(database.db(), &key).await, Err(KeyRefusal::Disabled)));
    set(&database, &key, "enabled = true").await;

    let tx = begin(&database).await;
    let ban_expires = Change::Set(tx.now() + Duration::hours(1));
    let ban = UserChanges { banned: Some(true), ban_expires, ..UserChanges::default() };
    admin_users::change(&tx, owner.id, ban).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(opens(database.db(), &key).await, Err(KeyRefusal::Banned)));
    database.clock().advance(Duration::hours(1));
    assert_eq!(opens(database.db(), &key).await.unwrap().id, owner.id);

    database.clock().advance(DAY);
    assert!(matches!(opens(database.db(), &key).await, Err(KeyRefusal::Expired)));
}

#[tokio::test]
async fn nobody_reaches_another_persons_keys() {
    let database = TestDb::new().await;
    let (owner, other) = (person(&database, "owner").await, person(&database, "other").await);
    let key = make(&database, &owner, NewKey::default()).await;
    let tx = begin(&database).await;
    assert!(personal_keys::of_user(&tx, other.id, key.id).await.unwrap().is_none());
    let changes = Changes { enabled: Some(false), ..Changes::default() };
    assert!(personal_keys::update(&tx, other.id, key.id, changes).await.unwrap().is_none());
    assert_eq!(personal_keys::delete(&tx, other.id, key.id).await.unwrap(), 0);
    assert_eq!(personal_keys::count(&tx, other.id).await.unwrap(), 0);
}
