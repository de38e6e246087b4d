//! Webhooks that never came are found.

use chrono::TimeDelta;
use stripe_double::{Fault, Harm};

use super::Rig;
use crate::cards::{accounts::connect, owner};

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
          jsonb_build_object('objects', jsonb_build_object('from', s.created_at - interval '1 day', 'began', s.created_at, 'kind', 1, 'after', null)) from payment_sessions s").await;
    rig.run("payments.objects").await;
    assert_eq!(rig.shop.count("orders").await, 0, "intents were walked before");
    assert_eq!(rig.shop.count("payment_accounts where objects_until is not null and walks = '{}'").await, 1);
    // Not again within the hour.
    rig.run("payments.objects").await;
    assert_eq!(rig.shop.count("orders").await, 0);
    rig.advance(TimeDelta::hours(1));
    rig.run("payments.objects").await;
    assert_eq!(rig.shop.count("orders").await, 1);
    rig.balances().await;
}

/// A debit that failed, and nobody ever told: found, though it was begun long before the walk.
#[tokio::test]
async fn a_debit_that_failed() {
    for days in [0, 5] {
        let rig = Rig::silent().await;
        rig.shop.change("update stores set payment_capture = 'automatic'").await;
        let guest = rig.shop.shopper();
        let (cart, intent) = rig.paying(&guest, &[(1, 1)]).await;
        rig.stripe.confirm(&intent, "pm_failed_sepa_debit").unwrap();
        assert_eq!(super::complete(&guest, &cart).await["type"], "order");
        rig.advance(TimeDelta::days(days));
        rig.stripe.arrive(&intent, false).unwrap_err();
        assert_eq!(rig.shop.count("payment_sessions where rank = 40").await, 1);
        rig.run("payments.objects").await;
        assert_eq!(rig.shop.count("payment_sessions where rank = 10").await, 1, "after {days} days");
        assert_eq!(rig.shop.count("events where name = 'payment.failed'").await, 1);
        rig.balances().await;
    }
}

/// Nobody walked for days: the next walk goes as far back as the last one has come.
#[tokio::test]
async fn after_days_of_silence() {
    let rig = Rig::silent().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let guest = rig.shop.shopper();
    rig.run("payments.objects").await;
    let (_, intent) = rig.paying(&guest, &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    rig.advance(TimeDelta::days(4));
    rig.run("payments.objects").await;
    assert_eq!(rig.shop.count("orders").await, 1);
    rig.balances().await;
}

/// What another shop has of the same name with another account hides nothing.
#[tokio::test]
async fn another_shop_knows_one_of_that_name() {
    let rig = Rig::silent().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let guest = rig.shop.shopper();
    let (_, intent) = rig.order(&guest, &[(1, 1)]).await;
    rig.stripe.refund_by_hand(&intent, 700).unwrap();
    let refund = rig.stripe.books()["refunds"][0]["id"].as_str().unwrap().to_owned();
    let b = "00000000-0000-7000-8000-00000000000b";
    rig.shop
        .change(&format!(
            "insert into payment_collections (organization_id, id, currency_code, amount) values ('{b}', '{b}', 'eur', 7);
            insert into payment_sessions (organization_id, id, payment_collection_id, provider_id, payment_account_id, amount, currency_code, rank)
            values ('{b}', '{b}', '{b}', 'pp_stripe_stripe', '{b}', 7, 'eur', 100);
            insert into payments (organization_id, id, payment_collection_id, payment_session_id, provider_id, currency_code, amount, captured_amount, refunded_amount)
            values ('{b}', '{b}', '{b}', '{b}', 'pp_stripe_stripe', 'eur', 7, 7, 7);
            insert into payment_refunds (organization_id, payment_id, amount, status, rank, provider_ref)
            values ('{b}', '{b}', 7, 'succeeded', 50, '{refund}')"
        ))
        .await;
    rig.run("payments.objects").await;
    assert_eq!(rig.shop.count("payments where refunded_amount = 7").await, 2);
}

/// The key of a shop's account was revoked: its people are told, and Stripe is not asked again for an hour. Nothing is lost by it.
#[tokio::test]
async fn an_account_is_shut_out() {
    let rig = Rig::silent().await;
    let staff = owner(&rig, "olga").await;
    connect(&rig, &staff).await;
    for (job, path) in [("payments.events", "/v1/events"), ("payments.objects", "/v1/payment_intents")] {
        let asked = || rig.stripe.requests().into_iter().filter(|(_, asked, _)| asked == path).count();
        let before = asked();
        // The installation's account, which has the lesser id, and the shop's.
        rig.stripe.fail(Fault::new(Harm::Revoked).at("GET", path).times(2));
        rig.run(job).await;
        assert_eq!(asked() - before, 2, "{job}");
        assert_eq!(rig.shop.count("notifications where resource_type = 'payment_account'").await, 1);
        rig.run(job).await;
        assert_eq!(asked() - before, 2, "{job}");
        rig.advance(TimeDelta::hours(1));
        rig.run(job).await;
        assert_eq!(asked() - before, 4, "{job}");
        rig.shop.change("update payment_accounts set walks = '{}', objects_until = null").await;
    }
    assert_eq!(rig.shop.count("jobs where status = 'dead'").await, 0);
}

/// Stripe is away: the walk goes on with the next round, and no job dies of it.
#[tokio::test]
async fn a_walk_is_put_off() {
    let rig = Rig::silent().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let (_, intent) = rig.paying(&rig.shop.shopper(), &[(1, 1)]).await;
    rig.stripe.confirm(&intent, "pm_card_visa").unwrap();
    for (job, path) in [("payments.events", "/v1/events"), ("payments.objects", "/v1/payment_intents")] {
        rig.stripe.fail(Fault::new(Harm::ErrorBefore).at("GET", path).times(100));
        rig.run(job).await;
        rig.stripe.calm();
    }
    assert_eq!(rig.shop.count("orders").await, 0);
    rig.run("payments.events").await;
    assert_eq!(rig.shop.count("orders").await, 1);
}
