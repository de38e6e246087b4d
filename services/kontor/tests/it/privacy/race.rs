//! Export and erasure of the same person at once: afterwards nothing of him is left, and no file tells of him.

use std::{sync::Arc, time::Duration};

use accounts::privacy::{
    Desk, depart,
    requests::{self, About, Kind},
};
use chrono::TimeDelta;
use db::{Db, Scope};
use jobs::{Runner, RunnerSettings};
use kontor::platform::PERSONAL;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{OURS, rows_with};
use crate::shop::Shop;

/// Somebody with an account, a customer, a guest, an address and lines in the logs.
pub(super) struct Somebody {
    pub person: Uuid,
    pub customer: Uuid,
    pub guest: Uuid,
}

impl Somebody {
    pub(super) async fn new(shop: &Shop, n: usize) -> Self {
        let [person, customer, guest] = [(); 3].map(|()| Uuid::now_v7());
        let email = format!("canary-{n}-{}@example.test", person.simple());
        shop.change(&format!(
            "insert into auth.\"user\" (id, name, email, \"emailVerified\") values ('{person}', 'canary', '{email}', true);
             insert into customers (organization_id, id, user_id, email, has_account, first_name) values
               ('{OURS}', '{customer}', '{person}', '{email}', true, 'canary'),
               ('{OURS}', '{guest}', null, '{email}', false, 'canary');
             insert into saved_addresses (organization_id, customer_id, city) values ('{OURS}', '{customer}', 'canary');
             insert into events (organization_id, name, entity_id, after) select '{OURS}', 'customer.updated', '{customer}',
               jsonb_build_object('name', 'canary', 'n', g) from generate_series(1, 50) g;
             insert into api_audit_logs (organization_id, user_id, method, endpoint, path, status, duration_ms, address)
               select '{OURS}', '{person}', 'GET', '/x/{{id}}', '/x/canary', 200, 1, 'canary' from generate_series(1, 50);
             insert into jobs (organization_id, name, payload, status, finished_at) values
               ('{OURS}', 'mail.send', '{{\"message\": {{\"to\": {{\"address\": \"{email}\"}}}}}}', 'dead', now())"
        ))
        .await;
        Self { person, customer, guest }
    }
}

/// Asks for something about a customer of our shop.
pub(super) async fn ask_for(shop: &Shop, kind: Kind, customer: Uuid) -> Uuid {
    let tx = shop.test.db().begin(Scope::service(Some(OURS.parse().unwrap()))).await.unwrap();
    let made = requests::create(&tx, kind, About::customer(customer), None).await.unwrap();
    tx.commit().await.unwrap();
    made.id.0
}

/// A worker of its own, with a pool of its own.
pub(super) fn worker(shop: &Shop, db: Db, end: &CancellationToken) -> tokio::task::JoinHandle<()> {
    let desk = Desk { accounts: shop.platform.accounts.clone(), subjects: PERSONAL };
    let settings = RunnerSettings { slots: 6, poll: Duration::from_millis(50), ..RunnerSettings::default() };
    let runner = Runner::new(db, Arc::new(desk.jobs()), settings);
    let end = end.clone();
    tokio::spawn(async move { runner.run(None, end).await })
}

const MINE: &str = "jobs where name in ('accounts.export_person', 'accounts.erase_person') and status";

/// Until the workers have nothing to do any more.
pub(super) async fn until_done(shop: &Shop) {
    let deadline = tokio::time::Instant::now() + Duration::from_mins(2);
    loop {
        let open = shop.count("privacy_requests where status in ('pending', 'running')").await;
        let waiting = shop.count(&format!("{MINE} in ('ready', 'running', 'scheduled')")).await;
        if open + waiting == 0 {
            return;
        }
        assert!(tokio::time::Instant::now() < deadline, "{open} requests, {waiting} jobs");
        // Whoever was in another's way comes back by the clock.
        if waiting > 0 && shop.count(&format!("{MINE} in ('ready', 'running')")).await == 0 {
            shop.test.clock().advance(TimeDelta::seconds(1));
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_export_and_an_erasure_at_once_leave_nothing() {
    const PEOPLE: usize = 24;
    let shop = Shop::with_accounts().await;
    let end = CancellationToken::new();
    let mut workers = Vec::new();
    for _ in 0..2 {
        workers.push(worker(&shop, shop.test.another_db().await, &end));
    }
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        people.push(Somebody::new(&shop, n).await);
    }
    // Each is asked for in another order, by the shop and as a person; the workers are at it all the while.
    for (n, Somebody { person, customer, guest }) in people.iter().enumerate() {
        let asked = async |kind, whole: bool| {
            if whole { super::ask(&shop, kind, *person).await } else { ask_for(&shop, kind, *customer).await }
        };
        asked(Kind::Export, n % 2 == 0).await;
        if n % 3 == 0 {
            ask_for(&shop, Kind::Export, *guest).await;
        }
        match n % 4 {
            0 => {
                asked(Kind::Erasure, true).await;
            }
            1 => {
                asked(Kind::Erasure, false).await;
                asked(Kind::Erasure, true).await;
            }
            2 => {
                let tx = shop.test.db().begin_system("depart").await.unwrap();
                assert!(depart(&shop.platform.accounts, &tx, *person, *person).await.unwrap());
                tx.commit().await.unwrap();
            }
            _ => {
                // Twice at once.
                tokio::join!(asked(Kind::Erasure, true), asked(Kind::Erasure, true));
            }
        }
        asked(Kind::Export, n % 2 == 1).await;
    }
    until_done(&shop).await;
    end.cancel();
    for worker in workers {
        worker.await.unwrap();
    }
    assert_eq!(shop.count(&format!("{MINE} = 'dead'")).await, 0);
    assert_eq!(rows_with(&shop, "canary").await, [""; 0]);
    assert_eq!(shop.count("privacy_pages").await, 0, "no file tells of anybody");
    assert_eq!(shop.count("privacy_requests where expires_at is not null").await, 0);
    assert_eq!(shop.count("privacy_requests where kind = 'erasure' and status <> 'done'").await, 0);
    assert_eq!(shop.count("auth.\"user\" where name = 'canary'").await, 0);
}
