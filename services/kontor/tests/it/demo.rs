//! The demo shop as somebody finds it who opens it for the first time.

use db::{Scope, sea_orm::FromQueryResult};
use testkit::TestDb;
use uuid::Uuid;

const CUSTOMER: &str = "customer@demo.example";

#[derive(FromQueryResult)]
struct Told {
    told: String,
}

async fn told(test: &TestDb, shop: Uuid, sql: &str) -> String {
    let tx = test.db().begin(Scope::service(Some(shop))).await.unwrap();
    let Told { told } = db::fetch_one(&tx, sql, []).await.unwrap();
    tx.commit().await.unwrap();
    told
}

#[tokio::test]
async fn it_has_sold_something_already() {
    let test = TestDb::new().await;
    let shop = include_str!("../../demo/shop.json");
    let made = catalog::seed::demo(test.db(), shop, "https://shop.test/media", None).await.unwrap();
    orders::seed::demo(test.db(), made.organization).await.unwrap();
    accounts::seed::customer(test.db(), CUSTOMER, "demo").await.unwrap();
    cms::demo::tell(test.db(), made.organization, include_str!("../../demo/content.json")).await.unwrap();
    let said = "select (select count(*) from blog_posts) || ' ' || (select count(*) from menus) || ' ' || (select settings ->> 'name' from site_settings) as told";
    assert_eq!(told(&test, made.organization, said).await, "3 2 Quay & Tally");
    let before = test.db().statements();
    let code = orders::seed::history(test.db(), made.organization, CUSTOMER).await.unwrap();
    let statements = test.db().statements() - before;
    assert!(statements < 200, "{statements} statements, so many times the way to a server that is far away");

    let states = "select string_agg(concat_ws(' ', o.status, s.payment_status, s.fulfillment_status), ', ' order by o.display_id) as told
        from orders o left join private.order_states(array(select id from orders)) s on s.order_id = o.id";
    let expected = "completed captured delivered, pending captured delivered, pending captured fulfilled, \
        pending captured not_fulfilled, canceled canceled canceled, pending not_paid not_fulfilled, draft";
    let found = told(&test, made.organization, states).await;
    for (found, expected) in found.split(", ").zip(expected.split(", ")) {
        assert!(found.starts_with(expected), "{found} and not {expected}");
    }
    assert_eq!(told(&test, made.organization, "select count(*)::text as told from orders").await, "7");
    let back = "select concat_ws(' ', r.status, i.quantity) as told from order_returns r join order_return_items i on i.return_id = r.id";
    assert_eq!(told(&test, made.organization, back).await, "requested 1");
    assert_eq!(
        told(
            &test,
            made.organization,
            &format!("select value::int::text as told from gift_cards where code = '{code}'")
        )
        .await,
        "25"
    );
    assert_eq!(told(&test, made.organization, "select count(*)::text as told from promotion_usages").await, "1");
    let faults = format!("select count(*)::text as told from private.audit_orders('{}')", made.organization);
    assert_eq!(told(&test, made.organization, &faults).await, "0", "the books of what has happened are sound");
}

#[tokio::test]
async fn it_says_what_it_is() {
    let test = TestDb::new().await;
    let shop = include_str!("../../demo/shop.json");
    let made = catalog::seed::demo(test.db(), shop, "https://shop.test/media", None).await.unwrap();
    cms::seed::demo(test.db(), made.organization, include_str!("../../demo/pages.json")).await.unwrap();
    let pages = "select string_agg(slug, ' ' order by slug) as told from pages where status = 'published'";
    assert_eq!(told(&test, made.organization, pages).await, "about delivery-and-returns home");
    let unnamed =
        "select count(*)::text as told from page_content where content::text ~ '\"(product|collection|category):'";
    assert_eq!(told(&test, made.organization, unnamed).await, "0", "every handle is somebody's");
}
