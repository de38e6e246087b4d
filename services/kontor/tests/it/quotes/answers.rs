//! What customers answer: yes, once; no; or nothing until it is too late.

use chrono::TimeDelta;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{draft, owner, sent};
use crate::{
    documents::{faults, listen, open, sell, text, work},
    medusa::visitor::{ANN, Visitor, letters_to, open_with},
    shop::id,
};

/// Twenty clicks are one order.
#[tokio::test]
async fn accepting_makes_one_order() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let quote = draft(&staff).await;
    let at = sent(&staff, &quote).await;
    let shown = shop.shopper().get(&at).ok().await["quote"].clone();
    assert_eq!((&shown["total"], &shown["deposit"], &shown["order_id"]), (&json!(129), &json!(64.5), &Value::Null));
    assert_eq!(shown["items"][1]["total"], json!(95.2));
    let mut tasks = JoinSet::new();
    for _ in 0..20 {
        let (guest, at) = (shop.shopper(), format!("{at}/accept"));
        tasks.spawn(async move { guest.post(&at, &json!({})).ok().await["order"]["id"].clone() });
    }
    let mut orders = tasks.join_all().await;
    orders.dedup();
    assert_eq!((orders.len(), shop.count("orders").await), (1, 1));
    let guest = shop.shopper();
    let order = guest.get(&format!("/store/orders/{}", text(&orders[0]))).ok().await["order"].clone();
    assert_eq!(
        (&order["total"], &order["tax_total"], &order["email"]),
        (&json!(129), &json!(20.6), &json!("ann@example.com"))
    );
    assert_eq!(
        (&order["items"][1]["title"], &order["shipping_address"]["city"]),
        (&json!("A day's work"), &json!("Berlin"))
    );
    let dues = guest.get(&format!("/store/orders/{}/dues", text(&orders[0]))).ok().await;
    let told: Vec<(&Value, &Value)> =
        dues["dues"].as_array().unwrap().iter().map(|due| (&due["kind"], &due["amount"])).collect();
    assert_eq!(told, [(&json!("deposit"), &json!(64.5)), (&json!("balance"), &json!(64.5))]);
    assert_eq!(shop.count("reservation_items where quantity = 2 and deleted_at is null").await, 1);
    assert_eq!(shop.count("events where name = 'order.placed'").await, 1);
    assert_eq!(shop.count("events where name = 'quote.accepted'").await, 1);
    assert_eq!(staff.get(&format!("/admin/quotes/{}", text(&quote["id"]))).ok().await["quote"]["order_id"], orders[0]);
    let refused = guest.post(&format!("{at}/decline"), &json!({})).error(400).await;
    assert!(text(&refused["message"]).ends_with("is accepted and cannot be declined"), "{refused}");
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn what_is_not_there_is_not_sold() {
    let shop = open().await;
    let staff = owner(&shop).await;
    let at = sent(&staff, &draft(&staff).await).await;
    shop.change("update inventory_levels set stocked_quantity = 0, reserved_quantity = 0").await;
    let refused = shop.shopper().post(&format!("{at}/accept"), &json!({})).error(400).await;
    assert_eq!(refused["code"], "insufficient_inventory");
    assert_eq!((shop.count("orders").await, shop.count("quotes where status = 'sent'").await), (0, 1));
    assert_eq!(faults(&shop).await, 0);
}

#[tokio::test]
async fn declined_and_expired() {
    let shop = open().await;
    listen(&shop).await;
    let staff = owner(&shop).await;
    let guest = shop.shopper();
    let declined = sent(&staff, &draft(&staff).await).await;
    for _ in 0..2 {
        assert_eq!(guest.post(&format!("{declined}/decline"), &json!({})).ok().await["quote"]["status"], "declined");
    }
    guest.post(&format!("{declined}/accept"), &json!({})).error(400).await;
    let late = sent(&staff, &draft(&staff).await).await;
    shop.test.clock().advance(TimeDelta::days(31));
    // It is so before anybody has noticed.
    assert_eq!(guest.get(&late).ok().await["quote"]["status"], "expired");
    guest.post(&format!("{late}/accept"), &json!({})).error(400).await;
    deadlines(&shop).await;
    deadlines(&shop).await;
    assert_eq!(shop.count("quotes where status = 'expired'").await, 1);
    assert_eq!(shop.count("events where name = 'quote.expired'").await, 1);
    guest.get("/store/quotes/nothing").error(404).await;
    guest.post("/store/quotes/nothing/accept", &json!({})).error(404).await;
}

/// The job that looks at what comes due.
pub(super) async fn deadlines(shop: &crate::shop::Shop) {
    shop.change("insert into jobs (organization_id, queue, name, max_attempts, payload) values ('00000000-0000-0000-0000-000000000000', 'default', 'orders.deadlines', 3, '{}')").await;
    work(shop).await;
}

#[tokio::test]
async fn a_customer_sees_his_own() {
    let shop = open_with(&[]).await;
    sell(&shop).await;
    let staff = owner(&shop).await;
    let mut ann = Visitor::new(&shop);
    let customer = ann.join(ANN).await;
    let body = json!({
        "customer_id": customer["id"], "region_id": id("reg", "e", 2), "locale": "de",
        "items": [{"title": "Ein Tag Arbeit", "quantity": 1, "unit_price": 80, "is_tax_inclusive": true}]
    });
    let quote = staff.post("/admin/quotes", &body).ok().await["quote"].clone();
    assert_eq!((&quote["email"], &quote["customer_id"]), (&json!(ANN), &customer["id"]), "his own address");
    assert_eq!(ann.client().get("/store/quotes").ok().await["quotes"], json!([]), "a draft is the shop's");
    sent(&staff, &quote).await;
    assert!(letters_to(&shop, ANN).await[0].contains("das bieten wir Ihnen an"));
    let own = ann.client().get("/store/quotes").ok().await;
    assert_eq!(
        (&own["count"], &own["quotes"][0]["id"], &own["quotes"][0]["total"]),
        (&json!(1), &quote["id"], &json!(80))
    );
    shop.shopper().get("/store/quotes").error(401).await;
    let mut ben = Visitor::new(&shop);
    ben.join("ben@example.test").await;
    assert_eq!(ben.client().get("/store/quotes").ok().await["count"], 0);
}
