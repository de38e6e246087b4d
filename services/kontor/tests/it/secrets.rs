//! Secrets and keys that are not the first: earlier ones, imported hashes, and keys that are gone.

use std::sync::atomic::{AtomicU32, Ordering};

use accounts::seal::{Keys, columns};
use config::Config;
use serde_json::{Value, json};
use testkit::{Answer, Client};
use vault::sign::Signer;

use crate::shop::Shop;

const OLD: &str = "old-secret-0123456789abcdef0123456789";
/// Made by Better Auth for `newpassword1`.
const SCRYPT: &str = "576025db031cb1df72ee4c0435d6fc33:a27a8a88af56c04548533bdc62e57db74526b1364916c2f531f41288a35d120171cd9e\
    3d0508ea50013d9eb2ce7509773d2e372c8eaae215cf7ba512ea5d48b5";
const PASSWORD: &str = "newpassword1";
const PROXY: (&str, &str) = ("KONTOR_TRUSTED_PROXIES", "127.0.0.1");
const ANN: &str = "00000000-0000-7000-8000-00000000a001";

/// Ann, as an import leaves her.
async fn ann(shop: &Shop) {
    shop.change(&format!(
        r#"insert into auth."user" (id, name, email, "emailVerified") values ('{ANN}', 'Ann', 'ann@example.test', true);
           insert into auth.account ("accountId", "providerId", "userId", password)
             values ('{ANN}', 'credential', '{ANN}', '{SCRYPT}')"#
    ))
    .await;
}

/// From an address of its own each time: limits count by address.
async fn sign_in(shop: &Shop, email: &str, password: &str) -> Answer {
    static ADDRESSES: AtomicU32 = AtomicU32::new(1);
    let address = format!("198.18.1.{}", ADDRESSES.fetch_add(1, Ordering::Relaxed));
    let body = json!({ "email": email, "password": password });
    let somewhere = shop.anybody().with_header("x-forwarded-for", &address);
    somewhere.post("/api/auth/sign-in/email", &body).send().await
}

/// The cookie of this name that an answer sets.
fn cookie(answer: &Answer, name: &str) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let found = cookies.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.contains(name));
    found.unwrap_or_else(|| panic!("no {name} in {answer:?}")).to_owned()
}

fn with_cookie(shop: &Shop, cookie: &str) -> Client {
    shop.anybody().with_header("cookie", cookie).with_header("origin", &shop.platform.accounts.base_url)
}

#[tokio::test]
async fn an_earlier_secret_verifies_and_the_present_one_signs() {
    let shop = Shop::open_with(&[("AUTH_PREVIOUS_SECRETS", OLD)]).await;
    ann(&shop).await;
    let hash = vault::token::hash("a token of long ago");
    shop.change(&format!(
        r#"insert into auth.session ("expiresAt", token, "userId") values (now() + interval '7 days', '{hash}', '{ANN}')"#
    ))
    .await;
    let session = async |secret: &str| {
        let value = Signer::new([secret.into()]).unwrap().cookie_value("a token of long ago");
        let cookie = format!("better-auth.session_token={value}");
        with_cookie(&shop, &cookie).get("/api/auth/get-session").ok().await
    };
    assert_eq!(session(OLD).await["user"]["email"], "ann@example.test");
    assert_eq!(session("another-secret-0123456789abcdef012345").await, Value::Null);

    let answer = sign_in(&shop, "ann@example.test", PASSWORD).await;
    let fresh = cookie(&answer, "session_token");
    let value = fresh.split_once('=').unwrap().1;
    assert_eq!(Signer::new([OLD.into()]).unwrap().from_cookie(value), None, "the old secret signs nothing");
}

#[tokio::test]
async fn while_there_are_imported_hashes_every_sign_in_does_the_work_of_both() {
    let shop = Shop::open_with(&[PROXY]).await;
    let does_both = || format!("{:?}", shop.platform.accounts.hasher).contains("has_imported: true");
    assert_eq!(sign_in(&shop, "nobody@example.test", PASSWORD).await.status.as_u16(), 401);
    assert!(!does_both());
    ann(&shop).await;
    assert_eq!(sign_in(&shop, "nobody@example.test", PASSWORD).await.status.as_u16(), 401);
    assert!(does_both(), "who has no account costs what Ann costs");
    assert_eq!(sign_in(&shop, "ann@example.test", "newpassword2").await.status.as_u16(), 401);
    assert_eq!(shop.count("auth.account where password like '$argon2id$%'").await, 0);
    assert_eq!(sign_in(&shop, "ann@example.test", PASSWORD).await.status.as_u16(), 200);
    assert_eq!(shop.count("auth.account where password like '$argon2id$v=19$m=19456,t=2,p=1$%'").await, 1);
    assert_eq!(sign_in(&shop, "nobody@example.test", PASSWORD).await.status.as_u16(), 401);
    assert!(!does_both(), "the last one is gone");
}

#[tokio::test]
async fn a_key_that_is_gone_is_refused_and_no_fault_of_the_server() {
    let shop = Shop::open_with(&[PROXY]).await;
    ann(&shop).await;
    let settings = [("ENCRYPTION_KEYS", "gone:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")];
    let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let keys = Keys::new(&Config::from_sources(settings, None).unwrap(), &OLD.into()).unwrap();
    let sealed = |column: columns::Column| keys.seal(&"[]".into(), &column.of(ANN)).unwrap();
    let (secret, codes) = (sealed(columns::TOTP_SECRET), sealed(columns::BACKUP_CODES));
    shop.change(&format!(
        r#"update auth."user" set "twoFactorEnabled" = true where id = '{ANN}';
           insert into auth."twoFactor" (secret, "backupCodes", "userId", verified)
             values ('{secret}', '{codes}', '{ANN}', true)"#
    ))
    .await;
    let answer = sign_in(&shop, "ann@example.test", PASSWORD).await;
    assert_eq!(answer.json()["twoFactorMethods"], json!(["totp"]), "the mailbox takes no app's place, not even then");
    let challenge = with_cookie(&shop, &cookie(&answer, "two_factor"));
    let code = json!({ "code": "123456" });
    for (path, expected) in [("verify-totp", "TOTP_NOT_CONFIGURED"), ("verify-backup-code", "BACKUP_CODES_NOT_ENABLED")]
    {
        let refused = challenge.post(&format!("/api/auth/two-factor/{path}"), &code).error(400).await;
        assert_eq!(refused["code"], expected);
    }
    let tokens = shop.anybody().get("/api/auth/jwks").ok().await;
    shop.change("update auth.jwks set \"privateKey\" = 'nonsense'").await;
    let again = shop.anybody().get("/api/auth/jwks").ok().await;
    assert_eq!(tokens, again, "what was signed with it is still believed");
}
