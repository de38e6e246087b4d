//! A whole person through the front door: he asks himself, an administrator of the installation has him erased.

use chrono::TimeDelta;
use entity::ids::UserId;
use serde_json::{Value, json};
use testkit::Answer;

use super::{OURS, plant, rows_with, user, work};
use crate::{accounts::somebody, shop::Shop};

fn accepted(answer: &Answer) -> String {
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
    answer.json()["privacy_request"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_person_asks_himself() {
    let shop = Shop::with_accounts().await;
    let ann = somebody(&shop, "ann.canary@example.test").await;
    let bob = somebody(&shop, "bobby@example.test").await;
    plant(&shop).await;
    let id = accepted(&ann.client().post("/auth/privacy/export", &json!({})).send().await);
    assert_eq!(id, accepted(&ann.client().post("/auth/privacy/export", &json!({})).send().await), "once a day");
    let file = format!("/auth/privacy/requests/{id}/file");
    ann.client().get(&file).error(404).await;
    work(&shop).await;
    assert_eq!(ann.client().get(&file).ok().await["kept"]["auth.user"][0]["name"], "canary-name");
    bob.client().get(&file).error(404).await;
    shop.anybody().get(&file).error(401).await;
    shop.anybody().post("/auth/privacy/export", &json!({})).error(401).await;
    let elsewhere = ann.client().with_header("origin", "https://evil.example");
    elsewhere.post("/auth/privacy/export", &json!({})).error(403).await;
    // What a shop's storefront holds opens that shop, and tells nothing of the others.
    let login = json!({"email": "ann.canary@example.test", "password": "a long enough passphrase"});
    let token =
        shop.shopper().post("/auth/customer/emailpass", &login).ok().await["token"].as_str().unwrap().to_owned();
    let of_a_shop = shop.shopper().with_header("authorization", &format!("Bearer {token}"));
    assert_eq!(of_a_shop.get("/store/customers/me/privacy-requests").ok().await["count"], 0);
    of_a_shop.post("/auth/privacy/export", &json!({})).error(401).await;
    of_a_shop.get(&file).error(401).await;
    shop.change("update auth.session set \"impersonatedBy\" = \"userId\"").await;
    ann.client().get(&file).error(403).await;
}

#[tokio::test]
async fn an_administrator_of_the_installation_has_somebody_erased() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann.canary@example.test").await;
    let bob = somebody(&shop, "bobby@example.test").await;
    let root = somebody(&shop, "root@example.test").await;
    let (ann_id, bob_id) = plant(&shop).await;
    let root_id = user(&shop, "root@example.test").await;
    let path = |id| format!("/auth/privacy/people/{}/erasure", UserId(id));
    let body = json!({"confirm": "ann.canary@example.test"});

    shop.anybody().post(&path(ann_id), &body).error(401).await;
    root.client().post(&path(ann_id), &body).error(403).await;
    ann.client().post(&path(ann_id), &body).error(403).await;
    shop.change(&format!("update auth.\"user\" set role = 'admin' where id = '{root_id}'")).await;
    for (path, body, status, complaint) in [
        (path(ann_id), json!({}), 400, "'confirm' is required"),
        (path(ann_id), json!({"confirm": "root@example.test"}), 400, "'confirm' must be"),
        (path(uuid::Uuid::nil()), body.clone(), 404, "Person"),
        ("/auth/privacy/people/nobody/erasure".to_owned(), body.clone(), 404, "Person"),
        (path(root_id), json!({"confirm": UserId(root_id)}), 400, "another administrator"),
        // Of our shop there is no other owner.
        (path(bob_id), json!({"confirm": UserId(bob_id)}), 400, "only owner"),
    ] {
        let refused = root.client().post(&path, &body).error(status).await;
        assert!(refused["message"].as_str().unwrap().contains(complaint), "{path}: {refused}");
    }
    assert_eq!(shop.count("privacy_requests").await, 0);

    accepted(&root.client().post(&path(ann_id), &body).send().await);
    work(&shop).await;
    assert_eq!(ann.session().await, Value::Null);
    assert_eq!(rows_with(&shop, "canary").await, [""; 0]);
    assert_eq!(bob.client().get("/api/auth/get-session").ok().await["user"]["name"], "bobby-name");
}

/// The rows of an address that two people have one after the other.
async fn with_address(shop: &Shop) -> Vec<String> {
    rows_with(shop, "ann.canary@example.test").await
}

/// Better Auth's own ways to go erase as much: at once what is his alone, by a job what shops keep.
#[tokio::test]
async fn whoever_deletes_his_account_is_erased() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann.canary@example.test").await;
    somebody(&shop, "bobby@example.test").await;
    let (ann_id, _) = plant(&shop).await;
    ann.post("/delete-user", &json!({})).await;
    let link = shop.link_to("ann.canary@example.test").await;
    assert_eq!(ann.get(&link).await.status.as_u16(), 302);
    assert_eq!(ann.session().await, Value::Null);
    let hers = with_address(&shop).await;
    assert!(hers.len() > 2, "{hers:#?}");
    // Whoever has the address now is somebody new, to the shop too.
    shop.test.clock().set((std::time::SystemTime::now() + std::time::Duration::from_secs(1)).into());
    let mut new = somebody(&shop, "ann.canary@example.test").await;
    assert_ne!(new.session().await["user"]["id"], json!(ann_id));
    new.post("/email-otp/send-verification-otp", &json!({"email": "ann.canary@example.test", "type": "sign-in"})).await;
    shop.change(&format!(
        "insert into auth.invitation (\"organizationId\", email, role, \"expiresAt\", \"inviterId\")
         select '{OURS}', email, 'editor', now() + interval '1 day', id from auth.\"user\" where name = 'Ann'"
    ))
    .await;
    let mut his = with_address(&shop).await;
    his.retain(|row| !hers.contains(row));
    for table in ["auth.\"user\"", "auth.invitation", "auth.verification", "public.jobs"] {
        assert!(his.iter().any(|row| row.starts_with(table)), "{table}: {his:#?}");
    }
    work(&shop).await;
    shop.test.clock().advance(TimeDelta::minutes(16));
    work(&shop).await;
    shop.test.clock().advance(TimeDelta::days(2));
    work(&shop).await;
    assert_eq!(with_address(&shop).await, his, "what he has by now stays his: his codes, his invitation, his mails");
    assert_eq!(rows_with(&shop, "canary-").await, [""; 0], "of her who went nothing is left");
}

