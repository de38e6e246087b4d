//! Who pays days later: what he was told is what he pays, or he is told anew before he does.

use chrono::TimeDelta;
use serde_json::json;

use super::{Rig, by_stripe, complete, intent, sessions};
use crate::carts::path;

const DEARER: &str = "update prices set amount = amount + 7 where currency_code = 'eur'";

#[tokio::test]
async fn a_session_is_never_of_another_sum_than_was_told() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let cart = rig.ready(&guest, &[(1, 1)]).await;
    let at = sessions(&guest, &cart).await;
    rig.shop.change(DEARER).await;
    rig.advance(TimeDelta::hours(25));
    let refused = guest.post(&at, &by_stripe()).error(400).await;
    assert!(refused["message"].as_str().unwrap().starts_with("The prices of the cart have changed"), "{refused}");
    assert_eq!(rig.stripe.books()["intents"], json!([]), "nobody is asked for money");
    assert_eq!(guest.get(&path(&cart)).ok().await["cart"]["total"], 30);
    let session = guest.post(&at, &by_stripe()).ok().await["payment_collection"]["payment_sessions"][0].clone();
    assert_eq!(session["amount"], 30);
    rig.stripe.confirm(&intent(&session), "pm_card_visa").unwrap();
    let done = complete(&guest, &cart).await;
    assert_eq!((&done["type"], &done["order"]["total"]), (&json!("order"), &json!(30)));
    rig.balances().await;
}

/// He has paid what he was told, and nobody knows it yet: that is his order. Who has not paid is told the new sum.
#[tokio::test]
async fn what_was_paid_is_paid() {
    let rig = Rig::silent().await;
    let guest = rig.shop.shopper();
    let ((paid, first), (other, second)) = (rig.paying(&guest, &[(1, 1)]).await, rig.paying(&guest, &[(1, 1)]).await);
    rig.shop.change(DEARER).await;
    rig.advance(TimeDelta::hours(25));
    rig.stripe.confirm(&first, "pm_card_visa").unwrap();
    let done = complete(&guest, &paid).await;
    assert_eq!((&done["type"], &done["order"]["total"]), (&json!("order"), &json!(23)), "{done}");
    let told = complete(&guest, &other).await;
    assert_eq!((&told["type"], &told["cart"]["total"]), (&json!("cart"), &json!(30)), "{told}");
    // The intent of the old sum is given up.
    rig.jobs().await;
    assert_eq!(rig.stripe.object(&second).unwrap()["status"], "canceled");
    rig.balances().await;
}
