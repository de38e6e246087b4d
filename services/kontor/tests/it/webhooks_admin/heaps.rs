//! A lot that waits is worked on in parts: no run takes more than it can hold, keeps what it cannot begin, or takes what another one takes.

use std::time::Duration;

use chrono::TimeDelta;
use kontor::platform;
use stripe_double::{Fault, Harm};

use super::turns::thin;
use crate::payments::Rig;

/// So many events wait of bills that are nobody's, each of its own or all of the same, with so many bytes more than they need.
async fn wait(rig: &Rig, many: u32, of_each: bool, bytes: u32) {
    let event = thin(rig, "evt_N", "invoice.paid", ("invoice", "in_OBJECT"));
    let object = if of_each { "n::text" } else { "'one'" };
    let sql = format!(
        "insert into webhook_events (organization_id, endpoint_id, event_id, type, object_id, object_type, is_live, body, created_at, next_at)
        select '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', 'evt_' || n, 'v1.invoice.paid',
          'in_' || {object}, 'invoice', false,
          convert_to(replace(replace($${event}$$, 'evt_N', 'evt_' || n), 'in_OBJECT', 'in_' || {object}) || repeat(' ', {bytes}), 'utf8'),
          to_timestamp({}), '2001-01-01'
        from generate_series(1, {many}) n",
        rig.stripe.now()
    );
    rig.shop.change(&sql).await;
}

/// How often bills were asked for.
fn asked(rig: &Rig) -> usize {
    rig.stripe.requests().iter().filter(|(_, path, _)| path.starts_with("/v1/invoices/")).count()
}

#[tokio::test]
async fn many_of_one_object() {
    let rig = Rig::silent().await;
    wait(&rig, 250, false, 0).await;
    rig.jobs().await;
    assert_eq!(asked(&rig), 3, "a hundred at a time");
    assert_eq!(rig.shop.count("webhook_events where status = 'ignored' and tries = 1").await, 250);
}

#[tokio::test]
async fn large_ones() {
    let rig = Rig::silent().await;
    wait(&rig, 20, false, 1_000_000).await;
    rig.jobs().await;
    assert_eq!(asked(&rig), 2, "16 MiB at a time");
    assert_eq!(rig.shop.count("webhook_events where status = 'ignored' and tries = 1").await, 20);
}

/// Stripe is slow: what a run cannot begin any more waits for nobody's lease to end, and was not tried.
#[tokio::test]
async fn what_a_run_does_not_begin() {
    let rig = Rig::silent().await;
    wait(&rig, 20, true, 0).await;
    rig.stripe.fail(Fault::new(Harm::Slow).at("GET", "/v1/invoices").slow(Duration::from_millis(500)));
    rig.enqueue("payments.inbox").await;
    let registry = platform::registry(&rig.shop.platform);
    let later = async {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        while asked(&rig) == 0 {
            assert!(tokio::time::Instant::now() < deadline, "nothing is asked");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        rig.shop.test.clock().advance(TimeDelta::seconds(50));
    };
    tokio::join!(rig.shop.test.run_jobs(&registry), later);
    assert_eq!(asked(&rig), 1);
    let left = "webhook_events where status = 'pending' and leased_until is null and tries = 0";
    assert_eq!(rig.shop.count(left).await, 19);
    rig.jobs().await;
    assert_eq!(asked(&rig), 20, "each once");
    assert_eq!(rig.shop.count("webhook_events where status = 'ignored' and tries = 1").await, 20);
}

/// Who claims at the same time waits, and sees then what is left.
#[tokio::test]
async fn one_claims_after_the_other() {
    let rig = Rig::silent().await;
    wait(&rig, 1, true, 0).await;
    rig.enqueue("payments.inbox").await;
    let other = rig.shop.test.db().begin_system("claim as another run does").await.unwrap();
    other.batch("select pg_advisory_xact_lock(hashtextextended('payments.inbox', 0))").await.unwrap();
    let registry = platform::registry(&rig.shop.platform);
    let waits = async {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        let waiting = "pg_locks l join pg_database d on d.oid = l.database
            where l.locktype = 'advisory' and not l.granted and d.datname = current_database()";
        while rig.shop.count(waiting).await == 0 {
            assert!(tokio::time::Instant::now() < deadline, "nobody waits");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(asked(&rig), 0);
        other.batch("update webhook_events set status = 'ignored'").await.unwrap();
        other.commit().await.unwrap();
    };
    tokio::join!(rig.shop.test.run_jobs(&registry), waits);
    assert_eq!(asked(&rig), 0, "the other one had it");
}
