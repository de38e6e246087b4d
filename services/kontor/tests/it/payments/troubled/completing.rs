//! He comes back from paying, and nobody can be asked whether he has paid.

use serde_json::json;

use super::{Trouble, ends_well, is_refused, open, paid, seen};
use crate::{carts::path, payments::complete};

#[tokio::test]
async fn a_cart() {
    let rig = open().await;
    let guest = rig.shop.shopper();
    for (nth, trouble) in Trouble::ALL.into_iter().enumerate() {
        let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
        rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
        let before = seen(&guest, &cart).await;
        trouble.begins(&rig, ("GET", "/v1/payment_intents/")).await;
        let at = format!("{}/complete", path(&cart));
        is_refused(&guest.post(&at, &json!({})).send().await, trouble);
        assert_eq!(seen(&guest, &cart).await, before, "{trouble:?}");
        assert_eq!(rig.shop.count("orders").await, i64::try_from(nth).unwrap(), "{trouble:?}");
        trouble.ends(&rig).await;
        let done = complete(&guest, &cart).await;
        assert_eq!(done["type"], "order", "{trouble:?}: {done}");
        assert_eq!(done["order"]["payment_collections"][0]["status"], "authorized", "{trouble:?}");
        assert_eq!(complete(&guest, &cart).await["order"]["id"], done["order"]["id"], "{trouble:?}");
        assert_eq!(paid(&rig, &cart), 1, "{trouble:?}");
    }
    ends_well(&rig, 11).await;
}
