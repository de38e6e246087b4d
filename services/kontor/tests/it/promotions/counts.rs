//! Limits and budgets hold, however many complete at the same time.

use serde_json::{Value, json};
use testkit::Client;

use super::{body, make, open};
use crate::{
    carts::{at_once, faults, path, pay, ready},
    shop::Shop,
};

/// So many carts with a code, each its guest's, ready to be completed.
async fn carts(shop: &Shop, many: usize, code: &str) -> Vec<String> {
    let mut carts = Vec::new();
    for _ in 0..many {
        let guest = shop.shopper();
        let made = ready(&guest, &[(1, 1)]).await;
        guest.post(&format!("{}/promotions", path(&made)), &json!({"promo_codes": [code]})).ok().await;
        pay(&guest, &made).await;
        carts.push(path(&made));
    }
    carts
}

/// Completes all at once: how many became orders; the others were told why not.
async fn complete(shop: &Shop, carts: &[String], code: &str) -> usize {
    let asking = carts.iter().map(|at| {
        let (guest, at): (Client, String) = (shop.shopper(), at.clone());
        async move { guest.post(&format!("{at}/complete"), &json!({})).send().await }
    });
    let answers = at_once(asking).await;
    for answer in answers.iter().filter(|answer| answer.status.as_u16() != 200) {
        let words = format!("Promotion {code} has reached its limit: remove it");
        assert_eq!((answer.status.as_u16(), &answer.json()["message"]), (400, &json!(words)));
    }
    answers.iter().filter(|answer| answer.status.as_u16() == 200).count()
}

fn five(code: &str) -> Value {
    body(code, json!({"type": "fixed", "target_type": "order", "value": 5, "currency_code": "eur"}))
}

#[tokio::test]
async fn a_limit_for_twenty() {
    let (shop, staff) = open().await;
    let mut said = five("FOUR");
    said["limit"] = json!(4);
    let made = make(&staff, &said).await;
    let carts = carts(&shop, 20, "FOUR").await;
    assert_eq!(complete(&shop, &carts, "FOUR").await, 4);
    let used = staff.get(&format!("/admin/promotions/{}", made["id"].as_str().unwrap())).ok().await;
    assert_eq!((&used["promotion"]["used"], shop.count("orders").await, faults(&shop).await), (&json!(4), 4, 0));
}

#[tokio::test]
async fn budgets_for_twenty() {
    let (shop, staff) = open().await;
    for (code, budget, most, expected) in [
        ("USES", json!({"type": "usage", "limit": 3}), 3, "3"),
        // Five euros each: the third would be one too many.
        ("MONEY", json!({"type": "spend", "limit": 12, "currency_code": "eur"}), 2, "10"),
    ] {
        let mut said = five(code);
        said["campaign"] = json!({"name": code, "campaign_identifier": code, "budget": budget});
        let made = make(&staff, &said).await;
        let carts = carts(&shop, 20, code).await;
        assert_eq!(complete(&shop, &carts, code).await, most, "{code}");
        let path = format!("/admin/campaigns/{}", made["campaign_id"].as_str().unwrap());
        let used = staff.get(&path).ok().await["campaign"]["budget"]["used"].to_string();
        assert_eq!(used, expected, "{code}");
    }
    assert_eq!(faults(&shop).await, 0);
}

/// A list says how often each was used; of one that everybody uses it does not count all there ever were.
#[tokio::test]
async fn lists_count_so_far() {
    let (shop, staff) = open().await;
    let made = make(&staff, &five("ALL")).await;
    let uses = |from: u32, to: u32| {
        format!(
            "insert into orders (organization_id, display_id, currency_code, status, is_draft_order)
               select organization_id, n, 'eur', 'draft', true from promotions, generate_series({from}, {to}) n where code = 'ALL';
             insert into promotion_usages (organization_id, promotion_id, order_id, amount, released_at)
               select o.organization_id, p.id, o.id, 5, case when o.display_id % 2 = 0 then now() end
               from promotions p join orders o on o.organization_id = p.organization_id and o.display_id between {from} and {to}
               where p.code = 'ALL'"
        )
    };
    let counted =
        async || staff.get("/admin/promotions?code=ALL&fields=id,used").ok().await["promotions"][0]["used"].clone();
    shop.change(&uses(1, 100)).await;
    assert_eq!(counted().await, 50);
    shop.change(&uses(101, 20_200)).await;
    assert_eq!((counted().await, made["used"].clone()), (json!(10_000), json!(0)));
}

