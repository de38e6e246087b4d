//! What dashboards show.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{look, open, refresh, tell, until, visitor};
use crate::{carts, shop::id};

fn line<'a>(report: &'a Value, value: &str) -> &'a Value {
    report["traffic"].as_array().unwrap().iter().find(|line| line["value"] == value).unwrap_or(&Value::Null)
}

#[tokio::test]
async fn who_came_by_everything() {
    let shop = open().await;
    let staff = shop.colleague("a", "mia", "marketer").await.client;
    let empty = staff.get("/admin/analytics/traffic").ok().await;
    assert_eq!((&empty["count"], &empty["traffic"], &empty["refreshed_at"]), (&json!(0), &json!([]), &Value::Null));
    assert_eq!(empty["totals"]["views"], 0);

    let (ann, bob, bot) = (visitor(&shop, 1), visitor(&shop, 2), visitor(&shop, 3).with_header("user-agent", "curl/8"));
    let mug = id("prod", "15", 1);
    tell(&ann, &json!({"url": "/?utm_campaign=may", "referrer": "https://duckduckgo.com/"})).await;
    shop.test.clock().advance(TimeDelta::seconds(90));
    tell(&ann, &json!({"url": "/products/mug", "product_id": mug})).await;
    tell(&ann, &json!({"url": "/products/mug", "name": "product.added", "product_id": mug})).await;
    tell(&ann, &json!({"url": "/checkout", "name": "checkout.begun"})).await;
    look(&bob, "/products/mug").await;
    look(&bot, "/").await;
    until(&shop, 6).await;
    refresh(&shop).await;

    let report = async |by: &str| staff.get(&format!("/admin/analytics/traffic?by={by}")).ok().await;
    let days = report("day").await;
    let today = db::Clock::now(&**shop.platform.app.db.clock()).date_naive().to_string();
    assert_eq!(
        days["traffic"],
        json!([{"value": today, "views": 3, "visitors": 2, "visits": 2, "bounces": 1, "seconds": 90, "carts": 1, "checkouts": 1, "orders": 0}])
    );
    assert_eq!(days["totals"]["visits"], 2);
    assert!(days["refreshed_at"].is_string());
    assert_eq!(
        (line(&report("path").await, "/products/mug")["views"].as_i64(), days["to"].as_str()),
        (Some(2), Some(&*today))
    );
    assert_eq!(line(&report("entry").await, "/")["visits"], 1);
    assert_eq!(line(&report("source").await, "duckduckgo.com")["carts"], 1);
    assert_eq!(line(&report("source").await, "")["visits"], 1, "nobody's link");
    assert_eq!(line(&report("campaign").await, "may")["visits"], 1);
    assert_eq!(line(&report("device").await, "desktop")["visits"], 2);
    assert_eq!(line(&report("browser").await, "Chrome")["visits"], 2);
    assert_eq!(line(&report("os").await, "Windows 10")["visits"], 2);
    assert_eq!(line(&report("product").await, &mug)["carts"], 1);
    assert_eq!(line(&report("event").await, "product.added")["visits"], 1);
    assert_eq!(line(&report("bot").await, "curl")["views"], 1);
    let paged = staff.get("/admin/analytics/traffic?by=path&limit=1&offset=1").ok().await;
    assert_eq!((&paged["count"], paged["traffic"].as_array().unwrap().len()), (&json!(2), 1));
    let earlier = staff.get("/admin/analytics/traffic?from=2020-01-01&to=2020-01-31").ok().await;
    assert_eq!((&earlier["count"], &earlier["totals"]["views"]), (&json!(0), &json!(0)));

    let now = staff.get("/admin/analytics/now").ok().await["now"].clone();
    assert_eq!(now["visitors"], 2);
    assert_eq!(now["pages"][0], json!({"path": "/products/mug", "visitors": 2}));
    shop.test.clock().advance(TimeDelta::minutes(6));
    let staff = shop.colleague("a", "nils", "viewer").await.client;
    assert_eq!(
        staff.get("/admin/analytics/now").ok().await["now"],
        json!({"visitors": 0, "pages": [], "since": staff.get("/admin/analytics/now").ok().await["now"]["since"]})
    );
}

#[expect(clippy::cast_possible_truncation, reason = "prices of a test")]
fn cents(amount: &Value) -> i64 {
    (amount.as_f64().unwrap() * 100.0).round() as i64
}

