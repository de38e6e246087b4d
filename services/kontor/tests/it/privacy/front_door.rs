//! The canary once more, as people leave it: everything through HTTP, from signing up to being erased.

use std::time::Duration;

use entity::ids::UserId;
use serde_json::json;

use super::{
    addresses::{NEW, OLD, move_to},
    program, rows_with, user, work,
};
use crate::{
    accounts::somebody,
    admin::organization,
    shop::{Shop, key},
};

#[tokio::test]
async fn who_came_by_the_front_door_leaves_nothing() {
    let shop = Shop::with_accounts().await;
    let bobs = "bobby@example.test";
    let mut bob = somebody(&shop, bobs).await;
    let bob_id = user(&shop, bobs).await;
    let tx = shop.test.db().begin_system("hire somebody").await.unwrap();
    accounts::store::members::create(&tx, organization("a").0, bob_id, "owner").await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let root = somebody(&shop, "root@example.test").await;
    shop.change(r#"update auth."user" set role = 'admin' where email = 'root@example.test'"#).await;

    // A guest first, as the shop writes it down.
    let ours = program(&shop, "a", "'*'").await;
    ours.post("/admin/customers", &json!({"email": OLD, "first_name": "canary-guest"})).ok().await;

    let mut ann = somebody(&shop, OLD).await;
    let id = user(&shop, OLD).await;
    for (path, body) in [
        ("/update-user", json!({"name": "canary-name", "image": "https://canary-image.example/a.png"})),
        ("/api-key/create", json!({"name": "canary-key"})),
        ("/request-password-reset", json!({"email": OLD})),
        ("/email-otp/send-verification-otp", json!({"email": OLD, "type": "sign-in"})),
        ("/sign-in/magic-link", json!({"email": OLD})),
    ] {
        let answer = ann.post(path, &body).await;
        assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.text);
    }
    let me = || ann.client().with_key(&key("a", 1));
    let profile = json!({"first_name": "canary-first", "last_name": "canary-last", "company_name": "canary-company",
        "phone": "canary-phone", "metadata": {"note": "canary-note"}});
    me().post("/store/customers", &profile).ok().await;
    let address = json!({"first_name": "canary-f", "last_name": "canary-l", "address_1": "canary-street", "city": "canary-city",
        "country_code": "dk", "postal_code": "canary-code", "address_name": "canary-home", "metadata": {"door": "canary-door"}});
    me().post("/store/customers/me/addresses", &address).ok().await;
    me().post("/store/customers/me", &json!({"phone": "canary-other"})).ok().await;
    // What was asked for stands in the log.
    me().get("/store/customers/me/addresses/canary-path").error(404).await;

    move_to(&shop, &mut ann, OLD, NEW).await;
    let invited = json!({"email": NEW, "role": "viewer", "organizationId": organization("a").0.to_string()});
    let answer = bob.post("/organization/invite-member", &invited).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    for (path, body) in [
        ("/request-password-reset", json!({"email": NEW})),
        ("/email-otp/send-verification-otp", json!({"email": NEW, "type": "sign-in"})),
    ] {
        assert_eq!(ann.post(path, &body).await.status.as_u16(), 200, "{path}");
    }
    let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
    while shop.count("api_audit_logs where path like '%canary-path'").await == 0 {
        assert!(tokio::time::Instant::now() < deadline, "the call is not in the log");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }

    let made = ann.client().post("/auth/privacy/export", &json!({})).send().await.json();
    work(&shop).await;
    let request = made["privacy_request"]["id"].as_str().unwrap().to_owned();
    let told = ann.client().get(&format!("/auth/privacy/requests/{request}/file")).ok().await.to_string();
    for word in [
        "canary-name",
        "canary-image",
        "canary-key",
        "canary-first",
        "canary-last",
        "canary-company",
        "canary-other",
        "canary-note",
        "canary-street",
        "canary-city",
        "canary-code",
        "canary-home",
        "canary-door",
        "canary-guest",
        "canary-path",
        OLD,
        NEW,
    ] {
        assert!(told.contains(word), "{word}: {told}");
    }
    let before = rows_with(&shop, "canary").await;
    assert!(before.iter().filter(|row| row.contains("mail.send")).count() > 6, "{before:#?}");

    let erasure = format!("/auth/privacy/people/{}/erasure", UserId(id));
    let answer = root.client().post(&erasure, &json!({"confirm": NEW})).send().await;
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
    work(&shop).await;
    // The calls of the last moment are written beside them, and found by the second look.
    shop.test.clock().advance(chrono::TimeDelta::minutes(16));
    work(&shop).await;
    assert_eq!(rows_with(&shop, "canary").await, [""; 0]);
    assert_eq!(bob.session().await["user"]["email"], bobs);
}
