//! What a provider says, in Kontor's words.

use chrono::{DateTime, Utc};
use money::Amount;
use serde_json::{Map, Value};

use crate::Labels;

/// A fact, and when and by what it was told.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The event.
    pub event: String,
    /// When it happened, by the provider's clock.
    pub at: DateTime<Utc>,
    /// What.
    pub fact: Fact,
}

/// What a provider says of an object.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    Session(Session),
    Charge(Charge),
    Refund(Refund),
    Dispute(Dispute),
    Setup(Setup),
    Method(Method),
    Customer(Customer),
    Account(Holder),
    Subscription(Subscription),
    Invoice(Invoice),
    Price(Price),
    Checkout(Checkout),
    Warning(Warning),
    Review(Review),
    /// Something changed that is not said: the object has to be looked up.
    Changed {
        kind: String,
        reference: String,
    },
}

impl Fact {
    /// What it is of: facts of the same thing are brought together.
    pub fn of(&self) -> (&'static str, &str) {
        match self {
            Self::Session(it) => ("session", &it.reference),
            Self::Charge(it) => ("charge", &it.reference),
            Self::Refund(it) => ("refund", &it.reference),
            Self::Dispute(it) => ("dispute", &it.reference),
            Self::Setup(it) => ("setup", &it.reference),
            Self::Method(it) => ("method", &it.reference),
            Self::Customer(it) => ("customer", &it.reference),
            Self::Account(it) => ("account", &it.reference),
            Self::Subscription(it) => ("subscription", &it.reference),
            Self::Invoice(it) => ("invoice", &it.reference),
            Self::Price(it) => ("price", &it.reference),
            Self::Checkout(it) => ("checkout", &it.reference),
            Self::Warning(it) => ("warning", &it.reference),
            Self::Review(it) => ("review", &it.reference),
            Self::Changed { reference, .. } => ("changed", reference),
        }
    }

    /// What we wrote beside it, if it is of a kind that has room for it.
    pub fn labels(&self) -> Option<&Labels> {
        match self {
            Self::Session(it) => Some(&it.labels),
            Self::Refund(it) => Some(&it.labels),
            Self::Setup(it) => Some(&it.labels),
            Self::Customer(it) => Some(&it.labels),
            Self::Subscription(it) => Some(&it.labels),
            Self::Invoice(it) => Some(&it.labels),
            Self::Price(it) => Some(&it.labels),
            Self::Checkout(it) => Some(&it.labels),
            _ => None,
        }
    }
}

/// Why something did not work, in words for the customer and codes for the shop.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failure {
    /// `card_declined`, `expired_card`, `resource_missing` …
    pub code: String,
    /// What the bank says: `insufficient_funds`
    pub decline_code: Option<String>,
    /// In words.
    pub message: String,
    /// The parameter that is wrong, if that is it.
    pub param: Option<String>,
    /// A bank has said no, and not we or the provider: another try may be told something else.
    pub is_card: bool,
}

impl Failure {
    /// As `code` has it that the account is closed to us.
    pub const SHUT_OUT: &str = "shut_out";

    /// The account was closed to us before anything was sent. What a provider says then is for the shop, and not for who pays.
    pub(crate) fn shut_out() -> Self {
        let message = "the payment provider does not let the account of the shop in".to_owned();
        Self { code: Self::SHUT_OUT.to_owned(), message, ..Self::default() }
    }
}

/// What storefronts are shown of a session. It holds a client secret, so `Debug` keeps it to itself.
#[derive(Clone, PartialEq, Default)]
pub struct Data(pub(crate) Map<String, Value>);

impl Data {
    /// For the session's row, and for whoever has the cart. Nobody else.
    pub fn expose(&self) -> &Map<String, Value> {
        &self.0
    }
}

impl std::fmt::Debug for Data {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A payment session: Stripe's payment intent.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    pub reference: String,
    /// As the provider says it; one that is not known has rank 0.
    pub status: String,
    pub rank: i16,
    pub amount: Amount,
    pub currency: String,
    pub capturable: Amount,
    pub received: Amount,
    pub customer: Option<String>,
    pub method: Option<String>,
    pub charge: Option<String>,
    pub failure: Option<Failure>,
    /// What we wrote beside it. To be compared with the row, never believed alone.
    pub labels: Labels,
    pub data: Data,
}

/// What a try to pay has moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Charge {
    pub reference: String,
    pub intent: Option<String>,
    pub status: String,
    pub currency: String,
    pub captured: Amount,
    /// Those made by hand at the provider too.
    pub refunded: Amount,
    pub disputed: bool,
}

/// Money that goes back.
#[derive(Debug, Clone, PartialEq)]
pub struct Refund {
    pub reference: String,
    pub intent: Option<String>,
    pub status: String,
    pub rank: i16,
    pub amount: Amount,
    pub currency: String,
    pub failure: Option<String>,
    pub labels: Labels,
}

