//! No table with something personal is forgotten: the registries and the live schema are compared.

use std::collections::{BTreeMap, BTreeSet};

use accounts::privacy::{Goes, Subject};
use db::sea_orm::FromQueryResult;
use kontor::platform::PERSONAL;
use testkit::TestDb;

/// Tables that hold nothing personal, and why. Their columns stand in a snapshot: whoever adds one looks whether that is still
/// true.
const HOLD_NOTHING_PERSONAL: &[(&str, &[&str])] = &[
    (
        "who came: numbers of a day's visitors, which lead to nobody once the day's salt is gone; what led to an order, and sums",
        &[
            "private.page_view_stats",
            "private.sales_stats",
            "private.stat_refreshes",
            "private.visitor_salts",
            "public.order_sources",
            "public.page_views",
        ],
    ),
    (
        "what the shop says: pages and what they ever said, pictures and where they stand; who wrote them are keys, which name nobody once the person is gone",
        &[
            "public.blog_post_authors",
            "public.blog_post_tags",
            "public.blog_posts",
            "public.changelog_entries",
            "public.content_documents",
            "public.media",
            "public.media_uses",
            "public.menus",
            "public.page_content",
            "public.page_content_history",
            "public.page_editors",
            "public.pages",
            "public.redirects",
            "public.site_settings",
        ],
    ),
    (
        "what is sold, and how: names and metadata of things; created_by is a key, which names nobody once the person is gone",
        &[
            "private.product_pairs",
            "private.stock_files",
            "public.api_key_sales_channels",
            "public.exchange_errors",
            "public.exchanges",
            "public.inventory_items",
            "public.inventory_ledger",
            "public.inventory_levels",
            "public.price_list_prices",
            "public.price_list_rules",
            "public.price_lists",
            "public.price_preferences",
            "public.price_rules",
            "public.price_sets",
            "public.prices",
            "public.product_categories",
            "public.product_category_products",
            "public.product_collections",
            "public.product_embeddings",
            "public.product_images",
            "public.product_option_values",
            "public.product_options",
            "public.product_product_options",
            "public.product_product_tags",
            "public.product_ratings",
            "public.product_sales_channels",
            "public.product_search",
            "public.product_tags",
            "public.product_tallies",
            "public.product_types",
            "public.product_variant_images",
            "public.product_variant_inventory_items",
            "public.product_variant_options",
            "public.product_variants",
            "public.products",
            "public.query_embeddings",
            "public.region_countries",
            "public.regions",
            "public.reservation_items",
            "public.return_reasons",
            "public.sales_channel_stock_locations",
            "public.sales_channels",
            "public.search_documents",
            "public.search_facets",
            "public.search_pins",
            "public.search_prices",
            "public.search_queue",
            "public.search_synonyms",
            "public.search_words",
            "public.shipping_profiles",
            "public.stock_location_addresses",
            "public.stock_locations",
            "public.store_currencies",
            "public.store_locales",
            "public.stores",
            "public.translation_settings",
            "public.translations",
            "public.uploads",
            "public.variant_costs",
        ],
    ),
    (
        "the shop's own: its name, its groups, its teams, its keys",
        &[
            "auth.organization",
            "auth.organizationRole",
            "auth.team",
            "public.api_key_uses",
            "public.api_keys",
            "public.customer_groups",
        ],
    ),
    (
        "how a shop sells: taxes, promotions, shipping, numbers, its words in mails, its accounts at providers",
        &[
            "public.campaigns",
            "public.fulfillment_sets",
            "public.geo_zones",
            "public.loyalty_programs",
            "public.loyalty_tiers",
            "public.number_series",
            "public.order_mails",
            "public.payment_accounts",
            "public.promotion_rules",
            "public.promotions",
            "public.refund_reasons",
            "public.region_payment_providers",
            "public.service_zones",
            "public.shipping_option_prices",
            "public.shipping_option_rules",
            "public.shipping_option_types",
            "public.shipping_options",
            "public.stock_location_fulfillment_providers",
            "public.subscription_plans",
            "public.tax_rate_rules",
            "public.tax_rates",
            "public.tax_regions",
        ],
    ),
    (
        "sums and pieces of orders, which are emptied by themselves; a customer's key is that of a row that is empty",
        &[
            "public.cart_promotions",
            "public.fulfillment_items",
            "public.ledger_entries",
            "public.order_dues",
            "public.order_transactions",
            "public.payment_disputes",
            "public.points_allocations",
            "public.points_lots",
            "public.subscription_invoices",
        ],
    ),
    ("the work of the system itself", &["auth.jwks", "public.event_subscriptions", "public.job_schedules"]),
    (
        "digests of rows and their keys: without them somebody who was erased here would be imported once more",
        &["auth.imported"],
    ),
];

