use accounts::store::{
    challenges::{self, Challenge},
    two_factor, users,
};
use chrono::Duration;
use db::Db;
use testkit::TestDb;
use uuid::Uuid;

use crate::hundred;

async fn somebody(db: &Db) -> Uuid {
    let tx = db.begin_system("test").await.unwrap();
    let user = users::create(&tx, "Somebody", "somebody@example.test", None).await.unwrap().unwrap();
    assert!(two_factor::keep_app(&tx, user.id, "sealed", "both codes").await.unwrap());
    tx.commit().await.unwrap();
    user.id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_opens_once() {
    let database = TestDb::new().await;
    let (db, user) = (database.db(), somebody(database.db()).await);
    let successes = hundred(|| {
        let db = db.clone();
        async move {
            let tx = db.begin_system("test").await.unwrap();
            let done = two_factor::use_step(&tx, user, 1000).await.unwrap();
            tx.commit().await.unwrap();
            done
        }
    });
    assert_eq!(successes.await.into_iter().filter(|done| *done).count(), 1);
    let tx = db.begin_system("test").await.unwrap();
    assert!(!two_factor::use_step(&tx, user, 999).await.unwrap(), "what is older is over");
    assert!(two_factor::use_step(&tx, user, 1001).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_who_use_a_backup_code_one_does() {
    let database = TestDb::new().await;
    let (db, user) = (database.db(), somebody(database.db()).await);
    let successes = hundred(|| {
        let db = db.clone();
        async move {
            let tx = db.begin_system("test").await.unwrap();
            let factor = two_factor::lock(&tx, user).await.unwrap().unwrap();
            let done = factor.backup_codes == "both codes"
                && two_factor::replace_backup_codes(&tx, user, "both codes", "one code").await.unwrap();
            tx.commit().await.unwrap();
            done
        }
    });
    assert_eq!(successes.await.into_iter().filter(|done| *done).count(), 1);
    let tx = db.begin_system("test").await.unwrap();
    assert!(!two_factor::replace_backup_codes(&tx, user, "both codes", "").await.unwrap(), "an older list is nothing");
    assert!(two_factor::replace_backup_codes(&tx, user, "one code", "no code").await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_has_five_attempts_and_one_end() {
    let database = TestDb::new().await;
    let (db, user) = (database.db(), somebody(database.db()).await);
    let tx = db.begin_system("test").await.unwrap();
    let token = challenges::begin(&tx, &Challenge { user, by_mail: true, remember: false }).await.unwrap();
    let found = challenges::find(&tx, &token).await.unwrap().unwrap();
    assert_eq!((found.user, found.by_mail, found.remember), (user, true, false));
    tx.commit().await.unwrap();
    let tried = hundred(|| {
        let (db, token) = (db.clone(), token.clone());
        async move {
            let tx = db.begin_system("test").await.unwrap();
            let tried = challenges::attempt(&tx, &token).await.unwrap();
            tx.commit().await.unwrap();
            tried
        }
    });
    assert_eq!(tried.await.into_iter().filter(|tried| *tried).count(), 5);
    let tx = db.begin_system("test").await.unwrap();
    assert!(challenges::spend(&tx, &token).await.unwrap());
    assert!(!challenges::spend(&tx, &token).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_failures_lock_for_a_quarter_of_an_hour() {
    let database = TestDb::new().await;
    let (db, user) = (database.db(), somebody(database.db()).await);
    let tx = db.begin_system("test").await.unwrap();
    let is_locked = async || two_factor::find(&tx, user).await.unwrap().unwrap().is_locked(tx.now());
    for _ in 0..9 {
        two_factor::count_failure(&tx, user).await.unwrap();
    }
    assert!(!is_locked().await);
    two_factor::count_failure(&tx, user).await.unwrap();
    assert!(is_locked().await);
    database.clock().advance(Duration::minutes(15));
    assert!(!is_locked().await);
    // Counted from the beginning.
    for _ in 0..9 {
        two_factor::count_failure(&tx, user).await.unwrap();
    }
    assert!(!is_locked().await);
    two_factor::forget_failures(&tx, user).await.unwrap();
    two_factor::count_failure(&tx, user).await.unwrap();
    assert!(!is_locked().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proven_app_is_not_replaced() {
    let database = TestDb::new().await;
    let (db, user) = (database.db(), somebody(database.db()).await);
    let tx = db.begin_system("test").await.unwrap();
    let first = two_factor::find(&tx, user).await.unwrap().unwrap();
    assert!(two_factor::use_step(&tx, user, 1000).await.unwrap());
    assert!(two_factor::keep_app(&tx, user, "another", "").await.unwrap(), "not proven yet");
    assert!(two_factor::use_step(&tx, user, 1000).await.unwrap(), "another secret, other codes");
    two_factor::prove_app(&tx, user).await.unwrap();
    assert!(!two_factor::keep_app(&tx, user, "third", "").await.unwrap());
    let factor = two_factor::by_mail(&tx, user).await.unwrap();
    assert_eq!((factor.id, &*factor.secret, factor.verified), (first.id, "another", true));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_decides_for_mails_has_no_app_that_he_never_proved() {
    let database = TestDb::new().await;
    let (db, user) = (database.db(), somebody(database.db()).await);
    let tx = db.begin_system("test").await.unwrap();
    let factor = two_factor::choose_mail(&tx, user).await.unwrap();
    assert_eq!((factor.has_app(), &*factor.backup_codes), (false, ""));
    assert!(two_factor::keep_app(&tx, user, "sealed", "codes").await.unwrap());
    two_factor::prove_app(&tx, user).await.unwrap();
    let factor = two_factor::choose_mail(&tx, user).await.unwrap();
    assert!(factor.has_proven_app(), "a proven one stays");
}
