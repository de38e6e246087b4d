//! Sealing anew: values of older keys, beside people who change theirs.

use accounts::{
    seal::{self, Keys, columns},
    store::{two_factor, users},
};
use config::Config;
use db::sea_orm::FromQueryResult;
use secrecy::ExposeSecret;
use testkit::TestDb;
use uuid::Uuid;

const OLD: &str = "old-secret-0123456789abcdef0123456789";
const NEW: &str = "new-secret-0123456789abcdef0123456789";
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn keys(secret: &str, settings: &[(&str, &str)]) -> Keys {
    let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Keys::new(&Config::from_sources(settings, None).unwrap(), &secret.into()).unwrap()
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// So many people with a second factor.
async fn people(database: &TestDb, keys: &Keys, count: usize) -> Vec<Uuid> {
    let tx = database.db().begin_system("test").await.unwrap();
    let mut ids = Vec::new();
    for number in 0..count {
        let user = users::create(&tx, "Somebody", &format!("u{number}@example.test"), None).await.unwrap().unwrap();
        let row = user.id.to_string();
        let secret = keys.seal(&format!("secret {number}").into(), &columns::TOTP_SECRET.of(&row)).unwrap();
        let codes = keys.seal(&"[]".into(), &columns::BACKUP_CODES.of(&row)).unwrap();
        assert!(two_factor::keep_app(&tx, user.id, &secret, &codes).await.unwrap());
        ids.push(user.id);
    }
    tx.commit().await.unwrap();
    ids
}

async fn opens(database: &TestDb, keys: &Keys, user: Uuid) -> Option<String> {
    let tx = database.db().begin_system("test").await.unwrap();
    let factor = two_factor::find(&tx, user).await.unwrap().unwrap();
    let row = user.to_string();
    keys.open(&factor.backup_codes, &columns::BACKUP_CODES.of(&row)).ok()?;
    let secret = keys.open(&factor.secret, &columns::TOTP_SECRET.of(&row)).ok()?;
    Some(secret.expose_secret().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn old_keys_go_and_everything_still_opens() {
    let database = TestDb::new().await;
    let old = keys(OLD, &[]);
    let ids = people(&database, &old, 1_200).await;
    let alone = keys(NEW, &[("ENCRYPTION_KEYS", &format!("k1:{KEY}"))]);
    let rotating = keys(NEW, &[("ENCRYPTION_KEYS", &format!("k1:{KEY}")), ("AUTH_PREVIOUS_SECRETS", OLD)]);
    assert_eq!(opens(&database, &alone, ids[0]).await, None, "a key is missing, so nothing is made up");

    // Without the old key nothing is lost, and it is told how much waits.
    let failed = seal::rotate(database.db(), &alone, |_| ()).await.unwrap();
    assert_eq!((failed[0].resealed, failed[0].failed[0].1), (0, 1_200));
    assert!(failed[0].failed[0].0.contains("is not in the keyring"), "{failed:?}");

    let mut told = 0;
    let done = seal::rotate(database.db(), &rotating, |progress| told = progress.values).await.unwrap();
    assert_eq!((done[0].resealed, done[1].resealed, told), (1_200, 1_200, 2_400));
    assert!(done.iter().all(|done| done.failed.is_empty() && done.changed == 0));
    let in_use = seal::status(database.db()).await.unwrap();
    assert!(in_use.iter().all(|used| used.key.as_deref() == Some("k1") && used.values == 1_200), "{in_use:?}");
    for (number, id) in ids.iter().enumerate().step_by(97) {
        assert_eq!(opens(&database, &alone, *id).await, Some(format!("secret {number}")));
    }
    let again = seal::rotate(database.db(), &rotating, |_| ()).await.unwrap();
    assert!(again.iter().all(|done| done.resealed == 0));
    // Nobody has made new codes, and the security log does not say so.
    let tx = database.db().begin_system("test").await.unwrap();
    let sql = "select count(*) as n from security_logs where name like 'backup_code%'";
    assert_eq!(db::fetch_one::<Count>(&tx, sql, []).await.unwrap().n, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_changes_meanwhile_is_not_lost() {
    let database = TestDb::new().await;
    let (old, both) = (keys(OLD, &[]), keys(NEW, &[("AUTH_PREVIOUS_SECRETS", OLD)]));
    let ids = people(&database, &old, 300).await;
    // Each makes new backup codes, sealed by a server that still has the old key, while values are sealed anew.
    let writers: tokio::task::JoinSet<()> = ids
        .iter()
        .map(|id| {
            let (db, old, id) = (database.db().clone(), old.clone(), *id);
            async move {
                let list = format!(r#"["new of {id}"]"#);
                let sealed = old.seal(&list.into(), &columns::BACKUP_CODES.of(&id.to_string())).unwrap();
                let tx = db.begin_system("test").await.unwrap();
                assert!(two_factor::set_backup_codes(&tx, id, &sealed).await.unwrap());
                tx.commit().await.unwrap();
            }
        })
        .collect();
    let (first, ()) = tokio::join!(async { seal::rotate(database.db(), &both, |_| ()).await.unwrap() }, async {
        writers.join_all().await;
    });
    let second = seal::rotate(database.db(), &both, |_| ()).await.unwrap();
    assert!(first.iter().chain(&second).all(|done| done.failed.is_empty()));
    let in_use = seal::status(database.db()).await.unwrap();
    assert!(in_use.iter().all(|used| used.key.as_deref() == Some(both.newest())), "{in_use:?}");
    let alone = keys(NEW, &[]);
    let tx = database.db().begin_system("test").await.unwrap();
    for id in ids {
        let factor = two_factor::find(&tx, id).await.unwrap().unwrap();
        let codes = alone.open(&factor.backup_codes, &columns::BACKUP_CODES.of(&id.to_string())).unwrap();
        assert_eq!(codes.expose_secret(), format!(r#"["new of {id}"]"#));
    }
}

/// The statements that count name a key as Rust does, whatever stands in a column.
#[tokio::test]
async fn keys_are_told_from_values_and_from_what_is_none() {
    #[derive(FromQueryResult)]
    struct Told {
        key: Option<String>,
    }
    let database = TestDb::new().await;
    let tx = database.db().begin_system("test").await.unwrap();
    for id in ["1", "auth-secret-1", &"x".repeat(32)] {
        let keys = keys(OLD, &[("ENCRYPTION_KEYS", &format!("{id}:{KEY}"))]);
        for secret in ["", "secret", &"long ".repeat(100)] {
            let sealed = keys.seal(&secret.into(), &columns::TOTP_SECRET.of("row")).unwrap();
            let sql = "select private.sealed_by($1) as key";
            let told: Told = db::fetch_one(&tx, sql, [sealed.as_str().into()]).await.unwrap();
            assert_eq!(told.key.as_deref(), Some(id), "{secret}");
        }
    }
    for none in ["", "[]", r#"["hash"]"#, "ünsealed", &"A".repeat(100), &"946e22620f5057".repeat(9)] {
        let told: Told = db::fetch_one(&tx, "select private.sealed_by($1) as key", [none.into()]).await.unwrap();
        assert_eq!(told.key, None, "{none}");
    }
}
