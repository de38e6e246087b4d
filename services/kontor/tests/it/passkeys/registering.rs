use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use serde_json::json;

use super::{Browser, Wrong, device, encode, good, keyed, mails_to, open, open_with, refused, wrongs};

const CANNOT: &str = "FAILED_TO_VERIFY_REGISTRATION";

#[tokio::test]
async fn what_is_asked_for() {
    let shop = open().await;
    let (mut ann, user) = Browser::of_somebody(&shop, "ann").await;
    let answer = ann.get("/passkey/generate-register-options?name=Mine&authenticatorAttachment=platform").await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("better-auth.better-auth-passkey=") && cookie.contains("; Max-Age=300;"), "{cookie}");
    let options = good(&answer);
    assert_eq!(options["user"]["id"], encode(user.as_bytes()));
    assert_eq!(
        (&options["user"]["name"], &options["user"]["displayName"]),
        (&json!("Mine"), &json!("ann@example.test"))
    );
    assert_eq!((&options["rp"]["id"], &options["attestation"]), (&json!("127.0.0.1"), &json!("none")));
    assert_eq!(options["excludeCredentials"], json!([]));
    let selection = json!({
        "authenticatorAttachment": "platform",
        "residentKey": "preferred",
        "requireResidentKey": false,
        "userVerification": "preferred",
    });
    assert_eq!(options["authenticatorSelection"], selection);
    let wrong = ann.get("/passkey/generate-register-options?authenticatorAttachment=x").await;
    refused(&wrong, 400, "VALIDATION_ERROR");
}

#[tokio::test]
async fn a_new_passkey_is_kept_and_told_of() {
    let shop = open().await;
    let (mut ann, user) = Browser::of_somebody(&shop, "ann").await;
    let mut authenticator = device(&shop);
    authenticator.is_synced = true;
    let passkey = good(&ann.register(&mut authenticator).await);
    assert_eq!(passkey["userId"], json!(user));
    assert_eq!(passkey["credentialID"], encode(&authenticator.id));
    assert_eq!((&passkey["name"], &passkey["counter"]), (&json!("Laptop"), &json!(0)));
    assert_eq!((&passkey["deviceType"], &passkey["backedUp"]), (&json!("multiDevice"), &json!(true)));
    assert_eq!(passkey["transports"], "internal,hybrid");
    assert_eq!(passkey["aaguid"], "00000000-0000-0000-0000-000000000000");
    assert_eq!(passkey["publicKey"], STANDARD.encode(authenticator.cose()));
    assert!(passkey.get("credential").is_none(), "{passkey}");
    assert_eq!(mails_to(&shop, "ann@example.test").await, ["A new passkey"]);
    assert!(ann.cookie("better-auth-passkey").is_none(), "the challenge is over");
    let known = ann.options("register").await["excludeCredentials"][0]["id"].clone();
    assert_eq!(known, encode(&authenticator.id));
}

#[tokio::test]
async fn what_is_not_true_is_not_kept() {
    let shop = open().await;
    let (mut ann, _) = Browser::of_somebody(&shop, "ann").await;
    for wrong in wrongs().into_iter().chain([Wrong { raw_id: true, ..Wrong::default() }]) {
        let mut authenticator = device(&shop);
        authenticator.wrong = wrong;
        refused(&ann.register(&mut authenticator).await, 400, CANNOT);
    }
    for length in [0, 1024, 3000] {
        let mut authenticator = device(&shop);
        authenticator.id = vec![7; length];
        refused(&ann.register(&mut authenticator).await, 400, CANNOT);
    }
    for rubbish in [json!(null), json!("x"), json!([]), json!({ "id": "x" })] {
        ann.options("register").await;
        refused(&ann.post("/passkey/verify-registration", &json!({ "response": rubbish })).await, 400, CANNOT);
    }
    // Every byte of an attestation may be another one, and none of that is our fault.
    let options = ann.options("register").await;
    let response = device(&shop).create(&options);
    let object = response["response"]["attestationObject"].as_str().unwrap();
    for at in (0..object.len()).step_by(7) {
        let mut bent = object.to_owned();
        bent.replace_range(at..=at, if &object[at..=at] == "A" { "B" } else { "A" });
        let mut response = response.clone();
        response["response"]["attestationObject"] = json!(bent);
        response["response"]["clientDataJSON"] = json!("e30");
        ann.options("register").await;
        refused(&ann.post("/passkey/verify-registration", &json!({ "response": response })).await, 400, CANNOT);
    }
    assert_eq!(good(&ann.get("/passkey/list-user-passkeys").await), json!([]));
    assert!(mails_to(&shop, "ann@example.test").await.is_empty());
}

