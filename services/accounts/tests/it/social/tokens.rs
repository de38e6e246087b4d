//! A provider's tokens: sealed, refreshed once, and nobody else's.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{
    browser::Browser,
    issuer::Mood,
    world::{World, identity},
};

async fn linked(world: &World) -> (Browser, String) {
    let (_, mut browser) = world.person("ann@example.test").await;
    assert_eq!(browser.link(world, &identity("ann")).await, "/account");
    let account = browser.account("test").await;
    (browser, account)
}

async fn access(browser: &mut Browser, account: &str) -> String {
    let answer = browser.post("/get-access-token", json!({ "accountId": account })).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.json()["accessToken"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_lies_open() {
    let world = World::open().await;
    let (mut browser, account) = linked(&world).await;
    let answer = browser.post("/refresh-token", json!({ "accountId": account })).await.json();
    for name in ["accessToken", "refreshToken", "idToken"] {
        let token = answer[name].as_str().unwrap();
        assert!(token.len() >= 20, "{answer}");
        assert_eq!(world.count(&format!("auth.account a where strpos(a::text, '{token}') > 0")).await, 0, "{name}");
        assert_eq!(world.count(&format!("auth.account where \"{name}\" is not null")).await, 1, "{name}");
    }
    // A token of one account does not open in another's place.
    world.change(r#"update auth.account set "accountId" = 'another' where "providerId" = 'test'"#).await;
    let answer = browser.post("/get-access-token", json!({ "accountId": account })).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (400, &json!("FAILED_TO_GET_ACCESS_TOKEN")));
    let answer = browser.get(&format!("/account-info?accountId={account}")).await;
    assert_eq!(answer.json()["code"], "ACCESS_TOKEN_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_want_a_new_token_one_asks_for_it() {
    let world = World::open().await;
    let (mut browser, account) = linked(&world).await;
    let old = access(&mut browser, &account).await;
    assert_eq!(access(&mut browser, &account).await, old, "it has not run out");
    world.database.clock().advance(chrono::Duration::minutes(59) + chrono::Duration::seconds(55));
    {
        let mut desk = world.issuer.desk();
        desk.granted = 0;
        desk.mood = Mood::Slow;
    }
    let mut tries = JoinSet::new();
    for _ in 0..50 {
        let (mut browser, account) = (browser.clone(), account.clone());
        tries.spawn(async move { access(&mut browser, &account).await });
    }
    // The provider answers the first once all have asked, and have asked again.
    let asked = world.database.db().statements() + 50 * 6;
    while world.database.db().statements() < asked {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    world.issuer.desk().mood = Mood::Well;
    let tokens = tries.join_all().await;
    assert!(tokens.iter().all(|token| *token == tokens[0] && *token != old), "{tokens:?}");
    let granted = world.issuer.desk().granted;
    assert_eq!((granted, world.issuer.desk().reused), (1, false));
    // The refresh token that came with it is the one that is kept.
    let answer = browser.post("/refresh-token", json!({ "accountId": account })).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert!(!world.issuer.desk().reused);
    assert_eq!(world.count("auth.verification where identifier like 'lease:%'").await, 0);
}

/// Somebody who goes away takes no token with him that the provider has just given out.
#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_goes_away_loses_nothing() {
    let world = World::open().await;
    let (mut browser, account) = linked(&world).await;
    world.issuer.desk().mood = Mood::Slow;
    let (mut hasty, body) = (browser.clone(), json!({ "accountId": account }));
    let call = tokio::spawn(async move { hasty.post("/refresh-token", body).await });
    while world.count("auth.verification where identifier like 'lease:%'").await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    call.abort();
    world.issuer.desk().mood = Mood::Well;
    let answer = browser.post("/refresh-token", json!({ "accountId": account })).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert!(!world.issuer.desk().reused);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_brings_newer_tokens_and_a_failure_takes_none_away() {
    let world = World::open().await;
    let (mut browser, account) = linked(&world).await;
    let old = access(&mut browser, &account).await;
    let mut again = Browser::new(&world);
    again.sign_in(&world, &identity("ann")).await;
    let new = access(&mut browser, &account).await;
    assert_ne!(old, new);

    world.issuer.desk().mood = Mood::Away;
    let answer = browser.post("/refresh-token", json!({ "accountId": account })).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (400, &json!("FAILED_TO_REFRESH_ACCESS_TOKEN")));
    assert_eq!(access(&mut browser, &account).await, new);
    let info = browser.get(&format!("/account-info?accountId={account}")).await;
    assert_eq!((info.status.as_u16(), &info.json()["code"]), (424, &json!("PROVIDER_UNAVAILABLE")));
    world.database.clock().advance(chrono::Duration::hours(1));
    let answer = browser.post("/get-access-token", json!({ "accountId": account })).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (400, &json!("FAILED_TO_GET_ACCESS_TOKEN")));
    world.issuer.desk().mood = Mood::Well;
    assert_ne!(access(&mut browser, &account).await, new);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_apps_access_token_is_not_another_persons() {
    let world = World::open().await;
    let (_, mut ann) = world.person("ann@example.test").await;
    let (_, mut bob) = world.person("bob@example.test").await;
    bob.link(&world, &identity("bob")).await;
    let account = bob.account("test").await;
    let bobs = access(&mut bob, &account).await;
    let id_token = json!({ "token": world.issuer.id_token(&identity("ann"), &json!({})), "accessToken": bobs });
    let answer = ann.post("/link-social", json!({ "provider": "test", "idToken": id_token })).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    let account = ann.account("test").await;
    let info = ann.get(&format!("/account-info?accountId={account}")).await;
    assert_eq!((info.status.as_u16(), &info.json()["code"]), (401, &json!("FAILED_TO_GET_USER_INFO")));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_says_which_account_and_nothing_else() {
    let world = World::open().await;
    let (mut browser, account) = linked(&world).await;
    for body in [
        json!({}),
        json!({ "accountId": account, "useAccountCookie": true }),
        json!({ "accountId": 7 }),
        json!({ "useAccountCookie": false }),
        json!({ "accountId": account, "userId": 7 }),
        json!({ "accountId": account, "more": 1 }),
    ] {
        for path in ["/get-access-token", "/refresh-token"] {
            let answer = browser.post(path, body.clone()).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (400, &json!("VALIDATION_ERROR")), "{body}");
        }
    }
    let answer = browser.get("/account-info").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["message"]), (400, &json!("[query] Invalid input")));
    let answer = Browser::new(&world).post("/get-access-token", json!({ "accountId": account })).await;
    assert_eq!((answer.status.as_u16(), &*answer.text), (401, ""));
    let info = browser.get(&format!("/account-info?accountId={account}")).await.json();
    assert_eq!(info["user"]["email"], "ann@example.test");
    assert_eq!(info["data"]["image"], Value::Null);
}
