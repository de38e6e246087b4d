//! `/admin/api-keys`, and programs that come with them.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{delete, each};
use crate::shop::{Shop, id, id_in};

#[tokio::test]
async fn a_secret_key_is_answered_once_and_kept_as_a_hash() {
    let shop = Shop::open().await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let body = json!({"title": "Importer", "type": "secret", "scopes": ["customer:*"], "rate_limit": 5});
    let made = olga.client.post("/admin/api-keys", &body).ok().await["api_key"].clone();
    let text = made["token"].as_str().unwrap();
    assert!(text.starts_with("sk_") && text.len() == 67);
    assert_eq!((&made["scopes"], &made["rate_limit"]), (&json!(["customer:*"]), &json!(5)));
    assert_eq!((&made["created_by"], &made["last_used_at"]), (&json!(olga.user.to_string()), &Value::Null));
    let path = format!("/admin/api-keys/{}", made["id"].as_str().unwrap());
    let read = olga.client.get(&path).send().await;
    assert!(!read.text.contains(text) && read.json()["api_key"]["token"] == made["redacted"], "{}", read.text);
    assert!(!olga.client.get("/admin/api-keys?type=secret").send().await.text.contains(text));
    assert_eq!(shop.count(&format!("api_keys k where k::text like '%{}%'", &text[3..])).await, 0);
    assert_eq!(olga.client.get(&format!("/admin/api-keys?token={text}")).ok().await["count"], 1);
    // It opens by every door that Medusa's clients know.
    let bearer = format!("Bearer {text}");
    let basic = {
        use base64::Engine;
        format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{text}:")))
    };
    for (name, value) in [("x-api-key", text), ("authorization", bearer.as_str()), ("authorization", basic.as_str())] {
        shop.anybody().get("/admin/customers").header(name, value).ok().await;
    }
}

#[tokio::test]
async fn a_key_is_renamed_revoked_and_deleted() {
    let shop = Shop::open().await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let body = json!({"title": "Importer", "type": "secret"});
    let made = olga.client.post("/admin/api-keys", &body).ok().await["api_key"].clone();
    assert_eq!(made["scopes"], json!(["*"]), "what its maker may");
    let program = shop.anybody().with_header("x-api-key", made["token"].as_str().unwrap());
    let path = format!("/admin/api-keys/{}", made["id"].as_str().unwrap());
    assert_eq!(olga.client.post(&path, &json!({"title": "Other"})).ok().await["api_key"]["title"], "Other");
    olga.client.post(&path, &json!({"title": " "})).error(400).await;
    olga.client.post(&path, &json!({"title": "x", "scopes": ["*"]})).error(400).await;
    let refused = delete(&olga.client, &path).await;
    assert_eq!(refused.status.as_u16(), 400);
    assert!(refused.text.contains("Cannot delete api keys that are not revoked"), "{}", refused.text);
    program.get("/admin/customers").ok().await;
    let revoked = olga.client.post(&format!("{path}/revoke"), &json!({})).ok().await;
    assert_eq!(revoked["api_key"]["revoked_by"], json!(olga.user.to_string()));
    assert!(revoked["api_key"]["revoked_at"].is_string());
    program.get("/admin/customers").error(401).await;
    assert_eq!(delete(&olga.client, &path).await.json()["object"], "api_key");
    olga.client.get(&path).error(404).await;

    let sue = shop.colleague("b", "sue", "owner").await.client;
    let theirs = format!("/admin/api-keys/{}", id_in("a", "apk", "a", 9));
    sue.get(&theirs).error(404).await;
    sue.post(&theirs, &json!({"title": "x"})).error(404).await;
    sue.post(&format!("{theirs}/revoke"), &json!({})).error(404).await;
    assert_eq!(delete(&sue, &theirs).await.status.as_u16(), 404);
}

