//! PostgREST in front of the same schema sees what the APIs see: its pre-query, as its own role, with a token of ours.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::ids::{OrganizationId, ProductId};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row};
use uuid::Uuid;
use vault::jwt::{KeySet, PublicKey, Rules};

use crate::{
    accounts::{PASSWORD, somebody},
    shop::Shop,
};

/// What PostgREST does with a token: verifies it with the published keys, and takes its role and claims.
async fn accepted(shop: &Shop, token: &str) -> Value {
    let jwks = shop.anybody().get("/api/auth/jwks").ok().await;
    let keys: KeySet = jwks["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| PublicKey::from_jwk(&serde_json::from_value(key.clone()).unwrap()).unwrap())
        .collect();
    let now = shop.test.db().clock().now().timestamp();
    let claims: Value = keys.verify(token, &Rules { now, leeway: 30, ..Rules::default() }).unwrap();
    let payload = token.split('.').nth(1).unwrap();
    let raw: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    assert_eq!(raw, claims);
    claims
}

/// The first column of a statement of GET, in a transaction as PostgREST begins it (PreQuery.hs).
async fn ask(shop: &Shop, claims: &Value, sql: &str) -> Result<BTreeSet<Uuid>, sqlx::Error> {
    run(shop, claims, "read only", sql).await
}

/// The same of a statement of POST.
async fn change(shop: &Shop, claims: &Value, sql: &str) -> Result<BTreeSet<Uuid>, sqlx::Error> {
    run(shop, claims, "read write", sql).await
}

async fn run(shop: &Shop, claims: &Value, access: &str, sql: &str) -> Result<BTreeSet<Uuid>, sqlx::Error> {
    let mut connection = PgConnection::connect(&shop.test.superuser_url()).await.unwrap();
    connection.execute("set session authorization authenticator").await.unwrap();
    let mut tx = connection.begin().await.unwrap();
    tx.execute(AssertSqlSafe(format!("set transaction {access}"))).await.unwrap();
    sqlx::query(
        r#"select set_config('search_path', '"public", "extensions"', true), set_config('role', $1, true),
             set_config('request.jwt.claims', $2, true), set_config('request.method', 'GET', true),
             set_config('request.path', '/products', true), set_config('request.headers', '{}', true),
             set_config('request.cookies', '{}', true)"#,
    )
    .bind(claims["role"].as_str().unwrap())
    .bind(claims.to_string())
    .execute(&mut *tx)
    .await?;
    tx.execute("select auth.check_session()").await?;
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut *tx).await?;
    tx.commit().await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

async fn ours(shop: &Shop) -> OrganizationId {
    let id: Uuid = "00000000-0000-7000-8000-00000000000a".parse().unwrap();
    assert_eq!(shop.count("auth.organization where slug = 'ours'").await, 1);
    OrganizationId(id)
}

#[tokio::test]
async fn anybody_sees_the_products_that_the_store_shows() {
    let shop = Shop::open().await;
    let organization = ours(&shop).await;
    let claims = json!({"role": "anon", "organization_id": organization.0});

    // Key 2 shows all channels.
    let listed =
        shop.anybody().with_key(&crate::shop::key("a", 2)).get("/store/products?fields=id&limit=100").ok().await;
    let shown: BTreeSet<Uuid> = listed["products"]
        .as_array()
        .unwrap()
        .iter()
        .map(|product| product["id"].as_str().unwrap().parse::<ProductId>().unwrap().0)
        .collect();
    assert!(shown.len() > 1);
    let published =
        "select p.id from products p where exists (select from product_sales_channels c where c.product_id = p.id)";
    assert_eq!(ask(&shop, &claims, published).await.unwrap(), shown);
    for closed in ["customers", "api_keys", "security_logs"] {
        let refused = ask(&shop, &claims, &format!("select id from {closed}")).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("42501"), "{closed}");
    }
}