#[tokio::test]
async fn what_was_sold_is_what_the_books_say() {
    let shop = open().await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let ann = visitor(&shop, 1);
    tell(&ann, &json!({"url": "/?utm_campaign=may", "referrer": "https://duckduckgo.com/"})).await;
    // In cents.
    let mut total = 0_i64;
    for items in [&[(1_u32, 2_u32)][..], &[(1, 1), (2, 1)]] {
        let cart = carts::ready(&ann, items).await;
        let done = ann.post(&format!("{}/complete", carts::path(&cart)), &json!({})).ok().await;
        total += cents(&done["order"]["total"]);
        tell(&ann, &json!({"url": "/checkout/done", "name": "order.placed", "order_id": done["order"]["id"]})).await;
    }
    until(&shop, 3).await;
    refresh(&shop).await;
    assert_eq!(shop.count("order_sources where source = 'duckduckgo.com' and utm_campaign = 'may'").await, 2);

    let day = staff.get("/admin/analytics/sales").ok().await;
    let line = &day["sales"][0];
    assert_eq!(
        (&line["orders"], &line["units"], &line["customers"], &line["first_orders"]),
        (&json!(2), &json!(4), &json!(1), &json!(1))
    );
    assert_eq!((cents(&line["amount"]), &line["currency_code"]), (total, &json!("eur")));
    assert_eq!(cents(&line["net"]) + cents(&line["tax"]), total, "{line}");
    assert_eq!(day["totals"][0]["amount"], line["amount"]);
    let books = "(select -sum(amount) filter (where account = 'revenue') as net, -sum(amount) filter (where account = 'tax') as tax,
        sum(amount) filter (where account = 'clearing' and source = 'capture') as collected from ledger_entries) b
        join (select sum(net) net, sum(tax) tax, sum(collected) collected from private.sales_stats where dimension = '') s
        on s.net = b.net and s.tax = b.tax and s.collected = coalesce(b.collected, 0)";
    let mut connection = PgConnection::connect(&shop.test.superuser_url()).await.unwrap();
    let sql = format!("select count(*) from {books}");
    let same: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap();
    assert_eq!(same, 1, "to the cent");

    let by = async |by: &str| staff.get(&format!("/admin/analytics/sales?by={by}")).ok().await["sales"].clone();
    let products = by("product").await;
    let units: i64 = products.as_array().unwrap().iter().map(|line| line["units"].as_i64().unwrap()).sum();
    assert_eq!(units, 4);
    assert!(products[0]["value"].as_str().unwrap().starts_with("prod_") && products[0]["net"].is_null(), "{products}");
    assert_eq!(by("source").await[0]["value"], "duckduckgo.com");
    assert_eq!((&by("campaign").await[0]["value"], &by("campaign").await[0]["orders"]), (&json!("may"), &json!(2)));
    assert!(by("sales_channel").await[0]["value"].as_str().unwrap().starts_with("sc_"));
    assert_eq!(staff.get("/admin/analytics/sales?currency_code=usd").ok().await["count"], 0);
    assert_eq!(staff.get("/admin/analytics/sales?currency_code=EUR").ok().await["count"], 1);
}

#[tokio::test]
async fn an_order_has_one_source_and_its_own_shop_s() {
    let shop = open().await;
    let (ann, eve) = (visitor(&shop, 1), visitor(&shop, 2));
    let cart = carts::ready(&ann, &[(1, 1)]).await;
    let order = ann.post(&format!("{}/complete", carts::path(&cart)), &json!({})).ok().await["order"]["id"].clone();
    tell(&ann, &json!({"url": "/?utm_source=first", "name": "order.placed", "order_id": order})).await;
    until(&shop, 1).await;
    tell(&eve, &json!({"url": "/?utm_source=second", "name": "order.placed", "order_id": order})).await;
    let theirs = shop.anybody().with_key(&crate::shop::key("b", 1));
    tell(&theirs, &json!({"url": "/?utm_source=theirs", "name": "order.placed", "order_id": order})).await;
    until(&shop, 3).await;
    assert_eq!(shop.count("order_sources").await, 1);
    assert_eq!(shop.count("order_sources where utm_source = 'first'").await, 1);

    // A day later nobody can say what led to it.
    let cart = carts::ready(&ann, &[(1, 1)]).await;
    let late = ann.post(&format!("{}/complete", carts::path(&cart)), &json!({})).ok().await["order"]["id"].clone();
    shop.test.clock().advance(TimeDelta::hours(2));
    tell(&ann, &json!({"url": "/?utm_source=late", "name": "order.placed", "order_id": late})).await;
    until(&shop, 4).await;
    assert_eq!(shop.count("order_sources").await, 1);
}

#[tokio::test]
async fn who_may_see_it() {
    let shop = open().await;
    look(&visitor(&shop, 1), "/").await;
    until(&shop, 1).await;
    refresh(&shop).await;
    for (role, traffic, sales) in [
        ("owner", 200, 200),
        ("marketer", 200, 403),
        ("editor", 200, 403),
        ("viewer", 200, 200),
        ("support", 403, 200),
        ("member", 403, 403),
    ] {
        let staff = shop.colleague("a", &format!("of{role}"), role).await.client;
        for (path, status) in [("traffic", traffic), ("now", traffic), ("sales", sales)] {
            let answer = staff.get(&format!("/admin/analytics/{path}")).send().await;
            assert_eq!(answer.status.as_u16(), status, "{role} {path}: {}", answer.text);
        }
    }
    let theirs = shop.colleague("b", "theo", "owner").await.client;
    assert_eq!(theirs.get("/admin/analytics/traffic").ok().await["totals"]["views"], 0, "what is another shop's");
    assert_eq!(theirs.get("/admin/analytics/now").ok().await["now"]["visitors"], 0);
    shop.anybody().get("/admin/analytics/traffic").error(401).await;
    let staff = shop.colleague("a", "rita", "owner").await.client;
    for (query, word) in [
        ("from=yesterday", "from"),
        ("from=2026-02-30", "from"),
        ("to=99999-01-01", "to"),
        ("from=2026-11-02&to=2026-11-01", "to"),
        ("by=colour", "by"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("offset=-1", "offset"),
        ("q=x", "q"),
    ] {
        for path in ["traffic", "sales"] {
            let error = staff.get(&format!("/admin/analytics/{path}?{query}")).error(400).await;
            assert!(error["message"].as_str().unwrap().contains(&format!("'{word}'")), "{query}: {error}");
        }
    }
}
