//! What is read by functions: taxes, shipping options, how far orders are, the staff's search; and documents without a person.

use super::{OURS, Shop, place, run, text};

#[tokio::test]
async fn rates_that_might_hold_are_those_of_the_place() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    run(
        &tx,
        &format!(
            "insert into tax_regions (organization_id, id, country_code) values ('{OURS}', private.t_id('80', 1), 'ca')"
        ),
    )
    .await;
    run(
        &tx,
        &format!(
            "insert into tax_regions (organization_id, id, country_code, province_code, parent_id)
             values ('{OURS}', private.t_id('80', 2), 'ca', 'ca-qc', private.t_id('80', 1))"
        ),
    )
    .await;
    run(
        &tx,
        &format!(
            "insert into tax_rates (organization_id, id, tax_region_id, rate, name, is_default, is_combinable) values
             ('{OURS}', private.t_id('81', 1), private.t_id('80', 1), 5, 'GST', true, false),
             ('{OURS}', private.t_id('81', 2), private.t_id('80', 2), 9.975, 'QST', true, true),
             ('{OURS}', private.t_id('81', 3), private.t_id('80', 1), 0, 'books', false, false)"
        ),
    )
    .await;
    run(
        &tx,
        &format!(
            "insert into tax_rate_rules (organization_id, tax_rate_id, reference, reference_id)
             values ('{OURS}', private.t_id('81', 3), 'product', private.t_id('30', 1))"
        ),
    )
    .await;
    let rates = |country: &str, province: &str, product: u32| {
        format!(
            "select coalesce(string_agg(name || ' ' || rate, ', ' order by name), '') from
             private.tax_candidates('{country}', {province}, array[private.t_id('30', {product})])"
        )
    };
    assert_eq!(text(&tx, &rates("ca", "'ca-qc'", 1)).await, "GST 5, QST 9.975, books 0");
    assert_eq!(text(&tx, &rates("ca", "'ca-on'", 2)).await, "GST 5");
    assert_eq!(text(&tx, &rates("us", "null", 1)).await, "");
    // A country that is gone takes its provinces with it.
    run(&tx, "update tax_regions set deleted_at = now() where province_code is null").await;
    assert_eq!(text(&tx, &rates("ca", "'ca-qc'", 1)).await, "");
}

#[tokio::test]
async fn options_reach_where_their_zones_do() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    for sql in [
        "insert into fulfillment_sets (organization_id, id, stock_location_id, name, type)
         select id, private.t_id('81', 1), private.t_id('22', 1), 'Post', 'shipping' from auth.organization",
        "insert into service_zones (organization_id, id, fulfillment_set_id, name) select o.id, private.t_id('81', n), private.t_id('81', 1), n::text
         from auth.organization o, generate_series(2, 3) n",
        "insert into geo_zones (organization_id, service_zone_id, type, country_code)
         select id, private.t_id('81', 2), 'country', 'de' from auth.organization",
        "insert into geo_zones (organization_id, service_zone_id, type, country_code, province_code, city, postal_expression)
         select id, private.t_id('81', 3), 'zip', 'de', 'de-be', 'Berlin', '{\"ranges\": [[\"10000\", \"10999\"]], \"prefixes\": [\"12\"]}'
         from auth.organization",
        "insert into shipping_options (organization_id, id, service_zone_id, name)
         select o.id, private.t_id('82', n), private.t_id('81', n), n::text from auth.organization o, generate_series(2, 3) n",
        "insert into shipping_options (organization_id, id, service_zone_id, name)
         select id, private.t_id('82', 4), private.t_id('81', 2), 'back' from auth.organization",
        "insert into shipping_option_rules (organization_id, shipping_option_id, attribute, operator, value)
         select id, private.t_id('82', 4), 'is_return', 'eq', '\"true\"' from auth.organization",
    ] {
        run(&tx, sql).await;
    }
    let options = |place: &str, returns: bool| {
        format!(
            "select coalesce(string_agg(right(id::text, 1), ' ' order by id), '') from private.shipping_options_at(private.t_id('20', 1), {place}, {returns})"
        )
    };
    assert_eq!(text(&tx, &options("'de', 'de-be', 'berlin', '10115'", false)).await, "2 3");
    assert_eq!(text(&tx, &options("'de', 'de-be', 'berlin', '12049'", false)).await, "2 3");
    assert_eq!(text(&tx, &options("'de', 'de-be', 'berlin', '13000'", false)).await, "2");
    assert_eq!(text(&tx, &options("'de', null, null, null", true)).await, "4");
    assert_eq!(text(&tx, &options("'fr', null, null, null", false)).await, "");
}

#[tokio::test]
async fn orders_are_found_by_their_words() {
    let shop = Shop::open().await;
    let tx = shop.work().await;
    place(&tx, 11).await;
    let order = place(&tx, 12).await;
    let found = |words: &str| format!("select count(*) from private.search_orders(array[{words}], 10)");
    assert_eq!(text(&tx, &found("'ANNA', 'x.ex'")).await, "2");
    assert_eq!(text(&tx, &found("'#12'")).await, "1");
    assert_eq!(text(&tx, &found("'%'")).await, "0", "a wildcard is a character");
    let how_far = format!("select fulfillment_status from private.order_states(array['{order}'::uuid])");
    for (set, expected) in [
        ("fulfilled_quantity = 0", "not_fulfilled"),
        ("fulfilled_quantity = 1", "fulfilled"),
        ("shipped_quantity = 1", "shipped"),
        ("delivered_quantity = 1", "delivered"),
    ] {
        run(&tx, &format!("update order_line_items set {set} where order_id = '{order}'")).await;
        assert_eq!(text(&tx, &how_far).await, expected, "{set}");
    }
    tx.commit().await.unwrap();
    // Whoever may not read orders finds none.
    let tx = shop.test.db().begin(db::Scope::authenticated(OURS, uuid::Uuid::now_v7())).await.unwrap();
    assert_eq!(text(&tx, &found("'anna'")).await, "0");
}

#[tokio::test]
async fn a_document_is_kept_without_its_person() {
    let shop = Shop::open().await;
    let tx = shop.test.db().begin_system("erase").await.unwrap();
    let said = r#"{"total": "33.00", "email": "c@x.example", "items": [{"title": "P", "metadata": {"to": "Anna"}}],
        "shipping_address": {"first_name": "Anna", "city": "Berlin", "country_code": "de"}, "note": null}"#;
    let left = text(&tx, &format!("private.without_person('{said}')")).await;
    assert_eq!(left, r#"{"items": [{"title": "P"}], "total": "33.00", "shipping_address": {"country_code": "de"}}"#);
    for plain in ["[]", "null", "1"] {
        assert_eq!(text(&tx, &format!("private.without_person('{plain}'::jsonb)")).await, plain);
    }
    assert_eq!(text(&tx, &format!("private.erase_notes(array['{OURS}'::uuid], array[private.uuid_v7()])")).await, "0");
}
