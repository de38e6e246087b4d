//! What the database allows is what the code says: roles, those of a shop's own, and keys.

use auth::{Permission, Permissions, ROLES};
use db::{Scope, Tx};
use sea_orm::FromQueryResult;
use testkit::TestDb;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Texts {
    texts: Vec<String>,
}

#[derive(FromQueryResult)]
struct Answer {
    may: bool,
}

async fn permissions(tx: &Tx) -> Permissions {
    let Texts { texts } = db::fetch_one(tx, "select private.permissions() as texts", []).await.unwrap();
    let understood = Permissions::of(texts.iter().map(String::as_str));
    for permission in Permission::ALL {
        let sql = "select private.may($1) as may";
        let Answer { may } = db::fetch_one(tx, sql, [permission.text().into()]).await.unwrap();
        assert_eq!(may, understood.has(*permission), "{permission}");
    }
    understood
}

#[tokio::test]
async fn the_roles_of_every_shop_are_the_same_in_code_and_database() {
    let test = TestDb::new().await;
    let tx = test.db().begin_system("read the table of roles").await.unwrap();
    for (role, texts) in ROLES {
        let sql = "select private.role_permissions($1) as texts";
        let found: Texts = db::fetch_one(&tx, sql, [(*role).into()]).await.unwrap();
        assert_eq!(found.texts, *texts, "{role}");
    }
    let nobody: Texts = db::fetch_one(&tx, "select private.role_permissions('nobody') as texts", []).await.unwrap();
    assert!(nobody.texts.is_empty());
}

/// A shop with a person who has these roles in it.
async fn person(test: &TestDb, roles: &str, own: Option<(&str, &str)>) -> (Uuid, Uuid) {
    let (shop, person) = (Uuid::now_v7(), Uuid::now_v7());
    let tx = test.db().begin_system("make a shop").await.unwrap();
    let slug = format!("shop-{}", shop.simple());
    let sql = "insert into auth.organization (id, name, slug) values ($1, 'Shop', $2)";
    db::exec(&tx, sql, [shop.into(), slug.clone().into()]).await.unwrap();
    let sql = r#"insert into auth."user" (id, name, email) values ($1, 'Person', $2)"#;
    db::exec(&tx, sql, [person.into(), format!("{slug}@example.com").into()]).await.unwrap();
    let sql = r#"insert into auth.member ("organizationId", "userId", role) values ($1, $2, $3)"#;
    db::exec(&tx, sql, [shop.into(), person.into(), roles.into()]).await.unwrap();
    if let Some((role, permission)) = own {
        let sql = r#"insert into auth."organizationRole" ("organizationId", role, permission) values ($1, $2, $3)"#;
        db::exec(&tx, sql, [shop.into(), role.into(), permission.into()]).await.unwrap();
    }
    tx.commit().await.unwrap();
    (shop, person)
}

#[tokio::test]
async fn roles_add_up_and_end_at_the_shop() {
    let test = TestDb::new().await;
    let (shop, somebody) = person(&test, "editor,packer", Some(("packer", r#"{"order":["read","write"]}"#))).await;
    let (other, _) = person(&test, "owner", Some(("packer", r#"{"staff":["read"]}"#))).await;

    let tx = test.db().begin(Scope::authenticated(shop, somebody)).await.unwrap();
    let allowed = permissions(&tx).await;
    assert!(allowed.has(Permission::ContentWrite) && allowed.has(Permission::OrderWrite));
    assert!(!allowed.has(Permission::StaffRead) && !allowed.has(Permission::ShopWrite));
    drop(tx);

    let tx = test.db().begin(Scope::authenticated(other, somebody)).await.unwrap();
    assert_eq!(permissions(&tx).await, Permissions::NONE);
}

#[tokio::test]
async fn a_key_may_what_its_row_says_until_it_is_revoked() {
    let test = TestDb::new().await;
    let (shop, _) = person(&test, "owner", None).await;
    let key = Uuid::now_v7();
    let tx = test.db().begin_system("make a key").await.unwrap();
    let sql = "insert into public.api_keys (organization_id, id, type, title, token_sha256, redacted, scopes)
        values ($1, $2, 'secret', 'Key', decode(repeat('cd', 32), 'hex'), 'sk_***', array['product:*', 'order:read'])";
    db::exec(&tx, sql, [shop.into(), key.into()]).await.unwrap();
    tx.commit().await.unwrap();

    let tx = test.db().begin(Scope::program(shop, key)).await.unwrap();
    let allowed = permissions(&tx).await;
    assert_eq!(allowed, Permissions::of(["product:*", "order:read"]));
    // It writes what its scopes say, and nothing else, whatever the code above the database does.
    let sql = "insert into public.product_tags (organization_id, value) values (auth.organization_id(), 'new')";
    assert_eq!(db::exec(&tx, sql, []).await.unwrap(), 1);
    let sql = "insert into public.sales_channels (organization_id, name) values (auth.organization_id(), 'new')";
    assert!(matches!(db::exec(&tx, sql, []).await, Err(db::Error::Forbidden(_))));
    drop(tx);

    let tx = test.db().begin_system("revoke it").await.unwrap();
    db::exec(&tx, "update public.api_keys set revoked_at = now() where id = $1", [key.into()]).await.unwrap();
    tx.commit().await.unwrap();
    let tx = test.db().begin(Scope::program(shop, key)).await.unwrap();
    assert_eq!(permissions(&tx).await, Permissions::NONE);
}
