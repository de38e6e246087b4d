//! Shoppers who send something back.

use serde_json::json;

use super::{back, deliver, faults, open, order, owed, read, standard, text};
use crate::shop::id;

#[tokio::test]
async fn a_guest_sends_a_mug_back() {
    let (shop, staff) = open().await;
    let placed = order(&shop, &[(1, 2)]).await;
    let line = &placed["items"][0]["id"];
    let guest = shop.shopper();
    let body = |quantity: u32| {
        json!({"order_id": placed["id"], "items": [{"id": line, "quantity": quantity, "note": "Too small"}],
            "return_shipping": {"option_id": back()}, "note": "Sorry"})
    };
    let refused = guest.post("/store/returns", &body(1)).error(400).await;
    assert!(text(&refused["message"]).starts_with("Cannot request to return more items"), "{refused}");
    deliver(&shop, &placed).await;
    for (wrong, status, words) in [
        (json!({}), 400, "is required"),
        (
            json!({"order_id": "order_x", "items": [], "return_shipping": {"option_id": back()}}),
            404,
            "Order with id: order_x was not found",
        ),
        (
            json!({"order_id": placed["id"], "items": [], "return_shipping": {"option_id": back()}}),
            400,
            "at least 1 item",
        ),
        (
            json!({"order_id": placed["id"], "items": [{"id": "ordli_x", "quantity": 1}], "return_shipping": {"option_id": back()}}),
            400,
            "does not exist in order",
        ),
        (
            json!({"order_id": placed["id"], "items": [{"id": line, "quantity": 1}], "return_shipping": {"option_id": standard()}}),
            400,
            "Shipping option with id",
        ),
        (
            json!({"order_id": placed["id"], "items": [{"id": line, "quantity": 1, "reason_id": "rr_x"}], "return_shipping": {"option_id": back()}}),
            404,
            "Return reason",
        ),
        (
            json!({"order_id": placed["id"], "items": [{"id": line, "quantity": 1}], "return_shipping": {"option_id": back()}, "receive_now": true}),
            400,
            "Only the shop receives",
        ),
    ] {
        let refused = guest.post("/store/returns", &wrong).error(status).await;
        assert!(text(&refused["message"]).contains(words), "{refused}");
    }
    assert_eq!(
        shop.count("order_returns").await + shop.count("order_changes").await,
        0,
        "nothing of what was refused stays"
    );
    let made = guest.post("/store/returns", &body(1)).ok().await;
    let made = &made["return"];
    assert_eq!(
        (&made["status"], &made["refund_amount"], &made["items"][0]["quantity"]),
        (&json!("requested"), &json!(14), &json!(1))
    );
    assert_eq!(made["location_id"], json!(id("sloc", "20", 1)));
    assert_eq!(read(&shop, &placed).await["total"], 45);
    guest.post("/store/returns", &body(2)).error(400).await;
    // The staff finds and receives it.
    let listed = staff.get("/admin/returns?status=requested").ok().await;
    assert_eq!(listed["returns"][0]["id"], made["id"]);
    let at = format!("/admin/returns/{}", text(&made["id"]));
    staff.post(&format!("{at}/receive"), &json!({})).ok().await;
    staff.post(&format!("{at}/receive-items"), &json!({"items": [{"id": line, "quantity": 1}]})).ok().await;
    staff.post(&format!("{at}/receive/confirm"), &json!({})).ok().await;
    assert!(owed(&shop, "27").await);
    assert_eq!(faults(&shop).await, 0);
    // For as long as the shop takes things back.
    shop.change(
        "update stores set return_days = 14; update fulfillments set delivered_at = now() - interval '15 days'",
    )
    .await;
    let refused = guest.post("/store/returns", &body(1)).error(400).await;
    assert!(text(&refused["message"]).ends_with("things are taken back for 14 days"), "{refused}");
}
