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
        carts::cart,
        carts::cart_address,
        carts::cart_credit_line,
        carts::cart_line_item,
        carts::cart_promotion,
        carts::cart_shipping_method,
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
        credits::gift_card,
        credits::store_credit_account,
        credits::store_credit_transaction,
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
        loyalty::loyalty_account,
        loyalty::loyalty_program,
        loyalty::loyalty_tier,
        loyalty::points_allocation,
        loyalty::points_entry,
        loyalty::points_lot,
        loyalty::referral,
        loyalty::referral_code,
        orders::document,
        orders::fulfillment,
        orders::fulfillment_item,
        orders::fulfillment_label,
        orders::notification,
        orders::order,
        orders::order_address,
        orders::order_change,
        orders::order_change_action,
        orders::order_claim,
        orders::order_claim_item,
        orders::order_credit_line,
        orders::order_due,
        orders::order_exchange,
        orders::order_exchange_item,
        orders::order_line_item,
        orders::order_mail,
        orders::order_return,
        orders::order_return_item,
        orders::order_shipping_method,
        orders::order_transaction,
        orders::order_transfer,
        orders::order_version,
        orders::quote,
        payments::ledger_entry,
        payments::payment,
        payments::payment_account,
        payments::payment_attempt,
        payments::payment_capture,
        payments::payment_collection,
        payments::payment_dispute,
        payments::payment_refund,
        payments::payment_session,
        payments::refund_reason,
        payments::saved_payment_method,
        payments::setup_session,
        payments::stripe_customer,
        payments::webhook_event,
        pricing::price,
        pricing::price_list,
        pricing::price_list_price,
        pricing::price_list_rule,
        pricing::price_preference,
        pricing::price_rule,
        pricing::price_set,
        promotions::campaign,
        promotions::campaign_budget_usage,
        promotions::promotion,
        promotions::promotion_rule,
        promotions::promotion_usage,
        sales::api_key,
        sales::api_key_sales_channel,
        sales::api_key_use,
        sales::number_series,
        sales::region,
        sales::region_country,
        sales::region_payment_provider,
        sales::return_reason,
        sales::sales_channel,
        sales::store,
        sales::store_currency,
        sales::store_locale,
        shipping::fulfillment_set,
        shipping::geo_zone,
        shipping::location_provider,
        shipping::service_zone,
        shipping::shipping_option,
        shipping::shipping_option_price,
        shipping::shipping_option_rule,
        shipping::shipping_option_type,
        subscriptions::enrollment,
        subscriptions::subscription,
        subscriptions::subscription_invoice,
        subscriptions::subscription_plan,
        system::event,
        system::event_subscription,
        system::job,
        system::job_schedule,
        tax::tax_rate,
        tax::tax_rate_rule,
        tax::tax_region,
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
