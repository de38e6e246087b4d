//! Who did it stands in both logs, whatever the way in.

use db::sea_orm::FromQueryResult;
use http::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use vault::totp::{PERIOD, Secret};

use super::{call, event};
use crate::{
    accounts::somebody,
    admin::{Colleague, organization},
    shop::Shop,
};

impl Shop {
    /// An administrator of the installation, who works in no shop.
    pub(super) async fn administrator(&self, name: &str) -> Colleague {
        let root = self.stranger(name).await;
        self.change(&format!(r#"update auth."user" set role = 'admin' where id = '{}'"#, root.user.0)).await;
        root
    }
}

/// Both logs name him: the one that he called, the other what he did to whom.
async fn is_named(shop: &Shop, who: &Colleague, path: &str, name: &str, of_a_shop: bool, whom: Option<Uuid>) {
    let found = event(shop, name, of_a_shop).await;
    assert_eq!((found.actor_id, found.user_id), (Some(who.user.0), whom), "{path}: {name}");
    assert_eq!(found.address.as_deref(), Some("127.0.0.1"), "{path}");
    let line = call(shop, path).await;
    assert_eq!((line.user_id, line.session_id, line.impersonated_by), (Some(who.user.0), Some(who.session), None));
    assert_eq!(line.status, 200, "{path}");
}

#[tokio::test]
async fn an_administrator_of_the_installation() {
    let shop = Shop::open().await;
    let root = shop.administrator("root").await;
    let bob = shop.stranger("bob").await.user.0;
    for (path, more, name) in [
        ("/api/auth/admin/set-role", json!({"role": "admin"}), "role.changed"),
        ("/api/auth/admin/set-role", json!({"role": "user"}), "role.changed"),
        ("/api/auth/admin/ban-user", json!({}), "user.banned"),
        ("/api/auth/admin/unban-user", json!({}), "user.unbanned"),
        ("/api/auth/admin/set-user-password", json!({"newPassword": "a long enough passphrase"}), "credential.added"),
        ("/api/auth/admin/remove-user", json!({}), "user.deleted"),
    ] {
        let mut body = more;
        body["userId"] = json!(bob);
        root.client.post(path, &body).ok().await;
        is_named(&shop, &root, path, name, false, Some(bob)).await;
    }
}

#[tokio::test]
async fn an_administrator_who_acts_as_somebody_else() {
    let shop = Shop::open().await;
    let root = shop.administrator("root").await;
    let bob = shop.stranger("bob").await;
    for (path, method) in [("/api/auth/sign-out", Method::POST), ("/auth/session", Method::DELETE)] {
        let body = json!({"userId": bob.user.0});
        let answer = root.client.post("/api/auth/admin/impersonate-user", &body).ok().await;
        is_named(&shop, &root, "/api/auth/admin/impersonate-user", "impersonation.started", false, Some(bob.user.0))
            .await;

        let session: Uuid = answer["session"]["id"].as_str().unwrap().parse().unwrap();
        let acting = shop.client_of(bob.user, session);
        acting.request(method, path).send().await;
        let ended = event(&shop, "impersonation.ended", false).await;
        assert_eq!((ended.user_id, ended.actor_id), (Some(bob.user.0), Some(bob.user.0)), "{path}");
        assert_eq!(ended.impersonated_by, Some(root.user.0), "{path}");
        let line = call(&shop, path).await;
        let expected = (Some(bob.user.0), Some(session), Some(root.user.0));
        assert_eq!((line.user_id, line.session_id, line.impersonated_by), expected, "{path}");
    }
}

#[derive(FromQueryResult)]
struct Member {
    id: Uuid,
}

#[tokio::test]
async fn who_works_in_a_shop() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "owner", "owner").await;
    let mia = shop.colleague("a", "mia", "viewer").await.user.0;
    let ours = organization("a").0;
    let tx = shop.test.db().begin_system("find a member").await.unwrap();
    let sql = r#"select id from auth.member where "userId" = $1"#;
    let Member { id } = db::fetch_one(&tx, sql, [mia.into()]).await.unwrap();
    drop(tx);

