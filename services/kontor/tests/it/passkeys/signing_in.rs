use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use serde_json::json;

use super::{Browser, Wrong, device, encode, good, keyed, open, refused, wrongs};

const FAILED: &str = "AUTHENTICATION_FAILED";

#[tokio::test]
async fn somebody_comes_in_and_is_counted() {
    let shop = open().await;
    let (mut ann, mut authenticator, passkey) = keyed(&shop, "ann").await;
    let mut browser = Browser::new(&shop);
    let options = browser.options("authenticate").await;
    assert_eq!((&options["rpId"], &options["userVerification"]), (&json!("127.0.0.1"), &json!("preferred")));
    assert!(options.get("allowCredentials").is_none(), "a stranger is told of none: {options}");
    let answer = good(&browser.sign_in(&mut authenticator).await);
    assert_eq!((&answer["user"]["id"], &answer["session"]["userId"]), (&passkey["userId"], &passkey["userId"]));
    assert!(answer["user"].get("twoFactorEnabled").is_some() && answer["session"].get("remember").is_none());
    assert_eq!(browser.session().await["user"]["id"], passkey["userId"]);
    assert!(browser.cookie("better-auth-passkey").is_none());
    let listed = good(&ann.get("/passkey/list-user-passkeys").await);
    assert_eq!(listed[0]["counter"], 1);

    let known = ann.options("authenticate").await["allowCredentials"].clone();
    assert_eq!(known[0]["id"], encode(&authenticator.id));
    assert_eq!(known.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_not_true_opens_nothing() {
    let shop = open().await;
    let (_, mut authenticator, _) = keyed(&shop, "ann").await;
    let mut browser = Browser::new(&shop);
    let handle = Wrong { handle: Some("AAAAAAAAAAAAAAAAAAAAAA"), ..Wrong::default() };
    for wrong in wrongs().into_iter().chain([handle]) {
        authenticator.wrong = wrong;
        refused(&browser.sign_in(&mut authenticator).await, 400, FAILED);
    }
    authenticator.wrong = Wrong { signature: true, ..Wrong::default() };
    let told = shop.count("security_logs where name = 'passkey.failed'").await;
    refused(&browser.sign_in(&mut authenticator).await, 401, FAILED);
    let of_ann = r#"security_logs l join auth."user" u on u.id = l.user_id where l.name = 'passkey.failed'"#;
    assert_eq!(shop.count(of_ann).await, told + 1, "the security log is told whose it was");
    authenticator.wrong = Wrong { raw_id: true, ..Wrong::default() };
    refused(&browser.sign_in(&mut authenticator).await, 401, "PASSKEY_NOT_FOUND");
    refused(&browser.sign_in(&mut device(&shop)).await, 401, "PASSKEY_NOT_FOUND");
    for rubbish in [json!({}), json!({ "id": encode(&authenticator.id) })] {
        browser.options("authenticate").await;
        refused(&browser.post("/passkey/verify-authentication", &json!({ "response": rubbish })).await, 400, FAILED);
    }
    for body in [json!({}), json!({ "response": "x" }), json!({ "response": {}, "userId": "x" })] {
        refused(&browser.post("/passkey/verify-authentication", &body).await, 400, "VALIDATION_ERROR");
    }
    assert_eq!(browser.session().await, json!(null));
    // Nothing of that has harmed the passkey.
    authenticator.wrong = Wrong::default();
    good(&browser.sign_in(&mut authenticator).await);
}

#[tokio::test]
async fn a_challenge_is_its_browsers_for_five_minutes() {
    let shop = open().await;
    let (mut ann, mut authenticator, _) = keyed(&shop, "ann").await;
    let mut browser = Browser::new(&shop);
    let body = json!({ "response": authenticator.get(&browser.options("authenticate").await) });
    let path = "/passkey/verify-authentication";
    refused(&Browser::new(&shop).post(path, &body).await, 400, "CHALLENGE_NOT_FOUND");
    let mut forger = Browser::new(&shop);
    let cookie = browser.cookie("better-auth-passkey").unwrap();
    forger.set_cookie("better-auth-passkey", &cookie.replacen(&cookie[..1], "*", 1));
    refused(&forger.post(path, &body).await, 400, "CHALLENGE_NOT_FOUND");
    shop.test.clock().advance(TimeDelta::minutes(5));
    refused(&browser.post(path, &body).await, 400, "CHALLENGE_NOT_FOUND");

    ann.options("register").await;
    refused(&ann.post(path, &body).await, 400, "CHALLENGE_NOT_FOUND");
}

#[tokio::test]
async fn a_hundred_answers_to_one_challenge_begin_one_session() {
    let shop = open().await;
    let (_, mut authenticator, _) = keyed(&shop, "ann").await;
    shop.change("delete from auth.session").await;
    let mut browser = Browser::new(&shop);
    let body = json!({ "response": authenticator.get(&browser.options("authenticate").await) });
    let tries = (0..100).map(|_| {
        let request = browser.client().post("/api/auth/passkey/verify-authentication", &body);
        tokio::spawn(request.send())
    });
    let mut begun = 0;
    for each in tries.collect::<Vec<_>>() {
        let answer = each.await.unwrap();
        match answer.status.as_u16() {
            200 => begun += 1,
            _ => refused(&answer, 400, "CHALLENGE_NOT_FOUND"),
        }
    }
    assert_eq!(begun, 1);
    assert_eq!(sessions(&shop).await, 1);
}

async fn sessions(shop: &crate::shop::Shop) -> i64 {
    #[derive(db::sea_orm::FromQueryResult)]
    struct Count {
        n: i64,
    }
    let tx = shop.test.db().begin_system("count").await.unwrap();
    db::fetch_one::<Count>(&tx, "select count(*) as n from auth.session", []).await.unwrap().n
}

#[tokio::test]
async fn a_copy_gives_itself_away() {
    let shop = open().await;
    let (_, mut authenticator, _) = keyed(&shop, "ann").await;
    let mut browser = Browser::new(&shop);
    authenticator.counter = 9;
    good(&browser.sign_in(&mut authenticator).await);
    let mut other = Browser::new(&shop);
    for copied in [3, 9] {
        authenticator.counter = copied;
        refused(&other.sign_in(&mut authenticator).await, 400, FAILED);
    }
    good(&other.sign_in(&mut authenticator).await);
}

#[tokio::test]
async fn who_is_kept_out_stays_out() {
    let shop = open().await;
    let (mut ann, mut authenticator, passkey) = keyed(&shop, "ann").await;
    shop.change(r#"update auth."user" set banned = true"#).await;
    let mut browser = Browser::new(&shop);
    refused(&browser.sign_in(&mut authenticator).await, 403, "BANNED_USER");
    assert_eq!(browser.session().await, json!(null));
    shop.change(r#"update auth."user" set banned = false"#).await;
    good(&browser.sign_in(&mut authenticator).await);
    good(&ann.post("/passkey/delete-passkey", &json!({ "id": passkey["id"] })).await);
    refused(&browser.sign_in(&mut authenticator).await, 401, "PASSKEY_NOT_FOUND");
}

#[tokio::test]
async fn a_second_factor_is_owed_unless_the_device_knows_its_owner() {
    let shop = open().await;
    let (mut ann, _) = Browser::of_somebody(&shop, "ann").await;
    let mut authenticator = device(&shop);
    authenticator.knows_owner = false;
    good(&ann.register(&mut authenticator).await);
    shop.change(r#"update auth."user" set "twoFactorEnabled" = true"#).await;

    let mut browser = Browser::new(&shop);
    let answer = good(&browser.sign_in(&mut authenticator).await);
    assert_eq!(answer, json!({ "twoFactorRedirect": true, "twoFactorMethods": ["otp"] }));
    assert!(browser.cookie("session_token").is_none() && browser.cookie("two_factor").is_some());
    assert_eq!(browser.session().await, json!(null));

    authenticator.knows_owner = true;
    let mut browser = Browser::new(&shop);
    assert_eq!(good(&browser.sign_in(&mut authenticator).await)["user"]["email"], "ann@example.test");
}

#[tokio::test]
async fn a_device_that_knew_its_owner_goes_on_to() {
    let shop = open().await;
    let (_, mut authenticator, _) = keyed(&shop, "ann").await;
    authenticator.knows_owner = false;
    refused(&Browser::new(&shop).sign_in(&mut authenticator).await, 400, FAILED);
}

#[tokio::test]
async fn who_is_signed_in_shows_one_of_his_own() {
    let shop = open().await;
    let (mut ann, _, _) = keyed(&shop, "ann").await;
    let (_, mut bens, _) = keyed(&shop, "ben").await;
    refused(&ann.sign_in(&mut bens).await, 400, FAILED);
    // Who has none is not held to any.
    let (mut clara, _) = Browser::of_somebody(&shop, "clara").await;
    assert_eq!(good(&clara.sign_in(&mut bens).await)["user"]["email"], "ben@example.test");
}

#[tokio::test]
async fn passkeys_of_better_auth_open() {
    let shop = open().await;
    let (mut ann, user) = Browser::of_somebody(&shop, "ann").await;
    let mut authenticator = device(&shop);
    authenticator.is_synced = true;
    authenticator.counter = 4;
    authenticator.wrong.handle = Some("YS1yYW5kb20taGFuZGxlLW9mLWJldHRlci1hdXRo");
    // As Better Auth has written it: there is nothing but the key.
    let (id, key) = (encode(&authenticator.id), STANDARD.encode(authenticator.cose()));
    shop.change(&format!(
        r#"insert into auth.passkey ("publicKey", "userId", "credentialID", counter, "deviceType", "backedUp", transports)
           values ('{key}', '{user}', '{id}', 4, 'multiDevice', true, 'internal,hybrid'),
             ('rubbish', '{user}', 'AAAA', 0, 'singleDevice', false, null)"#
    ))
    .await;
    let known = ann.options("authenticate").await["allowCredentials"].clone();
    assert_eq!((&known[0]["id"], &known[0]["transports"]), (&json!(id), &json!(["internal", "hybrid"])));
    let answer = good(&Browser::new(&shop).sign_in(&mut authenticator).await);
    assert_eq!(answer["user"]["id"], json!(user));
    authenticator.counter = 4;
    refused(&Browser::new(&shop).sign_in(&mut authenticator).await, 400, FAILED);
    let mut broken = device(&shop);
    broken.id = vec![0, 0, 0];
    refused(&Browser::new(&shop).sign_in(&mut broken).await, 400, FAILED);
}
