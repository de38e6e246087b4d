//! A double of Stripe that listens on a port: what it takes, refuses, keeps and tells is what Stripe takes, refuses, keeps
//! and tells, as far as Kontor meets it.
//!
//! It is strict: a request that Stripe would refuse is refused here, by name, so that a test cannot pass with one. Two rules
//! are its own: every POST carries an `Idempotency-Key`, and every request the one `Stripe-Version` that is played.
//!
//! | for | call |
//! |---|---|
//! | paying, as a customer | `POST /_test/confirm {intent, payment_method}`, `/_test/authenticate`, `/_test/arrive` |
//! | paying, in a browser | `GET /js/stripe.js`, a Payment Element of plain inputs, and a bank's page for 3-D Secure |
//! | what banks do later | `POST /_test/refunds`, `/_test/disputes`, `/_test/subscriptions` |
//! | webhooks | `POST /_test/webhooks` with [`Knobs`] |
//! | what goes wrong | `POST /_test/faults` with [`Fault`] |
//! | time | `POST /_test/clock {advance}`, or `{stand}` |
//! | what truly happened | `GET /_test/books`, `GET /_test/requests` |
//!
//! Each `sk_test_…` is an account of its own. `/_test` is about the account of its `Authorization`, or of
//! [`SECRET_KEY`]. Documents speak of `<https://docs.stripe.com/api>`; what is played goes by memory and those, not by
//! Stripe itself.

mod api;
mod browser;
mod control;
mod error;
mod faults;
mod form;
mod gate;
mod idempotency;
mod params;
mod server;
mod state;
mod webhooks;
mod world;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde_json::Value;
use tokio::{net::TcpListener, sync::Notify};

pub use faults::{Fault, Harm};
pub(crate) use state::State;
pub use webhooks::{Knobs, Signed, sign};

/// The version of Stripe's API that is played.
pub const VERSION: &str = "2026-09-30.endive";
/// A key that it takes; any other that begins so is another account.
pub const SECRET_KEY: &str = "sk_test_double0000000000";
/// The key of that account which browsers name.
pub const PUBLISHABLE_KEY: &str = "pk_test_double0000000000";

/// A running double. Clones are the same one; it ends with the runtime.
#[derive(Debug, Clone)]
pub struct Double {
    address: SocketAddr,
    /// The account that is played: that of this key.
    account: String,
    state: Arc<Mutex<State>>,
    bell: Arc<Notify>,
    door: Arc<server::Door>,
}

impl Double {
    /// Listens on a free port of this machine.
    pub async fn start() -> std::io::Result<Self> {
        Self::on(TcpListener::bind("127.0.0.1:0").await?)
    }

    /// Listens there.
    pub fn on(listener: TcpListener) -> std::io::Result<Self> {
        let address = listener.local_addr()?;
        let account = SECRET_KEY.to_owned();
        let (bell, door) = (Arc::new(Notify::new()), Arc::default());
        let double = Self { address, account, state: Arc::default(), bell, door };
        tokio::spawn(server::serve(listener, double.clone()));
        tokio::spawn(webhooks::run(double.clone()));
        Ok(double)
    }

    /// `http://127.0.0.1:…/v1`, for `STRIPE_API_URL`.
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Where pages load Stripe.js from, for `STOREFRONT_STRIPE_JS`.
    pub fn script(&self) -> String {
        format!("http://{}/js/stripe.js", self.address)
    }

    /// Where its own operations are: `http://127.0.0.1:…/_test`
    pub fn control(&self) -> String {
        format!("http://{}/_test", self.address)
    }

    /// The same double, as the account of another key: its customers, its events, and how they are told.
    #[must_use]
    pub fn account(&self, key: &str) -> Self {
        Self { account: key.to_owned(), ..self.clone() }
    }

    /// Something goes wrong from now on.
    pub fn fail(&self, fault: Fault) {
        self.change(|state| state.faults.push(fault));
    }

    /// Nothing goes wrong any more.
    pub fn calm(&self) {
        self.change(|state| state.faults.clear());
    }

    /// Nobody is at home: connections end, and new ones are refused until it is [`Double::up`].
    pub async fn down(&self) {
        self.door.set(false).await;
    }

    /// It is there again, at the same port.
    pub async fn up(&self) {
        self.door.set(true).await;
    }

