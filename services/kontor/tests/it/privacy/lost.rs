//! Workers that die, jobs that run twice, and requests that nobody works on any more.

use std::time::Duration;

use accounts::{
    privacy::{
        Desk,
        requests::{self, About, Kind},
    },
    seal::{self, Keys},
};
use chrono::TimeDelta;
use db::Scope;
use kontor::platform::PERSONAL;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{
    ask, pages, plant,
    race::{Somebody, ask_for, until_done, worker},
    rows_with, tidy, told, user, work,
};
use crate::{accounts::somebody, shop::Shop};

fn registry(shop: &Shop) -> jobs::Registry {
    Desk { accounts: shop.platform.accounts.clone(), subjects: PERSONAL }.jobs()
}

/// As if a lease had been lost: the job is there a second time, and both are done at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_job_that_runs_twice_does_it_once() {
    let shop = Shop::with_accounts().await;
    let end = CancellationToken::new();
    let worker = worker(&shop, shop.test.another_db().await, &end);
    for n in 0..4 {
        let Somebody { person, .. } = Somebody::new(&shop, n).await;
        for kind in [Kind::Export, Kind::Erasure] {
            let tx = shop.test.db().begin(Scope::service(Some(db::INSTALLATION))).await.unwrap();
            let request = requests::create(&tx, kind, About::person(person), None).await.unwrap().id.0;
            let twice = "insert into public.jobs (name, queue, payload)
                select name, queue, payload from public.jobs where unique_key = $1";
            let copied = db::exec(&tx, twice, [format!("privacy:{request}").into()]).await.unwrap();
            assert_eq!(copied, 1);
            tx.commit().await.unwrap();
            until_done(&shop).await;
            assert_eq!(shop.count(&format!("privacy_requests where id = '{request}' and status = 'done'")).await, 1);
            if kind == Kind::Export {
                assert_eq!(told(&shop, request).await["kept"]["public.customers"].as_array().unwrap().len(), 2);
                assert_eq!(shop.count("privacy_pages").await, 1);
            }
        }
        assert_eq!(rows_with(&shop, "canary").await, [""; 0]);
        // One look again was asked for, and not two.
        assert_eq!(shop.count("jobs where name = 'accounts.erase_person_again'").await, i64::try_from(n).unwrap() + 1);
    }
    assert_eq!(shop.count("jobs where status = 'dead'").await, 0);
    end.cancel();
    worker.await.unwrap();
}

/// A worker dies after each statement in turn: whoever takes the job over does all of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_worker_that_dies_leaves_nothing_half_done() {
    let shop = Shop::with_accounts().await;
    let mut cut = 0;
    for n in 0..8 {
        let Somebody { person, .. } = Somebody::new(&shop, n).await;
        let export = ask(&shop, Kind::Export, person).await;
        cut += u32::from(die_after(&shop, 8 * n as u64 + 4).await);
        work(&shop).await;
        let file = told(&shop, export).await;
        assert_eq!(file["kept"]["public.events"].as_array().unwrap().len(), 50);
        assert_eq!(pages(&shop, export).await.len(), 1);

        let erasure = ask(&shop, Kind::Erasure, person).await;
        cut += u32::from(die_after(&shop, 4 * n as u64 + 4).await);
        // What the dead one sent last may still be under way.
        let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
        loop {
            let left = rows_with(&shop, "canary").await.len();
            let done = format!("privacy_requests where id = '{erasure}' and status = 'done'");
            if (left == 0) == (shop.count(&done).await == 1) {
                break;
            }
            assert!(tokio::time::Instant::now() < deadline, "{left} rows are left: all or none");
        }
        work(&shop).await;
        assert_eq!(shop.count(&format!("privacy_requests where id = '{erasure}' and status = 'done'")).await, 1);
        assert_eq!(rows_with(&shop, "canary").await, [""; 0]);
        assert_eq!(shop.count("privacy_pages").await, 0);
    }
    assert!(cut > 6, "only {cut} were cut short");
}

/// Begins to work, and is dropped after so many statements; says whether there was something left to do. The lease is over
/// afterwards.
async fn die_after(shop: &Shop, statements: u64) -> bool {
    let db = shop.test.another_db().await;
    let registry = registry(shop);
    let worker = {
        let db = db.clone();
        tokio::spawn(async move { jobs::run_until_empty(&db, &registry).await.map(drop) })
    };
    while db.statements() < statements && !worker.is_finished() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    worker.abort();
    let was_cut = worker.await.is_err();
    db.close().await;
    shop.test.clock().advance(TimeDelta::minutes(61));
    // So that something is there to be done, whoever won.
    shop.change("insert into jobs (name, queue) values ('accounts.tidy_privacy', 'privacy')").await;
    was_cut
}

