//! Paying by Stripe, which is a strict double that speaks HTTP: from the session to the order, and back.

mod away;
mod debits;
mod declined;
mod disputed;
mod doubts;
mod forged;
mod given_back;
mod late;
mod money;
mod owed;
mod refused;
mod shuffled;
mod slice;
mod stranded;
mod swept;
mod troubled;
mod unpaid;

use std::time::Duration;

use chrono::TimeDelta;
use kontor::platform;
use serde_json::{Value, json};
use stripe_double::{Double, Knobs, SECRET_KEY};
use testkit::Client;

use crate::{
    carts::{address, cart, open_with, path, standard},
    shop::Shop,
};

pub(crate) const SECRET: &str = "whsec_of_the_tests_0123456789";

#[derive(sea_orm::FromQueryResult)]
struct Sum {
    cents: i64,
}

/// A shop that takes cards, and who takes them.
pub(crate) struct Rig {
    pub(crate) shop: Shop,
    pub(crate) stripe: Double,
}

impl Rig {
    /// Webhooks are told at once, and once.
    pub(crate) async fn open() -> Self {
        let rig = Self::silent().await;
        rig.stripe.tell(Knobs::to(&rig.hook(), SECRET));
        rig
    }

    /// Nobody is told of anything.
    pub(crate) async fn silent() -> Self {
        Self::with(&[]).await
    }

    /// The same with further settings.
    pub(crate) async fn with(further: &[(&str, &str)]) -> Self {
        let stripe = Double::start().await.unwrap();
        let url = stripe.url();
        let settings = [
            ("KONTOR_CACHE", "false"),
            ("DATABASE_ACQUIRE_TIMEOUT", "60s"),
            ("STRIPE_SECRET_KEY", SECRET_KEY),
            ("STRIPE_API_URL", &*url),
            ("STRIPE_WEBHOOK_SECRETS", SECRET),
            ("STRIPE_RATE", "0"),
            // Whoever signs in calls from an address of his own.
            ("KONTOR_TRUSTED_PROXIES", "127.0.0.1"),
        ];
        let settings: Vec<_> = settings.iter().chain(further).copied().collect();
        Self { shop: open_with(&settings).await, stripe }
    }

    pub(crate) fn hook(&self) -> String {
        format!("http://{}/hooks/payment/stripe_stripe", self.shop.address)
    }

    /// A cart that wants nothing but to be paid.
    pub(crate) async fn ready(&self, client: &Client, items: &[(u32, u32)]) -> Value {
        let made = cart(client, items).await;
        let body = json!({"email": "ann@example.com", "shipping_address": address(), "billing_address": address()});
        client.post(&path(&made), &body).ok().await;
        let way = format!("{}/shipping-methods", path(&made));
        client.post(&way, &json!({"option_id": standard()})).ok().await["cart"].clone()
    }

    /// Begins to pay; the session.
    pub(crate) async fn begin(&self, client: &Client, cart: &Value) -> Value {
        client.post(&sessions(client, cart).await, &by_stripe()).ok().await["payment_collection"]["payment_sessions"][0]
            .clone()
    }

    /// A cart, and the intent with which it is paid.
    pub(crate) async fn paying(&self, client: &Client, items: &[(u32, u32)]) -> (Value, String) {
        let cart = self.ready(client, items).await;
        let session = self.begin(client, &cart).await;
        (cart, intent(&session))
    }

    /// An order that was paid, or promised to be.
    pub(crate) async fn order(&self, client: &Client, items: &[(u32, u32)]) -> (Value, String) {
        let (cart, intent) = self.paying(client, items).await;
        self.stripe.confirm(&intent, "pm_card_visa").unwrap();
        let done = complete(client, &cart).await;
        assert_eq!(done["type"], "order", "{done}");
        (done["order"].clone(), intent)
    }

