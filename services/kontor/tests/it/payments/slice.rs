//! From a card to an order, its money taken and given back.

use serde_json::json;

use super::{Rig, complete, intent, payment};

#[tokio::test]
async fn a_guest_pays_by_card() {
    let rig = Rig::open().await;
    let guest = rig.shop.shopper();
    let cart = rig.ready(&guest, &[(1, 2)]).await;
    let session = rig.begin(&guest, &cart).await;
    assert_eq!(
        (&session["provider_id"], &session["status"], &session["amount"]),
        (&json!("pp_stripe_stripe"), &json!("pending"), &json!(41))
    );
    assert!(session["data"]["client_secret"].as_str().unwrap().starts_with("pi_"), "{session}");
    let made = rig.stripe.object(&intent(&session)).unwrap();
    assert_eq!(
        (&made["amount"], &made["currency"], &made["metadata"]["session_id"], &made["capture_method"]),
        (&json!(4100), &json!("eur"), &session["id"], &json!("manual"))
    );

    rig.stripe.confirm(&intent(&session), "pm_card_visa").unwrap();
    let done = complete(&guest, &cart).await;
    assert_eq!((&done["type"], &done["order"]["total"]), (&json!("order"), &json!(41)), "{done}");
    let order = &done["order"];
    assert_eq!(order["payment_collections"][0]["status"], "authorized", "{order}");
    // What was told meanwhile tells nothing new.
    rig.work().await;
    assert_eq!(rig.shop.count("orders").await, 1);
    assert_eq!(rig.shop.count("webhook_events where status = 'pending'").await, 0);

    let staff = rig.staff().await;
    let paid = payment(&staff, order).await;
    assert_eq!((&paid["amount"], &paid["captured_amount"], &paid["captures"]), (&json!(41), &json!(0), &json!([])));
    assert!(paid["data"].get("client_secret").is_none(), "the staff does not pay: {paid}");
    let at = format!("/admin/payments/{}", paid["id"].as_str().unwrap());
    let taken = staff.post(&format!("{at}/capture"), &json!({})).ok().await;
    assert_eq!(
        (&taken["payment"]["captured_amount"], &taken["payment"]["captures"][0]["status"]),
        (&json!(41), &json!("succeeded"))
    );
    let back = staff.post(&format!("{at}/refund"), &json!({"amount": 11, "note": "One broke"})).ok().await;
    assert_eq!(
        (
            &back["payment"]["refunded_amount"],
            &back["payment"]["refunds"][0]["note"],
            &back["payment"]["refunds"][0]["status"]
        ),
        (&json!(11), &json!("One broke"), &json!("succeeded"))
    );
    rig.work().await;
    rig.balances().await;
    assert_eq!(rig.shop.count("events where name = 'payment.captured'").await, 1);
    assert_eq!(rig.shop.count("events where name = 'payment.refunded'").await, 1);
    assert_eq!(
        rig.stripe.books()["sums"]["eur"],
        json!({"captured": 4100, "refunded": 1100, "disputed": 0, "balance": 3000})
    );
}

#[tokio::test]
async fn a_customer_who_never_comes_back_has_his_order() {
    let rig = Rig::open().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let guest = rig.shop.shopper();
    let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    rig.work().await;
    assert_eq!(rig.shop.count("orders").await, 1);
    // He comes after all.
    let done = complete(&guest, &cart).await;
    assert_eq!(
        (&done["type"], &done["order"]["payment_collections"][0]["status"]),
        (&json!("order"), &json!("completed"))
    );
    rig.balances().await;
    assert_eq!(rig.stripe.books()["succeeded"], json!(1));
}

#[tokio::test]
async fn providers_are_listed() {
    let rig = Rig::silent().await;
    let path = format!("/store/payment-providers?region_id={}", crate::carts::europe());
    let ids = |answer: &serde_json::Value| -> Vec<String> {
        answer["payment_providers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&rig.shop.shopper().get(&path).ok().await), ["pp_stripe_stripe", "pp_system_default"]);
    let staff = rig.staff().await;
    let all = staff.get("/admin/payments/payment-providers").ok().await;
    assert_eq!(
        (ids(&all), &all["count"]),
        (vec!["pp_stripe_stripe".to_owned(), "pp_system_default".to_owned()], &json!(2))
    );
    let none = staff.get("/admin/payments/payment-providers?is_enabled=false").ok().await;
    assert_eq!(none["count"], 0);
}
