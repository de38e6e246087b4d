//! Nobody waits: jobs let go, give back, charge who is away, have people forgotten, walk and look up. What fails meanwhile is done in the end,
//! and once.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::Client;

use super::{Trouble, later};
use crate::{
    cards::{ADA, ada, keep, owner},
    medusa::visitor::Visitor,
    payments::{Rig, SECRET, complete, intent, payment},
};

/// Jobs come again, so a call that was healthy and late is nothing.
const TIMEOUT: &str = "100ms";
const ANYTHING: (&str, &str) = ("", "/v1/");

#[tokio::test]
async fn one_half_of_the_troubles() {
    all_of_it(&Trouble::ALL[..6]).await;
}

#[tokio::test]
async fn the_other_half() {
    all_of_it(&Trouble::ALL[6..]).await;
}

async fn all_of_it(troubles: &[Trouble]) {
    let rig = Rig::with(&[("STRIPE_TIMEOUT", TIMEOUT)]).await;
    rig.stripe.tell(stripe_double::Knobs::to(&rig.hook(), SECRET));
    let guest = rig.shop.shopper();
    for (nth, trouble) in troubles.iter().enumerate() {
        // Hours go by, and whoever was let in is let in no more.
        let staff = owner(&rig, &format!("olga{nth}")).await;
        let known = known_and_erased(&rig, &staff, &format!("{trouble:?}@example.test")).await;
        let (let_go, promised) = rig.order(&guest, &[(1, 2)]).await;
        let (given_back, taken) = rig.order(&guest, &[(1, 2)]).await;
        take(&staff, &given_back).await;
        let (cart, replaced) = rig.paying(&guest, &[(1, 1)]).await;
        let second = intent(&rig.begin(&guest, &cart).await);
        let (_, gone) = rig.paying(&guest, &[(1, 1)]).await;
        let (bought, by_hand) = rig.order(&guest, &[(1, 2)]).await;
        take(&staff, &bought).await;
        let (disputed_cart, disputed) = rig.paying(&guest, &[(1, 1)]).await;
        rig.work().await;
        rig.stripe.confirm(&gone, "pm_card_visa").unwrap();
        rig.stripe.confirm(&disputed, "pm_card_createDispute").unwrap();
        take(&staff, &complete(&guest, &disputed_cart).await["order"]).await;
        rig.stripe.refund_by_hand(&by_hand, 300).unwrap();
        for order in [&let_go, &given_back] {
            staff.post(&format!("/admin/orders/{}/cancel", order["id"].as_str().unwrap()), &json!({})).ok().await;
        }

        trouble.begins(&rig, ANYTHING).await;
        rig.enqueue("payments.events").await;
        rig.enqueue("payments.objects").await;
        rig.enqueue("payments.forget").await;
        rig.jobs().await;
        rig.advance(TimeDelta::minutes(3));
        rig.run("payments.attempts").await;
        assert_eq!(crate::carts::faults(&rig.shop).await, 0, "{trouble:?}");
        trouble.ends(&rig).await;

        for _ in 0..3 {
            rig.advance(TimeDelta::hours(2));
            for job in ["payments.attempts", "payments.events", "payments.objects", "payments.forget"] {
                rig.enqueue(job).await;
            }
            rig.work().await;
        }
        let books = rig.stripe.books();
        let of = |id: &str| books["intents"].as_array().unwrap().iter().find(|it| it["id"] == json!(id)).unwrap();
        assert_eq!(of(&promised)["status"], "canceled", "{trouble:?}");
        assert_eq!((&of(&taken)["received"], &of(&taken)["refunded"]), (&json!(4100), &json!(4100)), "{trouble:?}");
        assert_eq!(of(&replaced)["status"], "canceled", "{trouble:?}");
        assert_eq!(of(&second)["status"], "requires_payment_method", "{trouble:?}");
        let has_order = format!(
            "orders where cart_id = (select cart_id from payment_collections c join payment_sessions s
            on s.payment_collection_id = c.id where s.provider_ref = '{gone}')"
        );
        assert_eq!(rig.shop.count(&has_order).await, 1, "{trouble:?}");
        assert!(rig.stripe.object(&known).is_none_or(|it| it["deleted"] == true), "{trouble:?}");
        assert_eq!(rig.shop.count("payment_disputes").await, i64::try_from(nth).unwrap() + 1, "{trouble:?}");
        assert_eq!(rig.shop.count("payments where refunded_amount = 3").await, i64::try_from(nth).unwrap() + 1);
        assert_eq!(rig.shop.count("payment_attempts where state in ('planned', 'unknown')").await, 0, "{trouble:?}");
        assert_eq!(rig.open_events().await, Vec::<String>::new(), "{trouble:?}");
        rig.balances().await;
    }
}