#[tokio::test]
async fn once_for_each_customer() {
    let (shop, staff) = open().await;
    let mut said = five("MINE");
    said["campaign"] = json!({"name": "m", "campaign_identifier": "m",
        "budget": {"type": "use_by_attribute", "limit": 1, "attribute": "customer_email"}});
    make(&staff, &said).await;
    // All are Ann's: one of them has it.
    let hers = carts(&shop, 6, "MINE").await;
    assert_eq!(complete(&shop, &hers, "MINE").await, 1);
    let guest = shop.shopper();
    let made = ready(&guest, &[(1, 1)]).await;
    guest.post(&path(&made), &json!({"email": "ben@example.com"})).ok().await;
    let his = guest.post(&format!("{}/promotions", path(&made)), &json!({"promo_codes": ["MINE"]})).ok().await;
    assert!(his["cart"]["discount_total"].as_f64().unwrap() > 4.9, "his own is not used");
    pay(&guest, &made).await;
    guest.post(&format!("{}/complete", path(&made)), &json!({})).ok().await;
    let hers = ready(&guest, &[(1, 1)]).await;
    let again = guest.post(&format!("{}/promotions", path(&hers)), &json!({"promo_codes": ["MINE"]})).ok().await;
    assert_eq!(again["cart"]["discount_total"], 0, "hers is");
    // Nobody knows whose this is.
    let nobody = crate::carts::cart(&guest, &[(1, 1)]).await;
    let none = guest.post(&format!("{}/promotions", path(&nobody)), &json!({"promo_codes": ["MINE"]})).ok().await;
    assert_eq!(none["cart"]["discount_total"], 0);
    assert_eq!((shop.count("campaign_budget_usages").await, faults(&shop).await), (2, 0));
}

/// What an order took goes back to the budget that it was taken from, wherever the promotion is by then.
#[tokio::test]
async fn given_back_to_the_budget_that_paid() {
    let (shop, staff) = open().await;
    let mut said = five("MOVED");
    said["campaign"] = json!({"name": "one", "campaign_identifier": "one", "budget": {"type": "usage", "limit": 9}});
    let made = make(&staff, &said).await;
    let other = json!({"name": "two", "campaign_identifier": "two", "budget": {"type": "usage", "limit": 9}});
    let other = staff.post("/admin/campaigns", &other).ok().await["campaign"]["id"].clone();
    let carts = carts(&shop, 2, "MOVED").await;
    let guest = shop.shopper();
    let first = guest.post(&format!("{}/complete", carts[0]), &json!({})).ok().await["order"]["id"].clone();
    let move_ = json!({"add": [made["id"]]});
    staff.post(&format!("/admin/campaigns/{}/promotions", other.as_str().unwrap()), &move_).ok().await;
    guest.post(&format!("{}/complete", carts[1]), &json!({})).ok().await;
    staff.post(&format!("/admin/orders/{}/cancel", first.as_str().unwrap()), &json!({})).ok().await;
    let used = async |id: &Value| {
        staff.get(&format!("/admin/campaigns/{}", id.as_str().unwrap())).ok().await["campaign"]["budget"]["used"]
            .clone()
    };
    assert_eq!((used(&made["campaign_id"]).await, used(&other).await), (json!(0), json!(1)));
    assert_eq!(faults(&shop).await, 0);
}

/// Orders hold promotions before campaigns, and so does the staff: nobody waits for who waits for him.
#[tokio::test]
async fn campaigns_are_held_after_their_promotions() {
    let (shop, staff) = open().await;
    let mut said = five("HELD");
    said["limit"] = json!(9);
    said["campaign"] = json!({"name": "one", "campaign_identifier": "one", "budget": {"type": "usage", "limit": 9}});
    let made = make(&staff, &said).await;
    let at = format!("/admin/campaigns/{}", made["campaign_id"].as_str().unwrap());
    let named = json!({"promotions": [{"id": made["id"]}]});
    for what in ["put in", "changed", "removed"] {
        let tx = shop.test.db().begin_system("complete an order").await.unwrap();
        db::exec(&tx, "select from promotions where code = 'HELD' for no key update", []).await.unwrap();
        let (staff, at, add, named) = (staff.clone(), at.clone(), json!({"add": [made["id"]]}), named.clone());
        let asking = tokio::spawn(async move {
            match what {
                "put in" => staff.post(&format!("{at}/promotions"), &add).send().await,
                "changed" => staff.post(&at, &named).send().await,
                _ => staff.request(http::Method::DELETE, &at).send().await,
            }
        });
        shop.until_waiting(1).await;
        db::exec(&tx, "select from campaigns where name = 'one' for no key update nowait", []).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(asking.await.unwrap().status.as_u16(), 200, "{what}");
    }
}
