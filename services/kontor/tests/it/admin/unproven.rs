//! Whoever has not proven his address works nowhere: it may be somebody else's, who is meant by what it is given.

use serde_json::json;

use super::organization;
use crate::{
    medusa::visitor::{ANN, Visitor, link_to, open},
    shop::Shop,
};

const UNPROVEN: &str = r#"update auth."user" set "emailVerified" = false where email = 'olga@example.test'"#;

#[tokio::test]
async fn a_customer_who_only_says_so_is_none_of_the_staff() {
    let shop = open().await;
    // Eve registers with Ann's address; later Ann is made one of the staff by it, without an invitation.
    let mut eve = Visitor::new(&shop);
    eve.join(ANN).await;
    let tx = shop.test.db().begin_system("hire by address").await.unwrap();
    let user = accounts::store::users::by_email(&tx, ANN).await.unwrap().unwrap();
    accounts::store::members::create(&tx, organization("a").0, user.id, "owner").await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let begun = eve.post("/auth/session", &json!({})).await;
    assert_eq!(begun.status.as_u16(), 200, "{}", begun.text);
    let cookie = begun.header("set-cookie").split(';').next().unwrap().to_owned();
    let base_url = &*shop.platform.accounts.base_url;
    let as_staff = || Visitor::new(&shop).client().with_header("cookie", &cookie).with_header("origin", base_url);
    let refused = as_staff().get("/admin/customers").error(403).await;
    assert_eq!((&refused["type"], &refused["code"]), (&json!("forbidden"), &json!("email_not_verified")));
    assert!(refused["message"].as_str().unwrap().contains("/auth/verification/request"), "{refused}");
    let refused = as_staff().post("/auth/token/postgrest", &json!({})).header("x-kontor-shop", "ours");
    assert_eq!(refused.error(403).await["code"], "email_not_verified");
    let members =
        as_staff().get("/api/auth/organization/list-members?organizationId=00000000-0000-7000-8000-00000000000a");
    let answer = members.send().await;
    assert_eq!(answer.status.as_u16(), 403, "{}", answer.text);
    // Nor is she an administrator of the installation, whatever the address was made.
    shop.change(&format!(r#"update auth."user" set role = 'admin' where email = '{ANN}'"#)).await;
    let listed = as_staff().get("/api/auth/admin/list-users?limit=1").send().await;
    assert_eq!(listed.status.as_u16(), 403, "{}", listed.text);
    let body = json!({"confirm": "x"});
    as_staff().post("/auth/privacy/people/00000000-0000-7000-8000-0000000000c1/erasure", &body).error(403).await;
    let log = || as_staff().get("/admin/audit-logs").header("x-kontor-shop", "installation");
    log().error(403).await;
    // As a customer she is served.
    assert_eq!(eve.me().await.status.as_u16(), 200);

    // Whoever reads the mail has proven the address, and works.
    Visitor::new(&shop).get(&link_to(&shop, ANN).await).await;
    as_staff().get("/admin/customers").ok().await;
    as_staff().get("/api/auth/admin/list-users?limit=1").ok().await;
    log().ok().await;
    as_staff().post("/auth/token/postgrest", &json!({})).header("x-kontor-shop", "ours").ok().await;
}

#[tokio::test]
async fn neither_with_a_session_nor_with_a_key_and_others_manage_him() {
    let shop = Shop::open().await;
    let olga = shop.colleague("a", "olga", "admin").await;
    let root = shop.colleague("a", "root", "owner").await;
    let made = vault::api_key::generate("").unwrap();
    let tx = shop.test.db().begin_system("make a key").await.unwrap();
    let new = accounts::store::personal_keys::NewKey::default();
    let key = accounts::store::personal_keys::create(&tx, olga.user.0, &made, new).await.unwrap();
    tx.commit().await.unwrap();
    let by_key = shop.anybody().with_header("x-api-key", &key.unwrap().key.unwrap());
    olga.client.get("/admin/customers").ok().await;
    by_key.get("/admin/customers").ok().await;
    shop.change(UNPROVEN).await;
    for client in [&olga.client, &by_key] {
        assert_eq!(client.get("/admin/customers").error(403).await["code"], "email_not_verified");
    }
    let path = format!("/admin/users/{}/roles", olga.user);
    root.client.post(&path, &json!({"add": ["viewer"]})).ok().await;
}
