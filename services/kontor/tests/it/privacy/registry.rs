//! No table with something personal is forgotten: the registries and the live schema are compared.

use std::collections::BTreeSet;

use accounts::privacy::{Goes, Subject};
use db::sea_orm::FromQueryResult;
use kontor::platform::PERSONAL;
use testkit::TestDb;

/// Columns that may hold something about a person, by their names.
const MAYBE_PERSONAL: &str = "^(email|name|first_name|last_name|company.*|phone|image|address.*|ip.*|.*agent|city|postal_code|\
    province|user_?id|customer_id|actor_id|inviter_?id|reference_?id|created_by|impersonated_?by|payload|last_error|detail|\
    metadata|before|after|identifier|value|text|note|comment|message|subject|body|file)$";

/// Tables that have such columns and hold nothing personal, and why.
const HOLD_NOTHING_PERSONAL: &[(&str, &[&str])] = &[
    (
        "what is sold, and how: names and metadata of things; created_by is a key, which names nobody once the person is gone",
        &[
            "public.inventory_items",
            "public.inventory_levels",
            "public.price_preferences",
            "public.price_rules",
            "public.price_sets",
            "public.prices",
            "public.product_categories",
            "public.product_collections",
            "public.product_images",
            "public.product_option_values",
            "public.product_options",
            "public.product_tags",
            "public.product_types",
            "public.product_variants",
            "public.products",
            "public.regions",
            "public.sales_channels",
            "public.stock_locations",
            "public.store_currencies",
            "public.stores",
        ],
    ),
    (
        "the shop's own: its name, its groups, its teams, its keys",
        &["auth.organization", "auth.team", "public.api_keys", "public.customer_groups"],
    ),
    ("the work of the system itself", &["public.event_subscriptions", "public.job_schedules"]),
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

#[tokio::test]
async fn every_table_with_something_personal_is_in_a_registry() {
    let test = TestDb::new().await;
    let tx = test.db().begin_system("list the tables").await.unwrap();
    let sql = "select n.nspname || '.' || c.relname as name, array_agg(a.attname::text) as columns
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and not c.relispartition
          and a.attname ~* $1 group by 1 order by 1";
    let found: Vec<Found> = db::fetch_all(&tx, sql, [MAYBE_PERSONAL.into()]).await.unwrap();
    let registered: BTreeSet<String> = subjects().map(|subject| plain(subject.table)).collect();
    let excepted: Vec<&str> = HOLD_NOTHING_PERSONAL.iter().flat_map(|(_, tables)| tables.iter().copied()).collect();
    let tables: BTreeSet<&str> = found.iter().map(|found| found.name.as_str()).collect();
    assert!(tables.len() > 40, "{tables:?}");
    let forgotten: Vec<String> = found
        .iter()
        .filter(|found| !registered.contains(&found.name) && !excepted.contains(&found.name.as_str()))
        .map(|found| format!("{}: {:?}", found.name, found.columns))
        .collect();
    assert!(forgotten.is_empty(), "in no registry of PERSONAL, and no exception:\n{}", forgotten.join("\n"));
    for table in &excepted {
        assert!(tables.contains(table), "{table} is an exception that there is no need of");
        assert!(!registered.contains(*table), "{table} is an exception and in a registry");
    }
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
