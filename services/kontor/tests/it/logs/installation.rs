//! What concerns no shop is for the administrators of the installation, and so is what a shop leaves behind.

use serde_json::{Value, json};

use super::{event, lines, program};
use crate::{
    admin::{each, organization},
    shop::Shop,
};

const PATHS: [&str; 4] =
    ["/admin/audit-logs", "/admin/security-logs", "/admin/audit-logs/export", "/admin/security-logs/export"];

#[tokio::test]
async fn its_lines_are_for_its_administrators() {
    let shop = Shop::open().await;
    let root = shop.administrator("root").await;
    let reader = root.client.clone().with_header("x-kontor-shop", "installation");
    let body = json!({"email": "nobody@example.test", "password": "a wrong but long password"});
    shop.anybody().post("/api/auth/sign-in/email", &body).error(401).await;
    root.client.get("/api/auth/get-session").ok().await;

    let failed = reader.get("/admin/security-logs?name=sign_in.failed").ok().await;
    assert_eq!((&failed["count"], &failed["security_logs"][0]["user_id"]), (&json!(1), &Value::Null));
    let path = "/admin/audit-logs?endpoint=/api/auth/get-session";
    let found = lines(&reader, path, "audit_logs", 1).await;
    assert_eq!(found[0]["user_id"], json!(root.user.to_string()));
    let file = reader.get("/admin/security-logs/export?name=sign_in.failed&format=ndjson").send().await;
    assert_eq!((file.status.as_u16(), file.text.lines().count()), (200, 1));
    let file = reader.get("/admin/audit-logs/export?endpoint=/api/auth/get-session").send().await;
    assert_eq!((file.status.as_u16(), file.text.lines().count()), (200, 2));

    // Who works in a shop, be he its owner, is no administrator; and who administers works in no shop.
    let owner = shop.colleague("a", "owner", "owner").await;
    for path in PATHS {
        shop.anybody().get(path).header("x-kontor-shop", "installation").error(401).await;
        let refused = owner.client.get(path).header("x-kontor-shop", "installation").error(403).await;
        assert_eq!(refused["code"], "permission_denied", "{path}");
        program(&shop, "a").get(path).header("x-kontor-shop", "installation").error(403).await;
        root.client.get(path).error(403).await;
        root.client.get(path).header("x-kontor-shop", "ours").error(403).await;
        root.client.get(path).header("x-kontor-shop", &organization("a").to_string()).error(403).await;
        root.client.get("/admin/customers").header("x-kontor-shop", "installation").error(403).await;
    }
}

#[tokio::test]
async fn a_shop_that_is_deleted_leaves_its_lines() {
    let shop = Shop::open().await;
    let (root, ann) = (shop.administrator("root").await, shop.stranger("ann").await);
    let made = ann.client.post("/api/auth/organization/create", &json!({"name": "Brief", "slug": "brief"})).ok().await;
    let id = made["id"].as_str().unwrap();
    let as_staff = ann.client.clone().with_header("x-kontor-shop", id);
    as_staff.get("/admin/customers").ok().await;
    lines(&as_staff, "/admin/audit-logs?endpoint=/admin/customers", "audit_logs", 1).await;
    // It is there, so its log is its staff's alone.
    root.client.get("/admin/audit-logs").header("x-kontor-shop", id).error(403).await;

    ann.client.post("/api/auth/organization/delete", &json!({"organizationId": id})).ok().await;
    let told = event(&shop, "organization.deleted", false).await;
    assert_eq!((told.actor_id, told.detail.unwrap()["slug"].clone()), (Some(ann.user.0), json!("brief")));
    let reader = root.client.clone().with_header("x-kontor-shop", "installation");
    let found = reader.get("/admin/security-logs?name=organization.deleted").ok().await;
    assert_eq!(found["security_logs"][0]["detail"]["organization_id"], id);

    as_staff.get("/admin/security-logs").error(403).await;
    let heir = root.client.clone().with_header("x-kontor-shop", id);
    let left = heir.get("/admin/security-logs").ok().await;
    let names = each(&left, "security_logs", "name");
    assert!(names.contains(&"member.added") && names.contains(&"member.removed"), "{names:?}");
    let calls = heir.get("/admin/audit-logs?endpoint=/admin/customers").ok().await;
    assert_eq!(calls["count"], 1);
}