    let path = "/api/auth/organization/update-member-role";
    owner.client.post(path, &json!({"memberId": id, "role": "editor", "organizationId": ours})).ok().await;
    is_named(&shop, &owner, path, "role.changed", true, Some(mia)).await;
    assert_eq!(event(&shop, "role.changed", true).await.organization_id, ours);
    let path = "/api/auth/organization/invite-member";
    owner.client.post(path, &json!({"email": "new@example.test", "role": "viewer", "organizationId": ours})).ok().await;
    is_named(&shop, &owner, path, "invitation.created", true, None).await;
    let path = "/api/auth/organization/remove-member";
    owner.client.post(path, &json!({"memberIdOrEmail": id, "organizationId": ours})).ok().await;
    is_named(&shop, &owner, path, "member.removed", true, Some(mia)).await;
}

#[tokio::test]
async fn who_gives_himself_a_second_factor_by_medusas_api() {
    let shop = Shop::open().await;
    let ann = shop.stranger("ann").await;
    let setup = ann.client.post("/auth/mfa/factors", &json!({"provider": "totp"})).ok().await;
    let secret = Secret::from_stored(format!("base32:{}", setup["secret"].as_str().unwrap()).into()).unwrap();
    let now = u64::try_from(db::Clock::now(shop.test.clock()).timestamp()).unwrap();
    let path = format!("/auth/mfa/factors/{}/verify", setup["mfa_factor"]["id"].as_str().unwrap());
    ann.client.post(&path, &json!({"code": secret.code(now / PERIOD)})).ok().await;
    for name in ["second_factor.added", "second_factor.switched_on"] {
        is_named(&shop, &ann, "/auth/mfa/factors/{id}/verify", name, false, Some(ann.user.0)).await;
    }
}

#[tokio::test]
async fn who_comes_in_and_who_goes() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann@example.test").await;
    let me: Uuid = ann.session().await["user"]["id"].as_str().unwrap().parse().unwrap();
    let began = event(&shop, "session.started", false).await;
    assert_eq!((began.user_id, began.actor_id), (Some(me), Some(me)));
    let line = call(&shop, "/api/auth/sign-in/email").await;
    assert_eq!((line.user_id, line.status), (Some(me), 200));
    assert_eq!(ann.post("/sign-out", &json!({})).await.status.as_u16(), 200);
    assert_eq!(event(&shop, "session.ended", false).await.actor_id, Some(me));
    assert_eq!(call(&shop, "/api/auth/sign-out").await.user_id, Some(me));

    // A failure is nobody's call.
    let wrong = json!({"email": "ann@example.test", "password": "a wrong but long password"});
    assert_eq!(ann.post("/sign-in/email", &wrong).await.status.as_u16(), 401);
    shop.platform.audit.close().await;
    assert_eq!(shop.count("api_audit_logs where status = 401").await, 0);
}

/// Who is known and may not is logged, too.
#[tokio::test]
async fn who_is_refused() {
    let shop = Shop::open().await;
    let ann = shop.stranger("ann").await;
    ann.client.get("/admin/customers").error(403).await;
    let line = call(&shop, "/admin/customers").await;
    assert_eq!((line.user_id, line.status), (Some(ann.user.0), 403));
    let mia = shop.colleague("a", "mia", "viewer").await;
    mia.client.get("/admin/api-keys").header("x-kontor-shop", "theirs").error(403).await;
    mia.client.get("/admin/api-keys").error(403).await;
    call(&shop, "/admin/api-keys").await;
    shop.platform.audit.close().await;
    let in_shop = format!("api_audit_logs where organization_id = '{}' and status = 403", organization("a").0);
    assert_eq!(shop.count(&in_shop).await, 1, "the one that came as far as the shop");
    assert_eq!(shop.count("api_audit_logs where status = 403").await, 3);
}

/// Who asks who he is changes nothing, and costs what it did: one statement.
#[tokio::test]
async fn to_be_known_costs_no_statement_more() {
    let shop = Shop::open().await;
    let ann = shop.stranger("ann").await;
    ann.client.get("/api/auth/get-session").ok().await;
    // The log's own statements would be counted too.
    shop.platform.audit.close().await;
    let db = &shop.platform.app.db;
    let before = db.statements();
    let found: Value = ann.client.get("/api/auth/get-session").ok().await;
    assert_eq!(found["user"]["id"], json!(ann.user.0));
    assert_eq!(db.statements() - before, 1, "the session");
    let before = db.statements();
    ann.client.post("/api/auth/sign-out", &json!({})).ok().await;
    assert_eq!(db.statements() - before, 4, "the beginning, the session, his providers, the end of the session");
}
