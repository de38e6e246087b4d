//! What a provider says is believed only if it holds.

use serde_json::{Value, json};

use super::{
    browser::Browser,
    world::{World, identity},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_does_not_hold_lets_nobody_in() {
    let world = World::open().await;
    let now = world.accounts.app.db.clock().now().timestamp();
    for wrong in [
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "aud": "another" }),
        json!({ "aud": ["kontor tests", "another"] }),
        json!({ "aud": null }),
        json!({ "azp": "another" }),
        json!({ "iss": "https://evil.test" }),
        json!({ "iss": null }),
        json!({ "exp": now - 60 }),
        json!({ "exp": null }),
        json!({ "exp": "never" }),
        json!({ "iat": now + 61 }),
        json!({ "iat": null }),
        json!({ "nbf": now + 61 }),
        json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }),
        json!({ "sub": null }),
        json!({ "sub": "" }),
        json!({ "sub": 7 }),
    ] {
        world.issuer.desk().wrong = wrong.as_object().unwrap().clone();
        let mut browser = Browser::new(&world);
        assert_eq!(browser.sign_in(&world, &identity("sue")).await, "/oops?error=unable_to_get_user_info", "{wrong}");
        assert_eq!(browser.session().await, Value::Null);
    }
    world.issuer.desk().wrong.clear();
    world.issuer.desk().forges = true;
    let mut browser = Browser::new(&world);
    assert_eq!(browser.sign_in(&world, &identity("sue")).await, "/oops?error=unable_to_get_user_info");
    assert_eq!(world.count(r#"auth."user""#).await, 0);

    // Clocks differ a little, and one may be among others if it asked.
    world.issuer.desk().forges = false;
    for right in [
        json!({ "exp": now - 59 }),
        json!({ "iat": now + 59, "nbf": now + 59 }),
        json!({ "aud": ["another", "kontor tests"], "azp": "kontor tests" }),
        json!({ "at_hash": null }),
    ] {
        world.issuer.desk().wrong = right.as_object().unwrap().clone();
        assert_eq!(Browser::new(&world).sign_in(&world, &identity("sue")).await, "/account", "{right}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_apps_token_is_for_us_and_answers_the_app() {
    let world = World::open().await;
    let sign_in = async |token: String, nonce: Option<&str>| {
        let mut given = json!({ "token": token });
        if let Some(nonce) = nonce {
            given["nonce"] = nonce.into();
        }
        let mut browser = Browser::new(&world);
        let answer = browser.post("/sign-in/social", json!({ "provider": "test", "idToken": given })).await;
        (answer.status.as_u16(), answer.json()["code"].as_str().unwrap_or_default().to_owned(), browser)
    };
    let sue = identity("sue");
    let no = |(status, code, _): (u16, String, Browser)| assert_eq!((status, &*code), (401, "INVALID_TOKEN"));
    no(sign_in(world.issuer.id_token(&sue, &json!({ "nonce": "n" })), None).await);
    no(sign_in(world.issuer.id_token(&sue, &json!({ "nonce": "n" })), Some("m")).await);
    no(sign_in(world.issuer.id_token(&sue, &json!({})), Some("n")).await);
    no(sign_in(world.issuer.id_token(&sue, &json!({ "aud": "another" })), None).await);
    no(sign_in(world.issuer.id_token(&sue, &json!({ "aud": ["kontor tests", "x"], "azp": "x" })), None).await);
    no(sign_in(format!("{}x", world.issuer.id_token(&sue, &json!({}))), None).await);
    no(sign_in("x".repeat(40_000), None).await);
    let token = world.issuer.id_token(&sue, &json!({}));
    world.database.clock().advance(chrono::Duration::seconds(361));
    no(sign_in(token, None).await);
    // The app has a client of its own, and asks for a token for us.
    let token = world.issuer.id_token(&sue, &json!({ "nonce": "n", "azp": "the app" }));
    let (status, code, mut browser) = sign_in(token, Some("n")).await;
    assert_eq!((status, &*code), (200, ""));
    assert_eq!(browser.session().await["user"]["email"], "sue@example.test");
    // Anybody's claims beside the token count for nothing.
    let token = world.issuer.id_token(&sue, &json!({ "email": null }));
    let given = json!({ "token": token, "user": { "email": "ann@example.test" } });
    let mut other = Browser::new(&world);
    let answer = other.post("/sign-in/social", json!({ "provider": "test", "idToken": given })).await;
    assert_eq!(answer.json()["user"]["email"], "sue@example.test", "his subject is known");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_is_found_and_strangers_do_not_make_us_look_for_it() {
    let world = World::open().await;
    assert_eq!(Browser::new(&world).sign_in(&world, &identity("sue")).await, "/account");
    assert_eq!(world.issuer.desk().asked_for_keys, 1);
    world.issuer.change_key("second");
    // Within a minute nobody asks again, however many tokens name another key.
    for _ in 0..5 {
        let there = Browser::new(&world).sign_in(&world, &identity("sue")).await;
        assert_eq!(there, "/oops?error=unable_to_get_user_info");
    }
    assert_eq!(world.issuer.desk().asked_for_keys, 1);
    world.database.clock().advance(chrono::Duration::minutes(1));
    assert_eq!(Browser::new(&world).sign_in(&world, &identity("sue")).await, "/account");
    assert_eq!(world.issuer.desk().asked_for_keys, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_token_leaves_out_stands_in_userinfo() {
    let world = World::open().await;
    world.issuer.desk().hides = vec!["email", "email_verified", "name"];
    let mut browser = Browser::new(&world);
    assert_eq!(browser.sign_in(&world, &identity("sue")).await, "/account");
    let user = browser.session().await["user"].clone();
    assert_eq!((&user["email"], &user["name"]), (&json!("sue@example.test"), &json!("sue")));
    // But it must speak of the same person.
    world.issuer.desk().wrong = json!({ "sub": "sub-ann" }).as_object().unwrap().clone();
    let there = Browser::new(&world).sign_in(&world, &identity("sue")).await;
    assert_eq!(there, "/oops?error=unable_to_get_user_info");
}
