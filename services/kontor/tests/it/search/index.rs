//! What changes reaches the index, whoever changes it.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{WORDS, asking, found, index, open, products, search, titles};
use crate::shop::{Shop, id};

async fn filtered(shop: &Shop, filters: Value) -> String {
    titles(
        &search(
            shop,
            &json!({"entity": "product", "filters": filters, "pagination": {"order": {"created_at": "ASC"}}}),
        )
        .await,
    )
}

#[tokio::test]
async fn each_kind_of_change_is_found() {
    let shop = open(WORDS).await;
    for (change, words, titles) in [
        ("update products set title = 'Harbour Beaker' where handle = 'mug'", "beaker", "Harbour Beaker"),
        ("update product_variants set sku = 'XK-900' where sku = 'SHIRT-M'", "xk-900", "Deck Shirt"),
        ("update product_types set value = 'Galley' where value = 'Kitchen'", "galley", "Harbour Beaker"),
        ("update product_tags set value = 'bargain' where value = 'sale'", "bargain", "Harbour Beaker"),
        ("update product_collections set title = 'Lagoon' where handle = 'harbour'", "lagoon", "Deck Shirt, Harbour Beaker"),
        ("update product_categories set name = 'Tankards' where handle = 'home/cups/mugs'", "tankards", "Harbour Beaker"),
        ("update product_types set deleted_at = now() where value = 'Galley'", "galley", ""),
        ("update product_tags set deleted_at = now() where value = 'bargain'", "bargain", ""),
        ("update product_collections set deleted_at = now() where title = 'Lagoon'", "lagoon", ""),
        ("update products set status = 'published' where handle = 'secret'", "secret", "Secret"),
        ("update products set deleted_at = now() where handle = 'secret'", "secret", ""),
        (
            "insert into product_sales_channels (organization_id, product_id, sales_channel_id)
             select organization_id, id, ('00000000-0000-7000-8' || substr(id::text, 21, 3) || '-0000000c0001')::uuid from products where handle = 'lamp'",
            "lamp",
            "Lamp",
        ),
        ("delete from product_sales_channels l using products p where p.id = l.product_id and p.handle = 'lamp'", "lamp", ""),
    ] {
        shop.change(change).await;
        index(&shop).await;
        assert_eq!(found(&shop, words).await, titles, "{change}");
    }
}

#[tokio::test]
async fn each_kind_of_change_is_filtered_by() {
    let shop = open(WORDS).await;
    let cheap = json!({"price": {"$lt": 20}});
    for (change, filters, titles) in [
        ("select 1", cheap.clone(), "Harbour Mug"),
        ("update prices set amount = 12 where amount = 60", cheap.clone(), "Harbour Mug, Deck Shirt"),
        (
            "insert into price_rules (organization_id, price_id, attribute, value) select organization_id, id, 'region_id', 'x' from prices where amount = 12",
            cheap.clone(),
            "Harbour Mug",
        ),
        ("delete from price_rules", cheap.clone(), "Harbour Mug, Deck Shirt"),
        ("update inventory_levels set stocked_quantity = reserved_quantity", json!({"in_stock": true}), ""),
        (
            "update inventory_levels set stocked_quantity = reserved_quantity + 1",
            json!({"in_stock": true}),
            "Harbour Mug, Deck Shirt",
        ),
        ("delete from sales_channel_stock_locations", json!({"in_stock": true}), ""),
        (
            "update product_variants set allow_backorder = true where sku = 'SHIRT-S'",
            json!({"in_stock": true}),
            "Deck Shirt",
        ),
        (
            "update product_option_values set value = 'XXL' where value = 'M'",
            json!({"options": "size:xxl"}),
            "Deck Shirt",
        ),
        (
            "update product_options set title = 'Grösse' where title = 'Size'",
            json!({"options": "GRÖSSE:xxl"}),
            "Deck Shirt",
        ),
        (
            "update product_categories set parent_category_id = null where handle = 'home/cups'",
            json!({"category_ids": id("pcat", "13", 2)}),
            "Harbour Mug",
        ),
        (
            "insert into product_ratings (organization_id, product_id, rating_count, rating_sum)
             select organization_id, id, 2, 9 from products where handle = 'mug'",
            json!({"rating": {"$gte": 4.5, "$lt": 4.51}}),
            "Harbour Mug",
        ),
    ] {
        shop.change(change).await;
        index(&shop).await;
        assert_eq!(filtered(&shop, filters).await, titles, "{change}");
    }
    let moved = json!({"category_ids": id("pcat", "13", 1)});
    assert_eq!(filtered(&shop, moved).await, "Harbour Mug", "it is in that category by itself too");
}

