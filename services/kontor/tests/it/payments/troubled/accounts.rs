//! A shop connects its own account, and Stripe cannot be asked whose it is.

use serde_json::json;

use super::{Trouble, is_refused, open};
use crate::cards::owner;

#[tokio::test]
async fn connected() {
    let rig = open().await;
    let staff = owner(&rig, "olga").await;
    let ask = || staff.post("/admin/payment-accounts", &json!({"secret_key": "sk_test_of_the_shop_0123456789"}));
    for trouble in Trouble::ALL {
        trouble.begins(&rig, ("GET", "/v1/account")).await;
        is_refused(&ask().send().await, trouble);
        assert_eq!(rig.shop.count("payment_accounts where source = 'shop'").await, 0, "{trouble:?}");
        trouble.ends(&rig).await;
    }
    assert_eq!(ask().ok().await["payment_account"]["is_enabled"], true);
}
