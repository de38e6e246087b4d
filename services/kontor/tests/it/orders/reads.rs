//! What the staff is told of orders.

use serde_json::{Value, json};

use super::{Desk, at};
use crate::{admin::each, carts};

#[tokio::test]
async fn an_order_with_all_that_belongs_to_it() {
    let desk = Desk::open().await;
    let placed = desk.order(&[(1, 2), (2, 1)]).await;
    let order = desk.read(&placed).await;
    assert_eq!((&order["display_id"], &order["status"], &order["version"]), (&json!(1), &json!("pending"), &json!(1)));
    assert_eq!((&order["email"], &order["currency_code"]), (&json!("ann@example.com"), &json!("eur")));
    assert_eq!(
        (&order["payment_status"], &order["fulfillment_status"]),
        (&json!("authorized"), &json!("not_fulfilled"))
    );
    assert_eq!(
        (&order["total"], &order["item_total"], &order["shipping_total"]),
        (&placed["total"], &placed["item_total"], &json!(5))
    );
    assert_eq!(
        (&order["shipping_address"]["city"], &order["billing_address"]["last_name"]),
        (&json!("Berlin"), &json!("Berg"))
    );
    let line = &order["items"][0];
    assert_eq!((&line["quantity"], &line["detail"]["fulfilled_quantity"]), (&json!(2), &json!(0)));
    assert_eq!((&line["variant"]["sku"], &line["variant"]["product"]["handle"]), (&json!("MUG-B"), &json!("mug")));
    assert_eq!(line["tax_lines"][0]["code"], "DE19");
    let payment = &order["payment_collections"][0]["payments"][0];
    assert_eq!(
        (&payment["amount"], &payment["captures"], &payment["refunds"]),
        (&placed["total"], &json!([]), &json!([]))
    );
    assert_eq!((&order["fulfillments"], &order["credit_lines"]), (&json!([]), &json!([])));
    assert_eq!(
        (&order["summary"]["paid_total"], &order["summary"]["pending_difference"]),
        (&json!(0.0), &placed["total"])
    );

    // What the dashboard asks for.
    let fields = "id,status,*customer,*items,*items.variant.options,*items.variant.options.option,+items.variant.inventory_items.required_quantity,\
        +items.variant.inventory_items.inventory,*sales_channel,*region,*promotions,*transactions,*order_change,\
        +items.refundable_total,+fulfillments.shipping_option.service_zone.fulfillment_set.type";
    let order = desk.staff.get(&format!("{}?fields={fields}", at(&placed))).ok().await["order"].clone();
    assert_eq!(
        (&order["customer"]["email"], &order["customer"]["has_account"]),
        (&json!("ann@example.com"), &json!(false))
    );
    assert_eq!((&order["sales_channel"]["name"], &order["region"]["name"]), (&json!("Channel 1"), &json!("Europe")));
    assert_eq!(
        (&order["order_change"], &order["transactions"], &order["promotions"]),
        (&Value::Null, &json!([]), &json!([]))
    );
    let variant = &order["items"][1]["variant"];
    assert_eq!(
        (&variant["options"][0]["value"], &variant["options"][0]["option"]["title"]),
        (&json!("White"), &json!("Colour"))
    );
    let kit = variant["inventory_items"].as_array().unwrap();
    let mut parts: Vec<_> =
        kit.iter().map(|part| (part["inventory"]["sku"].as_str(), part["required_quantity"].as_i64())).collect();
    parts.sort_unstable();
    assert_eq!(parts, [(Some("ITEM-2"), Some(2)), (Some("ITEM-3"), Some(1))]);
    assert_eq!(order["items"][0]["refundable_total"], 36);
    assert!(order.get("total").is_none(), "only what was asked for: {order}");

    let lines = desk.staff.get(&format!("{}/line-items", at(&placed))).ok().await;
    let line = &lines["order_items"][0];
    assert_eq!(
        (&line["order_id"], &line["version"], &line["item"]["variant_sku"]),
        (&placed["id"], &json!(1), &json!("MUG-B"))
    );
    let one = format!("{}/line-items?item_id={}", at(&placed), line["item_id"].as_str().unwrap());
    assert_eq!(desk.staff.get(&one).ok().await["order_items"].as_array().unwrap().len(), 1);
    let preview = desk.staff.get(&format!("{}/preview", at(&placed))).ok().await["order"].clone();
    assert_eq!(
        (&preview["total"], &preview["return_requested_total"], &preview["order_change"]),
        (&placed["total"], &json!(0), &Value::Null)
    );
    assert_eq!(desk.staff.get(&format!("{}/changes", at(&placed))).ok().await["order_changes"], json!([]));
}