#[tokio::test]
async fn a_request_without_a_job_has_failed() {
    let shop = Shop::with_accounts().await;
    let ann = somebody(&shop, "ann@example.test").await;
    let id = user(&shop, "ann@example.test").await;
    let made = ann.client().post("/auth/privacy/export", &json!({})).send().await.json();
    let lost: entity::ids::PrivacyRequestId = made["privacy_request"]["id"].as_str().unwrap().parse().unwrap();
    let status = async |request: uuid::Uuid, status: &str| {
        shop.count(&format!("privacy_requests where id = '{request}' and status = '{status}'")).await == 1
    };
    tidy(&shop).await;
    assert!(status(lost.0, "pending").await, "its job waits");
    shop.change("update jobs set status = 'running', locked_by = 'x', locked_until = now() + interval '1 hour' where name = 'accounts.export_person'")
        .await;
    shop.change("update privacy_requests set status = 'running'").await;
    tidy(&shop).await;
    assert!(status(lost.0, "running").await, "its job is at it");
    shop.change("update jobs set status = 'dead', locked_by = null, locked_until = null, finished_at = now(), last_error = 'panicked'
                 where name = 'accounts.export_person'")
        .await;
    tidy(&shop).await;
    assert!(status(lost.0, "failed").await, "its job died without a word");
    let said = "privacy_requests where failure like '%ask again%' and failure like '%runs this installation%' and finished_at is not null";
    assert_eq!(shop.count(said).await, 1);

    // Whoever asks again is not answered the one that failed.
    let again = ann.client().post("/auth/privacy/export", &json!({})).send().await.json();
    let again: entity::ids::PrivacyRequestId = again["privacy_request"]["id"].as_str().unwrap().parse().unwrap();
    assert!(again != lost);
    work(&shop).await;
    assert!(status(again.0, "done").await);
    assert_eq!(told(&shop, again.0).await["kept"]["auth.user"][0]["id"], json!(id));
}

/// Whose account is gone cannot ask again: his erasure is tried every day until it is done, and what it knows of him is sealed.
#[tokio::test]
async fn an_erasure_of_somebody_who_is_gone_is_never_given_up() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann.canary@example.test").await;
    somebody(&shop, "bobby@example.test").await;
    plant(&shop).await;
    ann.post("/delete-user", &json!({})).await;
    let link = shop.link_to("ann.canary@example.test").await;
    assert_eq!(ann.get(&link).await.status.as_u16(), 302);
    let jobs = rows_with(&shop, "accounts.erase_person").await;
    assert!(jobs.len() == 1 && !jobs[0].contains("canary"), "{jobs:?}");

    let dead = "status = 'dead', attempt = 12, locked_by = null, locked_until = null, last_error = 'panicked'";
    let now = shop.test.db().clock().now().to_rfc3339();
    shop.change(&format!("update jobs set {dead}, finished_at = '{now}' where name = 'accounts.erase_person'")).await;
    tidy(&shop).await;
    assert_eq!(shop.count("jobs where name = 'accounts.erase_person' and status = 'dead'").await, 1, "not at once");
    assert_eq!(shop.count("privacy_requests where kind = 'erasure' and status = 'failed'").await, 1);
    shop.test.clock().advance(TimeDelta::days(1) + TimeDelta::seconds(1));
    tidy(&shop).await;
    work(&shop).await;
    assert_eq!(rows_with(&shop, "canary").await, [""; 0]);
    assert_eq!(shop.count("privacy_requests where kind = 'erasure' and status = 'done' and failure is null").await, 1);

    // The same for the second look.
    shop.change(&format!("update jobs set {dead}, finished_at = '{now}' where name = 'accounts.erase_person_again'"))
        .await;
    tidy(&shop).await;
    assert_eq!(shop.count("jobs where name = 'accounts.erase_person_again' and status = 'ready'").await, 1);
}

const FIRST: &str = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const SECOND: &str = "k2:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

