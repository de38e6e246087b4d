//! Who may call what: the document says it, and the server does it.

use std::collections::BTreeSet;

use auth::{Permission, Permissions, ROLES, role_permissions};
use http::Method;
use kontor::platform::{self, SERVICES, document};
use serde_json::json;
use testkit::{Answer, Client};

use super::Colleague;
use crate::shop::Shop;

struct Operation {
    method: Method,
    path: String,
    permission: String,
}

/// A shop that nobody calls too often: each operation is called as everybody.
async fn open() -> Shop {
    Shop::open_with(&[("KONTOR_CACHE", "false"), ("LIMIT_SHOP_RATE", "100000"), ("LIMIT_SHOP_BURST", "100000")]).await
}

/// The path with ids that there are not.
fn of_nothing(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "nothing" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

/// All that the document has below `/admin`, on ids that there are not.
fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(document(SERVICES)).unwrap();
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        if !path.starts_with("/admin") {
            continue;
        }
        for (method, operation) in methods.as_object().unwrap() {
            let permission = operation["x-permission"].as_str();
            let permission = permission.unwrap_or_else(|| panic!("{method} {path} names no x-permission")).to_owned();
            let known = Permission::parse(&permission).is_some() || permission == "session";
            assert!(known, "{method} {path}: there is no permission {permission}");
            let path = of_nothing(path);
            all.push(Operation { method: method.to_uppercase().parse().unwrap(), path, permission });
        }
    }
    assert!(all.len() >= 43, "{}", all.len());
    all
}

async fn call(client: &Client, operation: &Operation) -> Answer {
    client.request(operation.method.clone(), &operation.path).send().await
}

/// What the router serves, and not what is said of it: a route that the document leaves out names no permission.
#[tokio::test]
async fn nothing_is_served_below_admin_but_what_the_document_has() {
    let shop = open().await;
    let document = serde_json::to_value(document(SERVICES)).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let router = format!("{:?}", platform::router(&shop.platform, SERVICES));
    let served: BTreeSet<&str> = router.split('"').filter(|text| text.starts_with("/admin")).collect();
    // Those two answer that there is nothing.
    let mut told: BTreeSet<&str> = ["/admin", "/admin/{*rest}"].into();
    told.extend(paths.keys().map(String::as_str).filter(|path| path.starts_with("/admin")));
    assert_eq!(served, told);

    let owner = shop.colleague("a", "owner", "owner").await;
    for (path, methods) in paths.iter().filter(|(path, _)| path.starts_with("/admin")) {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE] {
            if methods.get(method.as_str().to_lowercase()).is_none() {
                let path = of_nothing(path);
                let answer = owner.client.request(method.clone(), &path).send().await;
                assert_eq!(answer.status.as_u16(), 405, "{method} {path}: {}", answer.text);
            }
        }
    }
}

/// The answer is 403 and names the permission, exactly when it is not allowed.
async fn check(client: &Client, who: &str, allowed: Permissions, operation: &Operation) {
    let Operation { method, path, permission } = operation;
    let answer = call(client, operation).await;
    let status = answer.status.as_u16();
    let Some(needed) = Permission::parse(permission) else {
        // Whoever is signed in may: what he did not say is what is wrong.
        let expected = if who.starts_with("sk") { 401 } else { 400 };
        assert_eq!(status, expected, "{who}: {method} {path}: {}", answer.text);
        return;
    };
    if allowed.has(needed) {
        assert!(
            [200, 202, 400, 404, 413, 415, 422, 428].contains(&status),
            "{who}: {method} {path}: {status} {}",
            answer.text
        );
    } else {
        assert_eq!(status, 403, "{who}: {method} {path}: {}", answer.text);
        let body = answer.json();
        let message = format!("This needs the permission {permission}, which your role does not give");
        let expected = json!({"code": "permission_denied", "type": "forbidden", "message": message});
        assert_eq!(body, expected, "{who}: {method} {path}");
    }
}

#[tokio::test]
async fn without_credentials_everything_is_401() {
    let shop = open().await;
    for operation in operations() {
        let answer = call(&shop.anybody(), &operation).await;
        assert_eq!(answer.status.as_u16(), 401, "{} {}: {}", operation.method, operation.path, answer.text);
        let wrong = shop.anybody().with_header("authorization", &format!("Bearer sk_{}", "b".repeat(63)));
        assert_eq!(call(&wrong, &operation).await.status.as_u16(), 401, "{}", operation.path);
    }
}

#[tokio::test]
async fn a_role_that_allows_nothing_is_told_what_it_lacks() {
    let shop = open().await;
    shop.role("ghost", &json!({})).await;
    let Colleague { client, .. } = shop.colleague("a", "ghost", "ghost").await;
    for operation in operations() {
        check(&client, "ghost", Permissions::of(["own:*"]), &operation).await;
    }
}

#[tokio::test]
async fn each_role_may_what_the_table_says() {
    let shop = open().await;
    // Somebody keeps the shop while others are tried.
    shop.colleague("a", "founder", "owner").await;
    let operations = operations();
    for (role, _) in ROLES {
        let Colleague { client, .. } = shop.colleague("a", role, role).await;
        let allowed = role_permissions(role).unwrap().and(Permissions::of(["own:*"]));
        for operation in &operations {
            check(&client, role, allowed, operation).await;
        }
    }
}

/// Every so manyth scope of all, with every operation: some ten thousand calls, so a few tests share them.
async fn keys_with_scopes(nth: usize) {
    const TESTS: usize = 3;
    let shop = open().await;
    let owner = shop.colleague("a", "owner", "owner").await;
    let operations = operations();
    let mut scopes: Vec<&str> = operations.iter().map(|operation| operation.permission.as_str()).collect();
    scopes.sort_unstable();
    scopes.dedup();
    let scopes = scopes.into_iter().filter(|scope| *scope != "session").chain(["*"]);
    for scope in scopes.skip(nth).step_by(TESTS) {
        let program = shop.program(&owner, &[scope]).await;
        for operation in &operations {
            check(&program, &format!("sk with {scope}"), Permissions::of([scope]), operation).await;
        }
    }
}

#[tokio::test]
async fn each_key_may_what_its_scopes_say_first_third() {
    keys_with_scopes(0).await;
}

#[tokio::test]
async fn each_key_may_what_its_scopes_say_second_third() {
    keys_with_scopes(1).await;
}

#[tokio::test]
async fn each_key_may_what_its_scopes_say_last_third() {
    keys_with_scopes(2).await;
}

#[tokio::test]
async fn who_works_nowhere_is_403_and_who_works_in_two_shops_names_one() {
    let shop = open().await;
    let ann = shop.stranger("ann").await;
    let body = ann.client.get("/admin/customers").error(403).await;
    assert_eq!(body["message"], "You work in no shop");
    shop.hire(&ann, "a", "viewer").await;
    shop.hire(&ann, "b", "editor").await;
    let body = ann.client.get("/admin/customers").error(400).await;
    assert!(body["message"].as_str().unwrap().contains("x-kontor-shop"), "{body}");
    ann.client.get("/admin/customers").header("x-kontor-shop", "ours").ok().await;
    ann.client.get("/admin/customers").header("x-kontor-shop", "theirs").error(403).await;
    ann.client.get("/admin/customers").header("x-kontor-shop", "nowhere").error(403).await;
}