#[tokio::test]
async fn who_may_register() {
    let shop = open().await;
    let mut nobody = Browser::new(&shop);
    refused(&nobody.get("/passkey/generate-register-options").await, 401, "UNAUTHORIZED");
    refused(&nobody.post("/passkey/verify-registration", &json!({ "response": {} })).await, 401, "UNAUTHORIZED");

    let (mut ann, _) = Browser::of_somebody(&shop, "ann").await;
    let (mut ben, _) = Browser::of_somebody(&shop, "ben").await;
    let without = ann.post("/passkey/verify-registration", &json!({ "response": {} })).await;
    refused(&without, 400, "CHALLENGE_NOT_FOUND");
    let mut authenticator = device(&shop);
    let response = authenticator.create(&ann.options("register").await);
    ben.set_cookie("better-auth-passkey", &ann.cookie("better-auth-passkey").unwrap().clone());
    let stolen = ben.post("/passkey/verify-registration", &json!({ "response": response })).await;
    refused(&stolen, 401, "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY");
    let spent = ann.post("/passkey/verify-registration", &json!({ "response": response })).await;
    refused(&spent, 400, "CHALLENGE_NOT_FOUND");

    // A challenge for signing in is none for registering, and five minutes are enough.
    let options = ann.options("authenticate").await;
    assert!(options["challenge"].is_string());
    let other = ann.post("/passkey/verify-registration", &json!({ "response": response })).await;
    refused(&other, 400, "CHALLENGE_NOT_FOUND");
    let response = authenticator.create(&ann.options("register").await);
    shop.test.clock().advance(TimeDelta::minutes(5));
    let late = ann.post("/passkey/verify-registration", &json!({ "response": response })).await;
    refused(&late, 400, "CHALLENGE_NOT_FOUND");

    shop.test.clock().advance(TimeDelta::days(1));
    refused(&ann.get("/passkey/generate-register-options").await, 403, "SESSION_NOT_FRESH");
    let late = ann.post("/passkey/verify-registration", &json!({ "response": response })).await;
    refused(&late, 403, "SESSION_NOT_FRESH");
}

#[tokio::test]
async fn a_credential_is_one_persons() {
    let shop = open().await;
    let (_, mut authenticator, _) = keyed(&shop, "ann").await;
    let (mut ben, _) = Browser::of_somebody(&shop, "ben").await;
    refused(&ben.register(&mut authenticator).await, 400, CANNOT);
    assert_eq!(good(&ben.get("/passkey/list-user-passkeys").await), json!([]));
    assert!(mails_to(&shop, "ben@example.test").await.is_empty());
}

#[tokio::test]
async fn a_session_may_come_with_it() {
    let shop = open().await;
    let (mut ann, user) = Browser::of_somebody(&shop, "ann").await;
    let mut old = ann.clone();
    let response = device(&shop).create(&ann.options("register").await);
    let body = json!({ "response": response, "createSession": true });
    let answer = good(&ann.post("/passkey/verify-registration", &body).await);
    assert_eq!((&answer["user"]["id"], &answer["session"]["userId"]), (&json!(user), &json!(user)));
    assert_eq!(ann.session().await["user"]["id"], json!(user));
    assert_eq!(old.session().await, json!(null), "the token is another one");
}

#[tokio::test]
async fn passkeys_of_a_domain() {
    let pages = "https://www.shop.test,https://shop.test.evil.test";
    let settings = [("AUTH_PASSKEY_DOMAIN", "shop.test"), ("AUTH_TRUSTED_ORIGINS", pages)];
    let shop = open_with(&settings).await;
    let (mut ann, _) = Browser::of_somebody(&shop, "ann").await;
    assert_eq!(ann.options("register").await["rp"]["id"], "shop.test");
    for (origin, status) in [("https://www.shop.test", 200), ("https://shop.test.evil.test", 400)] {
        let answer = ann.register(&mut super::Authenticator::new(origin)).await;
        assert_eq!(answer.status.as_u16(), status, "{origin}: {}", answer.text);
    }
    // Not even this server's own address: browsers would not let it.
    refused(&ann.register(&mut device(&shop)).await, 400, CANNOT);
}

#[tokio::test]
async fn fifty_are_enough() {
    let shop = open().await;
    let (mut ann, user) = Browser::of_somebody(&shop, "ann").await;
    shop.change(&format!(
        r#"insert into auth.passkey ("publicKey", "userId", "credentialID", "deviceType", "backedUp")
           select 'key', '{user}', n::text, 'singleDevice', false from generate_series(1, 50) n"#
    ))
    .await;
    let answer = ann.register(&mut device(&shop)).await;
    refused(&answer, 400, CANNOT);
    assert!(answer.json()["message"].as_str().unwrap().contains("remove one"), "{}", answer.text);
}
