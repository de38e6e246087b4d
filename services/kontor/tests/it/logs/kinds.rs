//! The security log tells apart what looks alike in the tables.

use accounts::store::{credentials, two_factor};
use serde_json::json;

use super::event;
use crate::shop::Shop;

async fn told(shop: &Shop, name: &str) -> i64 {
    shop.count(&format!("security_logs where name = '{name}'")).await
}

#[tokio::test]
async fn a_secret_that_is_kept_in_another_way_was_not_changed() {
    let shop = Shop::open().await;
    let ann = shop.stranger("ann").await.user.0;
    let tx = shop.test.db().begin_system("set a password").await.unwrap();
    credentials::set_password(&tx, ann, "as it was imported").await.unwrap();
    credentials::renew_hash(&tx, ann, "as it was imported", "as it is kept").await.unwrap();
    assert!(two_factor::keep_app(&tx, ann, "secret", "two codes").await.unwrap());
    assert!(two_factor::replace_backup_codes(&tx, ann, "two codes", "one code").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!((told(&shop, "password.changed").await, told(&shop, "backup_codes.changed").await), (0, 0));
    assert_eq!((told(&shop, "credential.added").await, told(&shop, "backup_code.used").await), (1, 1));

    // After it, in the same transaction, a change is a change.
    let tx = shop.test.db().begin_system("change both").await.unwrap();
    credentials::renew_hash(&tx, ann, "as it is kept", "better").await.unwrap();
    credentials::set_password(&tx, ann, "another").await.unwrap();
    assert!(two_factor::replace_backup_codes(&tx, ann, "one code", "none").await.unwrap());
    assert!(two_factor::set_backup_codes(&tx, ann, "ten codes").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!((told(&shop, "password.changed").await, told(&shop, "backup_codes.changed").await), (1, 1));
    assert_eq!(told(&shop, "backup_code.used").await, 2);

    for (on, name) in [(true, "second_factor.switched_on"), (false, "second_factor.switched_off")] {
        let tx = shop.test.db().begin_system("switch codes by mail").await.unwrap();
        two_factor::switch(&tx, ann, on).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(event(&shop, name, false).await.user_id, Some(ann));
    }
}

#[tokio::test]
async fn a_persons_own_key_is_no_key_of_the_shop() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "owner", "owner").await;
    let made = owner.client.post("/api/auth/api-key/create", &json!({"name": "Mine"})).ok().await;
    let change = json!({"keyId": made["id"], "expiresIn": 5 * 86_400});
    owner.client.post("/api/auth/api-key/update", &change).ok().await;
    let changed = event(&shop, "personal_key.changed", false).await;
    assert_eq!((changed.user_id, changed.actor_id), (Some(owner.user.0), Some(owner.user.0)));
    assert!(changed.detail.unwrap()["until"].is_string());

    let by_key = shop.anybody().with_header("x-api-key", made["key"].as_str().unwrap());
    by_key.post("/admin/api-keys", &json!({"title": "Robot", "type": "secret", "scopes": ["order:read"]})).ok().await;
    let created = event(&shop, "api_key.created", true).await;
    assert_eq!((created.api_key_id, created.actor_id), (None, Some(owner.user.0)));
    assert_eq!(created.personal_key_id.unwrap().to_string(), made["id"].as_str().unwrap());
    let found = owner.client.get("/admin/security-logs?name=api_key.created").ok().await;
    assert!(found["security_logs"][0]["personal_key_id"].is_string(), "{found}");
}

#[tokio::test]
async fn a_wrong_code_of_a_mail_is_told() {
    let shop = Shop::with_accounts().await;
    let ann = shop.stranger("ann").await;
    let send = json!({"email": "ann@example.test", "type": "sign-in"});
    shop.anybody().post("/api/auth/email-otp/send-verification-otp", &send).ok().await;
    let wrong = json!({"email": "ann@example.test", "otp": "no code"});
    shop.anybody().post("/api/auth/sign-in/email-otp", &wrong).error(400).await;
    let failed = event(&shop, "code.failed", false).await;
    assert_eq!((failed.user_id, failed.actor_id), (Some(ann.user.0), None));
    assert_eq!(failed.address.as_deref(), Some("127.0.0.1"));
}
