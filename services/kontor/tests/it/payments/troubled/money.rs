//! Money is taken and goes back: once under one `Idempotency-Key`, whatever is heard of it.

use serde_json::json;

use super::{Trouble, later, nothing_is_open, open};
use crate::payments::payment;

#[tokio::test]
async fn taken_and_given_back() {
    let rig = open().await;
    let (guest, staff) = (rig.shop.shopper(), rig.staff().await);
    let mut all = Vec::new();
    for trouble in Trouble::ALL {
        let (order, intent) = rig.order(&guest, &[(1, 2)]).await;
        let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
        all.push((trouble, at, intent));
    }
    let steps = [
        ("capture", "/v1/payment_intents", json!({}), "captured_amount", "received", 4100),
        ("refund", "/v1/refunds", json!({"amount": 11}), "refunded_amount", "refunded", 1100),
    ];
    for (what, path, body, field, moved, cents) in steps {
        let ask = |at: &str| staff.post(&format!("{at}/{what}"), &body).header("idempotency-key", what);
        for (trouble, at, _) in &all {
            trouble.begins(&rig, ("POST", path)).await;
            let said = ask(at).ok().await["payment"].clone();
            assert_eq!(said[field], 0, "{trouble:?}: it is on its way, and not called done");
            assert_eq!(said[format!("{what}s")][0]["status"], "pending", "{trouble:?}: {said}");
            trouble.ends(&rig).await;
            // He is not sure that he was heard.
            ask(at).ok().await;
        }
        later(&rig).await;
        for (trouble, at, intent) in &all {
            for _ in 0..2 {
                let said = ask(at).ok().await["payment"].clone();
                assert_eq!(said[field], cents / 100, "{trouble:?}, {what}: {said}");
            }
            let books = rig.stripe.books();
            let of = books["intents"].as_array().unwrap().iter().find(|it| it["id"] == json!(intent)).unwrap();
            assert_eq!(of[moved], cents, "{trouble:?}, {what}: once");
        }
    }
    nothing_is_open(&rig).await;
    assert_eq!(rig.stripe.books()["sums"]["eur"]["balance"], 11 * 3000);
}
