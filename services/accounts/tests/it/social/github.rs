//! GitHub, which is no OpenID provider.

use serde_json::{Value, json};

use super::{
    browser::{Browser, place},
    world::World,
};

fn octocat() -> Value {
    json!({ "id": 583_231, "login": "octocat", "name": null, "email": "public@example.test",
        "avatar_url": "https://avatars.example.test/u/583231" })
}

fn emails(verified: bool) -> Value {
    json!([
        { "email": "public@example.test", "primary": false, "verified": true, "visibility": "public" },
        { "email": "Octocat@Example.test", "primary": true, "verified": verified, "visibility": null },
    ])
}

async fn sign_in(world: &World, user: Value, emails: Option<Value>) -> (Browser, String) {
    let mut browser = Browser::new(world);
    let url = browser.lead("/sign-in/social", "github").await;
    let there = place(&browser.open(&world.github.consent(&url, user, emails)).await);
    (browser, there)
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_his_number_and_his_primary_address() {
    let world = World::open().await;
    let (mut browser, there) = sign_in(&world, octocat(), Some(emails(true))).await;
    assert_eq!(there, "/account");
    let user = browser.session().await["user"].clone();
    assert_eq!((&user["email"], &user["emailVerified"]), (&json!("octocat@example.test"), &json!(true)));
    assert_eq!((&user["name"], &user["image"]), (&json!("octocat"), &octocat()["avatar_url"]));
    assert_eq!(world.count(r#"auth.account where "providerId" = 'github' and "accountId" = '583231'"#).await, 1);

    // Another name and address there, the same person here.
    let mut renamed = octocat();
    renamed["login"] = "hubot".into();
    let (mut again, _) = sign_in(&world, renamed, Some(json!([]))).await;
    assert_eq!(again.session().await["user"]["id"], user["id"]);

    let account = again.account("github").await;
    let info = again.get(&format!("/account-info?accountId={account}")).await.json();
    assert_eq!((&info["data"]["login"], &info["account"]["accountId"]), (&json!("hubot"), &json!("583231")));
    let tokens = again.post("/get-access-token", json!({ "accountId": account })).await.json();
    assert!(tokens["accessToken"].as_str().unwrap().starts_with("gho_"), "{tokens}");
    assert_eq!(tokens["scopes"], json!(["read:user", "user:email"]));
    let answer = again.post("/refresh-token", json!({ "accountId": account })).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (400, &json!("REFRESH_TOKEN_NOT_FOUND")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_not_proven_lets_nobody_in() {
    let world = World::open().await;
    world.person("public@example.test").await;
    for emails in [Some(emails(false)), None, Some(json!([]))] {
        let (mut browser, there) = sign_in(&world, octocat(), emails).await;
        assert_eq!(there, "/oops?error=account_not_linked");
        assert_eq!(browser.session().await, Value::Null);
    }
    let mut hidden = octocat();
    hidden["email"] = Value::Null;
    assert_eq!(sign_in(&world, hidden, Some(json!([]))).await.1, "/oops?error=email_not_found");
    let (_, there) = sign_in(&world, json!({ "login": "nobody" }), Some(emails(true))).await;
    assert_eq!(there, "/oops?error=unable_to_get_user_info");
    assert_eq!(world.count(r#"auth.account where "providerId" = 'github'"#).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_not_taken_comes_with_200() {
    let world = World::open().await;
    let mut browser = Browser::new(&world);
    let url = browser.lead("/sign-in/social", "github").await;
    let mut back = world.github.consent(&url, octocat(), Some(emails(true)));
    let state = back.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    back.query_pairs_mut().clear().append_pair("state", &state).append_pair("code", "another");
    assert_eq!(place(&browser.open(&back).await), "/oops?error=invalid_code");

    let token = json!({ "provider": "github", "idToken": { "token": "x" } });
    let answer = browser.post("/sign-in/social", token).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (404, &json!("ID_TOKEN_NOT_SUPPORTED")));
}
