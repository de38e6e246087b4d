//! What changes of an order without touching what it costs.

use serde_json::json;

use super::{Desk, at};

#[tokio::test]
async fn whom_it_is_for_and_where_it_goes() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 1)]).await;
    let body = json!({
        "email": "Bea@Example.com", "shipping_address": {"city": "Hamburg", "phone": "1"}, "metadata": {"gift": true},
        "locale": "de-DE", "billing_address": {"company": "Berg ApS", "country_code": "de"}
    });
    let answer = desk.does(&order, "", &body).await;
    assert_eq!((&answer["email"], &answer["locale"]), (&json!("bea@example.com"), &json!("de-DE")));
    assert_eq!(
        (&answer["shipping_address"]["city"], &answer["shipping_address"]["last_name"]),
        (&json!("Hamburg"), &json!("Berg"))
    );
    assert_eq!((&answer["metadata"], &answer["total"]), (&json!({"gift": true}), &order["total"]));
    let changes = desk.staff.get(&format!("{}/changes", at(&order))).ok().await;
    let changes = changes["order_changes"].as_array().unwrap();
    let kinds: Vec<_> = changes.iter().map(|one| one["actions"][0]["details"]["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["email", "locale", "metadata", "shipping_address", "billing_address"]);
    let email = &changes[0];
    assert_eq!(
        (&email["change_type"], &email["status"], &email["version"]),
        (&json!("update_order"), &json!("confirmed"), &json!(1))
    );
    assert_eq!(
        (&email["actions"][0]["details"]["old"], &email["actions"][0]["details"]["new"]),
        (&json!("ann@example.com"), &json!("bea@example.com"))
    );
    assert_eq!(desk.told("order.updated").await, 1);
    assert_eq!(desk.staff.get("/admin/orders?q=hamburg%20bea").ok().await["count"], 1);
    // What is as it was is no change.
    desk.does(&order, "", &json!({"email": "bea@example.com"})).await;
    assert_eq!(desk.told("order.updated").await, 1);
    desk.does(&order, "", &json!({"shipping_address": {"phone": null}, "metadata": {"gift": ""}})).await;
    let read = desk.read(&order).await;
    assert_eq!((&read["shipping_address"]["phone"], &read["metadata"]), (&json!(null), &json!(null)));

    let refused = desk.refused(&order, "", &json!({"shipping_address": {"country_code": "dk"}})).await;
    assert_eq!(refused, "Country code cannot be changed");
    for body in [
        json!({"email": "nobody"}),
        json!({"colour": "red"}),
        json!({"shipping_address": {"street": "x"}}),
        json!({"email": ""}),
    ] {
        assert!(desk.refused(&order, "", &body).await.starts_with("Invalid"), "{body}");
    }
    desk.does(&order, "/cancel", &json!({})).await;
    let refused = desk.refused(&order, "", &json!({"email": "c@example.com"})).await;
    assert_eq!(refused, format!("Order with id {} has been canceled.", order["id"].as_str().unwrap()));
}

#[tokio::test]
async fn completed_and_put_away() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 1)]).await;
    assert!(desk.refused(&order, "/archive", &json!({})).await.contains("is pending and cannot be archived"));
    for _ in 0..2 {
        let done = desk.does(&order, "/complete", &json!({"additional_data": {"x": 1}})).await;
        assert_eq!(done["status"], "completed");
    }
    for _ in 0..2 {
        assert_eq!(desk.does(&order, "/archive", &json!({})).await["status"], "archived");
    }
    assert!(desk.refused(&order, "/complete", &json!({})).await.contains("is archived and cannot be completed"));
    assert_eq!((desk.told("order.completed").await, desk.told("order.archived").await), (1, 1));
}
