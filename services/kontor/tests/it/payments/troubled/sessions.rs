//! Beginning to pay: intents are made, charged at once, and customers are made for them.

use serde_json::{Value, json};
use testkit::Client;

use super::{Trouble, ends_well, is_refused, later, open, paid, seen};
use crate::{
    cards::{ada, keep},
    medusa::visitor::Visitor,
    payments::{Rig, by_stripe, complete, intent, sessions},
};

/// He begins to pay, and what is sent there meets the trouble: his cart is as it was, and when it is over he begins once more.
async fn begun_after(rig: &Rig, client: &Client, cart: &Value, (trouble, path): (Trouble, &str)) -> Value {
    let at = sessions(client, cart).await;
    let before = seen(client, cart).await;
    trouble.begins(rig, ("POST", path)).await;
    let said = client.post(&at, &by_stripe()).send().await;
    if trouble == Trouble::ErrorAfter {
        assert_eq!(said.status.as_u16(), 200, "it was made, and is found at once: {}", said.text);
    } else {
        is_refused(&said, trouble);
        assert_eq!(seen(client, cart).await, before, "{trouble:?}");
    }
    trouble.ends(rig).await;
    client.post(&at, &by_stripe()).ok().await["payment_collection"]["payment_sessions"][0].clone()
}

#[tokio::test]
async fn of_a_guest() {
    let rig = open().await;
    let guest = rig.shop.shopper();
    for trouble in Trouble::ALL {
        let cart = rig.ready(&guest, &[(1, 1)]).await;
        let session = begun_after(&rig, &guest, &cart, (trouble, "/v1/payment_intents")).await;
        assert!(session["data"]["client_secret"].is_string(), "{trouble:?}: {session}");
        rig.stripe.confirm(&intent(&session), "pm_card_visa").unwrap();
        assert_eq!(complete(&guest, &cart).await["type"], "order", "{trouble:?}");
        assert_eq!(paid(&rig, &cart), 1, "{trouble:?}");
    }
    ends_well(&rig, 11).await;
    // What was made unheard, and replaced since, is not left to be paid.
    let books = rig.stripe.books();
    let open = books["intents"].as_array().unwrap().iter().filter(|it| it["status"] == "requires_payment_method");
    assert_eq!(open.count(), 0, "{books}");
}

/// Whoever has signed in is made known to Stripe first: once, whatever goes wrong.
#[tokio::test]
async fn of_a_customer_who_is_new_there() {
    let rig = open().await;
    for trouble in Trouble::ALL {
        let mut visitor = Visitor::new(&rig.shop);
        visitor.join(&format!("{trouble:?}@example.test")).await;
        let client = visitor.client();
        let cart = rig.ready(&client, &[(1, 1)]).await;
        let session = begun_after(&rig, &client, &cart, (trouble, "/v1/customers")).await;
        let known = rig.stripe.object(&intent(&session)).unwrap()["customer"].clone();
        assert!(known.is_string(), "{trouble:?}");
        rig.stripe.confirm(&intent(&session), "pm_card_visa").unwrap();
        assert_eq!(complete(&client, &cart).await["type"], "order", "{trouble:?}");
        assert_eq!(paid(&rig, &cart), 1, "{trouble:?}");
    }
    ends_well(&rig, 11).await;
    let made = rig.stripe.events().iter().filter(|event| event["type"] == "customer.created").count();
    assert_eq!(made, 11, "each once");
}

/// He is charged at once with what is kept for him: once, however often he asks.
#[tokio::test]
async fn charged_at_once() {
    let rig = open().await;
    let ada = ada(&rig).await;
    let kept = keep(&rig, &ada, "pm_card_visa").await;
    let body = json!({"provider_id": "pp_stripe_stripe", "data": {"payment_method": kept, "confirm": true}});
    for trouble in Trouble::ALL {
        let cart = rig.ready(&ada, &[(1, 1)]).await;
        let at = sessions(&ada, &cart).await;
        let before = seen(&ada, &cart).await;
        trouble.begins(&rig, ("POST", "/v1/payment_intents")).await;
        is_refused(&ada.post(&at, &body).send().await, trouble);
        assert_eq!(seen(&ada, &cart).await, before, "{trouble:?}");
        // He clicks once more.
        is_refused(&ada.post(&at, &body).send().await, trouble);
        trouble.ends(&rig).await;
        if trouble.is_kept() {
            // Where money may have moved, nobody charges anew before it is certain that it has not.
            is_refused(&ada.post(&at, &body).send().await, trouble);
            later(&rig).await;
        }
        let session = ada.post(&at, &body).ok().await["payment_collection"]["payment_sessions"][0].clone();
        assert_eq!(session["status"], "authorized", "{trouble:?}: {session}");
        assert_eq!(complete(&ada, &cart).await["type"], "order", "{trouble:?}");
        assert_eq!(paid(&rig, &cart), 1, "{trouble:?}");
    }
    ends_well(&rig, 11).await;
}

/// He was charged, nobody heard it, and he never comes back: he has his order, or his money.
#[tokio::test]
async fn charged_and_gone() {
    let rig = open().await;
    let ada = ada(&rig).await;
    let kept = keep(&rig, &ada, "pm_card_visa").await;
    let body = json!({"provider_id": "pp_stripe_stripe", "data": {"payment_method": kept, "confirm": true}});
    let mut carts = Vec::new();
    for trouble in Trouble::ALL {
        let cart = rig.ready(&ada, &[(1, 1)]).await;
        let at = sessions(&ada, &cart).await;
        trouble.begins(&rig, ("POST", "/v1/payment_intents")).await;
        is_refused(&ada.post(&at, &body).send().await, trouble);
        trouble.ends(&rig).await;
        carts.push(cart);
    }
    for _ in 0..2 {
        later(&rig).await;
    }
    let charged = i64::try_from(carts.iter().map(|cart| paid(&rig, cart)).sum::<usize>()).unwrap();
    assert!(charged >= 5, "it has arrived, or is sent again");
    assert!(carts.iter().all(|cart| paid(&rig, cart) <= 1), "{}", rig.stripe.books());
    ends_well(&rig, charged).await;
}