    /// Waits until all that was begun is done: whoever asked may have gone long ago.
    pub async fn quiet(&self) {
        while self.change(|state| state.is_busy()) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// How events are told from now on.
    pub fn tell(&self, knobs: Knobs) {
        self.change(|state| state.tell(&self.account, knobs));
    }

    /// Its clock goes ahead, in seconds.
    pub fn advance(&self, seconds: i64) {
        self.change(|state| state.advance(seconds));
    }

    /// What its clock says.
    pub fn now(&self) -> i64 {
        self.change(|state| state.now())
    }

    /// A customer confirms an intent or a setup intent; whether it was declined, and with which code.
    pub fn confirm(&self, id: &str, payment_method: &str) -> Result<(), String> {
        self.control_call(|world| control::confirm(world, id, payment_method))
    }

    /// A customer comes back from 3-D Secure.
    pub fn authenticate(&self, id: &str, succeeds: bool) -> Result<(), String> {
        self.control_call(|world| control::authenticate(world, id, succeeds))
    }

    /// A delayed payment arrives, or fails.
    pub fn arrive(&self, intent: &str, succeeds: bool) -> Result<(), String> {
        self.control_call(|world| world.arrive(intent, succeeds))
    }

    /// Somebody gives so many cents back in the dashboard.
    pub fn refund_by_hand(&self, intent: &str, amount: i64) -> Result<(), String> {
        self.control_call(|world| {
            let charge = world.intents.get(intent).and_then(|intent| intent.latest_charge.clone()).unwrap_or_default();
            world.refund(&charge, Some(amount), None, BTreeMap::new()).map(drop)
        })
    }

    /// Somebody deletes a customer in the dashboard.
    pub fn forget(&self, customer: &str) -> Result<(), String> {
        self.control_call(|world| world.delete_customer(customer))
    }

    /// Somebody lets go a payment method in the dashboard.
    pub fn detach(&self, method: &str) -> Result<(), String> {
        self.control_call(|world| world.detach(method).map(drop))
    }

    /// From now on a payment method does as another of the test cards: its bank has thought better of it.
    pub fn becomes(&self, method: &str, card: &str) -> Result<(), String> {
        self.control_call(|world| world.becomes(method, card))
    }

    /// What becomes of a refund.
    pub fn settle_refund(&self, refund: &str, status: &str) -> Result<(), String> {
        self.control_call(|world| world.settle_refund(refund, status).map(drop))
    }

    /// What becomes of a dispute.
    pub fn settle_dispute(&self, dispute: &str, status: &str) -> Result<(), String> {
        self.control_call(|world| world.settle_dispute(dispute, status).map(drop))
    }

    /// The period of a subscription is over.
    pub fn renew(&self, subscription: &str, pays: bool) -> Result<(), String> {
        self.control_call(|world| world.renew(subscription, pays))
    }

    /// Somebody gives the customer of a subscription so many cents, which are taken off what he is charged next.
    pub fn credit(&self, subscription: &str, cents: i64) -> Result<(), String> {
        self.control_call(|world| world.subscription(subscription).map(|of| of.credit += cents))
    }

    /// Somebody takes so many percent off what a subscription costs from now on.
    pub fn discount(&self, subscription: &str, percent: i64) -> Result<(), String> {
        self.control_call(|world| world.subscription(subscription).map(|of| of.percent_off = percent))
    }

    /// Somebody sells a price in the dashboard, or sells it no more.
    pub fn sell(&self, price: &str, active: bool) -> Result<(), String> {
        self.control_call(|world| world.sell_price(price, active))
    }

    /// What becomes of a subscription: see `/_test/subscriptions`.
    pub fn settle_subscription(&self, subscription: &str, status: &str) -> Result<(), String> {
        self.control_call(|world| control::becomes(world, subscription, status))
    }

    /// Everything that happened, in order, as it was told.
    pub fn events(&self) -> Vec<Value> {
        self.change(|state| state.world(&self.account).events.iter().map(|event| event.body.clone()).collect())
    }

    /// What truly happened: see `GET /_test/books`.
    pub fn books(&self) -> Value {
        self.change(|state| state.world(&self.account).books())
    }

    /// Any object, by its id.
    pub fn object(&self, id: &str) -> Option<Value> {
        self.change(|state| state.world(&self.account).find(id))
    }

    /// Method, path and body of every request so far.
    pub fn requests(&self) -> Vec<(String, String, String)> {
        self.change(|state| state.requests.clone())
    }

    fn control_call(&self, act: impl FnOnce(&mut world::World) -> Result<(), error::Refused>) -> Result<(), String> {
        let done = self.change(|state| {
            let done = act(state.world(&self.account));
            state.told();
            done
        });
        done.map_err(|no| no.error.get("code").and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    /// An event as it would be sent now.
    pub(crate) fn signed(&self, account: &str, event: &str, knobs: &Knobs) -> Option<Signed> {
        let (body, now) = self.change(|state| (state.world(account).find(event), state.now()));
        Some(sign(&body?, knobs, now))
    }

    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let done = change(&mut state);
        if state.has_news {
            self.bell.notify_one();
        }
        done
    }

    pub(crate) async fn news(&self) {
        self.bell.notified().await;
    }
}
