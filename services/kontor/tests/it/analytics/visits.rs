//! What is one visit.

use std::collections::BTreeMap;

use analytics::{Recorder, Seen};
use chrono::{DateTime, TimeDelta, Utc};
use db::sea_orm::FromQueryResult;
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::json;
use testkit::TestDb;
use uuid::Uuid;

use super::{CHROME, look, open, tell, until, visitor};

#[tokio::test]
async fn a_visit_ends_after_half_an_hour_of_nothing() {
    let shop = open().await;
    let (ann, bob) = (visitor(&shop, 1), visitor(&shop, 2));
    look(&ann, "/").await;
    look(&bob, "/").await;
    shop.test.clock().advance(TimeDelta::minutes(30));
    look(&ann, "/a").await;
    until(&shop, 3).await;
    shop.test.clock().advance(TimeDelta::minutes(31));
    look(&ann, "/b").await;
    until(&shop, 4).await;
    let visits = "(select visit_id, count(*) n from page_views group by 1) v where n";
    assert_eq!(shop.count(&format!("{visits} = 1")).await, 2, "Bob's, and Ann's second");
    assert_eq!(shop.count(&format!("{visits} = 2")).await, 1);
    assert_eq!(shop.count("(select distinct visitor from page_views) v").await, 2);
}

fn seen(organization: Uuid, at: DateTime<Utc>, n: u8) -> Seen {
    Seen {
        organization,
        at,
        name: "view".to_owned(),
        url: "/".to_owned(),
        referrer: None,
        address: Some([203, 0, 113, n].into()),
        user_agent: Some(CHROME.to_owned()),
        languages: Some("de".to_owned()),
        locale: None,
        product: None,
        product_handle: None,
        order: None,
    }
}

#[derive(Debug, FromQueryResult)]
struct Told {
    visitor: i64,
    visit_id: Uuid,
}

async fn told(test: &TestDb) -> Vec<Told> {
    let tx = test.db().begin_system("look").await.unwrap();
    db::fetch_all(&tx, "select visitor, visit_id from page_views order by created_at, id", []).await.unwrap()
}

/// Over midnight a visit goes on, and who comes after a while is somebody else.
#[tokio::test]
async fn midnight() {
    let shop = open().await;
    let ours: Uuid = "00000000-0000-7000-8000-00000000000a".parse().unwrap();
    let evening: DateTime<Utc> = "2026-11-20T23:40:00Z".parse().unwrap();
    let minutes = [0, 15, 25, 50, 120];
    for at_once in [true, false] {
        shop.change("delete from page_views").await;
        let all = minutes.map(|minute| seen(ours, evening + TimeDelta::minutes(minute), 1));
        for batch in all.chunks(if at_once { all.len() } else { 1 }) {
            let recorder = Recorder::start(shop.test.db().clone());
            for seen in batch {
                recorder.note(seen.clone());
            }
            recorder.close().await;
        }
        let told = told(&shop.test).await;
        let numbers: Vec<(i64, Uuid)> = told.iter().map(|line| (line.visitor, line.visit_id)).collect();
        assert_eq!(numbers.len(), 5);
        assert!(numbers[..4].iter().all(|number| *number == numbers[0]), "{at_once} {told:?}");
        assert_ne!(numbers[4].0, numbers[0].0, "after midnight it is another number");
        assert_ne!(numbers[4].1, numbers[0].1);
    }
}

/// Two processes that tell of the same visit at once tell of one.
#[tokio::test]
async fn two_processes() {
    let shop = open().await;
    let ours: Uuid = "00000000-0000-7000-8000-00000000000a".parse().unwrap();
    let now: DateTime<Utc> = "2026-11-20T12:00:00Z".parse().unwrap();
    let recorders: Vec<Recorder> = (0..4).map(|_| Recorder::start(shop.test.db().clone())).collect();
    for (recorder, second) in recorders.iter().cycle().zip(0..80) {
        recorder.note(seen(ours, now + TimeDelta::seconds(second / 8), u8::try_from(second % 5).unwrap()));
    }
    let closing: Vec<_> = recorders.iter().map(Recorder::close).collect();
    for closed in closing {
        closed.await;
    }
    assert_eq!(shop.count("page_views").await, 80);
    assert_eq!(
        shop.count("(select distinct visit_id from page_views where created_at > '2026-11-20T12:00:05Z') v").await,
        5
    );
}

