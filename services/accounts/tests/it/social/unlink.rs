//! A way in may be taken away, the last one may not.

use serde_json::json;
use tokio::task::JoinSet;

use super::world::{World, identity};

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_at_once_one_way_in_is_left() {
    let world = World::open().await;
    let (_, mut browser) = world.person("ann@example.test").await;
    for number in 0..4 {
        let mut who = identity("ann");
        who["sub"] = format!("sub-{number}").into();
        assert_eq!(browser.link(&world, &who).await, "/account");
    }
    let accounts = browser.get("/list-accounts").await.json();
    let ids: Vec<String> =
        accounts.as_array().unwrap().iter().map(|account| account["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 5);
    let mut tries = JoinSet::new();
    for number in 0..100 {
        let (mut browser, id) = (browser.clone(), ids[number % 5].clone());
        tries.spawn(async move {
            let answer = browser.post("/unlink-account", json!({ "accountId": id })).await;
            (answer.status.as_u16(), answer.json()["code"].as_str().unwrap_or_default().to_owned())
        });
    }
    let answers = tries.join_all().await;
    assert_eq!(answers.iter().filter(|(status, _)| *status == 200).count(), 4, "{answers:?}");
    let known = ["", "ACCOUNT_NOT_FOUND", "FAILED_TO_UNLINK_LAST_ACCOUNT"];
    assert!(answers.iter().all(|(_, code)| known.contains(&&**code)), "{answers:?}");
    assert_eq!(world.count("auth.account").await, 1);
    assert_eq!(world.count("jobs where payload::text like '%A way to sign in was removed%'").await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_wants_a_young_session_of_ones_own() {
    let world = World::open().await;
    let (_, mut ann) = world.person("ann@example.test").await;
    let (_, mut bob) = world.person("bob@example.test").await;
    ann.link(&world, &identity("ann")).await;
    let account = json!({ "accountId": ann.account("test").await });
    bob.link(&world, &identity("bob")).await;
    let answer = bob.post("/unlink-account", account.clone()).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (400, &json!("ACCOUNT_NOT_FOUND")));
    world.database.clock().advance(chrono::Duration::days(1));
    let answer = ann.post("/unlink-account", account.clone()).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (403, &json!("SESSION_NOT_FRESH")));
    let mut young = super::browser::Browser::new(&world);
    young.sign_in(&world, &identity("ann")).await;
    assert_eq!(young.post("/unlink-account", account).await.status.as_u16(), 200);
    let answer = young.post("/unlink-account", json!({})).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (400, &json!("VALIDATION_ERROR")));
}
