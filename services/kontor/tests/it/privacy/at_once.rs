//! Somebody goes in two ways at once: neither waits for what the other has.

use accounts::privacy::{Desk, requests::Kind};
use kontor::platform::PERSONAL;
use serde_json::json;
use uuid::Uuid;

use super::{OURS, ask, rows_with, user};
use crate::{
    accounts::{Browser, somebody},
    shop::Shop,
};

async fn open() -> Shop {
    let patient = [("DATABASE_ACQUIRE_TIMEOUT", "60s"), ("DATABASE_LOCK_TIMEOUT", "20s")];
    Shop::open_with(&[("KONTOR_TRUSTED_PROXIES", "127.0.0.1"), patient[0], patient[1]]).await
}

/// Somebody who works in our shop, and buys there: with a link by which he deletes his account.
async fn colleague(shop: &Shop, n: usize) -> (Browser<'_>, Uuid, String) {
    let email = format!("canary-{n}@example.test");
    let mut browser = somebody(shop, &email).await;
    let person = user(shop, &email).await;
    shop.change(&format!(
        "insert into auth.member (\"organizationId\", \"userId\", role) values ('{OURS}', '{person}', 'editor');
         insert into customers (organization_id, id, user_id, email, has_account) values
           ('{OURS}', '{person}', '{person}', '{email}', true);
         insert into customers (organization_id, email, has_account) values ('{OURS}', '{email}', false);
         insert into saved_addresses (organization_id, customer_id, city) values ('{OURS}', '{person}', 'canary');
         insert into former_addresses (user_id, email) values ('{person}', 'former-canary-{n}@example.test');
         insert into auth.invitation (\"organizationId\", email, role, \"expiresAt\", \"inviterId\")
           values ('{OURS}', '{email}', 'editor', now() + interval '1 day', '{person}')"
    ))
    .await;
    browser.post("/delete-user", &json!({})).await;
    let link = shop.link_to(&email).await;
    (browser, person, link)
}

/// How somebody goes by the front door.
#[derive(Debug, Clone, Copy)]
enum Door {
    Himself,
    Removed,
}

/// He goes by the front door, and by a job. When the shop is `held`, whoever is first to come to it goes first; else it is as
/// it happens.
async fn go(shop: &Shop, root: &mut Browser<'_>, n: usize, door: Door, held: Option<bool>) {
    let (browser, person, link) = colleague(shop, n).await;
    ask(shop, Kind::Erasure, person).await;
    let desk = Desk { accounts: shop.platform.accounts.clone(), subjects: PERSONAL };
    let workers = shop.test.another_db().await;
    let by_job = async {
        let drained = jobs::run_until_empty(&workers, &desk.jobs()).await.unwrap();
        assert!(drained.errors.is_empty(), "{n} {door:?} {held:?}: {drained:?}");
    };
    let by_door = async {
        let answer = match door {
            Door::Himself => browser.client().get(&format!("/api/auth{link}")).send().await,
            Door::Removed => root.post("/admin/remove-user", &json!({"userId": person})).await,
        };
        let status = answer.status.as_u16();
        // Who comes second finds nobody.
        assert!(matches!(status, 200 | 302 | 404), "{n} {door:?} {held:?}: {status} {}", answer.text);
    };
    match held {
        None => {
            tokio::join!(by_job, by_door);
        }
        Some(job_is_first) => {
            let holding = shop.test.db().begin_system("hold a shop").await.unwrap();
            holding.batch("select from auth.organization where slug = 'ours' for no key update").await.unwrap();
            let (first, second) = (Some(1), Some(2));
            let (job_after, door_after) = if job_is_first { (None, first) } else { (first, None) };
            let when = async |waiting: Option<i64>| {
                if let Some(waiting) = waiting {
                    shop.until_waiting(waiting).await;
                }
            };
            tokio::join!(
                async {
                    when(job_after).await;
                    by_job.await;
                },
                async {
                    when(door_after).await;
                    by_door.await;
                },
                async {
                    when(second).await;
                    holding.rollback().await.unwrap();
                }
            );
        }
    }
    workers.close().await;
    // What the front door left to a job.
    super::drain(shop).await;
    assert_eq!(shop.count(&format!("auth.\"user\" where id = '{person}'")).await, 0);
    assert_eq!(rows_with(shop, &format!("canary-{n}@")).await, [""; 0], "{n} {door:?} {held:?}");
    assert_eq!(shop.count("privacy_requests where status <> 'done'").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_goes_in_two_ways_goes_once_and_nobody_is_in_the_way() {
    let shop = open().await;
    let mut root = somebody(&shop, "root@example.test").await;
    shop.change("update auth.\"user\" set role = 'admin' where email = 'root@example.test'").await;
    let mut n = 0;
    for door in [Door::Removed, Door::Himself] {
        for held in [Some(true), Some(false), None, None, None, None] {
            Box::pin(go(&shop, &mut root, n, door, held)).await;
            n += 1;
        }
    }
}
