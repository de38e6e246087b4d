//! What somebody may is what the database says at the next request.

use serde_json::{Value, json};
use testkit::Client;

use super::Colleague;
use crate::shop::Shop;

async fn status(client: &Client) -> u16 {
    client.get("/admin/customers").send().await.status.as_u16()
}

#[tokio::test]
async fn roles_bans_and_sessions_count_at_once() {
    let shop = Shop::open().await;
    let Colleague { client, user, session, .. } = shop.colleague("a", "ann", "viewer").await;
    let user = user.0;
    assert_eq!(status(&client).await, 200);
    let set = |role: &str| format!("update auth.member set role = '{role}' where \"userId\" = '{user}'");
    shop.change(&set("editor")).await;
    assert_eq!(status(&client).await, 403);
    shop.change(&set("support")).await;
    assert_eq!(status(&client).await, 200);

    shop.change(&format!("update auth.\"user\" set banned = true where id = '{user}'")).await;
    assert_eq!(status(&client).await, 401);
    shop.change(&format!("update auth.\"user\" set banned = false where id = '{user}'")).await;
    assert_eq!(status(&client).await, 200);

    shop.change(&format!("delete from auth.member where \"userId\" = '{user}'")).await;
    assert_eq!(status(&client).await, 403);
    let role = format!(
        "insert into user_roles (organization_id, user_id, role) \
                        select id, '{user}', 'viewer' from auth.organization where slug = 'ours'"
    );
    shop.change(&role).await;
    assert_eq!(status(&client).await, 200);
    shop.change(&format!("delete from auth.session where id = '{session}'")).await;
    assert_eq!(status(&client).await, 401);
}

#[tokio::test]
async fn a_role_of_the_shops_own_may_what_it_says_now() {
    let shop = Shop::open().await;
    shop.role("clerk", &json!({"customer": ["read"]})).await;
    let clerk = shop.colleague("a", "carl", "clerk").await.client;
    assert_eq!(status(&clerk).await, 200);
    clerk.post("/admin/customers", &json!({})).error(403).await;
    let set = |permission: Value| {
        format!("update auth.\"organizationRole\" set permission = '{permission}' where role = 'clerk'")
    };
    shop.change(&set(json!({"customer": ["write"]}))).await;
    // Who writes reads what he wrote.
    clerk.post("/admin/customers", &json!({"first_name": "Ann"})).ok().await;
    assert_eq!(status(&clerk).await, 200);
    shop.change(&set(json!({}))).await;
    assert_eq!(status(&clerk).await, 403);
}

#[tokio::test]
async fn a_personal_key_may_what_its_owner_may_and_ends_with_him() {
    let shop = Shop::open().await;
    let ann = shop.colleague("a", "ann", "support").await;
    let key = async |permissions: Option<&str>| {
        let made = vault::api_key::generate("").unwrap();
        let tx = shop.test.db().begin_system("make a key").await.unwrap();
        let new = accounts::store::personal_keys::NewKey::default();
        let key = accounts::store::personal_keys::create(&tx, ann.user.0, &made, new).await.unwrap().unwrap();
        let sql = "update auth.apikey set permissions = $2, \"rateLimitMax\" = 1000 where id = $1";
        db::exec(&tx, sql, [key.id.into(), permissions.map(str::to_owned).into()]).await.unwrap();
        tx.commit().await.unwrap();
        shop.anybody().with_header("x-api-key", &key.key.unwrap())
    };
    let whole = key(None).await;
    let me = whole.get("/admin/users/me").ok().await;
    assert_eq!(me["user"]["id"], json!(ann.user.to_string()));
    whole.post("/admin/customers", &json!({})).ok().await;
    whole.get("/admin/api-keys").error(403).await;
    let reader = key(Some(r#"{"customer":["read"],"api_key":["read"]}"#)).await;
    assert_eq!(status(&reader).await, 200);
    reader.post("/admin/customers", &json!({})).error(403).await;
    reader.get("/admin/api-keys").error(403).await;
    // It is not a session: it accepts no invitation.
    whole.post("/admin/invites/accept?token=x", &json!({})).error(401).await;

    let ban = |banned: bool| format!("update auth.\"user\" set banned = {banned} where id = '{}'", ann.user.0);
    shop.change(&ban(true)).await;
    assert_eq!(status(&whole).await, 401);
    shop.change(&ban(false)).await;
    assert_eq!(status(&whole).await, 200);
    shop.change(&format!("delete from auth.member where \"userId\" = '{}'", ann.user.0)).await;
    assert_eq!(status(&whole).await, 403);
}
