//! The entities say what the tables are: each table has one, and they have the same columns.

use std::collections::{BTreeMap, BTreeSet};

use db::sea_orm::{EntityName, FromQueryResult, IdenStatic, Iterable};
use testkit::TestDb;

type Tables = BTreeMap<String, BTreeSet<String>>;

fn columns_of<E: EntityName, C: Iterable + IdenStatic>(entity: &E) -> (String, BTreeSet<String>) {
    let table = format!("{}.{}", entity.schema_name().unwrap_or("public"), entity.table_name());
    (table, C::iter().map(|column| column.as_str().to_owned()).collect())
}

macro_rules! entities {
    ($($domain:ident::$name:ident,)*) => {
        Tables::from([$(columns_of::<_, entity::$domain::$name::Column>(&entity::$domain::$name::Entity),)*])
    };
}

fn entities() -> Tables {
    entities![
        audit::api_audit_log,
        audit::security_log,
        catalog::category,
        catalog::category_product,
        catalog::collection,
        catalog::exchange,
        catalog::exchange_error,
        catalog::image,
        catalog::option,
        catalog::option_value,
        catalog::product,
        catalog::product_embedding,
        catalog::product_option_link,
        catalog::product_rating,
        catalog::product_sale,
        catalog::product_sales_channel,
        catalog::product_search,
        catalog::product_tag,
        catalog::product_tag_link,
        catalog::product_tally,
        catalog::product_type,
        catalog::query_embedding,
        catalog::review,
        catalog::review_vote,
        catalog::search_document,
        catalog::search_facet,
        catalog::search_pin,
        catalog::search_price,
        catalog::search_queue,
        catalog::search_synonym,
        catalog::search_word,
        catalog::shipping_profile,
        catalog::translation,
        catalog::translation_setting,
        catalog::upload,
        catalog::variant,
        catalog::variant_cost,
        catalog::variant_image,
        catalog::variant_option_value,
        customers::customer,
        customers::customer_group,
        customers::customer_group_customer,
        customers::former_address,
        customers::privacy_page,
        customers::privacy_request,
        customers::saved_address,
        identity::account,
        identity::imported,
        identity::invitation,
        identity::member,
        identity::organization,
        identity::organization_role,
        identity::passkey,
        identity::personal_key,
        identity::session,
        identity::signing_key,
        identity::team,
        identity::team_member,
        identity::two_factor,
        identity::user,
        identity::user_role,
        identity::verification,
        inventory::inventory_item,
        inventory::inventory_level,
        inventory::ledger_entry,
        inventory::reservation_item,
        inventory::sales_channel_location,
        inventory::stock_location,
        inventory::stock_location_address,
        inventory::variant_inventory_item,
        pricing::price,
        pricing::price_list,
        pricing::price_list_price,
        pricing::price_list_rule,
        pricing::price_preference,
        pricing::price_rule,
        pricing::price_set,
        sales::api_key,
        sales::api_key_sales_channel,
        sales::api_key_use,
        sales::region,
        sales::region_country,
        sales::return_reason,
        sales::sales_channel,
        sales::store,
        sales::store_currency,
        sales::store_locale,
        system::event,
        system::event_subscription,
        system::job,
        system::job_schedule,
    ]
}

#[derive(FromQueryResult)]
struct Row {
    name: String,
    columns: Vec<String>,
}

#[tokio::test]
async fn every_table_has_an_entity_with_its_columns() {
    let test = TestDb::new().await;
    let tx = test.db().begin_system("list the tables").await.unwrap();
    let rows: Vec<Row> = db::fetch_all(
        &tx,
        "select n.nspname || '.' || c.relname as name,
           array(select a.attname::text from pg_attribute a
                 where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and not c.relispartition",
        [],
    )
    .await
    .unwrap();
    let tables: Tables = rows.into_iter().map(|Row { name, columns }| (name, columns.into_iter().collect())).collect();
    assert_eq!(entities(), tables);
}
