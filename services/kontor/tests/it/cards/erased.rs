//! Whoever is erased here is erased at Stripe, with what is kept for him there.

use serde_json::json;
use stripe_double::{Fault, Harm};

use super::{METHODS, ada, at_stripe, keep, owner};
use crate::payments::Rig;

#[tokio::test]
async fn erased_here_and_there() {
    let rig = Rig::open().await;
    let ada = ada(&rig).await;
    let card = keep(&rig, &ada, "pm_card_visa").await;
    // Begun, and not ended.
    let setup =
        ada.post(METHODS, &json!({})).ok().await["payment_method_setup"]["data"]["id"].as_str().unwrap().to_owned();
    let known = at_stripe(&rig)[0]["id"].as_str().unwrap().to_owned();
    let staff = owner(&rig, "olga").await;
    let me = ada.get("/store/customers/me").ok().await["customer"]["id"].as_str().unwrap().to_owned();
    let asked = staff.post(&format!("/admin/customers/{me}/privacy/erasure"), &json!({"confirm": me})).send().await;
    assert_eq!(asked.status.as_u16(), 202, "{}", asked.text);
    rig.work().await;
    assert_eq!(rig.shop.count("stripe_customers where deleted_at is not null and provider_ref is not null").await, 1);
    assert_eq!(rig.shop.count("saved_payment_methods").await, 0);
    // Somebody at Stripe touches what is still there, and it is told: nothing of it comes back.
    rig.stripe.confirm(&setup, "pm_card_mastercard").unwrap();
    rig.work().await;
    assert_eq!(rig.shop.count("saved_payment_methods").await, 0);
    // Stripe does not answer at first.
    rig.stripe.fail(Fault::new(Harm::ErrorBefore).at("DELETE", "/v1/customers").times(3));
    rig.run("payments.forget").await;
    assert_eq!(rig.shop.count("stripe_customers where provider_ref is not null").await, 1);
    rig.advance(chrono::TimeDelta::minutes(5));
    rig.run("payments.attempts").await;
    rig.run("payments.forget").await;
    assert_eq!(rig.shop.count("stripe_customers where provider_ref is not null").await, 0);
    assert_eq!(rig.shop.count("setup_sessions where rank < 90 or data ? 'client_secret'").await, 0);
    assert_eq!(rig.stripe.object(&known).map(|it| it["email"].clone()), None, "nobody there knows her");
    assert_eq!(rig.stripe.object(&card).unwrap()["customer"], json!(null));
    rig.work().await;
    assert_eq!(rig.open_events().await, Vec::<String>::new());
}