#[tokio::test]
async fn whom_an_administrator_removes_is_erased() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann.canary@example.test").await;
    let mut root = somebody(&shop, "root@example.test").await;
    let bob = somebody(&shop, "bobby@example.test").await;
    let (ann_id, _) = plant(&shop).await;
    shop.change("update auth.\"user\" set role = 'admin' where email = 'root@example.test'").await;
    let removed = root.post("/admin/remove-user", &json!({"userId": ann_id})).await;
    assert_eq!(removed.status.as_u16(), 200, "{}", removed.text);
    assert_eq!(ann.session().await, Value::Null);
    work(&shop).await;
    assert_eq!(rows_with(&shop, "canary").await, [""; 0]);
    assert_eq!(bob.client().get("/api/auth/get-session").ok().await["user"]["name"], "bobby-name");
}

#[tokio::test]
async fn a_hundred_times_at_once_is_one_request() {
    let shop = Shop::with_accounts().await;
    let ann = somebody(&shop, "ann.canary@example.test").await;
    let tries = (0..100).map(|_| tokio::spawn(ann.client().post("/auth/privacy/export", &json!({})).send()));
    let mut ids = std::collections::HashSet::new();
    for each in tries.collect::<Vec<_>>() {
        ids.insert(accepted(&each.await.unwrap()));
    }
    assert_eq!(ids.len(), 1);
    assert_eq!(shop.count("privacy_requests").await, 1);
}

#[tokio::test]
async fn who_is_being_erased_is_asked_for_once_and_not_all_day() {
    let shop = Shop::with_accounts().await;
    let root = somebody(&shop, "root@example.test").await;
    somebody(&shop, "bobby@example.test").await;
    let (root_id, bob_id) = (user(&shop, "root@example.test").await, user(&shop, "bobby@example.test").await);
    shop.change(&format!("update auth.\"user\" set role = 'admin' where id = '{root_id}'")).await;
    let path = format!("/auth/privacy/people/{}/erasure", UserId(bob_id));
    let ask = async || root.client().post(&path, &json!({"confirm": "bobby@example.test"})).send().await;
    let mut ids = std::collections::HashSet::new();
    for _ in 0..5 {
        let id = accepted(&ask().await);
        assert_eq!(id, accepted(&ask().await), "the one that is pending");
        ids.insert(id);
        shop.change("update privacy_requests set status = 'failed', failure = 'test', finished_at = now()").await;
    }
    assert_eq!(ids.len(), 5);
    let often = ask().await;
    assert_eq!((often.status.as_u16(), often.json()["code"].as_str()), (429, Some("rate_limited")), "{}", often.text);
    assert!(often.header("retry-after").parse::<u64>().unwrap() > 3_600);
    // The limit is about one person.
    let other = somebody(&shop, "eve@example.test").await;
    accepted(&other.client().post("/auth/privacy/export", &json!({})).send().await);
    shop.test.clock().advance(TimeDelta::hours(25));
    accepted(&ask().await);
}

#[tokio::test]
async fn one_address_does_not_ask_all_the_time() {
    let shop = Shop::with_accounts().await;
    let ann = somebody(&shop, "ann.canary@example.test").await;
    let client = ann.client();
    let mut refused = 0;
    for _ in 0..25 {
        let answer = client.post("/auth/privacy/export", &json!({})).send().await;
        refused += u32::from(answer.status.as_u16() == 429);
    }
    assert_eq!(refused, 5);
    accepted(&ann.client().post("/auth/privacy/export", &json!({})).send().await);
}

/// Codes and links of everybody stand in one table, which is gone through for his: a job has the time.
#[tokio::test]
async fn nobody_waits_for_the_codes_of_others_to_go() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann.canary@example.test").await;
    let mut root = somebody(&shop, "root@example.test").await;
    let ann_id = user(&shop, "ann.canary@example.test").await;
    shop.change("update auth.\"user\" set role = 'admin' where email = 'root@example.test'").await;
    let code = json!({"email": "ann.canary@example.test", "type": "sign-in"});
    assert_eq!(ann.post("/email-otp/send-verification-otp", &code).await.status.as_u16(), 200);
    let held = shop.test.db().begin_system("hold a table").await.unwrap();
    held.batch("lock table auth.verification in share mode").await.unwrap();
    let removed = root.post("/admin/remove-user", &json!({"userId": ann_id})).await;
    assert_eq!(removed.status.as_u16(), 200, "{}", removed.text);
    held.rollback().await.unwrap();
    work(&shop).await;
    assert_eq!(rows_with(&shop, "canary").await, [""; 0]);
}
