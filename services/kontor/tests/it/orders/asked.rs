//! What the staff asks for an order besides changing it: how more of it is sent, that it is paid, and whose it is.

use http::Method;
use serde_json::{Value, json};

use super::{Desk, at};
use crate::carts::variant;

/// 36 euros more than was paid.
async fn with_a_difference(desk: &Desk) -> (Value, String) {
    let order = desk.order(&[(1, 2)]).await;
    let edit = format!("/admin/order-edits/{}", order["id"].as_str().unwrap());
    desk.staff.post("/admin/order-edits", &json!({"order_id": order["id"]})).ok().await;
    let more = json!({"items": [{"variant_id": variant(1), "quantity": 2}]});
    desk.staff.post(&format!("{edit}/items"), &more).ok().await;
    desk.staff.post(&format!("{edit}/confirm"), &json!({})).ok().await;
    let shown = desk.read_with(&order, "*payment_collections").await;
    let all = shown["payment_collections"].as_array().unwrap();
    let open = all.iter().find(|one| one["amount"] == json!(36)).unwrap();
    (order, open["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn how_more_is_sent() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 2)]).await;
    let shown = desk.staff.get(&format!("{}/shipping-options", at(&order))).ok().await;
    let names: Vec<&str> =
        shown["shipping_options"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"Standard") && !names.contains(&"Back"), "{shown}");
    let standard = shown["shipping_options"].as_array().unwrap().iter().find(|one| one["name"] == "Standard").unwrap();
    assert_eq!((&standard["amount"], &standard["insufficient_inventory"]), (&json!(5), &json!(false)));
    desk.staff.get("/admin/orders/order_x/shipping-options").error(404).await;
    let theirs = desk.shop.colleague("b", "lee", "owner").await.client;
    theirs.get(&format!("{}/shipping-options", at(&order))).error(404).await;
}

#[tokio::test]
async fn a_difference_is_promised() {
    let desk = Desk::open().await;
    let (order, collection) = with_a_difference(&desk).await;
    let begin = format!("/admin/payment-collections/{collection}/payment-sessions");
    let authorize = format!("{}/payment-sessions/authorize", at(&order));
    let unknown = desk.staff.post(&begin, &json!({"provider_id": "pp_gold"})).error(400).await;
    assert_eq!(unknown["message"], "Unable to retrieve the payment provider with id: pp_gold");
    desk.staff.post(&begin, &json!({})).error(400).await;
    desk.staff
        .post("/admin/payment-collections/pay_col_x/payment-sessions", &json!({"provider_id": "pp_system_default"}))
        .error(404)
        .await;
    let awaited = desk.staff.post(&begin, &json!({"provider_id": "pp_system_default"})).ok().await;
    assert_eq!(awaited["payment_collection"]["status"], "awaiting", "{awaited}");
    let told = desk
        .shop
        .shopper()
        .post(
            &format!("/store/payment-collections/{collection}/payment-sessions"),
            &json!({"provider_id": "pp_system_default"}),
        )
        .ok()
        .await;
    let session = told["payment_collection"]["payment_sessions"][0]["id"].clone();
    for wrong in [json!("payses_x"), json!("payses_01jd6nwvvgfa5sr38y5wx4pq3d")] {
        desk.staff.post(&authorize, &json!({"payment_session_id": wrong})).error(404).await;
    }
    desk.staff.post(&authorize, &json!({})).error(400).await;
    let theirs = desk.shop.colleague("b", "lee", "owner").await.client;
    theirs.post(&authorize, &json!({"payment_session_id": session})).error(404).await;
    theirs.post(&begin, &json!({"provider_id": "pp_system_default"})).error(404).await;
    for _ in 0..2 {
        let done = desk.staff.post(&authorize, &json!({"payment_session_id": session})).ok().await;
        assert_eq!((&done["is_authorized"], &done["order"]["id"]), (&json!(true), &order["id"]), "{done}");
    }
    assert_eq!((desk.shop.count("payments where amount = 36").await, desk.told("payment.authorized").await), (1, 1));
    let shown = desk.read_with(&order, "+payment_status,*payment_collections").await;
    let paid = shown["payment_collections"].as_array().unwrap().iter().find(|one| one["amount"] == json!(36)).unwrap();
    assert_eq!((&paid["status"], &paid["authorized_amount"]), (&json!("authorized"), &json!(36)));
    // What is promised is captured as any payment is.
    let payment = desk.staff.get(&format!("/admin/payments?order_id={}", order["id"].as_str().unwrap())).ok().await;
    let payment =
        payment["payments"].as_array().unwrap().iter().find(|one| one["amount"] == json!(36)).unwrap().clone();
    desk.staff.post(&format!("/admin/payments/{}/capture", payment["id"].as_str().unwrap()), &json!({})).ok().await;
    let again = desk.staff.post(&begin, &json!({"provider_id": "pp_system_default"})).error(400).await;
    assert!(again["message"].as_str().unwrap().contains("is open"), "{again}");
    assert_eq!(desk.faults().await, 0);
}

#[tokio::test]
async fn the_address_was_wrong() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 1)]).await;
    let path = format!("{}/transfer/guest", at(&order));
    for wrong in [json!({}), json!({"email": "nobody"}), json!({"email": null})] {
        desk.staff.post(&path, &wrong).error(400).await;
    }
    let given = desk.staff.post(&path, &json!({"email": "Bo@Example.com", "description": "Mistyped"})).ok().await;
    assert_eq!((&given["order"]["email"], &given["order"]["version"]), (&json!("bo@example.com"), &json!(2)));
    assert_ne!(given["order"]["customer_id"], order["customer_id"]);
    assert_eq!(desk.shop.count("customers where email = 'bo@example.com' and not has_account").await, 1);
    assert_eq!(desk.told("order.transferred").await, 1);
    let changes = desk.staff.get(&format!("{}/changes", at(&order))).ok().await;
    let change = &changes["order_changes"][0];
    assert_eq!((&change["change_type"], &change["status"]), (&json!("transfer"), &json!("confirmed")), "{changes}");
    let found = desk.staff.get("/admin/orders?q=bo@example.com").ok().await;
    assert_eq!(found["count"], 1);
    let again = desk.staff.post(&path, &json!({"email": "bo@example.com"})).error(400).await;
    assert!(again["message"].as_str().unwrap().contains("already belongs to customer"), "{again}");
    // Nothing else changes it meanwhile.
    desk.staff.post("/admin/order-edits", &json!({"order_id": order["id"]})).ok().await;
    desk.staff.post(&path, &json!({"email": "cy@example.com"})).error(400).await;
    let edit = format!("/admin/order-edits/{}", order["id"].as_str().unwrap());
    desk.staff.request(Method::DELETE, &edit).ok().await;
    desk.staff.post(&format!("{}/cancel", at(&order)), &json!({})).ok().await;
    desk.staff.post(&path, &json!({"email": "cy@example.com"})).error(400).await;
    let theirs = desk.shop.colleague("b", "lee", "owner").await.client;
    theirs.post(&path, &json!({"email": "cy@example.com"})).error(404).await;
    assert_eq!(desk.faults().await, 0);
}
