//! Webhooks that never came are found.

use super::Rig;

#[tokio::test]
async fn all_were_lost() {
    let rig = Rig::silent().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let guest = rig.shop.shopper();
    let (_, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    rig.run("payments.events").await;
    assert_eq!(rig.shop.count("orders").await, 1);
    assert!(rig.shop.count("webhook_events where source = 'swept'").await > 0);
    // The next walk begins where this one ended.
    let events = rig.shop.count("webhook_events").await;
    let (_, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    rig.run("payments.events").await;
    assert_eq!(rig.shop.count("orders").await, 2);
    let known = i64::try_from(rig.stripe.events().len()).unwrap();
    assert_eq!(rig.shop.count("webhook_events").await, known, "each once, however it came; {events} before");
    rig.balances().await;
}

/// Stripe made no event of it at all: the object itself tells.
#[tokio::test]
async fn nothing_was_ever_told() {
    let rig = Rig::silent().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let guest = rig.shop.shopper();
    let (_, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    rig.run("payments.objects").await;
    assert_eq!(rig.shop.count("orders").await, 1);
    assert_eq!(rig.shop.count("webhook_events").await, 0);
    rig.balances().await;
}
