//! An address that nobody has proven may be somebody else's: what is put into its account does not outlive that.

use db::sea_orm::FromQueryResult;
use serde_json::{Value, json};

use super::{ANN, OTHER, PASSWORD, code_to, good, login, refused};
use crate::{
    medusa::visitor::{Visitor, said},
    passkeys::browser::Browser,
    shop::Shop,
};

/// Somebody has registered her address, and is signed in there.
async fn stranger(shop: &Shop) -> Visitor<'_> {
    let mut stranger = Visitor::new(shop);
    stranger.join(ANN).await;
    stranger
}

/// What the account of an unproven address could still have: of before, or from Better Auth.
async fn plant(shop: &Shop) {
    shop.change(
        r#"insert into auth.passkey ("publicKey", "userId", "credentialID", "deviceType", "backedUp")
             select 'key', id, 'theirs', 'singleDevice', false from auth."user" where email = 'ann@example.test';
           insert into auth.apikey ("referenceId", key)
             select id, rpad('theirs', 43, 'x') from auth."user" where email = 'ann@example.test'"#,
    )
    .await;
}

#[derive(FromQueryResult, Debug, PartialEq, Eq)]
struct Kept {
    proven: bool,
    passkeys: i64,
    keys: i64,
    sessions: i64,
    factors: i64,
}

async fn kept(shop: &Shop) -> Kept {
    let tx = shop.test.db().begin_system("look what is kept").await.unwrap();
    let sql = r#"select u."emailVerified" as proven,
          (select count(*) from auth.passkey p where p."userId" = u.id) as passkeys,
          (select count(*) from auth.apikey k where k."referenceId" = u.id) as keys,
          (select count(*) from auth.session s where s."userId" = u.id) as sessions,
          (select count(*) from auth."twoFactor" t where t."userId" = u.id) as factors
        from auth."user" u where u.email = 'ann@example.test'"#;
    db::fetch_one(&tx, sql, []).await.unwrap()
}

#[tokio::test]
async fn nothing_that_lasts_is_made_before_the_address_is_proven() {
    let shop = Shop::with_accounts().await;
    let stranger = stranger(&shop).await;
    let options = stranger.get("/api/auth/passkey/generate-register-options").await;
    let words = refused(&options, 403, "EMAIL_NOT_VERIFIED");
    assert!(words.contains("prove your address first"), "{words}");
    let enable = json!({"password": PASSWORD});
    for (path, body) in [
        ("passkey/verify-registration", json!({"response": {}})),
        ("api-key/create", json!({})),
        ("two-factor/enable", enable.clone()),
        ("two-factor/enable", json!({"password": PASSWORD, "method": "otp"})),
        ("change-email", json!({"newEmail": "eve@example.test"})),
        ("email-otp/request-email-change", json!({"newEmail": "eve@example.test", "otp": "000000"})),
        ("email-otp/change-email", json!({"newEmail": "eve@example.test", "otp": "000000"})),
    ] {
        refused(&stranger.post(&format!("/api/auth/{path}"), &body).await, 403, "EMAIL_NOT_VERIFIED");
    }
    let (status, words) = said(&stranger.post("/auth/mfa/factors", &json!({"provider": "totp"})).await);
    assert_eq!((status, words.contains("prove your address first")), (403, true), "{words}");

    shop.change(r#"update auth."user" set "emailVerified" = true"#).await;
    good(&stranger.get("/api/auth/passkey/generate-register-options").await);
    good(&stranger.post("/api/auth/api-key/create", &json!({})).await);
    good(&stranger.post("/api/auth/two-factor/enable", &enable).await);
}

#[tokio::test]
async fn a_new_password_by_a_code_ends_what_a_stranger_put_there() {
    let shop = Shop::with_accounts().await;
    let stranger = stranger(&shop).await;
    let trap = json!({"address_1": "Elsewhere 1", "is_default_shipping": true});
    stranger.post("/store/customers/me/addresses", &trap).await;
    plant(&shop).await;
    shop.change(
        r#"insert into auth."twoFactor" ("userId", secret, "backupCodes", verified) select id, 'x', 'x', true from auth."user";
           update auth."user" set "twoFactorEnabled" = true"#,
    )
    .await;

    let mut ann = Browser::new(&shop);
    good(&ann.post("/email-otp/request-password-reset", &json!({"email": ANN})).await);
    let reset = json!({"email": ANN, "otp": code_to(&shop, ANN).await, "password": OTHER});
    good(&ann.post("/email-otp/reset-password", &reset).await);
    assert_eq!(kept(&shop).await, Kept { proven: true, passkeys: 0, keys: 0, sessions: 0, factors: 0 });
    assert_eq!(stranger.me().await.status.as_u16(), 401);
    let signed_in = good(&ann.post("/sign-in/email", &login(ANN, OTHER)).await);
    assert_eq!(signed_in["user"]["twoFactorEnabled"], json!(false));
    let mut customer = Visitor::new(&shop);
    customer.sign_in(ANN, OTHER).await;
    assert_eq!(customer.me().await.json()["customer"]["addresses"], json!([]));
}

/// Of a way to prove the address: passkeys and keys go, the password and its session stay.
async fn after(shop: &Shop, stranger: &Visitor<'_>) {
    assert_eq!(kept(shop).await, Kept { proven: true, passkeys: 0, keys: 0, sessions: 1, factors: 0 });
    assert_eq!(stranger.me().await.status.as_u16(), 200);
    // Proving it once more takes nothing.
    plant(shop).await;
}

fn code_of(link: &str) -> String {
    let token = link.split_once("token=").unwrap().1.split('&').next().unwrap();
    url::form_urlencoded::parse(format!("t={token}").as_bytes()).next().unwrap().1.into_owned()
}

#[tokio::test]
async fn the_first_proof_ends_passkeys_and_keys_of_before() {
    for way in ["link", "code", "medusa"] {
        let shop = Shop::with_accounts().await;
        let stranger = stranger(&shop).await;
        plant(&shop).await;
        let link = shop.link_to(ANN).await;
        let mut ann = Browser::new(&shop);
        let prove = async |ann: &mut Browser<'_>| match way {
            "link" => assert_eq!(ann.get(&link).await.status.as_u16(), 302),
            "code" => {
                let ask = json!({"email": ANN, "type": "email-verification"});
                good(&ann.post("/email-otp/send-verification-otp", &ask).await);
                let body = json!({"email": ANN, "otp": code_to(&shop, ANN).await});
                let user: Value = good(&ann.post("/email-otp/verify-email", &body).await)["user"].clone();
                assert_eq!(user["emailVerified"], json!(true));
            }
            _ => {
                let body = json!({"code": code_of(&link)});
                good(&Visitor::new(&shop).post("/auth/verification/confirm", &body).await);
            }
        };
        prove(&mut ann).await;
        after(&shop, &stranger).await;
        prove(&mut ann).await;
        let kept = kept(&shop).await;
        assert_eq!((kept.passkeys, kept.keys), (1, 1), "{way}");
    }
}