    /// Runs what is due; first, until all that was told has arrived.
    pub(crate) async fn work(&self) {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        while self.stripe.books()["undelivered"] != json!(0) {
            assert!(tokio::time::Instant::now() < deadline, "{}", self.stripe.books());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.jobs().await;
    }

    /// Runs what is due a few seconds from now.
    pub(crate) async fn jobs(&self) {
        let registry = platform::registry(&self.shop.platform);
        // As the schedule does: what the hook asks for may still be on its way.
        self.enqueue("payments.inbox").await;
        for _ in 0..3 {
            self.advance(TimeDelta::seconds(2));
            let drained = self.shop.test.run_jobs(&registry).await;
            assert_eq!(drained.dead, 0, "{drained:?}");
        }
    }

    /// Runs a schedule's job of payments now: `payments.attempts`.
    pub(crate) async fn run(&self, job: &str) {
        self.enqueue(job).await;
        self.jobs().await;
    }

    /// The clocks of both go on.
    pub(crate) fn advance(&self, by: TimeDelta) {
        self.shop.test.clock().advance(by);
        self.stripe.advance(by.num_seconds());
    }

    pub(crate) async fn enqueue(&self, job: &str) {
        let tx = self.shop.test.db().begin_system("run a schedule").await.unwrap();
        tx.batch(&format!("select private.enqueue_job('{job}', '{{}}', 'payments', null, null, 0::smallint, 3, null)"))
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Events that have not ended well.
    pub(crate) async fn open_events(&self) -> Vec<String> {
        #[derive(sea_orm::FromQueryResult)]
        struct Open {
            said: String,
        }
        let sql = "select concat_ws(' ', type, object_id, status, last_error, tries) as said from webhook_events
            where status not in ('done', 'ignored') order by 1";
        let tx = self.shop.test.db().begin_system("look at webhooks").await.unwrap();
        let open: Vec<Open> = db::fetch_all(&tx, sql, []).await.unwrap();
        tx.commit().await.unwrap();
        open.into_iter().map(|open| open.said).collect()
    }

    /// The one dispute that there is.
    pub(crate) fn dispute(&self) -> String {
        let events = self.stripe.events();
        let created = events.iter().find(|event| event["type"] == "charge.dispute.created").unwrap();
        created["data"]["object"]["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn staff(&self) -> Client {
        self.shop.colleague("a", "kim", "admin").await.client
    }

    /// The books have no faults, and say what Stripe's say.
    pub(crate) async fn balances(&self) {
        assert_eq!(crate::carts::faults(&self.shop).await, 0);
        let books = self.stripe.books();
        let of_stripe = books["sums"]["eur"]["balance"].as_i64().unwrap_or(0);
        let tx = self.shop.test.db().begin_system("look at the books").await.unwrap();
        let sql =
            "select (100 * coalesce(sum(amount), 0))::bigint as cents from ledger_entries where account = 'clearing'";
        let ours: Sum = db::fetch_one(&tx, sql, []).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ours.cents, of_stripe, "{books}");
    }
}

/// Where sessions of a cart begin.
pub(crate) async fn sessions(client: &Client, cart: &Value) -> String {
    let collection = client.post("/store/payment-collections", &json!({"cart_id": cart["id"]})).ok().await;
    format!("/store/payment-collections/{}/payment-sessions", collection["payment_collection"]["id"].as_str().unwrap())
}

pub(crate) fn by_stripe() -> Value {
    json!({"provider_id": "pp_stripe_stripe"})
}

pub(crate) fn intent(session: &Value) -> String {
    session["data"]["id"].as_str().unwrap_or_else(|| panic!("{session}")).to_owned()
}

pub(crate) async fn complete(client: &Client, cart: &Value) -> Value {
    client.post(&format!("{}/complete", path(cart)), &json!({})).ok().await
}

/// The order of the staff's payments: the one of an order.
pub(crate) async fn payment(staff: &Client, order: &Value) -> Value {
    let path = format!("/admin/payments?order_id={}", order["id"].as_str().unwrap());
    staff.get(&path).ok().await["payments"][0].clone()
}
