//! What becomes of money, stock and credit.

use serde_json::json;

use super::{Desk, at};
use crate::carts::at_once;

#[tokio::test]
async fn a_canceled_order_gives_everything_back() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 2), (2, 1)]).await;
    assert_eq!(desk.shop.count("reservation_items where deleted_at is null").await, 3);
    let canceled = desk.does(&order, "/cancel", &json!({})).await;
    assert_eq!((&canceled["status"], &canceled["payment_status"]), (&json!("canceled"), &json!("canceled")));
    assert_eq!(canceled["fulfillment_status"], "canceled");
    assert!(
        canceled["canceled_at"].is_string() && canceled["payment_collections"][0]["status"] == "canceled",
        "{canceled}"
    );
    assert_eq!(desk.shop.count("reservation_items where deleted_at is null").await, 0);
    assert_eq!(desk.shop.count("inventory_levels where reserved_quantity <> 0 and organization_id = '00000000-0000-7000-8000-00000000000a'").await, 0);
    assert_eq!(desk.told("order.canceled").await, 1);
    assert_eq!(desk.shop.count("payments where canceled_at is not null").await, 1);
    let refused = desk.refused(&order, "/cancel", &json!({})).await;
    assert_eq!(refused, format!("Order with id {} has been canceled.", order["id"].as_str().unwrap()));
    let archived = desk.does(&order, "/archive", &json!({})).await;
    assert_eq!((&archived["status"], &archived["payment_status"]), (&json!("archived"), &json!("canceled")));
    // Put away, it is canceled all the same.
    for what in ["/cancel", "/complete", ""] {
        assert_eq!(desk.refused(&order, what, &json!({})).await, refused);
    }
    let items = json!({"items": [{"id": order["items"][0]["id"], "quantity": 1}]});
    assert_eq!(desk.refused(&order, "/fulfillments", &items).await, refused);
    assert_eq!(desk.faults().await, 0);
}

#[tokio::test]
async fn what_was_taken_is_paid_back() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 2)]).await;
    desk.shop
        .change(
            "set local \"request.jwt.claims\" = '{\"role\": \"service_role\", \"organization_id\": \"00000000-0000-7000-8000-00000000000a\"}';
             select private.settle_capture(private.begin_capture(id, 10, 'part'), true, null, now()) from payments;
             select private.book_capture(id) from payment_captures",
        )
        .await;
    let read = desk.read(&order).await;
    assert_eq!((&read["payment_status"], &read["summary"]["paid_total"]), (&json!("partially_captured"), &json!(10.0)));
    let canceled = desk.does(&order, "/cancel", &json!({})).await;
    assert_eq!((&canceled["status"], &canceled["payment_status"]), (&json!("canceled"), &json!("refunded")));
    let payment = &canceled["payment_collections"][0]["payments"][0];
    assert_eq!((&payment["captures"][0]["amount"], &payment["refunds"][0]["amount"]), (&json!(10), &json!(10)));
    assert_eq!(
        (&canceled["summary"]["refunded_total"], &canceled["summary"]["transaction_total"]),
        (&json!(10.0), &json!(0.0))
    );
    assert_eq!(desk.faults().await, 0);
}

/// Ten who cancel at once cancel once.
#[tokio::test]
async fn canceling_at_once() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 2)]).await;
    let asking = (0..10).map(|_| {
        let (staff, path) = (desk.staff.clone(), format!("{}/cancel", at(&order)));
        async move { staff.post(&path, &json!({})).send().await }
    });
    let answers = at_once(asking).await;
    let done = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert_eq!(done, 1, "{:?}", answers.iter().map(|answer| &answer.text).collect::<Vec<_>>());
    for answer in &answers {
        assert!([200, 400, 409].contains(&answer.status.as_u16()), "{}", answer.text);
    }
    assert_eq!((desk.told("order.canceled").await, desk.faults().await), (1, 0));
}

/// Nothing of an order that is canceled is still to come back, or claimed.
#[tokio::test]
async fn what_was_open_of_a_canceled_order_is_over() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 2)]).await;
    let begun = desk.staff.post("/admin/returns", &json!({"order_id": order["id"]})).ok().await;
    let claim = "insert into order_claims (organization_id, order_id, display_id, order_version, type)
        select organization_id, id, 7, 1, 'refund' from orders";
    desk.shop.change(claim).await;
    desk.does(&order, "/cancel", &json!({})).await;
    let back = desk.staff.get(&format!("/admin/returns/{}", begun["return"]["id"].as_str().unwrap())).ok().await;
    assert_eq!((&back["return"]["status"], back["return"]["canceled_at"].is_string()), (&json!("canceled"), true));
    assert_eq!(desk.shop.count("order_claims where canceled_at is not null").await, 1);
    assert_eq!(desk.shop.count("order_changes where status in ('pending', 'requested')").await, 0);
    assert_eq!((desk.told("return.canceled").await, desk.told("claim.canceled").await, desk.faults().await), (1, 1, 0));
}
