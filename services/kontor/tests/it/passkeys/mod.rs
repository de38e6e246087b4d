//! Passkeys through HTTP, with an authenticator in software.

pub(crate) mod authenticator;
pub(crate) mod browser;
mod registering;
mod signing_in;

use serde_json::Value;
use testkit::Answer;

use self::{
    authenticator::{Authenticator, Wrong, encode},
    browser::Browser,
};
use crate::shop::Shop;

async fn open() -> Shop {
    open_with(&[]).await
}

async fn open_with(settings: &[(&str, &str)]) -> Shop {
    // A hundred at once wait longer than one shopper would.
    let usual = [("KONTOR_TRUSTED_PROXIES", "127.0.0.1"), ("DATABASE_ACQUIRE_TIMEOUT", "60s")];
    Shop::open_with(&[&usual[..], settings].concat()).await
}

fn device(shop: &Shop) -> Authenticator {
    Authenticator::new(&shop.platform.accounts.base_url)
}

/// Somebody with a passkey.
async fn keyed<'a>(shop: &'a Shop, name: &str) -> (Browser<'a>, Authenticator, Value) {
    let (mut browser, _) = Browser::of_somebody(shop, name).await;
    let mut authenticator = device(shop);
    let passkey = good(&browser.register(&mut authenticator).await);
    (browser, authenticator, passkey)
}

fn good(answer: &Answer) -> Value {
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    answer.json()
}

fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    assert_eq!(answer.json()["code"], code);
}

/// All ways to be wrong about where, for whom and what for.
fn wrongs() -> Vec<Wrong> {
    let usual = Wrong::default;
    vec![
        Wrong { origin: Some("https://evil.test"), ..usual() },
        Wrong { origin: Some("null"), ..usual() },
        Wrong { challenge: Some("AAAAAAAAAAAAAAAAAAAAAA"), ..usual() },
        Wrong { rp_id: Some("evil.test"), ..usual() },
        Wrong { kind: Some("webauthn.other"), ..usual() },
        Wrong { cross_origin: true, ..usual() },
        Wrong { absent: true, ..usual() },
    ]
}

/// The subjects of the mails that wait for somebody, the oldest first.
async fn mails_to(shop: &Shop, email: &str) -> Vec<String> {
    #[derive(db::sea_orm::FromQueryResult)]
    struct Mail {
        subject: String,
    }
    let tx = shop.test.db().begin_system("read the mails").await.unwrap();
    let sql = "select payload -> 'message' ->> 'subject' as subject from jobs
        where name = 'mail.send' and strpos((payload -> 'message' -> 'to')::text, $1) > 0 order by id";
    let mails: Vec<Mail> = db::fetch_all(&tx, sql, [email.into()]).await.unwrap();
    mails.into_iter().map(|mail| mail.subject).collect()
}

#[tokio::test]
async fn each_has_and_names_and_removes_his_own() {
    let shop = open().await;
    let (mut ann, _, passkey) = keyed(&shop, "ann").await;
    let (mut ben, _) = Browser::of_somebody(&shop, "ben").await;
    assert_eq!(good(&ben.get("/passkey/list-user-passkeys").await), serde_json::json!([]));
    let id = &passkey["id"];
    let rename = serde_json::json!({ "id": id, "name": " Phone " });
    let delete = serde_json::json!({ "id": id });

    let not_his = "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY";
    refused(&ben.post("/passkey/update-passkey", &rename).await, 401, not_his);
    let foreign = ben.post("/passkey/delete-passkey", &delete).await;
    assert_eq!((foreign.status.as_u16(), &*foreign.text), (401, ""));
    let mut nobody = Browser::new(&shop);
    for (path, body) in [("update", &rename), ("delete", &delete)] {
        refused(&nobody.post(&format!("/passkey/{path}-passkey"), body).await, 401, "UNAUTHORIZED");
        let wrong = serde_json::json!({ "id": "nothing", "name": "x" });
        let wrong = if path == "update" { wrong } else { serde_json::json!({ "id": "nothing" }) };
        refused(&ann.post(&format!("/passkey/{path}-passkey"), &wrong).await, 404, "PASSKEY_NOT_FOUND");
        refused(&ann.post(&format!("/passkey/{path}-passkey"), &serde_json::json!({})).await, 400, "VALIDATION_ERROR");
    }
    refused(&nobody.get("/passkey/list-user-passkeys").await, 401, "UNAUTHORIZED");
    for name in [" ".to_owned(), "x".repeat(101)] {
        let body = serde_json::json!({ "id": id, "name": name });
        refused(&ann.post("/passkey/update-passkey", &body).await, 400, "VALIDATION_ERROR");
    }

    assert_eq!(good(&ann.post("/passkey/update-passkey", &rename).await)["passkey"]["name"], "Phone");
    assert_eq!(good(&ann.get("/passkey/list-user-passkeys").await)[0]["name"], "Phone");
    assert_eq!(good(&ann.post("/passkey/delete-passkey", &delete).await)["status"], true);
    assert_eq!(good(&ann.get("/passkey/list-user-passkeys").await), serde_json::json!([]));
    assert_eq!(mails_to(&shop, "ann@example.test").await, ["A new passkey", "A passkey was removed"]);
}

#[tokio::test]
async fn an_administrator_who_acts_as_somebody_touches_nothing() {
    let shop = open().await;
    let (mut ann, _, passkey) = keyed(&shop, "ann").await;
    shop.change(r#"update auth.session set "impersonatedBy" = "userId""#).await;
    for (path, body) in [
        ("update-passkey", serde_json::json!({ "id": passkey["id"], "name": "x" })),
        ("delete-passkey", serde_json::json!({ "id": passkey["id"] })),
        ("verify-registration", serde_json::json!({ "response": {} })),
    ] {
        assert_eq!(ann.post(&format!("/passkey/{path}"), &body).await.status.as_u16(), 403, "{path}");
    }
    assert_eq!(ann.get("/passkey/generate-register-options").await.status.as_u16(), 403);
}