#[tokio::test]
async fn pages_of_orders() {
    let desk = Desk::open().await;
    let (first, second) = (desk.order(&[(1, 1)]).await, desk.order(&[(1, 2)]).await);
    desk.does(&first, "/complete", &json!({})).await;
    let page = desk.staff.get("/admin/orders").ok().await;
    assert_eq!((&page["count"], &page["limit"], &page["offset"]), (&json!(2), &json!(20), &json!(0)));
    assert_eq!(each(&page, "orders", "id"), [second["id"].as_str().unwrap(), first["id"].as_str().unwrap()]);
    let channel = desk.read(&first).await["sales_channel_id"].as_str().unwrap().to_owned();
    let found = async |query: &str| {
        let page = desk.staff.get(&format!("/admin/orders?order=display_id&{query}")).ok().await;
        let ids: Vec<i64> =
            page["orders"].as_array().unwrap().iter().map(|one| one["display_id"].as_i64().unwrap()).collect();
        assert_eq!(page["count"], json!(ids.len()), "{query}");
        ids
    };
    for (query, expected) in [
        ("status=completed", vec![1]),
        ("status[]=pending&status[]=completed", vec![1, 2]),
        ("q=ann@example", vec![1, 2]),
        ("q=berlin%20BERG", vec![1, 2]),
        ("q=2", vec![1, 2]),
        ("q=nobody", vec![]),
        ("payment_status=authorized", vec![1, 2]),
        ("payment_status=captured", vec![]),
        ("fulfillment_status[]=not_fulfilled&status=pending", vec![2]),
        ("currency_code=eur&display_id[$gt]=1", vec![2]),
        ("created_at[$gte]=2100-01-01", vec![]),
        ("customer_id=cus_nobody", vec![]),
        ("$or[0][status]=completed&$or[1][display_id]=2", vec![1, 2]),
        (&format!("sales_channel_id={channel}&limit=10"), vec![1, 2]),
        ("email=ann@example.com&region_id=reg_x", vec![]),
    ] {
        // Numbers are words of the search like any other: `2` stands in the postal code of nobody.
        let expected = if query == "q=2" { vec![2] } else { expected };
        assert_eq!(found(query).await, expected, "{query}");
    }
    for (query, message) in [
        ("colour=red", "Invalid request: Unrecognized fields: 'colour'"),
        ("order=total", "Order field total is not valid"),
        ("limit=x", "Invalid request: Expected type: 'number' for field 'limit', got: 'x'"),
    ] {
        assert_eq!(desk.staff.get(&format!("/admin/orders?{query}")).error(400).await["message"], message);
    }
    // However many they are, they cost as much.
    let path = "/admin/orders?fields=*items,*items.variant,*customer,*fulfillments,total&limit=";
    let two = desk.shop.statements_of(&desk.staff, &format!("{path}2")).await;
    assert_eq!(desk.shop.statements_of(&desk.staff, &format!("{path}1")).await, two);
}

#[tokio::test]
async fn orders_are_their_shops() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 1)]).await;
    let theirs = desk.shop.colleague("b", "sue", "owner").await.client;
    assert_eq!(theirs.get("/admin/orders").ok().await["count"], 0);
    for what in ["", "/changes", "/preview", "/line-items"] {
        let error = theirs.get(&format!("{}{what}", at(&order))).error(404).await;
        assert_eq!(error["message"], format!("Order with id: {} was not found", order["id"].as_str().unwrap()));
    }
    for what in ["", "/complete", "/cancel", "/archive"] {
        theirs.post(&format!("{}{what}", at(&order)), &json!({})).error(404).await;
    }
    desk.staff.get("/admin/orders/order_x").error(404).await;
    let customer = desk.read(&order).await["customer_id"].as_str().unwrap().to_owned();
    let of = format!("/admin/customers/{customer}?fields=*orders");
    assert_eq!(desk.staff.get(&of).ok().await["customer"]["orders"][0]["id"], order["id"]);
    assert_eq!(desk.read(&order).await["status"], "pending");
    // Who may read orders and nothing else is told what stands in them.
    desk.shop.role("clerk", &json!({"order": ["read"]})).await;
    let clerk = desk.shop.colleague("a", "carl", "clerk").await.client;
    let seen = clerk.get(&format!("{}?fields=email,*customer,total", at(&order))).ok().await["order"].clone();
    assert_eq!((&seen["email"], &seen["customer"]), (&json!("ann@example.com"), &Value::Null));
    clerk.post(&format!("{}/cancel", at(&order)), &json!({})).error(403).await;
    assert_eq!(carts::faults(&desk.shop).await, 0);
}

/// The order as it will be, with what is sent of it and what it was.
#[tokio::test]
async fn an_order_before_it_is_changed() {
    let desk = Desk::open().await;
    let order = desk.order(&[(1, 2)]).await;
    let fulfill = json!({"items": [{"id": order["items"][0]["id"], "quantity": 1}]});
    desk.does(&order, "/fulfillments", &fulfill).await;
    let edit = format!("/admin/order-edits/{}", order["id"].as_str().unwrap());
    desk.staff.post("/admin/order-edits", &json!({"order_id": order["id"]})).ok().await;
    let items = json!({"items": [{"variant_id": carts::variant(1), "quantity": 1}]});
    desk.staff.post(&format!("{edit}/items"), &items).ok().await;
    let preview = desk.staff.get(&format!("{}/preview", at(&order))).ok().await["order"].clone();
    let summary = &preview["summary"];
    assert_eq!(
        (&preview["total"], &summary["current_order_total"], &summary["original_order_total"]),
        (&json!(59), &json!(59.0), &json!(41.0))
    );
    assert_eq!(preview["order_change"]["actions"][0]["action"], "ITEM_ADD");
    let added = preview["items"].as_array().unwrap().iter().find(|item| item["quantity"] == 1).unwrap();
    assert_eq!((&added["actions"][0]["action"], &added["variant"]["sku"]), (&json!("ITEM_ADD"), &json!("MUG-B")));
    assert_eq!(
        (preview["fulfillments"].as_array().unwrap().len(), &preview["customer"]["email"]),
        (1, &json!("ann@example.com"))
    );
    assert_eq!(desk.read(&order).await["total"], 41, "nothing has changed yet");
    desk.staff.post(&format!("{edit}/confirm"), &json!({})).ok().await;
    let now = desk.read(&order).await;
    assert_eq!((&now["total"], &now["summary"]["original_order_total"]), (&json!(59), &json!(41.0)));
}
