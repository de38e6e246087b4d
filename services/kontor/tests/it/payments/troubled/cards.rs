//! Cards are kept, listed and let go.

use http::Method;
use serde_json::{Value, json};

use super::{Trouble, is_refused, nothing_is_open, open};
use crate::cards::{METHODS, ada};

#[tokio::test]
async fn kept_listed_and_let_go() {
    let rig = open().await;
    let ada = ada(&rig).await;
    for trouble in Trouble::ALL {
        let ask = || ada.post(METHODS, &json!({}));
        trouble.begins(&rig, ("POST", "/v1/setup_intents")).await;
        is_refused(&ask().send().await, trouble);
        trouble.ends(&rig).await;
        let setup = ask().ok().await["payment_method_setup"].clone();
        assert!(setup["data"]["client_secret"].is_string(), "{trouble:?}: {setup}");
        // Asked again, it is looked up whether he has not used it already.
        trouble.begins(&rig, ("GET", "/v1/setup_intents")).await;
        is_refused(&ask().send().await, trouble);
        trouble.ends(&rig).await;
        assert_eq!(ask().ok().await["payment_method_setup"]["id"], setup["id"], "{trouble:?}");

        rig.stripe.confirm(setup["data"]["id"].as_str().unwrap(), "pm_card_visa").unwrap();
        trouble.begins(&rig, ("GET", "/v1/payment_methods")).await;
        assert_eq!(ada.get(METHODS).ok().await["count"], 0, "{trouble:?}: what is known is better than nothing");
        trouble.ends(&rig).await;
        let kept = ada.get(METHODS).ok().await;
        assert_eq!(kept["count"], 1, "{trouble:?}");

        let card = kept["payment_methods"][0]["id"].as_str().unwrap();
        let remove = || ada.request(Method::DELETE, &format!("{METHODS}/{card}"));
        trouble.begins(&rig, ("POST", "/v1/payment_methods")).await;
        is_refused(&remove().send().await, trouble);
        trouble.ends(&rig).await;
        assert_eq!(remove().ok().await["deleted"], true, "{trouble:?}");
        assert_eq!(ada.get(METHODS).ok().await["count"], 0);
        assert_eq!(rig.stripe.object(card).unwrap()["customer"], Value::Null, "{trouble:?}");
    }
    nothing_is_open(&rig).await;
    assert_eq!(rig.shop.count("events where name = 'payment_method.detached'").await, 11);
}
