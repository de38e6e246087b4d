//! What an account at Stripe holds, and how it changes. One account for each secret key.

pub(crate) mod billing;
pub(crate) mod books;
pub(crate) mod cards;
mod charges;
mod confirm;
mod customers;
mod disputes;
mod expand;
pub(crate) mod intents;
pub(crate) mod objects;
mod refunds;
mod setups;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rand::RngExt;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    VERSION,
    error::Refused,
    idempotency::Kept,
    world::{
        billing::{Invoice, Price, Subscription},
        objects::{Charge, Customer, Dispute, Event, Intent, Method, Refund, Setup},
    },
};

/// An account. Ids begin with the second of their making, so that what is younger sorts behind.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) now: i64,
    pub(crate) request: Request,
    pub(crate) intents: BTreeMap<String, Intent>,
    pub(crate) charges: BTreeMap<String, Charge>,
    pub(crate) refunds: BTreeMap<String, Refund>,
    pub(crate) disputes: BTreeMap<String, Dispute>,
    pub(crate) customers: BTreeMap<String, Customer>,
    pub(crate) gone: BTreeSet<String>,
    pub(crate) methods: BTreeMap<String, Method>,
    pub(crate) setups: BTreeMap<String, Setup>,
    pub(crate) prices: BTreeMap<String, Price>,
    pub(crate) subscriptions: BTreeMap<String, Subscription>,
    pub(crate) invoices: BTreeMap<String, Invoice>,
    /// In the order in which they happened.
    pub(crate) events: Vec<Event>,
    pub(crate) kept: HashMap<String, Kept>,
    made: u64,
    /// What the account is called, once somebody has asked.
    name: Option<String>,
}

/// Which request events come of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub(crate) id: Option<String>,
    pub(crate) key: Option<String>,
}

impl World {
    /// An id that nobody has. The counter keeps them in order, the rest apart from those of other doubles.
    pub(crate) fn id(&mut self, prefix: &str) -> String {
        self.made += 1;
        format!("{prefix}_3K{:08x}{:06x}{}", self.now, self.made, random(8))
    }

    pub(crate) fn account(&mut self) -> String {
        self.name.get_or_insert_with(|| format!("acct_1{}", random(15))).clone()
    }

    /// Something happened: it is written down with the object as it is now.
    pub(crate) fn tell(&mut self, kind: &str, object: &impl Serialize) {
        self.tell_change(kind, object, None);
    }

    pub(crate) fn tell_change(&mut self, kind: &str, object: &impl Serialize, previous: Option<Value>) {
        let id = self.id("evt");
        let mut data = json!({ "object": object });
        if let Some(previous) = previous {
            data["previous_attributes"] = previous;
        }
        let body = json!({
            "id": id, "object": "event", "api_version": VERSION, "created": self.now, "data": data, "livemode": false,
            "pending_webhooks": 1, "request": { "id": self.request.id, "idempotency_key": self.request.key }, "type": kind,
        });
        self.events.push(Event { id, kind: kind.to_owned(), created: self.now, body, delivered: None });
    }

    pub(crate) fn intent(&mut self, id: &str) -> Result<&mut Intent, Refused> {
        self.intents.get_mut(id).ok_or_else(|| Refused::missing("payment_intent", id))
    }

    pub(crate) fn customer_is_there(&self, id: Option<&str>) -> Result<(), Refused> {
        match id {
            Some(id) if !self.customers.contains_key(id) => Err(Refused::missing("customer", id).param("customer")),
            _ => Ok(()),
        }
    }
}

/// Letters and digits that nobody guesses.
pub(crate) fn random(length: usize) -> String {
    const LETTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut rng = rand::rng();
    (0..length).map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())])).collect()
}
