//! Publishable keys: before anything else is looked at.

use serde_json::json;

use crate::shop::{Shop, id, id_in, key};

const MISSING: &str = "Publishable API key required in the request header: x-publishable-api-key. You can manage your \
    keys in settings in the dashboard.";
const UNKNOWN: &str = "A valid publishable key is required to proceed with the request";

#[tokio::test]
async fn without_a_key_nothing_is_looked_at() {
    let shop = Shop::open().await;
    for path in ["/store/products", "/store/products?limit=x", "/store/nowhere", "/store"] {
        let body = shop.anybody().get(path).error(400).await;
        assert_eq!(body, json!({"type": "not_allowed", "message": MISSING}), "{path}");
    }
    let body = shop.anybody().get("/store/products").header("x-publishable-api-key", "").error(400).await;
    assert_eq!(body["message"], MISSING);
}

#[tokio::test]
async fn unknown_revoked_and_secret_keys_are_refused_alike() {
    let shop = Shop::open().await;
    let secret = format!("sk_{}", "a".repeat(64));
    let as_publishable = format!("pk_{}", "a".repeat(64));
    for given in ["pk_1", "nonsense", &key("a", 4), &key("a", 7), &secret, &as_publishable, "pk_' or 1=1 --"] {
        let body = shop.anybody().with_key(given).get("/store/products").error(400).await;
        assert_eq!(body, json!({"type": "not_allowed", "message": UNKNOWN}), "{given}");
    }
}

#[tokio::test]
async fn a_key_opens_its_own_shop_and_no_other() {
    let shop = Shop::open().await;
    let theirs = shop.anybody().with_key(&key("b", 1));
    let ours = shop.shopper().get("/store/products?handle=mug").ok().await;
    assert_eq!(ours["products"][0]["id"], id("prod", "1", 1));
    let theirs_mug = theirs.get("/store/products?handle=mug").ok().await;
    assert_eq!(theirs_mug["products"][0]["id"], id_in("b", "prod", "1", 1));
    theirs.get(&format!("/store/products/{}", id("prod", "1", 1))).error(404).await;
    let by_id = theirs.get(&format!("/store/products?id={}", id("prod", "1", 1))).ok().await;
    assert_eq!(by_id["count"], 0);
}

#[tokio::test]
async fn a_key_shows_the_products_of_its_channels() {
    let shop = Shop::open().await;
    let handles = async |client: testkit::Client, query: &str| {
        let body = client.get(&format!("/store/products?fields=handle{query}")).ok().await;
        let products = body["products"].as_array().unwrap().clone();
        products.iter().map(|product| product["handle"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(handles(shop.shopper(), "").await, ["mug", "shirt"]);
    let both = shop.anybody().with_key(&key("a", 2));
    assert_eq!(handles(both.clone(), "").await, ["mug", "shirt", "lamp"]);
    let second = format!("&sales_channel_id={}", id("sc", "c", 2));
    assert_eq!(handles(both, &second).await, ["shirt", "lamp"]);

    let body = shop.shopper().get(&format!("/store/products?{second}")).error(400).await;
    assert_eq!(
        body,
        json!({"type": "invalid_data", "message": "Requested sales channel is not part of the publishable key"})
    );
    let body = shop.anybody().with_key(&key("a", 3)).get("/store/products").error(400).await;
    assert_eq!(body["message"], "Publishable key needs to have a sales channel configured");
}

#[tokio::test]
async fn a_revoked_key_stops_at_once() {
    let shop = Shop::open_with(&[]).await;
    shop.shopper().get("/store/products").ok().await;
    shop.change("update api_keys set revoked_at = now()").await;
    let body = shop.until_answered("/store/products", 400).await;
    assert_eq!(body["message"], UNKNOWN);
}

#[tokio::test]
async fn nobody_claims_the_key_of_another_shop() {
    let shop = Shop::open().await;
    let hash = "select token_sha256 from api_keys where token = ";
    let ours = key("a", 1);
    // Even Kontor's own hands cannot make it open theirs, now or when we give it up.
    shop.change(&format!(
        "insert into api_keys (organization_id, type, title, token_sha256, redacted)
         select id, 'publishable', 'Stolen', ({hash} '{ours}'), 'x' from auth.organization where slug = 'theirs'"
    ))
    .await;
    let body = shop.shopper().get("/store/products?handle=mug").ok().await;
    assert_eq!(body["products"][0]["id"], id("prod", "1", 1));
    shop.change(&format!("update api_keys set revoked_at = now() where token = '{ours}'")).await;
    let body = shop.until_answered("/store/products", 400).await;
    assert_eq!(body["message"], UNKNOWN);

    let admin = uuid::Uuid::now_v7();
    let theirs = "00000000-0000-7000-8000-00000000000b";
    shop.change(&format!(
        "insert into auth.\"user\" (id, name, email) values ('{admin}', 'Admin', 'admin@theirs.example');
         insert into auth.member (\"organizationId\", \"userId\", role) values ('{theirs}', '{admin}', 'admin')"
    ))
    .await;
    let scope = db::Scope::authenticated(theirs.parse().unwrap(), admin);
    for sql in [
        format!(
            "insert into api_keys (organization_id, type, title, token_sha256, redacted) values ('{theirs}', 'publishable', 'x', sha256('x'), 'x')"
        ),
        format!("insert into auth.member (\"organizationId\", \"userId\") values ('{theirs}', '{admin}')"),
        format!("insert into user_roles (organization_id, user_id, role) values ('{theirs}', '{admin}', 'owner')"),
        "update auth.member set role = 'owner'".to_owned(),
    ] {
        let tx = shop.test.db().begin(scope).await.unwrap();
        assert!(matches!(db::exec(&tx, &sql, []).await, Err(db::Error::Forbidden(_))), "{sql}");
    }
}