/// A price list holds when its time comes, though nobody does anything.
#[tokio::test]
async fn price_lists_begin_and_end() {
    let shop = open(WORDS).await;
    let now = db::Clock::now(shop.test.clock());
    let at = |hours: i64| (now + TimeDelta::hours(hours)).to_rfc3339();
    shop.change(&format!(
        "insert into price_lists (organization_id, id, title, type, status, starts_at, ends_at)
           select id, '00000000-0000-7000-800a-003000000001', 'List', 'sale', 'active', '{}', '{}' from auth.organization where slug = 'ours';
         insert into price_list_prices (organization_id, price_list_id, price_set_id, currency_code, amount)
           select organization_id, '00000000-0000-7000-800a-003000000001', id, 'usd', 5 from price_sets
           where id = '00000000-0000-7000-800a-000000170003'",
        at(1),
        at(3)
    ))
    .await;
    let cheap = json!({"price": {"$lt": 10}});
    for (hours, titles) in [(0, ""), (2, "Deck Shirt"), (2, "")] {
        shop.test.clock().advance(TimeDelta::hours(hours));
        index(&shop).await;
        assert_eq!(filtered(&shop, cheap.clone()).await, titles, "{hours}");
    }
    assert_eq!(shop.count("jobs where name = 'catalog.price_list_edges'").await, 0);
    shop.change("update price_lists set ends_at = null").await;
    index(&shop).await;
    assert_eq!(filtered(&shop, cheap.clone()).await, "Deck Shirt");
    shop.change("insert into price_list_rules (organization_id, price_list_id, attribute, value) select organization_id, id, 'customer.groups.id', '{x}' from price_lists").await;
    index(&shop).await;
    assert_eq!(filtered(&shop, cheap).await, "", "what is for some only is no price of all");
}

/// Of two who write the index, the one with the older sight must not write last: one waits, and nothing is lost.
#[tokio::test]
async fn one_at_a_time_writes_a_shops_index() {
    let shop = open(WORDS).await;
    let busy = shop.test.db().begin_system("hold the index").await.unwrap();
    let lock =
        "select pg_advisory_xact_lock(hashtextextended('catalog.index 00000000-0000-7000-8000-00000000000a', 0))";
    busy.batch(lock).await.unwrap();
    shop.change("update products set title = 'Zeppelin' where handle = 'mug'").await;
    let registry = kontor::platform::registry(&shop.platform);
    for _ in 0..2 {
        let done = shop.test.run_jobs(&registry).await;
        assert!(done.errors.is_empty(), "{done:?}");
    }
    assert_eq!(found(&shop, "zeppelin").await, "");
    let waiting = "jobs where name = 'catalog.index' and status = 'scheduled'";
    assert_eq!(shop.count(waiting).await, 1, "it comes again, once");
    busy.rollback().await.unwrap();
    shop.test.clock().advance(TimeDelta::seconds(3));
    index(&shop).await;
    assert_eq!(found(&shop, "zeppelin").await, "Zeppelin");
}

/// Queueing makes no writer wait for another one.
#[tokio::test]
async fn writers_do_not_wait_for_each_other() {
    let shop = open(WORDS).await;
    let first = shop.test.db().begin_system("write").await.unwrap();
    first.batch("update products set title = 'One' where handle = 'mug'").await.unwrap();
    shop.change("update products set title = 'Two' where handle = 'shirt'").await;
    first.commit().await.unwrap();
    index(&shop).await;
    assert_eq!(found(&shop, "one").await, "One");
    assert_eq!(found(&shop, "two").await, "Two");
}

#[tokio::test]
async fn a_job_that_was_lost_is_made_up_for() {
    let shop = open(WORDS).await;
    shop.change("update products set title = 'Pitcher' where handle = 'mug'").await;
    shop.change("delete from jobs where name = 'catalog.index'").await;
    shop.change("insert into jobs (name, payload, queue) values ('catalog.catch_up', '{}', 'search')").await;
    index(&shop).await;
    assert_eq!(found(&shop, "pitcher").await, "Pitcher");
}

/// The counts by lines are those by counting, also while somebody folds them.
#[tokio::test]
async fn tallies_are_folded() {
    let shop = open(WORDS).await;
    for round in 0..110 {
        let change = format!(
            "update products set status = case when {round} % 2 = 0 then 'draft' else 'published' end where handle = 'lamp'"
        );
        shop.change(&change).await;
    }
    shop.change(&products("a", 5, "'Cup ' || n", "null")).await;
    assert!(shop.count("product_tallies").await > 200);
    let agree = async || {
        for (scope, counted) in
            [("products", "deleted_at is null"), ("published", "deleted_at is null and status = 'published'")]
        {
            let odd = format!(
                "(select o.id, coalesce((select sum(t.delta) from product_tallies t where t.organization_id = o.id and t.scope = '{scope}'), 0) as n,
                   (select count(*) from products p where p.organization_id = o.id and {counted}) as m from auth.organization o) x where n <> m"
            );
            assert_eq!(shop.count(&odd).await, 0, "{scope}");
        }
    };
    agree().await;
    shop.change("insert into jobs (name, payload) values ('catalog.fold_tallies', '{}')").await;
    index(&shop).await;
    agree().await;
    assert!(shop.count("product_tallies where organization_id = '00000000-0000-7000-8000-00000000000a'").await < 20);
}

#[tokio::test]
async fn a_language_comes_and_goes() {
    let shop = open(WORDS).await;
    let documents = shop.count("search_documents").await;
    shop.change("insert into store_locales (organization_id, locale_code) select id, 'de' from auth.organization")
        .await;
    index(&shop).await;
    assert_eq!(shop.count("search_documents").await, 2 * documents);
    shop.change("delete from store_locales").await;
    index(&shop).await;
    assert_eq!(shop.count("search_documents").await, documents);
    assert_eq!(titles(&search(&shop, &asking("mugs", json!({}))).await), "Harbour Mug");
    shop.change("delete from auth.organization where slug = 'theirs'").await;
    index(&shop).await;
}
