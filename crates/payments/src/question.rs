//! What a provider can be asked.

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;

use crate::{Envelope, Fact};

/// What is to be looked up.
#[derive(Debug, Clone)]
pub enum Question {
    /// An intent as it is now. A capture is settled by what was received.
    Intent(String),
    /// The intent that an attempt made, if it did.
    IntentOf {
        /// The attempt.
        attempt: String,
        /// When it was written down.
        from: DateTime<Utc>,
        /// When it was sent last, as far as anybody can know.
        until: DateTime<Utc>,
    },
    /// A refund as it is now.
    Refund(String),
    /// The refund that an attempt made of an intent, if it did.
    RefundOf {
        /// The attempt.
        attempt: String,
        /// The intent.
        intent: String,
    },
    /// All refunds of an intent, those made by hand at the provider too.
    RefundsOf(String),
    /// A dispute as it is now.
    Dispute(String),
    /// All disputes of an intent.
    DisputesOf(String),
    /// A setup as it is now.
    Setup(String),
    /// A customer as he is now.
    Customer(String),
    /// The customer that an attempt made, if it did.
    CustomerOf {
        /// The attempt.
        attempt: String,
        /// When it was written down.
        from: DateTime<Utc>,
        /// When it was sent last, as far as anybody can know.
        until: DateTime<Utc>,
    },
    /// The payment methods that are kept for a customer.
    MethodsOf(String),
    /// A subscription as it is now.
    Subscription(String),
    /// The subscription that an attempt made for a customer, if it did.
    SubscriptionOf {
        /// The attempt.
        attempt: String,
        /// The customer.
        customer: String,
    },
    /// A price as it is now.
    Price(String),
    /// An invoice as it is now.
    Invoice(String),
    /// Whose account it is that is asked with: whether its key opens it.
    Account,
}

/// Kinds of objects that a sweeper walks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objects {
    Intents,
    Refunds,
    Disputes,
    Subscriptions,
    Invoices,
}

/// Which events a sweeper wants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Since {
    /// Behind this event, towards the youngest. Without it pages go from the youngest towards the oldest.
    pub event: Option<String>,
    /// Of this second and later.
    pub created: Option<i64>,
    /// Only those that were not taken.
    pub undelivered: bool,
    /// Before this event: where a page ended, if pages go towards the oldest.
    pub before: Option<String>,
}

impl Since {
    /// The page behind one that ended so.
    #[must_use]
    pub fn page(&self, next: String) -> Self {
        let (event, before) = if self.event.is_some() { (Some(next), None) } else { (None, Some(next)) };
        Self { event, before, ..self.clone() }
    }
}

/// A page of what a sweeper walks.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// What is on it: of events the oldest first, of objects the youngest first.
    pub entries: Vec<T>,
    /// Where the next begins, if there is one; of events see [`Since::page`].
    pub next: Option<String>,
}

/// An event that was found and not told. Its bytes hold client secrets, so `Debug` keeps them to itself.
#[derive(Clone)]
pub struct Swept {
    /// What it is.
    pub envelope: Envelope,
    /// Its bytes.
    pub body: Box<RawValue>,
}

impl std::fmt::Debug for Swept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Swept").field("envelope", &self.envelope).field("bytes", &self.body.get().len()).finish()
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), next: None }
    }
}

impl Page<Fact> {
    pub(crate) fn of(entries: Vec<Fact>, next: Option<String>) -> Self {
        Self { entries, next }
    }
}
