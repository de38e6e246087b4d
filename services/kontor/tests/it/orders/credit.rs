//! What the shop gives for nothing.

use serde_json::json;

use super::{Desk, at};

#[tokio::test]
async fn credit_lines_change_what_is_to_be_paid() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 2)]).await;
    assert_eq!(order["total"], 41);
    let body =
        json!({"amount": 5.5, "reference": "goodwill", "reference_id": "ticket_1042", "metadata": {"by": "Olga"}});
    let credited = desk.does(&order, "/credit-lines", &body).await;
    assert_eq!(
        (&credited["total"], &credited["credit_line_total"], &credited["version"]),
        (&json!(35.5), &json!(5.5), &json!(2))
    );
    assert_eq!((&credited["summary"]["pending_difference"], &credited["item_total"]), (&json!(35.5), &json!(36)));
    let line = &credited["credit_lines"][0];
    assert_eq!(
        (&line["amount"], &line["reference"], &line["reference_id"]),
        (&json!(5.5), &json!("goodwill"), &json!("ticket_1042"))
    );
    assert_eq!(
        desk.shop.count("orders where total = 35.5 and totals ->> 'total' = '35.5'").await
            + desk.shop.count("orders where total = 35.5 and totals ->> 'total' = '35.50'").await,
        1
    );
    assert_eq!(desk.shop.count("ledger_entries where source = 'order.changed'").await, 2);
    assert_eq!(desk.staff.get("/admin/orders").ok().await["orders"][0]["total"], 35.5);
    let before = desk.staff.get(&format!("{}?version=1", at(&order))).ok().await;
    assert_eq!(before["order"]["total"], 41);
    let changes = desk.staff.get(&format!("{}/changes?change_type=credit_line", at(&order))).ok().await;
    assert_eq!(
        (&changes["order_changes"][0]["status"], &changes["order_changes"][0]["actions"][0]["amount"]),
        (&json!("confirmed"), &json!(5.5))
    );

    let refused = async |amount: serde_json::Value| {
        desk.refused(&order, "/credit-lines", &json!({"amount": amount, "reference": "goodwill", "reference_id": "1"}))
            .await
    };
    assert_eq!(
        refused(json!(36)).await,
        "Cannot create more positive credit lines with amount more than the pending difference"
    );
    assert_eq!(
        refused(json!(-1)).await,
        "Can only create positive credit lines if the order has a positive pending difference"
    );
    for amount in [json!(0), json!(0.005), json!("x"), json!(null), json!(1e30)] {
        let message = refused(amount.clone()).await;
        assert!(message.contains("amount"), "{amount}: {message}");
    }
    let missing = desk.refused(&order, "/credit-lines", &json!({})).await;
    assert!(missing.contains("Field 'amount' is required") && missing.contains("'reference'"), "{missing}");
    // All of it is given: nothing is left to be paid, and nothing to be given.
    desk.does(&order, "/credit-lines", &json!({"amount": "35.50", "reference": "goodwill", "reference_id": "1"})).await;
    assert!(
        refused(json!(1)).await.starts_with("Can only create credit lines if the order has a positive or negative")
    );
    assert_eq!((desk.told("order.credit_line_created").await, desk.faults().await), (2, 0));
    // Taken back, the books are as if it had not been.
    desk.does(&order, "/cancel", &json!({})).await;
    assert_eq!(
        desk.shop.count("(select account from ledger_entries group by account having sum(amount) <> 0) a").await,
        0
    );
    assert_eq!(desk.faults().await, 0);
}

/// Who has paid more than it costs by now is given it back, or owes it: then all sums say so.
#[tokio::test]
async fn credit_below_zero_is_paid() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 2)]).await;
    desk.shop
        .change(
            "set local \"request.jwt.claims\" = '{\"role\": \"service_role\", \"organization_id\": \"00000000-0000-7000-8000-00000000000a\"}';
             select private.settle_capture(private.begin_capture(id, 41, 'all'), true, null, now()) from payments;
             select private.book_capture(id) from payment_captures",
        )
        .await;
    let edit = format!("/admin/order-edits/{}", order["id"].as_str().unwrap());
    desk.staff.post("/admin/order-edits", &json!({"order_id": order["id"]})).ok().await;
    let line = format!("{edit}/items/item/{}", order["items"][0]["id"].as_str().unwrap());
    desk.staff.post(&line, &json!({"quantity": 1})).ok().await;
    desk.staff.post(&format!("{edit}/confirm"), &json!({})).ok().await;
    let now = desk.read(&order).await;
    assert_eq!((&now["total"], &now["summary"]["pending_difference"]), (&json!(23), &json!(-18.0)));
    let lines = |amount: i32| json!({"amount": amount, "reference": "restocking", "reference_id": "1"});
    let refused = desk.refused(&order, "/credit-lines", &lines(-20)).await;
    assert_eq!(refused, "Cannot create more negative credit lines with amount more than the pending difference");
    let more = desk.does(&order, "/credit-lines", &lines(-8)).await;
    assert_eq!(
        (&more["total"], &more["credit_line_total"], &more["summary"]["pending_difference"]),
        (&json!(31), &json!(-8), &json!(-10.0))
    );
    assert_eq!(
        (&more["summary"]["original_order_total"], &more["summary"]["accounting_total"]),
        (&json!(41.0), &json!(23.0))
    );
    assert_eq!(desk.shop.count("orders where total = 31").await, 1);
    assert_eq!(
        desk.shop
            .count("(select sum(amount) as sum from ledger_entries where account = 'receivable') s where sum = -10")
            .await,
        1
    );
    assert_eq!(desk.faults().await, 0);
}
