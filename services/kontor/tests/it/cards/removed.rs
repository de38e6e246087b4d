//! A shop's own account that is removed, connected again, or whose key Stripe does not take any more.

use http::Method;
use serde_json::json;
use stripe_double::{Fault, Harm};

use super::{
    accounts::{OWN, PATH, connect},
    open_cart, owner,
};
use crate::payments::{Rig, complete, intent, payment};

/// An account moves true money, or it does not: keys of the other mode are refused, each by itself too.
#[tokio::test]
async fn keys_of_the_other_mode() {
    let rig = Rig::silent().await;
    let staff = owner(&rig, "olga").await;
    let (account, _) = connect(&rig, &staff).await;
    let one = format!("{PATH}/{}", account["id"].as_str().unwrap());
    for (name, key) in [
        ("publishable_key", "pk_live_0123456789abcdef"),
        ("secret_key", "sk_live_0123456789abcdef"),
        ("secret_key", "rk_live_0123456789abcdef"),
    ] {
        let refused = staff.post(&one, &json!({name: key})).error(400).await;
        let words = refused["message"].as_str().unwrap();
        assert!(words.contains(&format!("'{name}' is of another mode than the account, which is test")), "{refused}");
    }
    staff.post(&one, &json!({"publishable_key": null})).ok().await;
    staff.post(&one, &json!({"publishable_key": "pk_test_0123456789abcdef", "secret_key": OWN})).ok().await;
}

/// Removed while somebody's checkout is open: what he pays nevertheless goes back, and only then the key goes.
#[tokio::test]
async fn removed_while_a_checkout_is_open() {
    for pays in [false, true] {
        let rig = Rig::silent().await;
        let (guest, staff) = (rig.shop.shopper(), owner(&rig, "olga").await);
        let (account, own) = connect(&rig, &staff).await;
        let one = format!("{PATH}/{}", account["id"].as_str().unwrap());
        let cart = open_cart(&rig, &guest).await;
        let session = rig.begin(&guest, &cart).await;
        rig.shop.change("update stores set payment_capture = 'automatic'").await;
        let late = rig.begin(&guest, &cart).await;
        assert_ne!(session["id"], late["id"]);
        staff.request(Method::DELETE, &one).ok().await;
        staff.get(&one).error(404).await;
        assert_eq!(
            rig.shop.count("payment_accounts where secret_key is not null").await,
            1,
            "it holds something still"
        );
        if pays {
            own.confirm(&intent(&late), "pm_card_visa").unwrap();
        }
        // Nothing is begun with it any more.
        assert!(rig.stripe.object(&intent(&rig.begin(&guest, &cart).await)).is_some());
        rig.jobs().await;
        rig.run("payments.removed_accounts").await;
        for held in [&session, &late] {
            let there = own.object(&intent(held)).unwrap();
            assert!(["canceled", "succeeded"].contains(&there["status"].as_str().unwrap()), "{there}");
        }
        assert_eq!(own.books()["sums"]["eur"]["balance"].as_i64().unwrap_or(0), 0, "it went back");
        assert_eq!(rig.shop.count("payment_accounts where secret_key is not null").await, 0, "pays: {pays}");
        assert_eq!(crate::carts::faults(&rig.shop).await, 0);
    }
}

/// Connected again, the same account is the same: what was paid with it before can be given back.
#[tokio::test]
async fn connected_again() {
    let rig = Rig::silent().await;
    let (guest, staff) = (rig.shop.shopper(), owner(&rig, "olga").await);
    let (account, own) = connect(&rig, &staff).await;
    let cart = open_cart(&rig, &guest).await;
    let session = rig.begin(&guest, &cart).await;
    own.confirm(&intent(&session), "pm_card_visa").unwrap();
    let order = complete(&guest, &cart).await["order"].clone();
    let at = format!("/admin/payments/{}", payment(&staff, &order).await["id"].as_str().unwrap());
    staff.post(&format!("{at}/capture"), &json!({})).ok().await;
    staff.request(Method::DELETE, &format!("{PATH}/{}", account["id"].as_str().unwrap())).ok().await;
    let refused = staff.post(&format!("{at}/refund"), &json!({"amount": 1})).error(400).await;
    assert_eq!(refused["code"], "payment_account_removed", "{refused}");
    let (again, _) = connect(&rig, &staff).await;
    assert_eq!(again["id"], account["id"]);
    staff.post(&format!("{at}/refund"), &json!({"amount": 1})).ok().await;
    assert_eq!(rig.shop.count("payment_accounts where source = 'shop'").await, 1);
    // Another account is another row.
    staff.request(Method::DELETE, &format!("{PATH}/{}", account["id"].as_str().unwrap())).ok().await;
    let other = staff.post(PATH, &json!({"secret_key": "sk_test_of_somebody_else_0123"})).ok().await;
    assert_ne!(other["payment_account"]["id"], account["id"]);
}

/// Its key was revoked at Stripe: who pays is told nothing of it, and the shop is.
#[tokio::test]
async fn the_key_was_revoked() {
    let rig = Rig::silent().await;
    let (guest, staff) = (rig.shop.shopper(), owner(&rig, "olga").await);
    connect(&rig, &staff).await;
    let cart = open_cart(&rig, &guest).await;
    let at = crate::payments::sessions(&guest, &cart).await;
    rig.stripe.fail(Fault::new(Harm::Revoked).times(1_000));
    for _ in 0..2 {
        let refused = guest.post(&at, &crate::payments::by_stripe()).error(503).await;
        let words = refused["message"].as_str().unwrap();
        assert!(words.contains("nothing is lost") && !words.contains("sk_") && !words.contains("Key"), "{refused}");
    }
    let feed = staff.get("/admin/notifications?channel=feed").ok().await;
    assert_eq!(feed["count"], 1, "{feed}");
    assert!(feed["notifications"][0]["data"]["title"].as_str().unwrap().contains("does not take the key"), "{feed}");
    rig.stripe.calm();
    rig.begin(&guest, &cart).await;
    // What was refused then is not done later, behind his back.
    rig.advance(chrono::TimeDelta::minutes(5));
    rig.run("payments.attempts").await;
    assert_eq!(rig.stripe.account(OWN).books()["intents"].as_array().unwrap().len(), 1);
}

/// What nobody has signed, or long ago, is refused before anybody looks whose account it is.
#[tokio::test]
async fn nobody_has_signed_it() {
    let rig = Rig::silent().await;
    let nobody = rig.shop.anybody();
    let at = "/hooks/payment/stripe_stripe/pacc_01jd6nwvvgfa5sr38y5wx4pq3d";
    let post = |header: String| nobody.post(at, &json!({})).header("stripe-signature", &header);
    let said = nobody.post(at, &json!({})).error(400).await;
    assert!(said["message"].as_str().unwrap().starts_with("The webhook is not taken"), "{said}");
    let (now, mac) = (rig.stripe.now(), "0".repeat(64));
    post(format!("t={},v1={mac}", now - 3_600)).error(400).await;
    post(format!("t={now},v1={mac}")).error(404).await;
}
