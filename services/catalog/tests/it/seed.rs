//! The demo shop.

use auth::sha256;
use catalog::seed::{self, SeedError};
use db::Scope;
use entity::ids::{RegionId, VariantId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::support::{SHOP, Shop};

#[derive(Debug, FromQueryResult)]
struct Opened {
    organization_id: Uuid,
    key_type: String,
    sales_channel_ids: Vec<Uuid>,
    default_region_id: Option<Uuid>,
}

#[tokio::test]
async fn its_keys_open_it() {
    let shop = Shop::new().await;
    let tx = shop.db().begin_system("test").await.unwrap();
    for (key, kind, channels) in [(&shop.demo.publishable_key, "publishable", 1), (&shop.demo.secret_key, "secret", 0)]
    {
        let opened: Opened = db::fetch_one(
            &tx,
            "select organization_id, key_type, sales_channel_ids, default_region_id from private.resolve_api_key($1)",
            [sha256(key).to_vec().into()],
        )
        .await
        .unwrap();
        assert_eq!(opened.organization_id, shop.demo.organization);
        assert_eq!(opened.key_type, kind);
        assert_eq!(opened.sales_channel_ids.len(), channels);
        let region: RegionId = shop.demo.region_id.parse().unwrap();
        assert_eq!(opened.default_region_id, Some(region.0));
    }
    let kept: Vec<Option<String>> =
        shop.column("select token from api_keys where organization_id = $1 order by id").await;
    assert_eq!(kept, [Some(shop.demo.publishable_key.clone()), None], "the text of a secret key is not kept");
    assert!(!format!("{:?}", shop.demo).contains(&shop.demo.secret_key));
}

#[tokio::test]
async fn it_has_what_the_description_says() {
    let shop = Shop::new().await;
    let lines: Vec<String> = shop
        .column(
            "select concat_ws(' ', 'region', r.name, r.currency_code, r.automatic_taxes,
                      (select string_agg(c.iso_2, ',' order by c.iso_2) from region_countries c
                       where c.organization_id = r.organization_id and c.region_id = r.id))
             from regions r where r.organization_id = $1
             union all select concat_ws(' ', 'preference', p.attribute, p.value, p.is_tax_inclusive)
             from price_preferences p where p.organization_id = $1
             union all select concat_ws(' ', 'category', c.handle, c.is_active, p.handle)
             from product_categories c left join product_categories p
               on p.organization_id = c.organization_id and p.id = c.parent_category_id
             where c.organization_id = $1
             union all select concat_ws(' ', 'currency', s.currency_code, s.is_default)
             from store_currencies s where s.organization_id = $1
             union all select concat_ws(' ', 'variant', v.title, v.sku, v.metadata ->> 'compare_at_price', l.stocked_quantity,
                      (select string_agg(p.currency_code || '=' || p.amount, ',' order by p.currency_code) from prices p
                       where p.organization_id = v.organization_id and p.price_set_id = v.price_set_id))
             from product_variants v
             join product_variant_inventory_items i on i.organization_id = v.organization_id and i.variant_id = v.id
             join inventory_levels l
               on l.organization_id = i.organization_id and l.inventory_item_id = i.inventory_item_id
             where v.organization_id = $1
             order by 1",
        )
        .await;
    assert_eq!(
        lines,
        [
            "category green t tea",
            "category tea t",
            "currency eur f",
            "currency usd t",
            "preference currency_code eur t",
            "preference currency_code usd f",
            "region Europe eur f de,dk",
            "region United States usd t us",
            "variant 100 g SEN-100 {\"usd\": \"15.00\"} 3 eur=11.90,usd=12.50",
            "variant 500 g SEN-500 0 eur=47.00,usd=49.00",
        ]
    );
    let thumbnail: String = shop.value("select thumbnail from products where organization_id = $1").await;
    assert_eq!(thumbnail, "https://shop.test/media/sencha.svg");
    assert_eq!(shop.demo.product_handle, "sencha");
    let variant: VariantId = shop.demo.variant_id.parse().unwrap();
    let sku: String = shop
        .value(&format!("select sku from product_variants where organization_id = $1 and id = '{}'", variant.0))
        .await;
    assert_eq!(sku, "SEN-100", "the one that is there");
}

#[tokio::test]
async fn it_is_made_once() {
    let shop = Shop::new().await;
    let before = shop.keys().await;
    let again = seed::demo(shop.db(), SHOP, "https://shop.test/media", Some(3)).await.unwrap_err();
    assert!(matches!(again, SeedError::Exists));
    assert_eq!(again.to_string(), "there is a shop 'demo' already: use it, or delete it first");
    assert_eq!(shop.keys().await, before);
}

#[tokio::test]
async fn a_description_that_is_wrong_leaves_nothing() {
    let database = testkit::TestDb::new().await;
    for (wrong, message) in [
        (
            SHOP.replace("\"parent\": \"tea\"", "\"parent\": \"coffee\""),
            "category 'green' is below 'coffee', which is not there",
        ),
        (SHOP.replace("\"jp\"", "\"xx\""), "product 'sencha': origin_country: 'xx' is no country"),
        (SHOP.replace("\"dk\"]", "\"zz\"]"), "'zz' is no country"),
    ] {
        let refused = seed::demo(database.db(), &wrong, "https://shop.test", None).await.unwrap_err();
        assert!(refused.to_string().contains(message), "{refused}");
    }
    assert!(matches!(seed::demo(database.db(), "{}", "", None).await.unwrap_err(), SeedError::Json(_)));
    seed::demo(database.db(), SHOP, "https://shop.test", None).await.expect("the slug is still free");
}

#[derive(Debug, FromQueryResult)]
struct Counts {
    products: i64,
    variants: i64,
    least: i64,
    most: i64,
    prices: i64,
    pictures: i64,
    filed: i64,
}

#[derive(FromQueryResult)]
struct Stock {
    levels: i64,
}

#[tokio::test]
async fn further_products_are_sold_too() {
    let database = testkit::TestDb::new().await;
    let demo = seed::demo(database.db(), SHOP, "https://shop.test/media/", Some(260)).await.unwrap();
    let tx = database.db().begin(Scope::anon(demo.organization)).await.unwrap();
    let counts: Counts = db::fetch_one(
        &tx,
        "select
           (select count(*) from products p where p.handle <> 'sencha') as products,
           (select count(*) from product_variants v where v.sku like 'XT-%') as variants,
           (select min(n) from (select count(*) as n from product_variants group by product_id) c) as least,
           (select max(n) from (select count(*) as n from product_variants group by product_id) c) as most,
           (select count(*) from prices) as prices,
           (select count(*) from product_images i where i.url like 'https://shop.test/media/sencha%') as pictures,
           (select count(distinct l.product_id) from product_category_products l) as filed",
        [],
    )
    .await
    .unwrap();
    assert_eq!((counts.products, counts.least, counts.most), (260, 2, 4), "{counts:?}");
    assert_eq!(counts.prices, 2 * (counts.variants + 2), "{counts:?}");
    assert_eq!(counts.filed, 261, "{counts:?}");
    assert!(counts.pictures > 260, "{counts:?}");

    let mut tx = database.db().begin_system("test").await.unwrap();
    tx.work_in(demo.organization).await.unwrap();
    let sql = "select count(*) as levels from inventory_levels where organization_id = $1";
    let stock: Stock = db::fetch_one(&tx, sql, [demo.organization.into()]).await.unwrap();
    assert_eq!(stock.levels, counts.variants + 2);
}