/// Seals all anew with the first of these keys; answers how many values of jobs there were, and with which key they are now.
async fn rotate(shop: &Shop, keys: &[&str]) -> (u64, Option<String>) {
    const WHERE: &str = "public.jobs.payload";
    let settings = [("ENCRYPTION_KEYS".to_owned(), keys.join(","))];
    let keys = Keys::new(&config::Config::from_sources(settings, None).unwrap(), &"x".repeat(32).into()).unwrap();
    let done = seal::rotate(shop.test.db(), &keys, |_| ()).await.unwrap();
    let of_jobs = done.into_iter().find(|done| done.column.to_string() == WHERE).expect("jobs carry what is sealed");
    assert!(of_jobs.failed.is_empty(), "{of_jobs:?}");
    let in_use = seal::status(shop.test.db()).await.unwrap();
    let mut used = in_use.into_iter().filter(|used| used.column.to_string() == WHERE);
    (of_jobs.resealed, used.next().filter(|used| used.values == 1).and_then(|used| used.key))
}

/// Whom an erasure is about is sealed until nobody looks for him any more: a key that seals it counts as in use, and without
/// it nothing is said to be done.
#[tokio::test]
async fn whom_an_erasure_is_about_is_sealed_anew_and_never_passed_over() {
    let shop = Shop::open_with(&[("KONTOR_TRUSTED_PROXIES", "127.0.0.1"), ("ENCRYPTION_KEYS", FIRST)]).await;
    let mut ann = somebody(&shop, "ann.canary@example.test").await;
    somebody(&shop, "bobby@example.test").await;
    plant(&shop).await;
    ann.post("/delete-user", &json!({})).await;
    let link = shop.link_to("ann.canary@example.test").await;
    assert_eq!(ann.get(&link).await.status.as_u16(), 302);
    assert_eq!(rotate(&shop, &[SECOND, FIRST]).await, (1, Some("k2".to_owned())));

    // This server has the first key and no other.
    let done = "privacy_requests where kind = 'erasure' and status = 'done'";
    let tried = shop.test.run_jobs(&registry(&shop)).await;
    assert!(tried.errors.len() == 1 && tried.errors[0].contains("k2"), "{tried:?}");
    assert_eq!(shop.count(done).await, 0);
    assert!(!rows_with(&shop, "canary").await.is_empty());
    assert_eq!(rotate(&shop, &[FIRST, SECOND]).await, (1, Some("k1".to_owned())));
    shop.test.clock().advance(TimeDelta::hours(1));
    work(&shop).await;
    assert_eq!(shop.count(done).await, 1);
    assert_eq!(rows_with(&shop, "canary").await, [""; 0]);

    // The same for the second look.
    assert_eq!(rotate(&shop, &[SECOND, FIRST]).await, (1, Some("k2".to_owned())));
    shop.test.clock().advance(TimeDelta::hours(1));
    let tried = shop.test.run_jobs(&registry(&shop)).await;
    assert!(tried.errors.len() == 1 && tried.errors[0].contains("k2"), "{tried:?}");
    assert_eq!(shop.count("jobs where name = 'accounts.erase_person_again'").await, 1);
}

/// A job that was under way when somebody was erased, and died afterwards, carries his address no longer than two days.
#[tokio::test]
async fn a_job_that_dies_later_is_found_too() {
    let shop = Shop::with_accounts().await;
    let Somebody { customer, .. } = Somebody::new(&shop, 1).await;
    let address = shop_address(&shop).await;
    let request = ask_for(&shop, Kind::Erasure, customer).await;
    shop.change(&format!(
        "insert into jobs (organization_id, name, payload, run_at, status)
         select organization_id, 'shop.other', '{{\"about\": \"{address}\"}}', now() + interval '1 year', 'scheduled'
         from privacy_requests where id = '{request}'"
    ))
    .await;
    work(&shop).await;
    let other = "jobs where name = 'shop.other'";
    assert_eq!(shop.count(other).await, 1, "what works is not for us to end");
    shop.test.clock().advance(TimeDelta::minutes(16));
    work(&shop).await;
    shop.change("update jobs set status = 'dead', finished_at = now() where name = 'shop.other'").await;
    shop.test.clock().advance(TimeDelta::from_std(Duration::from_hours(49)).unwrap());
    work(&shop).await;
    assert_eq!(shop.count(other).await, 0);
    assert_eq!(shop.count("jobs where name like 'accounts.erase%'").await, 0, "and then nothing knows him any more");
}

async fn shop_address(shop: &Shop) -> String {
    use db::sea_orm::FromQueryResult;
    #[derive(FromQueryResult)]
    struct Email {
        email: String,
    }
    let tx = shop.test.db().begin_system("find an address").await.unwrap();
    let sql = "select email from auth.\"user\" where name = 'canary'";
    db::fetch_one::<Email>(&tx, sql, []).await.unwrap().email
}
