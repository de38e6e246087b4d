//! What is due of an order is paid, and his bank is asked whether it has decided.

use serde_json::{Value, json};

use super::{Trouble, is_refused, nothing_is_open, open};
use crate::payments::{by_stripe, intent};

#[tokio::test]
async fn a_due_of_an_order() {
    let rig = open().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let (staff, guest) = (rig.staff().await, rig.shop.shopper());
    for (nth, trouble) in Trouble::ALL.into_iter().enumerate() {
        let project = json!({
            "key": format!("{trouble:?}"), "email": "ada@example.test", "currency_code": "eur",
            "items": [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": 100}]
        });
        let made = staff.post("/admin/project-orders", &project).ok().await;
        let (order, due) = (made["order"]["id"].as_str().unwrap(), made["dues"][0]["id"].as_str().unwrap());
        let begun = guest.post(&format!("/store/orders/{order}/dues/{due}/payment-collection"), &json!({})).ok().await;
        let collection = begun["payment_collection"]["id"].as_str().unwrap().to_owned();
        let ask = || guest.post(&format!("/store/payment-collections/{collection}/payment-sessions"), &by_stripe());
        let seen = async || {
            let mut seen = guest.get(&format!("/store/orders/{order}")).ok().await["order"].clone();
            seen["updated_at"] = Value::Null;
            // What is due is awaited since he has asked for it.
            seen["payment_collections"] = Value::Null;
            seen["payment_status"] = Value::Null;
            seen
        };
        let before = seen().await;
        trouble.begins(&rig, ("POST", "/v1/payment_intents")).await;
        let said = ask().send().await;
        if trouble == Trouble::ErrorAfter {
            assert_eq!(said.status.as_u16(), 200, "it was made, and is found at once: {}", said.text);
        } else {
            is_refused(&said, trouble);
            assert_eq!(seen().await, before, "{trouble:?}");
        }
        trouble.ends(&rig).await;
        let session = ask().ok().await["payment_collection"]["payment_sessions"][0].clone();
        rig.stripe.confirm(&intent(&session), "pm_success_sepa_debit").unwrap();
        rig.run("payments.events").await;
        // His bank thinks about it; he asks again.
        trouble.begins(&rig, ("GET", "/v1/payment_intents/")).await;
        is_refused(&ask().send().await, trouble);
        trouble.ends(&rig).await;
        let words = ask().error(400).await["message"].as_str().unwrap().to_owned();
        assert!(words.contains("a payment is on its way"), "{trouble:?}: {words}");
        rig.stripe.arrive(&intent(&session), true).unwrap();
        let words = ask().error(400).await["message"].as_str().unwrap().to_owned();
        assert!(words.starts_with("Nothing of payment collection"), "{trouble:?}: {words}");
        assert_eq!(rig.shop.count("order_dues where paid_at is not null").await, i64::try_from(nth).unwrap() + 1);
    }
    nothing_is_open(&rig).await;
    assert_eq!(rig.stripe.books()["succeeded"], 11, "each once");
}
