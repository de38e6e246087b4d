//! Coming back: once, in the browser that went, and from the provider that it went to.

use serde_json::{Value, json};
use tokio::task::JoinSet;
use url::Url;

use super::{
    browser::{Browser, place},
    issuer::Mood,
    world::{World, identity},
};

/// The same link with another parameter; none takes it away.
fn with(url: &Url, name: &str, value: Option<&str>) -> Url {
    let mut changed = url.clone();
    let kept: Vec<(String, String)> = url.query_pairs().into_owned().filter(|(known, _)| known != name).collect();
    changed.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(value.map(|value| (name, value)));
    changed
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_returns_at_once_one_begins_a_session() {
    let world = World::open().await;
    let mut browser = Browser::new(&world);
    let url = browser.lead("/sign-in/social", "test").await;
    let back = world.issuer.consent(&url, &identity("sue"));
    let mut tries = JoinSet::new();
    for _ in 0..100 {
        let (mut browser, back) = (browser.clone(), back.clone());
        tries.spawn(async move { place(&browser.open(&back).await) });
    }
    let places = tries.join_all().await;
    assert_eq!(places.iter().filter(|place| *place == "/account").count(), 1);
    let error = format!("{}/api/auth/error?error=state_mismatch", world.base);
    assert_eq!(places.iter().filter(|place| **place == error).count(), 99, "{places:?}");
    assert_eq!((world.count("auth.session").await, world.count("auth.account").await), (1, 1));
    assert!(!world.issuer.desk().reused, "the provider saw the code once");
}

/// Two browsers of one new person, who come back in the same moment.
#[tokio::test(flavor = "multi_thread")]
async fn many_browsers_of_somebody_new_make_one_person() {
    let world = World::open().await;
    let mut tries = JoinSet::new();
    for _ in 0..20 {
        let mut browser = Browser::new(&world);
        let url = browser.lead("/sign-in/social", "test").await;
        let back = world.issuer.consent(&url, &identity("sue"));
        tries.spawn(async move { place(&browser.open(&back).await) });
    }
    assert!(tries.join_all().await.iter().all(|place| place == "/account"));
    assert_eq!((world.count(r#"auth."user""#).await, world.count("auth.account").await), (1, 1));
    assert_eq!(world.count("auth.session").await, 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_belongs_to_its_browser() {
    let world = World::open().await;
    let mut browser = Browser::new(&world);
    let url = browser.lead("/sign-in/social", "test").await;
    let back = world.issuer.consent(&url, &identity("mallory"));
    let mut victim = Browser::new(&world);
    assert_eq!(place(&victim.open(&back).await), "/oops?error=state_mismatch");
    // Nor with a state of his own, nor with one that he has made himself.
    victim.lead("/sign-in/social", "test").await;
    assert_eq!(place(&victim.open(&back).await), "/oops?error=state_mismatch");
    let state = back.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    for forged in [state.clone(), format!("{state}.AAAA"), String::new()] {
        victim.cookies.insert("better-auth.state".into(), forged);
        assert_eq!(place(&victim.open(&back).await), "/oops?error=state_mismatch");
    }
    assert_eq!(victim.session().await, Value::Null);
    // It has not been used up by that.
    assert_eq!(place(&browser.open(&back).await), "/account");
    assert!(!browser.cookies.contains_key("better-auth.state"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_holds_for_ten_minutes() {
    let world = World::open().await;
    let mut browser = Browser::new(&world);
    let url = browser.lead("/sign-in/social", "test").await;
    let back = world.issuer.consent(&url, &identity("sue"));
    world.database.clock().advance(chrono::Duration::minutes(10));
    let page = format!("{}/api/auth/error?error=state_mismatch", world.base);
    assert_eq!(place(&browser.open(&back).await), page);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_comes_from_the_provider_that_was_asked() {
    let world = World::open().await;
    let back = async |browser: &mut Browser| {
        let url = browser.lead("/sign-in/social", "test").await;
        world.issuer.consent(&url, &identity("sue"))
    };
    let mut browser = Browser::new(&world);
    for (name, value, error) in [
        ("iss", Some("https://evil.test"), "issuer_mismatch"),
        ("iss", None, "issuer_mismatch"),
        ("code", None, "no_code"),
        ("code", Some("another"), "invalid_code"),
        ("error", Some("access_denied"), "access_denied"),
        ("error", Some("<script>&x=y"), "unknown_error"),
    ] {
        let back = with(&back(&mut browser).await, name, value);
        assert_eq!(place(&browser.open(&back).await), format!("/oops?error={error}"));
    }
    let mut elsewhere = back(&mut browser).await;
    elsewhere.set_path("/api/auth/callback/other");
    assert_eq!(place(&browser.open(&elsewhere).await), "/oops?error=state_mismatch");
    let mut nowhere = back(&mut browser).await;
    nowhere.set_path("/api/auth/callback/%0aset-cookie");
    assert_eq!(place(&browser.open(&nowhere).await), "/oops?error=oauth_provider_not_found");
    // A parameter that stands there twice is none.
    let mut twice = back(&mut browser).await;
    twice.query_pairs_mut().append_pair("code", "another");
    assert_eq!(place(&browser.open(&twice).await), "/oops?error=no_code");
    assert_eq!(world.count("auth.session").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_led_astray() {
    let world = World::open().await;
    let mut browser = Browser::new(&world);
    for evil in ["https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)"] {
        for (name, code) in [
            ("callbackURL", "INVALID_CALLBACK_URL"),
            ("errorCallbackURL", "INVALID_ERROR_CALLBACK_URL"),
            ("newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL"),
        ] {
            let answer = browser.post("/sign-in/social", json!({ "provider": "test", name: evil })).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (403, &json!(code)), "{evil}");
        }
    }
    for (name, value) in [
        ("additionalParams", json!({ "redirect_uri": "https://evil.test" })),
        ("additionalParams", json!({ "response_mode": "fragment" })),
        ("additionalParams", json!({ "request": "x" })),
        ("additionalParams", json!({ "hd": 7 })),
        ("additionalParams", json!("x")),
        ("additionalParams", json!({ "x": "y".repeat(3000) })),
        ("scopes", json!("openid")),
        ("scopes", json!(["a b"])),
        ("idToken", json!("x")),
        ("provider", json!(7)),
        ("unknown", json!(1)),
    ] {
        let mut body = json!({ "provider": "test" });
        body[name] = value;
        let answer = browser.post("/sign-in/social", body).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (400, &json!("VALIDATION_ERROR")), "{name}");
        assert!(answer.json()["message"].as_str().unwrap().contains(name), "{}", answer.text);
    }
    // The address of the server is its own, whatever the request says.
    let client = testkit::Client::new(world.address).with_header("host", "evil.test");
    let answer = client.post("/api/auth/sign-in/social", &json!({ "provider": "test" })).send().await;
    let url = Url::parse(answer.json()["url"].as_str().unwrap()).unwrap();
    let redirect_uri = url.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1.into_owned();
    assert_eq!(redirect_uri, format!("{}/api/auth/callback/test", world.base));
    // A form's fields are led on to the same place, and nowhere else.
    let form = client.request(http::Method::POST, "/api/auth/callback/%2F%2Fevil.test").send().await;
    assert_eq!(place(&form), format!("{}/api/auth/error?error=oauth_provider_not_found", world.base));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_away_is_no_failure_of_ours() {
    let world = World::open().await;
    let mut browser = Browser::new(&world);
    let answer = browser.post("/sign-in/social", json!({ "provider": "gone" })).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (424, &json!("PROVIDER_UNAVAILABLE")));

    let url = browser.lead("/sign-in/social", "test").await;
    let back = world.issuer.consent(&url, &identity("sue"));
    world.issuer.desk().mood = Mood::Away;
    assert_eq!(place(&browser.open(&back).await), "/oops?error=provider_unavailable");
    let token = world.issuer.id_token(&identity("sue"), &json!({}));
    let answer = browser.post("/sign-in/social", json!({ "provider": "test", "idToken": { "token": token } })).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (424, &json!("PROVIDER_UNAVAILABLE")));
    // And when it is back all is well.
    world.issuer.desk().mood = Mood::Well;
    assert_eq!(browser.sign_in(&world, &identity("sue")).await, "/account");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discovery_document_speaks_for_itself_alone() {
    let world = World::open().await;
    for (name, value) in [
        ("issuer", json!("https://evil.test")),
        ("token_endpoint", json!("http://169.254.169.254/latest")),
        ("jwks_uri", json!("file:///etc/passwd")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
    ] {
        world.issuer.desk().discovery = json!({ name: value }).as_object().unwrap().clone();
        let answer = Browser::new(&world).post("/sign-in/social", json!({ "provider": "test" })).await;
        assert_eq!(answer.status.as_u16(), 424, "{name}");
    }
    // It is asked again: nothing wrong was kept.
    let by_form = json!({ "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"] });
    world.issuer.desk().discovery = by_form.as_object().unwrap().clone();
    assert_eq!(Browser::new(&world).sign_in(&world, &identity("sue")).await, "/account");
}