#[tokio::test]
async fn staff_sees_what_its_role_allows_until_the_session_ends() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann@example.com").await;
    shop.change(
        "insert into auth.member (\"organizationId\", \"userId\", role)
           select o.id, u.id, 'viewer' from auth.organization o, auth.\"user\" u where o.slug = 'ours' and u.email like 'ann@%';
         insert into customers (organization_id, email) select id, 'bob@' || slug || '.example' from auth.organization;",
    )
    .await;
    shop.anybody().post("/auth/token/postgrest", &json!({})).error(401).await;
    let issue = |slug: &str| ann.client().with_header("x-kontor-shop", slug).post("/auth/token/postgrest", &json!({}));
    issue("nowhere").error(404).await;
    let several = ann.client().post("/auth/token/postgrest", &json!({})).error(400).await;
    assert!(several["message"].as_str().unwrap().contains("x-kontor-shop"), "{several}");
    let foreign = ann.client().with_header("origin", "https://evil.example").post("/auth/token/postgrest", &json!({}));
    foreign.error(403).await;

    let issued = issue("ours").ok().await;
    assert_eq!(issued["expires_in"], 900);
    let claims = accepted(&shop, issued["token"].as_str().unwrap()).await;
    assert_eq!(claims["role"], "authenticated", "never the person's role: PostgREST becomes what stands there");

    let drafts = ask(&shop, &claims, "select id from products where status = 'draft'").await.unwrap();
    assert_eq!(drafts.len(), 1, "a viewer sees drafts of his shop, and of no other");
    assert_eq!(ask(&shop, &claims, "select id from customers").await.unwrap().len(), 1);
    assert!(ask(&shop, &claims, "select id from api_keys").await.unwrap().is_empty(), "and no keys");

    // In a shop where he does not work he is a shopper.
    let theirs = issue("theirs").ok().await;
    let elsewhere = accepted(&shop, theirs["token"].as_str().unwrap()).await;
    assert!(ask(&shop, &elsewhere, "select id from customers").await.unwrap().is_empty());
    assert!(ask(&shop, &elsewhere, "select id from products where status = 'draft'").await.unwrap().is_empty());

    // His role is read each time, and an ended session ends its tokens.
    shop.change("update auth.member set role = 'editor'").await;
    assert!(ask(&shop, &claims, "select id from customers").await.unwrap().is_empty());
    ann.post("/sign-out", &json!({})).await;
    let over = ask(&shop, &claims, "select id from products").await.unwrap_err();
    assert_eq!(over.as_database_error().unwrap().code().as_deref(), Some("PT401"));
}

#[tokio::test]
async fn what_a_customer_may_keep_holds_here_too() {
    let shop = Shop::with_accounts().await;
    let ann = somebody(&shop, "ann@example.com").await;
    shop.change(
        "insert into customers (organization_id, email, user_id, has_account)
         select o.id, u.email, u.id, true from auth.organization o, auth.\"user\" u where o.slug = 'ours'",
    )
    .await;
    let issued = ann.client().with_header("x-kontor-shop", "ours").post("/auth/token/postgrest", &json!({})).ok().await;
    let claims = accepted(&shop, issued["token"].as_str().unwrap()).await;
    let keep = |what: &str, most: u32| {
        format!(
            "insert into saved_addresses (organization_id, customer_id, {what})
             select c.organization_id, c.id, {} from customers c, generate_series(1, {most}) returning id",
            if what == "city" { "repeat('x', 20000)" } else { "'{}'" }
        )
    };
    let refusal = |refused: Result<BTreeSet<Uuid>, sqlx::Error>| {
        let error = refused.unwrap_err();
        let error = error.as_database_error().unwrap();
        (error.code().unwrap().into_owned(), error.constraint().unwrap().to_owned())
    };
    assert_eq!(change(&shop, &claims, &keep("metadata", 100)).await.unwrap().len(), 100);
    let refused = refusal(change(&shop, &claims, &keep("metadata", 1)).await);
    assert_eq!(refused, ("23514".into(), "saved_addresses_most".into()));
    change(&shop, &claims, "delete from saved_addresses returning id").await.unwrap();
    let refused = refusal(change(&shop, &claims, &keep("city", 1)).await);
    assert_eq!(refused, ("23514".into(), "saved_addresses_size".into()));
}

/// Kontor at work writes orders; nobody who comes with a token is Kontor.
#[tokio::test]
async fn no_token_says_that_kontor_works() {
    let shop = Shop::with_accounts().await;
    let mut ann = somebody(&shop, "ann@example.com").await;
    shop.change(
        "insert into auth.member (\"organizationId\", \"userId\", role)
           select o.id, u.id, 'owner' from auth.organization o, auth.\"user\" u where o.slug = 'ours'",
    )
    .await;
    let issued = ann.client().with_header("x-kontor-shop", "ours").post("/auth/token/postgrest", &json!({})).ok().await;
    let login = json!({"email": "ann@example.com", "password": PASSWORD});
    let new = json!({"email": "new@example.com", "password": PASSWORD});
    let store = shop.anybody().with_key(&crate::shop::key("a", 2));
    let tokens = [
        issued["token"].clone(),
        ann.get("/token").await.json()["token"].clone(),
        shop.anybody().post("/auth/user/emailpass", &login).ok().await["token"].clone(),
        store.post("/auth/customer/emailpass", &login).ok().await["token"].clone(),
        store.post("/auth/customer/emailpass/register", &new).ok().await["token"].clone(),
    ];
    for token in &tokens {
        let payload = token.as_str().unwrap().split('.').nth(1).unwrap();
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
        assert!(claims["exp"].is_i64() && claims.get("works").is_none(), "{claims}");
    }

    // Whoever could sign for Kontor would still not get past the first question that PostgREST asks.
    let claims = accepted(&shop, issued["token"].as_str().unwrap()).await;
    assert!(ask(&shop, &claims, "select id from orders").await.unwrap().is_empty());
    for role in ["authenticated", "anon"] {
        let mut forged = claims.clone();
        forged["role"] = json!(role);
        forged["works"] = json!("shop");
        let refused = ask(&shop, &forged, "select id from orders").await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("PT401"), "{role}");
    }
    let write =
        "insert into carts (organization_id, currency_code) select id, 'eur' from auth.organization returning id";
    let refused = change(&shop, &claims, write).await.unwrap_err();
    assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("42501"), "not even its owner");
}