/// Takes what was promised for an order.
async fn take(staff: &Client, order: &Value) {
    let at = payment(staff, order).await["id"].as_str().unwrap().to_owned();
    staff.post(&format!("/admin/payments/{at}/capture"), &json!({})).ok().await;
}

/// Somebody whom Stripe knows, and who was erased here; Stripe's id of him.
async fn known_and_erased(rig: &Rig, staff: &Client, email: &str) -> String {
    let mut visitor = Visitor::new(&rig.shop);
    visitor.join(email).await;
    let client = visitor.client();
    let cart = rig.ready(&client, &[(1, 1)]).await;
    let session = rig.begin(&client, &cart).await;
    let known = rig.stripe.object(&intent(&session)).unwrap()["customer"].as_str().unwrap().to_owned();
    let me = client.get("/store/customers/me").ok().await["customer"]["id"].as_str().unwrap().to_owned();
    let asked = staff.post(&format!("/admin/customers/{me}/privacy/erasure"), &json!({"confirm": me})).send().await;
    assert_eq!(asked.status.as_u16(), 202, "{}", asked.text);
    known
}

/// The rest of an order is charged on its day with what is kept, and Stripe is in trouble on each of the days.
#[tokio::test]
async fn charged_while_away() {
    let rig = Rig::with(&[("STRIPE_TIMEOUT", TIMEOUT)]).await;
    rig.shop.change("update stores set payment_capture = 'automatic'").await;
    let (staff, ada) = (rig.staff().await, ada(&rig).await);
    let card = keep(&rig, &ada, "pm_card_visa").await;
    let me = ada.get("/store/customers/me").ok().await["customer"]["id"].clone();
    for (nth, trouble) in Trouble::ALL.into_iter().enumerate() {
        let due = db::Clock::now(rig.shop.test.clock()) + TimeDelta::days(10 + 2 * i64::try_from(nth).unwrap());
        let project = json!({
            "key": format!("{trouble:?}"), "email": ADA, "customer_id": me, "currency_code": "eur", "balance_due_at": due,
            "items": [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": 100}]
        });
        let made = staff.post("/admin/project-orders", &project).ok().await;
        let (order, due) = (made["order"]["id"].as_str().unwrap(), made["dues"][0]["id"].as_str().unwrap());
        let begun = ada.post(&format!("/store/orders/{order}/dues/{due}/payment-collection"), &json!({})).ok().await;
        let at = format!(
            "/store/payment-collections/{}/payment-sessions",
            begun["payment_collection"]["id"].as_str().unwrap()
        );
        let data = json!({"payment_method": card, "setup_future_usage": "off_session", "confirm": true});
        ada.post(&at, &json!({"provider_id": "pp_stripe_stripe", "data": data})).ok().await;
    }
    rig.run("payments.events").await;
    let paid = async || rig.shop.count("order_dues where paid_at is not null").await;
    assert_eq!(paid().await, 11);
    rig.advance(TimeDelta::hours(204));
    for (nth, trouble) in Trouble::ALL.into_iter().enumerate() {
        // Minutes go by besides.
        rig.advance(TimeDelta::hours(41));
        trouble.begins(&rig, ANYTHING).await;
        rig.run("payments.charges").await;
        assert_eq!(crate::carts::faults(&rig.shop).await, 0, "{trouble:?}");
        trouble.ends(&rig).await;
        later(&rig).await;
        // What certainly did not happen is tried again some hours later.
        rig.advance(TimeDelta::hours(7));
        rig.run("payments.charges").await;
        assert_eq!(paid().await, 12 + i64::try_from(nth).unwrap(), "{trouble:?}");
        assert_eq!(rig.stripe.books()["succeeded"], json!(12 + nth), "{trouble:?}: charged once");
        rig.balances().await;
    }
    assert_eq!(rig.shop.count("payment_attempts where state in ('planned', 'unknown')").await, 0);
    assert_eq!(rig.open_events().await, Vec::<String>::new());
}