/// A bank takes money back, or asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    pub reference: String,
    pub intent: Option<String>,
    pub status: String,
    pub rank: i16,
    pub reason: Option<String>,
    pub amount: Amount,
    pub currency: String,
    /// What has left the account for it, as far as it was told.
    pub withdrawn: Amount,
    /// What has come back.
    pub reinstated: Amount,
    pub evidence_due: Option<DateTime<Utc>>,
}

/// A payment method is being kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Setup {
    pub reference: String,
    pub status: String,
    pub rank: i16,
    pub customer: Option<String>,
    pub method: Option<String>,
    pub failure: Option<Failure>,
    pub labels: Labels,
    pub data: Data,
}

/// A payment method that is kept. Nothing else of a card is ever read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    pub reference: String,
    /// Nobody: it is forgotten.
    pub customer: Option<String>,
    pub kind: String,
    pub brand: Option<String>,
    pub last4: Option<String>,
    pub exp_month: Option<i16>,
    pub exp_year: Option<i16>,
    /// SHA-256 of the provider's fingerprint.
    pub fingerprint: Option<[u8; 32]>,
    pub is_detached: bool,
}

/// A customer as the provider knows him; nothing personal is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    pub reference: String,
    pub is_deleted: bool,
    pub default_method: Option<String>,
    pub labels: Labels,
}

/// Whose account it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub reference: String,
    /// Whether it may take money yet.
    pub can_charge: bool,
}

/// A subscription.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscription {
    pub reference: String,
    pub status: String,
    pub rank: i16,
    pub customer: Option<String>,
    /// The first item of it.
    pub item: Option<String>,
    pub price: Option<String>,
    pub quantity: Option<i64>,
    pub cancel_at_period_end: bool,
    pub cancel_at: Option<DateTime<Utc>>,
    pub canceled_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub trial_ends_at: Option<DateTime<Utc>>,
    /// Nothing is charged for now, though it runs.
    pub is_paused: bool,
    /// Until then, if anybody said.
    pub resumes_at: Option<DateTime<Utc>>,
    /// Its trial waits for a card: nobody has left one yet.
    pub needs_method: bool,
    pub period: Option<(DateTime<Utc>, DateTime<Utc>)>,
    pub latest_invoice: Option<String>,
    pub labels: Labels,
    /// With the client secret of the first bill, where it was asked for.
    pub data: Data,
}

impl Subscription {
    /// Whether it is over for good.
    pub fn is_over(&self) -> bool {
        self.rank >= 100
    }
}

/// Whole periods that a bill charges: no shares of one, nothing that is free, and before what is taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bought {
    pub price: Option<String>,
    pub quantity: i64,
}

/// A bill of a subscription.
#[derive(Clone, PartialEq)]
pub struct Invoice {
    pub reference: String,
    pub number: Option<String>,
    pub status: String,
    pub rank: i16,
    pub customer: Option<String>,
    pub subscription: Option<String>,
    pub reason: Option<String>,
    pub currency: String,
    pub due: Amount,
    pub paid: Amount,
    pub bought: Vec<Bought>,
    /// How often it was tried to be paid.
    pub attempts: i64,
    pub period: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// The provider's page on which it is paid. Whoever has it sees the bill, so `Debug` keeps it to itself.
    pub page: Option<String>,
    /// What paid it; told by those who ask for the bill, and by no event. None that paid a bill is one that was paid elsewhere.
    pub intent: Option<String>,
    /// What we wrote beside its subscription.
    pub labels: Labels,
}

impl std::fmt::Debug for Invoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Invoice");
        shown
            .field("reference", &self.reference)
            .field("status", &self.status)
            .field("due", &self.due)
            .field("paid", &self.paid)
            .field("bought", &self.bought);
        shown.field("currency", &self.currency).field("subscription", &self.subscription).field("reason", &self.reason);
        shown.field("attempts", &self.attempts).field("labels", &self.labels).finish_non_exhaustive()
    }
}

/// A price of a subscription.
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    pub reference: String,
    pub is_active: bool,
    pub amount: Option<Amount>,
    pub currency: String,
    pub labels: Labels,
}

/// A page of the provider's on which somebody pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkout {
    pub reference: String,
    pub status: Option<String>,
    /// `unpaid` though it is complete: a delayed method.
    pub payment_status: Option<String>,
    pub intent: Option<String>,
    pub subscription: Option<String>,
    pub labels: Labels,
}

/// A bank believes that a payment was fraud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub reference: String,
    pub intent: Option<String>,
    pub charge: Option<String>,
    pub kind: Option<String>,
    pub is_actionable: bool,
}

/// Somebody at the shop is to look at a payment, or has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub reference: String,
    pub intent: Option<String>,
    pub is_open: bool,
    pub reason: Option<String>,
}
