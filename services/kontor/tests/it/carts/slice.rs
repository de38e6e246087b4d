//! From nothing to an order, once through.

use serde_json::{Value, json};

use super::{address, europe, faults, open, standard, variant};

#[tokio::test]
async fn a_guest_buys_two_mugs() {
    let shop = open().await;
    let guest = shop.shopper();
    let made = guest.post("/store/carts", &json!({"region_id": europe(), "metadata": {"from": "home"}})).ok().await;
    let cart = &made["cart"];
    assert_eq!((&cart["currency_code"], &cart["total"], &cart["items"]), (&json!("eur"), &json!(0), &json!([])));
    let at = format!("/store/carts/{}", cart["id"].as_str().unwrap());

    let cart = guest.post(&format!("{at}/line-items"), &json!({"variant_id": variant(1), "quantity": 2})).ok().await;
    let line = &cart["cart"]["items"][0];
    assert_eq!(
        (&line["title"], &line["quantity"], &line["unit_price"], &line["variant_sku"], &line["is_tax_inclusive"]),
        (&json!("Harbour Mug"), &json!(2), &json!(18), &json!("MUG-B"), &json!(true))
    );
    assert_eq!((&cart["cart"]["total"], &cart["cart"]["tax_total"]), (&json!(36), &json!(0)), "nobody knows where to");

    let body = json!({"email": "Ann@Example.com", "shipping_address": address(), "billing_address": address()});
    let cart = guest.post(&at, &body).ok().await;
    let cart = &cart["cart"];
    assert_eq!((&cart["email"], &cart["shipping_address"]["city"]), (&json!("ann@example.com"), &json!("Berlin")));
    assert_eq!((&cart["total"], &cart["subtotal"], &cart["tax_total"]), (&json!(36), &json!(30.25), &json!(5.75)));
    let tax = &cart["items"][0]["tax_lines"][0];
    assert_eq!((&tax["rate"], &tax["code"], &tax["provider_id"]), (&json!(19), &json!("DE19"), &json!("system")));

    let options = guest.get(&format!("/store/shipping-options?cart_id={}", cart["id"].as_str().unwrap())).ok().await;
    let options: Vec<(&Value, &Value)> = options["shipping_options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|option| (&option["name"], &option["amount"]))
        .collect();
    assert_eq!(options, [(&json!("Standard"), &json!(5)), (&json!("By weight"), &Value::Null)]);

    let cart = guest.post(&format!("{at}/shipping-methods"), &json!({"option_id": standard()})).ok().await;
    let cart = &cart["cart"];
    let sums = ["total", "item_total", "shipping_total", "shipping_subtotal", "shipping_tax_total"];
    assert_eq!(sums.map(|sum| cart[sum].clone()), [json!(41), json!(36), json!(5), json!(4.2), json!(0.8)]);

    let providers = guest.get(&format!("/store/payment-providers?region_id={}", europe())).ok().await;
    assert_eq!(providers["payment_providers"], json!([{"id": "pp_system_default", "is_enabled": true}]));
    let collection = guest.post("/store/payment-collections", &json!({"cart_id": cart["id"]})).ok().await;
    let collection = &collection["payment_collection"];
    assert_eq!((&collection["amount"], &collection["payment_sessions"]), (&json!(41), &json!([])));
    let again = guest.post("/store/payment-collections", &json!({"cart_id": cart["id"]})).ok().await;
    assert_eq!(again["payment_collection"]["id"], collection["id"]);
    let sessions = format!("/store/payment-collections/{}/payment-sessions", collection["id"].as_str().unwrap());
    let begun = guest.post(&sessions, &json!({"provider_id": "pp_system_default"})).ok().await;
    let session = &begun["payment_collection"]["payment_sessions"][0];
    assert_eq!((&session["status"], &session["amount"]), (&json!("pending"), &json!(41)));

    let done = guest.post(&format!("{at}/complete"), &json!({})).ok().await;
    assert_eq!(done["type"], "order", "{done}");
    let order = &done["order"];
    assert_eq!(
        (&order["display_id"], &order["status"], &order["email"]),
        (&json!(1), &json!("pending"), &json!("ann@example.com"))
    );
    assert_eq!((&order["total"], &order["tax_total"], &order["shipping_total"]), (&json!(41), &json!(6.55), &json!(5)));
    assert_eq!(order["shipping_address"]["country_code"], "de");
    assert_eq!(
        (&order["items"][0]["quantity"], &order["items"][0]["detail"]["fulfilled_quantity"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(order["summary"]["pending_difference"], json!(41.0));

    // Asked again, it is the same order; and the cart changes no more.
    let again = guest.post(&format!("{at}/complete"), &json!({})).ok().await;
    assert_eq!(again["order"]["id"], order["id"]);
    let refused = guest.post(&at, &json!({"email": "b@example.com"})).error(400).await;
    assert!(refused["message"].as_str().unwrap().ends_with("is already completed."), "{refused}");
    let read = guest
        .get(&format!("/store/orders/{}?fields=+payment_status,+fulfillment_status", order["id"].as_str().unwrap()))
        .ok()
        .await;
    assert_eq!(
        (&read["order"]["payment_status"], &read["order"]["fulfillment_status"]),
        (&json!("authorized"), &json!("not_fulfilled"))
    );
    assert_eq!(shop.count("reservation_items where quantity = 2 and deleted_at is null").await, 1);
    assert_eq!(shop.count("events where name = 'order.placed'").await, 1);
    assert_eq!(faults(&shop).await, 0);
}
