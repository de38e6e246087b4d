//! What a bill bought, the bill says: whole periods are sent, shares are not, and what an order comes to is what was paid.

use serde_json::{Value, json};

use super::{again, bought, next_month, now, path, plan, reference, subscriber};
use crate::payments::Rig;

async fn ends_well(rig: &Rig) {
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    assert_eq!(
        rig.shop.count("subscription_invoices where status = 'paid' and amount_paid > 0 and order_id is null").await,
        0
    );
    rig.balances().await;
}

#[tokio::test]
async fn a_shop_that_rounds_nothing() {
    let rig = Rig::open().await;
    rig.shop.change("update stores set totals_rounding = 'none'").await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    subscriber(&rig, &plan).await;
    next_month(&rig).await;
    assert_eq!(bought(&rig).await, ["1 MUG-B 10.00 sent of 10.00", "1 MUG-B 10.00 sent of 10.00"]);
    assert_eq!(
        rig.shop.count("orders where (totals ->> 'tax_total')::numeric = 1.6 and totals_rounding = 'currency'").await,
        2
    );
    ends_well(&rig).await;
}

#[tokio::test]
async fn less_leaves_credit_and_goods_are_sent_all_the_same() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let (small, large) = (plan(&staff, 10, json!({})).await, plan(&staff, 12, json!({})).await);
    let (ann, begun) = subscriber(&rig, &large).await;
    ann.post(&format!("{}/change-plan", path(&begun)), &json!({"plan_id": small})).ok().await;
    rig.work().await;
    assert_eq!(bought(&rig).await.len(), 1, "nothing was bought by paying less");
    next_month(&rig).await;
    assert_eq!(bought(&rig).await[1], "1 MUG-B 10.00 sent less 2.00 of 8.00");
    // He has more to his credit than the next ones cost.
    rig.stripe.credit(&reference(&rig), 1_500).unwrap();
    next_month(&rig).await;
    next_month(&rig).await;
    next_month(&rig).await;
    assert_eq!(
        bought(&rig).await[2..],
        [
            "1 MUG-B 10.00 sent less 10.00 of 0.00",
            "1 MUG-B 10.00 sent less 5.00 of 5.00",
            "1 MUG-B 10.00 sent of 10.00"
        ]
    );
    assert_eq!(rig.shop.count("payment_collections where order_id is not null").await, 4, "nobody pays nothing");
    assert_eq!(rig.shop.count("events where name = 'subscription.renewed'").await, 4);
    assert_eq!(rig.shop.count("reservation_items where deleted_at is null").await, 5);
    ends_well(&rig).await;
    // Each can be read.
    let staff = rig.shop.colleague("a", "kay", "admin").await.client;
    let orders = staff.get("/admin/orders?fields=id,total,discount_total,items.*&order=display_id").ok().await;
    let sums: Vec<Value> =
        orders["orders"].as_array().unwrap().iter().map(|one| json!([one["total"], one["discount_total"]])).collect();
    assert_eq!(json!(sums), json!([[12, 0], [8, 2], [0, 10], [5, 5], [10, 0]]));
}

#[tokio::test]
async fn a_coupon_of_the_dashboard() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    subscriber(&rig, &plan).await;
    rig.stripe.discount(&reference(&rig), 10).unwrap();
    next_month(&rig).await;
    assert_eq!(bought(&rig).await[1], "1 MUG-B 10.00 sent less 1.00 of 9.00");
    ends_well(&rig).await;
}

#[tokio::test]
async fn from_a_month_to_a_year() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let (month, year) = (plan(&staff, 10, json!({})).await, plan(&staff, 100, json!({"interval": "year"})).await);
    let (ann, begun) = subscriber(&rig, &month).await;
    let changed =
        ann.post(&format!("{}/change-plan", path(&begun)), &json!({"plan_id": year, "quantity": 2})).ok().await;
    assert_eq!(changed["subscription"]["quantity"], 2, "{changed}");
    rig.work().await;
    // The month was not used, so it is given back of the year.
    assert_eq!(bought(&rig).await[1], "2 MUG-B 100.00 sent less 10.00 of 190.00");
    ends_well(&rig).await;
}