/// However they come, in one batch or in many: a visit is what one does with at most half an hour in between.
#[test]
fn visits_are_what_they_are() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    // The database is let go of within it.
    let _within = runtime.enter();
    let test = runtime.block_on(async {
        let test = TestDb::new().await;
        let tx = test.db().begin_system("make the fixture").await.unwrap();
        tx.batch(include_str!("../fixture.sql")).await.unwrap();
        tx.commit().await.unwrap();
        test
    });
    let ours: Uuid = "00000000-0000-7000-8000-00000000000a".parse().unwrap();
    let start: DateTime<Utc> = "2026-11-20T08:00:00Z".parse().unwrap();
    let steps = proptest::collection::vec((0_u8..3, 0_i64..45, any::<bool>()), 1..25);
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() });
    runner
        .run(&steps, |steps| {
            runtime.block_on(async {
                let tx = test.db().begin_system("begin anew").await.unwrap();
                tx.batch("delete from page_views").await.unwrap();
                tx.commit().await.unwrap();
                let (mut at, mut last, mut visits) = (start, BTreeMap::<u8, DateTime<Utc>>::new(), 0_usize);
                let mut recorder = Recorder::start(test.db().clone());
                for (n, minutes, is_batch_over) in &steps {
                    // Whole minutes: exactly half an hour is still the same visit.
                    at += TimeDelta::minutes(*minutes);
                    if last.insert(*n, at).is_none_or(|before| at - before > TimeDelta::minutes(30)) {
                        visits += 1;
                    }
                    recorder.note(seen(ours, at, *n));
                    if *is_batch_over {
                        recorder.close().await;
                        recorder = Recorder::start(test.db().clone());
                    }
                }
                recorder.close().await;
                let told = told(&test).await;
                let found: std::collections::BTreeSet<Uuid> = told.iter().map(|line| line.visit_id).collect();
                prop_assert_eq!(told.len(), steps.len());
                prop_assert_eq!(found.len(), visits);
                Ok(())
            })
        })
        .unwrap();
}

/// Once its salt is gone nobody can tell whose a number was; the salt of yesterday serves visits over midnight.
#[tokio::test]
async fn salts_are_forgotten() {
    let shop = open().await;
    let registry = analytics::registry(jobs::Registry::new());
    let forget = async || {
        let schedules = analytics::schedules().unwrap();
        assert_eq!(schedules.len(), 2);
        let tx = shop.test.db().begin_system("forget").await.unwrap();
        db::exec(&tx, "insert into jobs (name, payload) values ('analytics.forget_salts', '{}')", []).await.unwrap();
        tx.commit().await.unwrap();
        let done = shop.test.run_jobs(&registry).await;
        assert!(done.errors.is_empty(), "{done:?}");
    };
    look(&visitor(&shop, 1), "/").await;
    until(&shop, 1).await;
    for (hours, left) in [(0, 1), (24, 1), (24, 0)] {
        shop.test.clock().advance(TimeDelta::hours(hours));
        forget().await;
        assert_eq!(shop.count("private.visitor_salts").await, left, "{hours}");
    }
    look(&visitor(&shop, 1), "/").await;
    until(&shop, 2).await;
    assert_eq!(shop.count("(select distinct visitor from page_views) v").await, 2);
    tell(&visitor(&shop, 1), &json!({"url": "/", "name": "product.added"})).await;
    until(&shop, 3).await;
}