#[tokio::test]
async fn what_is_wrong_with_a_key_is_named() {
    let shop = Shop::open().await;
    shop.role("keymaster", &json!({"api_key": ["write"], "customer": ["read"]})).await;
    let kim = shop.colleague("a", "kim", "keymaster").await.client;
    for (body, status, part) in [
        (json!({}), 400, "'title'"),
        (json!({"title": "x"}), 400, "'type'"),
        (json!({"title": "x", "type": "golden"}), 400, "publishable, secret"),
        (json!({"title": "x", "type": "secret", "scopes": []}), 400, "'scopes'"),
        (json!({"title": "x", "type": "secret", "scopes": ["product:fly"]}), 400, "product:fly"),
        (json!({"title": "x", "type": "secret", "rate_limit": 0}), 400, "'rate_limit'"),
        (json!({"title": "x", "type": "secret", "expires_at": "2020-01-01T00:00:00Z"}), 400, "'expires_at'"),
        (json!({"title": "x", "type": "secret", "expires_at": "tomorrow"}), 400, "'expires_at'"),
        (json!({"title": "x", "type": "publishable", "scopes": ["*"]}), 400, "'secret'"),
        (json!({"title": "x", "type": "secret", "token": "sk_1"}), 400, "token"),
        // Nobody gives what he has not.
        (json!({"title": "x", "type": "secret", "scopes": ["*"]}), 403, "scope *"),
        (json!({"title": "x", "type": "secret", "scopes": ["customer:read", "customer:write"]}), 403, "customer:write"),
    ] {
        let error = kim.post("/admin/api-keys", &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{body}: {error}");
    }
    let made = kim.post("/admin/api-keys", &json!({"title": "x", "type": "secret"})).ok().await;
    assert_eq!(
        made["api_key"]["scopes"],
        json!(["own:read", "own:write", "customer:read", "api_key:read", "api_key:write"])
    );
}

#[tokio::test]
async fn a_publishable_key_shows_channels() {
    let shop = Shop::open().await;
    let olga = shop.colleague("a", "olga", "owner").await.client;
    let body = json!({"title": "Web", "type": "publishable"});
    let made = olga.post("/admin/api-keys", &body).ok().await["api_key"].clone();
    let path = format!("/admin/api-keys/{}", made["id"].as_str().unwrap());
    assert_eq!(olga.get(&path).ok().await["api_key"]["token"], made["token"], "it is no secret");
    let web = shop.anybody().with_key(made["token"].as_str().unwrap());
    web.get("/store/products").error(400).await;
    let links = format!("{path}/sales-channels?fields=sales_channels.name");
    let set = olga.post(&links, &json!({"add": [id("sc", "c", 1), id("sc", "c", 2)]})).ok().await;
    assert_eq!(each(&set["api_key"], "sales_channels", "name"), ["Channel 1", "Channel 2"]);
    olga.post(&links, &json!({"remove": [id("sc", "c", 2)]})).ok().await;
    // What the process remembers of the key is forgotten when it hears of the change.
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    while web.get("/store/products?fields=handle").send().await.json()["count"] != 2 {
        assert!(tokio::time::Instant::now() < deadline);
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    let error = olga.post(&links, &json!({"add": [id_in("b", "sc", "c", 1)]})).error(404).await;
    assert!(error["message"].as_str().unwrap().starts_with("Sales channel with id: sc_"), "{error}");
    olga.post(&format!("{path}/revoke"), &json!({"revoke_in": 60})).error(400).await;
    let secret = format!("/admin/api-keys/{}/sales-channels", id("apk", "a", 9));
    olga.post(&secret, &json!({"add": [id("sc", "c", 1)]})).error(400).await;
}

#[tokio::test]
async fn a_key_ends_and_is_counted() {
    let shop = Shop::open().await;
    let olga = shop.colleague("a", "olga", "owner").await;
    let make = async |more: Value| {
        let mut body = json!({"title": "Key", "type": "secret", "scopes": ["customer:read"]});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = olga.client.post("/admin/api-keys", &body).ok().await["api_key"].clone();
        let client = shop.anybody().with_header("x-api-key", made["token"].as_str().unwrap());
        (client, format!("/admin/api-keys/{}", made["id"].as_str().unwrap()))
    };
    let (counted, _) = make(json!({"rate_limit": 3})).await;
    for _ in 0..3 {
        counted.get("/admin/customers").ok().await;
    }
    let answer = counted.get("/admin/customers").send().await;
    assert_eq!(answer.status.as_u16(), 429, "{}", answer.text);
    let seconds: i64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds) && answer.json()["code"] == "rate_limited", "{}", answer.text);
    shop.test.clock().advance(TimeDelta::seconds(seconds));
    counted.get("/admin/customers").ok().await;

    let end = shop.platform.app.db.clock().now() + TimeDelta::hours(1);
    let (short, path) = make(json!({"expires_at": end.to_rfc3339()})).await;
    let (soon, later) = make(json!({})).await;
    short.get("/admin/customers").ok().await;
    let held = olga.client.post(&format!("{later}/revoke"), &json!({"revoke_in": 600})).ok().await;
    assert!(held["api_key"]["expires_at"].is_string() && held["api_key"]["revoked_at"].is_null(), "{held}");
    soon.get("/admin/customers").ok().await;
    shop.test.clock().advance(TimeDelta::minutes(11));
    soon.get("/admin/customers").error(401).await;
    short.get("/admin/customers").ok().await;
    shop.test.clock().advance(TimeDelta::minutes(50));
    short.get("/admin/customers").error(401).await;
    assert_eq!(delete(&olga.client, &path).await.status.as_u16(), 200, "one that is over may go");
}
