//! The routes of whole persons, which are not below `/admin`: who may what, for everybody whom the server knows.

use auth::ROLES;
use entity::ids::UserId;
use serde_json::json;
use testkit::Client;

use super::{program, user, work};
use crate::{
    accounts::somebody,
    admin::organization,
    shop::{Shop, key},
};

/// What is answered to who asks for an export, fetches Ann's file, and has somebody erased.
type Expected = [u16; 3];

const STRANGER: Expected = [401, 401, 401];
const PERSON: Expected = [202, 404, 403];

async fn check(who: &str, client: &Client, file: &str, erasure: &str, expected: Expected) {
    let body = json!({"confirm": "victim@example.test"});
    let answers = [
        client.post("/auth/privacy/export", &json!({})).send().await,
        client.get(file).send().await,
        client.post(erasure, &body).send().await,
    ];
    let statuses = answers.each_ref().map(|answer| answer.status.as_u16());
    assert_eq!(statuses, expected, "{who}: {:#?}", answers.map(|answer| answer.text));
}

#[tokio::test]
async fn each_actor_may_what_the_table_says() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann@example.test").await;
    let mut root = somebody(&shop, "root@example.test").await;
    somebody(&shop, "victim@example.test").await;
    let made = ann.client().post("/auth/privacy/export", &json!({})).send().await.json();
    work(&shop).await;
    let file = format!("/auth/privacy/requests/{}/file", made["privacy_request"]["id"].as_str().unwrap());
    let erasure = format!("/auth/privacy/people/{}/erasure", UserId(user(&shop, "victim@example.test").await));
    let check = async |who: &str, client: &Client, expected| check(who, client, &file, &erasure, expected).await;

    check("nobody", &shop.anybody(), STRANGER).await;
    check("a shopper", &shop.shopper(), STRANGER).await;
    check("a program of the shop", &program(&shop, "a", "'*'").await, STRANGER).await;
    let key = ann.post("/api-key/create", &json!({"name": "mine"})).await;
    assert_eq!(key.status.as_u16(), 200, "{}", key.text);
    check("a personal key", &shop.anybody().with_header("x-api-key", key.json()["key"].as_str().unwrap()), STRANGER)
        .await;
    let login = json!({"email": "ann@example.test", "password": "a long enough passphrase"});
    shop.change(&format!(
        "insert into customers (organization_id, user_id, email, has_account)
         select '{}', id, email, true from auth.\"user\" where email = 'ann@example.test'",
        organization("a").0
    ))
    .await;
    let token =
        shop.shopper().post("/auth/customer/emailpass", &login).ok().await["token"].as_str().unwrap().to_owned();
    let of_a_shop = shop.anybody().with_key(&key_of_ours()).with_header("authorization", &format!("Bearer {token}"));
    check("a storefront's token", &of_a_shop, STRANGER).await;

    check("the person", &ann.client(), [202, 200, 403]).await;
    for (role, _) in ROLES {
        let email = format!("{role}@staff.example.test");
        let colleague = somebody(&shop, &email).await;
        let id = user(&shop, &email).await;
        let tx = shop.test.db().begin_system("hire somebody").await.unwrap();
        accounts::store::members::create(&tx, organization("a").0, id, role).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        check(role, &colleague.client(), PERSON).await;
    }
    check("a person", &root.client(), PERSON).await;
    shop.change(r#"update auth."user" set role = 'admin' where email = 'root@example.test'"#).await;
    check("an administrator of the installation", &root.client(), [202, 404, 202]).await;
    assert_eq!(shop.count("privacy_requests where kind = 'erasure'").await, 1, "nobody else's was taken up");

    let elsewhere = root.client().with_header("origin", "https://evil.example");
    // It changes nothing; what is read its browser does not let it see.
    check("a page of somebody else's", &elsewhere, [403, 404, 403]).await;
    let acting = root.post("/admin/impersonate-user", &json!({"userId": user(&shop, "ann@example.test").await})).await;
    assert_eq!(acting.status.as_u16(), 200, "{}", acting.text);
    check("an administrator who acts as her", &root.client(), [403, 403, 403]).await;

    shop.change(r#"update auth."user" set banned = true where email = 'ann@example.test'"#).await;
    check("somebody who is banned", &ann.client(), STRANGER).await;
    shop.change(r#"update auth."user" set banned = false where email = 'ann@example.test'"#).await;
    check("somebody whose ban is over", &ann.client(), [202, 200, 403]).await;
    let before = ann.client();
    ann.post("/sign-out", &json!({})).await;
    check("whoever has signed out", &before, STRANGER).await;
}

fn key_of_ours() -> String {
    key("a", 1)
}