#[derive(FromQueryResult)]
struct Found {
    name: String,
    columns: Vec<String>,
}

fn subjects() -> impl Iterator<Item = &'static Subject> {
    PERSONAL.iter().flat_map(|registry| registry.iter())
}

fn plain(table: &str) -> String {
    table.replace('"', "")
}

/// All tables, without their months, with all their columns.
async fn tables(test: &TestDb) -> BTreeMap<String, BTreeSet<String>> {
    let tx = test.db().begin_system("list the tables").await.unwrap();
    let sql = "select n.nspname || '.' || c.relname as name, array_agg(a.attname::text order by a.attname) as columns
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where n.nspname in ('public', 'auth', 'private') and c.relkind in ('r', 'p', 'm') and not c.relispartition
          and c.oid <> 'private.seaql_migrations'::regclass
        group by 1 order by 1";
    let found: Vec<Found> = db::fetch_all(&tx, sql, []).await.unwrap();
    assert!(found.len() > 50, "{}", found.len());
    found.into_iter().map(|Found { name, columns }| (name, columns.into_iter().collect())).collect()
}

#[tokio::test]
async fn every_table_is_in_a_registry_or_excepted() {
    let test = TestDb::new().await;
    let tables = tables(&test).await;
    let registered: Vec<String> = subjects().map(|subject| plain(subject.table)).collect();
    let excepted: Vec<String> =
        HOLD_NOTHING_PERSONAL.iter().flat_map(|(_, tables)| tables.iter().map(|table| (*table).to_owned())).collect();
    let mut known: Vec<&String> = registered.iter().chain(&excepted).collect();
    known.sort();
    for pair in known.windows(2) {
        assert!(pair[0] != pair[1], "{} is in two places", pair[0]);
    }
    let known: BTreeSet<&String> = known.into_iter().collect();
    let forgotten: Vec<_> = tables.iter().filter(|(name, _)| !known.contains(name)).collect();
    assert!(forgotten.is_empty(), "in no registry of PERSONAL, and no exception: {forgotten:#?}");
    for name in known {
        assert!(tables.contains_key(name), "there is no table {name}");
    }
    let columns: Vec<String> = excepted
        .iter()
        .map(|table| format!("{table}: {}", tables[table].iter().cloned().collect::<Vec<_>>().join(" ")))
        .collect();
    insta::assert_snapshot!("columns_of_tables_that_hold_nothing_personal", columns.join("\n"));
}

/// A column that is added to a table whose rows stay is emptied, or somebody has said that nobody is known by it.
#[tokio::test]
async fn every_column_of_rows_that_stay_is_emptied_or_kept() {
    let test = TestDb::new().await;
    let tables = tables(&test).await;
    let mut stay = 0;
    for subject in subjects() {
        let (sets, keeps): (Vec<&str>, &[&str]) = match subject.goes {
            Goes::Deleted | Goes::WithThePerson => continue,
            Goes::Emptied { set, keeps, .. } => (set.iter().map(|(column, _)| *column).collect(), keeps),
            Goes::By { sets, keeps, .. } => (sets.to_vec(), keeps),
        };
        let mut said: Vec<&str> = sets.iter().chain(keeps).copied().collect();
        said.sort_unstable();
        let live: Vec<&str> = tables[&plain(subject.table)].iter().map(String::as_str).collect();
        assert_eq!(said, live, "{}: what is emptied and what is kept, and what there is", subject.table);
        stay += 1;
    }
    assert_eq!(stay, 46);
}

/// What the schema is trusted to delete it does delete: there is a foreign key that cascades, from the person on.
#[tokio::test]
async fn what_goes_with_the_person_has_a_foreign_key_that_cascades() {
    let test = TestDb::new().await;
    let tx = test.db().begin_system("list the keys").await.unwrap();
    let sql = r#"with recursive gone as (
          select 'auth."user"'::regclass::oid as t
          union
          select k.conrelid from pg_constraint k join gone on k.confrelid = gone.t
          where k.contype = 'f' and k.confdeltype = 'c')
        select n.nspname || '.' || c.relname as name, array[]::text[] as columns
        from gone join pg_class c on c.oid = gone.t join pg_namespace n on n.oid = c.relnamespace"#;
    let found: Vec<Found> = db::fetch_all(&tx, sql, []).await.unwrap();
    let gone: BTreeSet<String> = found.into_iter().map(|found| found.name).collect();
    let trusted: Vec<&Subject> = subjects().filter(|subject| subject.goes == Goes::WithThePerson).collect();
    assert!(trusted.len() > 5);
    for subject in trusted {
        assert!(gone.contains(&plain(subject.table)), "{}", subject.table);
    }
}
