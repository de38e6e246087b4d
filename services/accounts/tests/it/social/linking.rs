//! Whose an account becomes.

use serde_json::{Value, json};

use super::{
    browser::{Browser, place},
    world::{World, identity},
};

#[tokio::test(flavor = "multi_thread")]
async fn an_address_joins_only_what_is_proven_on_both_sides() {
    let world = World::open().await;
    let (ann, _) = world.person("ann@example.test").await;
    world.person("bob@example.test").await;
    world.change(r#"update auth."user" set "emailVerified" = false where email = 'bob@example.test'"#).await;
    let refused = "/oops?error=account_not_linked";
    let mut unproven = identity("ann");
    for said in [json!(false), json!("false"), Value::Null, json!(1)] {
        unproven["email_verified"] = said;
        assert_eq!(Browser::new(&world).sign_in(&world, &unproven).await, refused);
    }
    // The same words whether somebody has the address or not.
    let mut nobody = identity("nobody");
    nobody["email_verified"] = json!(false);
    assert_eq!(Browser::new(&world).sign_in(&world, &nobody).await, refused);
    assert_eq!(Browser::new(&world).sign_in(&world, &identity("bob")).await, refused);
    assert_eq!(world.count(r#"auth.account where "providerId" <> 'credential'"#).await, 0);
    assert_eq!(world.count(r#"auth."user""#).await, 2);

    let mut browser = Browser::new(&world);
    assert_eq!(browser.sign_in(&world, &identity("ann")).await, "/account");
    assert_eq!(browser.session().await["user"]["id"], ann.id.to_string());
    assert_eq!(
        world.count("jobs where name = 'mail.send' and payload::text like '%A way to sign in was added%'").await,
        1
    );
    // From now on the address there matters no more.
    let mut moved = identity("ann");
    moved["email"] = "moved@example.test".into();
    moved["email_verified"] = json!(false);
    assert_eq!(Browser::new(&world).sign_in(&world, &moved).await, "/account");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_provider_need_not_say_that_an_address_is_proven() {
    let world = World::open().await;
    let sign_in = async |verified: Value| {
        let mut sue = identity("sue");
        sue["email_verified"] = verified;
        let mut browser = Browser::new(&world);
        let url = browser.lead("/sign-in/social", "trusted").await;
        place(&browser.open(&world.issuer.consent(&url, &sue)).await)
    };
    assert_eq!(sign_in(json!(false)).await, "/oops?error=account_not_linked");
    assert_eq!(sign_in(Value::Null).await, "/account");
    assert_eq!(world.count(r#"auth."user" where "emailVerified""#).await, 1);
}

/// Out of a database in which nobody had to prove anything: whoever owns the address gets it, and nobody else stays in.
#[tokio::test(flavor = "multi_thread")]
async fn an_old_account_that_nobody_has_proven_is_its_owners() {
    let world = World::open().await;
    let mut first = Browser::new(&world);
    first.sign_in(&world, &identity("sue")).await;
    let id = first.session().await["user"]["id"].clone();
    world.change(r#"update auth."user" set "emailVerified" = false"#).await;
    let mut other = identity("sue");
    other["email"] = "other@example.test".into();
    assert_eq!(Browser::new(&world).sign_in(&world, &other).await, "/oops?error=account_not_linked");
    let mut again = Browser::new(&world);
    assert_eq!(again.sign_in(&world, &identity("sue")).await, "/account");
    assert_eq!(again.session().await["user"]["id"], id);
    assert_eq!(first.session().await, Value::Null);
    assert_eq!(world.count("auth.account").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_kept_out_is_led_to_the_error() {
    let world = World::open().await;
    let mut sue = Browser::new(&world);
    sue.sign_in(&world, &identity("sue")).await;
    world.change(r#"update auth."user" set banned = true"#).await;
    let mut browser = Browser::new(&world);
    assert_eq!(browser.sign_in(&world, &identity("sue")).await, "/oops?error=banned");
    let given = json!({ "token": world.issuer.id_token(&identity("sue"), &json!({})) });
    let answer = browser.post("/sign-in/social", json!({ "provider": "test", "idToken": given })).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (403, &json!("BANNED_USER")));
    assert_eq!(browser.session().await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_asked_for() {
    let world = World::open().await;
    let mut sue = Browser::new(&world);
    sue.sign_in(&world, &identity("sue")).await;
    world.change(r#"update auth."user" set "twoFactorEnabled" = true"#).await;
    let mut browser = Browser::new(&world);
    let there = browser.sign_in(&world, &identity("sue")).await;
    assert_eq!(there, "/account?twoFactorRedirect=true&twoFactorMethods=otp");
    assert_eq!(browser.session().await, Value::Null);
    assert!(browser.cookies.contains_key("better-auth.two_factor"));
    let given = json!({ "token": world.issuer.id_token(&identity("sue"), &json!({})) });
    let answer = browser.post("/sign-in/social", json!({ "provider": "test", "idToken": given })).await;
    assert_eq!(answer.json(), json!({ "twoFactorRedirect": true, "twoFactorMethods": ["otp"] }));

    // Whoever still owes it joins no account to the person.
    world.person("ann@example.test").await;
    world.change(r#"update auth."user" set "twoFactorEnabled" = true"#).await;
    let there = Browser::new(&world).sign_in(&world, &identity("ann")).await;
    assert!(there.starts_with("/account?twoFactorRedirect=true"), "{there}");
    assert_eq!(world.count(r#"auth.account where "providerId" = 'test'"#).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_its_session_s_and_no_impersonator_s() {
    let world = World::open().await;
    let (ann, mut browser) = world.person("ann@example.test").await;
    let (admin, _) = world.person("admin@example.test").await;
    let mut impersonator = world.browser_of(&ann, Some(&admin)).await;
    let answer = impersonator.post("/link-social", json!({ "provider": "test" })).await;
    assert_eq!(answer.status.as_u16(), 403, "{}", answer.text);
    let account = browser.account("credential").await;
    for path in ["/unlink-account", "/get-access-token", "/refresh-token"] {
        let answer = impersonator.post(path, json!({ "accountId": account })).await;
        assert_eq!(answer.status.as_u16(), 403, "{path}: {}", answer.text);
    }
    let answer = impersonator.get(&format!("/account-info?accountId={account}")).await;
    assert_eq!(answer.status.as_u16(), 403, "{}", answer.text);

    // Begun by her, and come back to in another session of hers.
    let url = browser.lead("/link-social", "test").await;
    let back = world.issuer.consent(&url, &identity("ann"));
    let state = browser.cookies["better-auth.state"].clone();
    for mut other in [world.browser_of(&ann, None).await, impersonator, world.person("bob@example.test").await.1] {
        let url = browser.lead("/link-social", "test").await;
        let back = world.issuer.consent(&url, &identity("ann"));
        other.cookies.insert("better-auth.state".into(), browser.cookies["better-auth.state"].clone());
        assert_eq!(place(&other.open(&back).await), "/oops?error=unable_to_link_account");
    }
    browser.cookies.insert("better-auth.state".into(), state);
    assert_eq!(place(&browser.open(&back).await), "/account");
    assert_eq!(world.count(r#"auth.account where "providerId" = 'test'"#).await, 1);
    assert_eq!(Browser::new(&world).post("/link-social", json!({ "provider": "test" })).await.status.as_u16(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_linked_to_one_person() {
    let world = World::open().await;
    let (_, mut ann) = world.person("ann@example.test").await;
    let (_, mut bob) = world.person("bob@example.test").await;
    assert_eq!(ann.link(&world, &identity("bob")).await, "/oops?error=email_does_not_match");
    let mut unproven = identity("ann");
    unproven["email_verified"] = json!(false);
    assert_eq!(ann.link(&world, &unproven).await, "/oops?error=unable_to_link_account");
    assert_eq!(ann.link(&world, &identity("ann")).await, "/account");
    assert_eq!(ann.link(&world, &identity("ann")).await, "/account", "again");
    let mut stolen = identity("ann");
    stolen["email"] = "bob@example.test".into();
    assert_eq!(bob.link(&world, &stolen).await, "/oops?error=account_already_linked_to_different_user");
    // Her own address here is not proven (any more).
    world.change(r#"update auth."user" set "emailVerified" = false where email = 'bob@example.test'"#).await;
    assert_eq!(bob.link(&world, &identity("bob")).await, "/oops?error=unable_to_link_account");
    assert_eq!(world.count(r#"auth.account where "providerId" = 'test'"#).await, 1);
}
