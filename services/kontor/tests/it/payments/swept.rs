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

/// A walk that was interrupted goes on where it stopped, and what is known already is not asked for again.
#[tokio::test]
async fn it_goes_on_where_it_stopped() {
    let rig = Rig::silent().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let guest = rig.shop.shopper();
    let (_, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    // The page of intents was done when the process ended.
    rig.shop.change("insert into payment_accounts (organization_id, id, source, walks)
        select '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', 'settings',
          jsonb_build_object('objects', jsonb_build_object('began', s.created_at, 'kind', 1, 'after', null)) from payment_sessions s").await;
    rig.run("payments.objects").await;
    assert_eq!(rig.shop.count("orders").await, 0, "intents were walked before");
    assert_eq!(rig.shop.count("payment_accounts where objects_until is not null and walks = '{}'").await, 1);
    // Not again within the hour.
    rig.run("payments.objects").await;
    assert_eq!(rig.shop.count("orders").await, 0);
    rig.advance(chrono::TimeDelta::hours(1));
    rig.run("payments.objects").await;
    assert_eq!(rig.shop.count("orders").await, 1);
    rig.balances().await;
}
