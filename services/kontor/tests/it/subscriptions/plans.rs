//! What can be sold by subscription.

use serde_json::json;

use super::plan;
use crate::{carts::variant, payments::Rig};

#[tokio::test]
async fn an_amount_is_whole_coins() {
    let rig = Rig::silent().await;
    rig.shop
        .change(
            "insert into store_currencies (organization_id, currency_code)
            select '00000000-0000-7000-8000-00000000000a', c from unnest(array['jpy', 'kwd']) c",
        )
        .await;
    let staff = rig.staff().await;
    let body = |currency: &str, amount: f64| json!({"variant_id": variant(1), "currency_code": currency, "amount": amount, "interval": "month"});
    for (currency, amount, digits) in [("eur", 12.345, 2), ("jpy", 980.5, 0), ("kwd", 5.124, 2)] {
        let refused = staff.post("/admin/subscription-plans", &body(currency, amount)).error(400).await;
        let words = refused["message"].as_str().unwrap();
        assert!(words.contains("'amount'") && words.contains(&format!("'{digits}'")), "{words}");
    }
    for (currency, amount) in [("eur", 12.34), ("jpy", 980.0)] {
        staff.post("/admin/subscription-plans", &body(currency, amount)).ok().await;
    }
}

#[tokio::test]
async fn no_gift_cards() {
    let rig = Rig::silent().await;
    rig.shop.change("update products set is_giftcard = true where handle = 'mug'").await;
    let staff = rig.staff().await;
    let body = json!({"variant_id": variant(1), "currency_code": "eur", "amount": 10, "interval": "month"});
    let refused = staff.post("/admin/subscription-plans", &body).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("'variant_id'"), "{refused}");
    assert_eq!(rig.shop.count("subscription_plans").await, 0);
}

/// Told again, what was told of a price long ago ends no plan: it is looked at.
#[tokio::test]
async fn a_price_is_looked_at() {
    let rig = Rig::open().await;
    let staff = rig.staff().await;
    let id = plan(&staff, 10, json!({})).await;
    let at = format!("/admin/subscription-plans/{id}");
    let price = staff.get(&at).ok().await["subscription_plan"]["provider_ref"].as_str().unwrap().to_owned();
    rig.stripe.sell(&price, false).unwrap();
    rig.work().await;
    assert_eq!(staff.get(&at).ok().await["subscription_plan"]["is_active"], false);
    rig.stripe.sell(&price, true).unwrap();
    rig.work().await;
    staff.post(&at, &json!({"is_active": true})).ok().await;
    let told = staff.get("/admin/webhook-events?type=price.updated&order=created_at").ok().await;
    let ids: Vec<_> = told["webhook_events"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(ids.len(), 2, "{told}");
    let replayed = staff.post("/admin/webhook-events/replay", &json!({"ids": ids})).ok().await;
    assert_eq!(replayed["replayed"], 2);
    rig.work().await;
    assert_eq!(rig.open_events().await, Vec::<String>::new());
    assert_eq!(staff.get(&at).ok().await["subscription_plan"]["is_active"], true);
}
