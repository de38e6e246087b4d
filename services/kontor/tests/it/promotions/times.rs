//! Campaigns begin and end, and promotions are ended by hand.

use chrono::TimeDelta;
use serde_json::json;

use super::{body, make, open};
use crate::carts::{faults, path, pay, ready};

#[tokio::test]
async fn before_during_and_after() {
    let (shop, staff) = open().await;
    let now = shop.test.clock().clone();
    let at = |hours: i64| (db::Clock::now(&now) + TimeDelta::hours(hours)).to_rfc3339();
    let guest = shop.shopper();
    let made = ready(&guest, &[(1, 1)]).await;
    let codes = format!("{}/promotions", path(&made));
    for (code, from, to, holds) in [("FUTURE", 24, 99, false), ("PAST", -99, -24, false), ("NOW", -24, 12, true)] {
        let mut said = body(code, json!({"type": "percentage", "target_type": "order", "value": 10}));
        said["campaign"] = json!({"name": code, "campaign_identifier": code, "starts_at": at(from), "ends_at": at(to)});
        make(&staff, &said).await;
        let body = json!({"promo_codes": [code]});
        if holds {
            let shown = guest.post(&codes, &body).ok().await;
            assert!(shown["cart"]["discount_total"].as_f64().unwrap() > 1.7);
        } else {
            let refused = guest.post(&codes, &body).error(400).await;
            assert_eq!(refused["message"], format!("The promotion code {code} is invalid"));
        }
    }
    // What held when the customer was told the sum holds for his order; at the next change it falls out.
    pay(&guest, &made).await;
    now.advance(TimeDelta::hours(20));
    let other = ready(&guest, &[(1, 1)]).await;
    guest.post(&format!("{}/promotions", path(&other)), &json!({"promo_codes": ["NOW"]})).error(400).await;
    let done = guest.post(&format!("{}/complete", path(&made)), &json!({})).ok().await;
    assert!(done["order"]["discount_total"].as_f64().unwrap() > 1.7);
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn ended_between_cart_and_order() {
    let (shop, staff) = open().await;
    let method = json!({"type": "percentage", "target_type": "order", "value": 10});
    let made = make(&staff, &body("BRIEF", method)).await;
    let guest = shop.shopper();
    let cart = ready(&guest, &[(1, 1)]).await;
    let at = path(&cart);
    guest.post(&format!("{at}/promotions"), &json!({"promo_codes": ["BRIEF"]})).ok().await;
    pay(&guest, &cart).await;
    let promotion = format!("/admin/promotions/{}", made["id"].as_str().unwrap());
    staff.post(&promotion, &json!({"status": "inactive"})).ok().await;
    let refused = guest.post(&format!("{at}/complete"), &json!({})).error(400).await;
    assert_eq!(refused["message"], "Promotion BRIEF does not hold any more: remove it");
    // The cart is as it was, and can be completed without the code.
    guest.post(&format!("{at}/promotions"), &json!({"promo_codes": []})).ok().await;
    pay(&guest, &cart).await;
    let done = guest.post(&format!("{at}/complete"), &json!({})).ok().await;
    assert_eq!((&done["order"]["discount_total"], shop.count("promotion_usages").await), (&json!(0), 0));
    assert_eq!(faults(&shop).await, 0);
}
