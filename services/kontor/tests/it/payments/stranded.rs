//! Money that nothing was bought with goes back, and its bank does not take it: it goes back again, each time later, and then the shop is told.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::Client;

use super::{Rig, by_stripe, complete, intent, refused::asked, sessions};
use crate::carts::{faults, path, variant};

/// He pays in one window, with this, what he changes in another.
async fn paid_for_nothing(rig: &Rig, guest: &Client, with: &str) -> String {
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let (cart, intent) = rig.paying(guest, &[(1, 1)]).await;
    let more = json!({"variant_id": variant(1), "quantity": 1});
    guest.post(&format!("{}/line-items", path(&cart)), &more).ok().await;
    rig.stripe.confirm(&intent, with).unwrap();
    rig.work().await;
    rig.work().await;
    intent
}

/// The last that was begun.
fn refund(rig: &Rig) -> String {
    let books = rig.stripe.books();
    books["refunds"].as_array().unwrap().last().unwrap_or_else(|| panic!("{books}"))["id"].as_str().unwrap().to_owned()
}

fn balance(rig: &Rig) -> Value {
    rig.stripe.books()["sums"]["eur"]["balance"].clone()
}

/// Lets the refund that is on its way fail.
async fn fail(rig: &Rig) {
    rig.stripe.settle_refund(&refund(rig), "failed").unwrap();
    rig.work().await;
}

#[tokio::test]
async fn what_did_not_arrive_goes_back_again() {
    let rig = Rig::open().await;
    let guest = rig.shop.shopper();
    paid_for_nothing(&rig, &guest, "pm_card_pendingRefund").await;
    assert_eq!((asked(&rig), balance(&rig)), (1, json!(0)), "it is on its way");
    rig.advance(TimeDelta::days(3));
    fail(&rig).await;
    assert_eq!((asked(&rig), balance(&rig)), (1, json!(2_300)));
    // Whoever looks at all that Stripe has hurries nothing.
    rig.run("payments.objects").await;
    rig.advance(TimeDelta::minutes(50));
    rig.jobs().await;
    assert_eq!(asked(&rig), 1, "not before an hour has passed");
    rig.advance(TimeDelta::minutes(10));
    rig.jobs().await;
    assert_eq!((asked(&rig), balance(&rig)), (2, json!(0)));
    rig.stripe.settle_refund(&refund(&rig), "succeeded").unwrap();
    rig.work().await;
    rig.advance(TimeDelta::days(2));
    rig.jobs().await;
    assert_eq!(asked(&rig), 2);
    assert_eq!(rig.shop.count("payments where refunded_amount = 23 and refunding_amount = 0").await, 1);
    assert_eq!(rig.shop.count("notifications where channel = 'feed'").await, 0);
    assert_eq!(faults(&rig.shop).await, 0);
}

#[tokio::test]
async fn five_times_and_then_the_shop_is_told() {
    let rig = Rig::open().await;
    let guest = rig.shop.shopper();
    paid_for_nothing(&rig, &guest, "pm_card_pendingRefund").await;
    for (nth, hours) in [1, 2, 4, 8].into_iter().enumerate() {
        fail(&rig).await;
        rig.advance(TimeDelta::hours(hours) - TimeDelta::minutes(5));
        rig.jobs().await;
        assert_eq!(asked(&rig), nth + 1, "each time later");
        rig.advance(TimeDelta::minutes(5));
        rig.jobs().await;
        assert_eq!(asked(&rig), nth + 2);
    }
    let told = "notifications where channel = 'feed' and resource_type = 'payment'
        and resource_id in (select id from payments) and data ->> 'title' = 'What was paid for nothing does not go back'
        and data ->> 'description' like '23 EUR were to go back, and were refused five times%refund it yourself%'";
    assert_eq!(rig.shop.count(told).await, 0);
    fail(&rig).await;
    rig.run("payments.objects").await;
    rig.advance(TimeDelta::days(30));
    rig.jobs().await;
    assert_eq!((asked(&rig), balance(&rig)), (5, json!(2_300)));
    assert_eq!(rig.shop.count(told).await, 1);
    // Somebody looks into it, and has it sent once more.
    let staff = rig.staff().await;
    let payment = staff.get("/admin/payments").ok().await["payments"][0]["id"].as_str().unwrap().to_owned();
    staff.post(&format!("/admin/payments/{payment}/refund"), &json!({})).ok().await;
    rig.stripe.settle_refund(&refund(&rig), "succeeded").unwrap();
    rig.work().await;
    assert_eq!((balance(&rig), rig.shop.count("payments where refunded_amount = 23").await), (json!(0), 1));
    assert_eq!(faults(&rig.shop).await, 0);
}

/// A debit that came for an order that was paid elsewhere meanwhile: the line names the order.
#[tokio::test]
async fn of_an_order_that_was_paid_elsewhere() {
    let rig = Rig::open().await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let guest = rig.shop.shopper();
    let cart = rig.ready(&guest, &[(1, 1)]).await;
    let at = sessions(&guest, &cart).await;
    let begun = guest.post(&at, &by_stripe()).ok().await["payment_collection"]["payment_sessions"][0].clone();
    rig.stripe.confirm(&intent(&begun), "pm_success_sepa_debit").unwrap();
    let order = complete(&guest, &cart).await["order"].clone();
    rig.work().await;
    let staff = rig.staff().await;
    let pay = format!("/admin/payment-collections/{}/mark-as-paid", at.split('/').nth(3).unwrap());
    staff.post(&pay, &json!({"order_id": order["id"]})).ok().await;
    rig.work().await;
    rig.stripe.arrive(&intent(&begun), true).unwrap();
    rig.work().await;
    rig.work().await;
    for hours in [1, 2, 4, 8, 16] {
        fail(&rig).await;
        rig.advance(TimeDelta::hours(hours));
        rig.jobs().await;
    }
    assert_eq!((asked(&rig), balance(&rig)), (5, json!(2_300)));
    let told = format!(
        "notifications n where n.channel = 'feed' and n.resource_type = 'order' and n.resource_id = (select id from orders)
           and n.data ->> 'title' = 'What was paid too much for order #{} does not go back'",
        order["display_id"]
    );
    assert_eq!(rig.shop.count(&told).await, 1);
    assert_eq!(faults(&rig.shop).await, 0);
}
