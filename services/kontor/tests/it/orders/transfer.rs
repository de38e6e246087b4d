//! Orders that go to somebody else, and what customers see of theirs.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Desk, at};
use crate::medusa::visitor::{Visitor, letters_to, said};

const BEA: &str = "bea@example.test";

/// A shop that says where its pages are.
async fn open() -> Desk {
    let desk = Desk::for_visitors().await;
    desk.shop.change("update stores set storefront_url = 'https://ours.example/p/{handle}' where organization_id = '00000000-0000-7000-8000-00000000000a'").await;
    desk
}

/// The token in the youngest letter to whoever has an order.
async fn token(desk: &Desk) -> String {
    let letters = letters_to(&desk.shop, "ann@example.com").await;
    let link = letters[0].split_whitespace().find(|word| word.contains("/transfer/")).unwrap().to_owned();
    assert!(link.starts_with("https://ours.example/order/order_"), "{link}");
    link.rsplit('/').next().unwrap().to_owned()
}

fn theirs(order: &Value, what: &str) -> String {
    format!("/store/orders/{}/transfer/{what}", order["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_guests_order_becomes_a_customers() {
    let desk = open().await;
    let order = desk.order(&[(1, 1)]).await;
    let mut bea = Visitor::new(&desk.shop);
    bea.join(BEA).await;
    let nobody = Visitor::new(&desk.shop);
    assert_eq!(nobody.get("/store/orders").await.status.as_u16(), 401);
    assert_eq!(nobody.post(&theirs(&order, "request"), &json!({})).await.status.as_u16(), 401);
    assert_eq!(bea.get("/store/orders").await.json()["count"], 0);

    let body = json!({"description": "I had no account", "update_order_email": true});
    let asked = bea.post(&format!("{}?fields=id,email", theirs(&order, "request")), &body).await;
    assert_eq!((asked.status.as_u16(), &asked.json()["order"]["email"]), (200, &json!("ann@example.com")));
    let token = token(&desk).await;
    assert_eq!(
        desk.shop.count(&format!("order_transfers t where t::text like '%{token}%'")).await,
        0,
        "only its hash is kept"
    );
    assert_eq!(desk.shop.count(&format!("events e where e::text like '%{token}%'")).await, 0);
    let open = desk.read_with(&order, "*order_change,*order_change.actions").await;
    let change = &open["order_change"];
    assert_eq!((&change["change_type"], &change["status"]), (&json!("transfer"), &json!("requested")));
    assert_eq!(change["actions"][0]["action"], "TRANSFER_CUSTOMER");
    assert!(change["actions"][0]["reference_id"].as_str().unwrap().starts_with("cus_"));

    let again = bea.post(&theirs(&order, "request"), &json!({})).await;
    assert!(said(&again).1.contains("already has an existing active order change"), "{}", again.text);
    let wrong = nobody.post(&theirs(&order, "accept"), &json!({"token": "x"})).await;
    assert_eq!(said(&wrong), (400, "Invalid token.".to_owned()));
    assert_eq!(nobody.post(&theirs(&order, "accept"), &json!({})).await.status.as_u16(), 400);
    let accepted = nobody.post(&theirs(&order, "accept"), &json!({"token": token})).await;
    assert_eq!((accepted.status.as_u16(), &accepted.json()["order"]["email"]), (200, &json!(BEA)));
    // It is spent by that.
    for what in ["accept", "decline"] {
        let spent = nobody.post(&theirs(&order, what), &json!({"token": token})).await;
        let words = format!("Order {} does not have an order transfer request.", order["id"].as_str().unwrap());
        assert_eq!(said(&spent), (400, words));
    }
    let mine = bea.get("/store/orders?limit=10&offset=0&order=-created_at&fields=*items,+items.metadata,*items.variant,*items.product").await.json();
    assert_eq!((&mine["count"], &mine["orders"][0]["id"]), (&json!(1), &order["id"]));
    assert_eq!(mine["orders"][0]["items"][0]["variant"]["sku"], "MUG-B");
    assert_eq!(bea.get("/store/orders?status=canceled").await.json()["count"], 0);
    assert_eq!(bea.get("/store/orders?customer_id=x").await.status.as_u16(), 400);
    let mut carl = Visitor::new(&desk.shop);
    carl.join("carl@example.test").await;
    assert_eq!(carl.get("/store/orders").await.json()["count"], 0);
    let answered = bea.post(&theirs(&order, "request"), &json!({})).await;
    assert!(said(&answered).1.contains("already belongs to customer"), "{}", answered.text);
    // What it was before is kept as it was.
    let now = desk.read(&order).await;
    assert_eq!(now["version"], 2);
    let before = desk.staff.get(&format!("{}?version=1", at(&order))).ok().await;
    assert_eq!((&before["order"]["email"], &before["order"]["version"]), (&json!("ann@example.com"), &json!(1)));
    desk.staff.get(&format!("{}?version=9", at(&order))).error(404).await;
    assert_eq!((desk.told("order.transfer_requested").await, desk.told("order.transfer_accepted").await), (1, 1));
    assert_eq!(desk.faults().await, 0);
}

#[tokio::test]
async fn it_stays_where_it_is() {
    let desk = open().await;
    let order = desk.order(&[(1, 1)]).await;
    let mut bea = Visitor::new(&desk.shop);
    let customer = bea.join(BEA).await;
    let mut carl = Visitor::new(&desk.shop);
    carl.join("carl@example.test").await;
    let nobody = Visitor::new(&desk.shop);
    bea.post(&theirs(&order, "request"), &json!({})).await;
    let first = token(&desk).await;
    let declined = nobody.post(&theirs(&order, "decline"), &json!({"token": first})).await;
    assert_eq!(declined.status.as_u16(), 200, "{}", declined.text);

    bea.post(&theirs(&order, "request"), &json!({})).await;
    assert_ne!(token(&desk).await, first);
    assert_eq!(said(&nobody.post(&theirs(&order, "accept"), &json!({"token": first})).await).1, "Invalid token.");
    let others = carl.post(&theirs(&order, "cancel"), &json!({})).await;
    assert_eq!(said(&others).1, "This customer does not have permission to cancel this transfer");
    assert_eq!(bea.post(&theirs(&order, "cancel"), &json!({})).await.status.as_u16(), 200);

    // The staff asks for somebody, and takes it back.
    let body = json!({"customer_id": customer["id"], "internal_note": "by telephone"});
    desk.does(&order, "/transfer", &body).await;
    desk.does(&order, "/transfer/cancel", &json!({})).await;
    assert!(
        desk.refused(&order, "/transfer/cancel", &json!({})).await.contains("does not have an order transfer request")
    );
    let error = desk.staff.post(&format!("{}/transfer", at(&order)), &json!({"customer_id": "cus_x"})).error(404).await;
    assert_eq!(error["message"], "Customer with id: cus_x was not found");
    let guest = desk.read(&order).await["customer_id"].clone();
    assert!(
        desk.refused(&order, "/transfer", &json!({"customer_id": guest}))
            .await
            .contains("to a guest customer account: ann@example.com")
    );

    // A week later nobody accepts any more.
    desk.does(&order, "/transfer", &body).await;
    let late = token(&desk).await;
    desk.shop.test.clock().advance(TimeDelta::days(8));
    let expired = nobody.post(&theirs(&order, "accept"), &json!({"token": late})).await;
    assert!(said(&expired).1.contains("has expired"), "{}", expired.text);
    let kept =
        "orders o join customers c on c.id = o.customer_id where c.email = 'ann@example.com' and not c.has_account";
    assert_eq!(desk.shop.count(kept).await, 1);
    assert_eq!(desk.told("order.transfer_declined").await, 1);
}

/// Whoever has an order is not mailed all day.
#[tokio::test]
async fn it_is_asked_for_so_often() {
    let desk = open().await;
    let order = desk.order(&[(1, 1)]).await;
    let mut bea = Visitor::new(&desk.shop);
    bea.join(BEA).await;
    for _ in 0..5 {
        assert_eq!(bea.post(&theirs(&order, "request"), &json!({})).await.status.as_u16(), 200);
        bea.post(&theirs(&order, "cancel"), &json!({})).await;
    }
    assert_eq!(bea.post(&theirs(&order, "request"), &json!({})).await.status.as_u16(), 429);
    assert_eq!(letters_to(&desk.shop, "ann@example.com").await.len(), 5);
}

/// The letter is the request's: neither is there without the other. Nobody of the shop sees it in the queue, and its link leads to the
/// shop's own pages, or nowhere.
#[tokio::test]
async fn whose_letter_it_is() {
    let desk = Desk::for_visitors().await;
    let order = desk.order(&[(1, 1)]).await;
    let mut bea = Visitor::new(&desk.shop);
    bea.join(BEA).await;
    let body = json!({"description": "I had no account"});
    assert_eq!(bea.post(&theirs(&order, "request"), &body).await.status.as_u16(), 200);
    let letters = letters_to(&desk.shop, "ann@example.com").await;
    let id = order["id"].as_str().unwrap();
    assert!(letters[0].contains(&format!("The order is {id}, and the code for it is ")), "{}", letters[0]);
    assert!(letters[0].contains("I had no account") && !letters[0].contains("http"), "{}", letters[0]);
    let of_installation = "jobs where name = 'mail.send' and organization_id = '00000000-0000-0000-0000-000000000000'
        and payload::text like '%ann@example.com%'";
    assert_eq!(desk.shop.count(of_installation).await, 1);
    let noted = "notifications where template = 'transfer_requested' and \"to\" = 'ann@example.com'";
    assert_eq!(desk.shop.count(noted).await, 1);
    // While it is open nothing else changes the order; and it is seen as it would be.
    let open = desk.staff.post("/admin/order-edits", &json!({"order_id": id})).error(400).await;
    assert!(open["message"].as_str().unwrap().contains("already has an active order change"), "{open}");
    let preview = desk.staff.get(&format!("{}/preview", at(&order))).ok().await["order"].clone();
    assert_eq!(preview["order_change"]["change_type"], "transfer");
}