#[tokio::test]
async fn a_share_is_nothing_that_is_sent() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let (small, large) = (plan(&staff, 10, json!({})).await, plan(&staff, 30, json!({})).await);
    let (ann, begun) = subscriber(&rig, &small).await;
    ann.post(&format!("{}/change-plan", path(&begun)), &json!({"plan_id": large})).ok().await;
    rig.work().await;
    assert_eq!(bought(&rig).await[1], "1 share 20.00 of 20.00");
    // What it was when it was charged counts, and not what it is when it is booked.
    rig.shop.change("update subscriptions set quantity = 7").await;
    next_month(&rig).await;
    assert_eq!(bought(&rig).await[2], "1 MUG-B 30.00 sent of 30.00");
    ends_well(&rig).await;
}

#[tokio::test]
async fn a_currency_without_coins() {
    let rig = Rig::open().await;
    rig.shop
        .change(
            "insert into store_currencies (organization_id, currency_code) values ('00000000-0000-7000-8000-00000000000a', 'jpy');
            update regions set currency_code = 'jpy' where organization_id = '00000000-0000-7000-8000-00000000000a' and name = 'Europe'",
        )
        .await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 980, json!({"currency_code": "jpy"})).await;
    subscriber(&rig, &plan).await;
    assert_eq!(bought(&rig).await, ["1 MUG-B 980.00 sent of 980.00"]);
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    assert_eq!(crate::carts::faults(&rig.shop).await, 0);
}

/// Somebody has paid at the counter, and the shop said so in the dashboard: no card is charged back for it later.
#[tokio::test]
async fn paid_elsewhere() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let plan = plan(&staff, 10, json!({})).await;
    let (ann, begun) = subscriber(&rig, &plan).await;
    rig.stripe.renew(&reference(&rig), false).unwrap();
    rig.work().await;
    assert_eq!(now(&ann, &begun).await["status"], "past_due");
    rig.stripe.settle_subscription(&reference(&rig), "paid_elsewhere").unwrap();
    rig.work().await;
    assert_eq!(now(&again(&rig).await, &begun).await["status"], "active");
    assert_eq!(bought(&rig).await.len(), 2);
    assert_eq!(
        rig.shop.count("payment_sessions where provider_id = 'pp_system_default' and provider_ref is null").await,
        1
    );
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    assert_eq!(crate::carts::faults(&rig.shop).await, 0);
}

/// The rate of the product counts, of a period as of a share of one.
#[tokio::test]
async fn taxed_as_the_product() {
    let rig = Rig::open().await;
    rig.shop
        .change(
            "insert into tax_rates (organization_id, id, tax_region_id, rate, code, name) values ('00000000-0000-7000-8000-00000000000a',
              '00000000-0000-7000-800a-000000320007', '00000000-0000-7000-800a-000000310001', 7, 'DE7', 'Reduced');
            insert into tax_rate_rules (organization_id, tax_rate_id, reference, reference_id)
              select organization_id, '00000000-0000-7000-800a-000000320007', 'product', id from products
              where handle = 'mug' and organization_id = '00000000-0000-7000-8000-00000000000a'",
        )
        .await;
    let staff = rig.staff().await;
    let (small, large) = (plan(&staff, 10, json!({})).await, plan(&staff, 20, json!({})).await);
    let (ann, begun) = subscriber(&rig, &small).await;
    ann.post(&format!("{}/change-plan", path(&begun)), &json!({"plan_id": large})).ok().await;
    rig.work().await;
    // Also when the shop shows it no more.
    rig.shop.change("update products set status = 'draft' where handle = 'mug'").await;
    next_month(&rig).await;
    assert_eq!(bought(&rig).await.len(), 3);
    assert_eq!(
        rig.shop
            .count("order_line_items where tax_lines -> 0 ->> 'code' = 'DE7' and jsonb_array_length(tax_lines) = 1")
            .await,
        3
    );
    assert_eq!(rig.shop.count("orders where (totals ->> 'tax_total')::numeric = 0.65").await, 2);
    ends_well(&rig).await;
}
