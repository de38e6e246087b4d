//! Events: the envelope of each, and what those say that concern us. The table is closed: what is not in it is kept and
//! ignored.

use chrono::{DateTime, Utc};
use money::Amount;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{Dispute, Envelope, Fact, Reading, Told, stripe::views};

/// How an event is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// Its object says it all.
    Object(&'static str),
    /// The object is gone.
    Gone(&'static str),
    /// The dispute's money has left the account.
    Withdrawn,
    /// It is back.
    Reinstated,
    /// There is nothing to do.
    Noted,
}

use Reader::{Gone, Noted, Object, Reinstated, Withdrawn};

const INTENT: Reader = Object("payment_intent");
const CHARGE: Reader = Object("charge");
const REFUND: Reader = Object("refund");
const DISPUTE: Reader = Object("dispute");
const SETUP: Reader = Object("setup_intent");
const METHOD: Reader = Object("payment_method");
const SUBSCRIPTION: Reader = Object("subscription");
const INVOICE: Reader = Object("invoice");
const CHECKOUT: Reader = Object("checkout.session");
const REVIEW: Reader = Object("review");

const READERS: &[(&str, Reader)] = &[
    ("charge.captured", CHARGE),
    ("charge.dispute.closed", DISPUTE),
    ("charge.dispute.created", DISPUTE),
    ("charge.dispute.funds_reinstated", Reinstated),
    ("charge.dispute.funds_withdrawn", Withdrawn),
    ("charge.dispute.updated", DISPUTE),
    ("charge.expired", CHARGE),
    ("charge.failed", CHARGE),
    ("charge.pending", CHARGE),
    ("charge.refund.updated", REFUND),
    ("charge.refunded", CHARGE),
    ("charge.succeeded", CHARGE),
    ("charge.updated", CHARGE),
    ("checkout.session.async_payment_failed", CHECKOUT),
    ("checkout.session.async_payment_succeeded", CHECKOUT),
    ("checkout.session.completed", CHECKOUT),
    ("checkout.session.expired", CHECKOUT),
    ("customer.created", Object("customer")),
    ("customer.deleted", Gone("customer")),
    ("customer.subscription.created", SUBSCRIPTION),
    ("customer.subscription.deleted", SUBSCRIPTION),
    ("customer.subscription.paused", SUBSCRIPTION),
    ("customer.subscription.pending_update_applied", SUBSCRIPTION),
    ("customer.subscription.pending_update_expired", SUBSCRIPTION),
    ("customer.subscription.resumed", SUBSCRIPTION),
    ("customer.subscription.trial_will_end", SUBSCRIPTION),
    ("customer.subscription.updated", SUBSCRIPTION),
    ("customer.updated", Object("customer")),
    ("invoice.created", INVOICE),
    ("invoice.deleted", Noted),
    ("invoice.finalization_failed", INVOICE),
    ("invoice.finalized", INVOICE),
    ("invoice.marked_uncollectible", INVOICE),
    ("invoice.overdue", INVOICE),
    ("invoice.paid", INVOICE),
    ("invoice.payment_action_required", INVOICE),
    ("invoice.payment_failed", INVOICE),
    ("invoice.payment_succeeded", INVOICE),
    // Of what will be, there is no object yet.
    ("invoice.upcoming", Noted),
    ("invoice.updated", INVOICE),
    ("invoice.voided", INVOICE),
    ("payment_intent.amount_capturable_updated", INTENT),
    ("payment_intent.canceled", INTENT),
    ("payment_intent.created", INTENT),
    ("payment_intent.partially_funded", INTENT),
    ("payment_intent.payment_failed", INTENT),
    ("payment_intent.processing", INTENT),
    ("payment_intent.requires_action", INTENT),
    ("payment_intent.succeeded", INTENT),
    ("payment_method.attached", METHOD),
    ("payment_method.automatically_updated", METHOD),
    ("payment_method.detached", METHOD),
    ("payment_method.updated", METHOD),
    ("payout.canceled", Noted),
    ("payout.created", Noted),
    ("payout.failed", Noted),
    ("payout.paid", Noted),
    ("payout.reconciliation_completed", Noted),
    ("payout.updated", Noted),
    ("price.created", Object("price")),
    ("price.deleted", Gone("price")),
    ("price.updated", Object("price")),
    ("product.created", Noted),
    ("product.deleted", Noted),
    ("product.updated", Noted),
    ("radar.early_fraud_warning.created", Object("radar.early_fraud_warning")),
    ("radar.early_fraud_warning.updated", Object("radar.early_fraud_warning")),
    ("refund.created", REFUND),
    ("refund.failed", REFUND),
    ("refund.updated", REFUND),
    ("review.closed", REVIEW),
    ("review.opened", REVIEW),
    ("setup_intent.canceled", SETUP),
    ("setup_intent.created", SETUP),
    ("setup_intent.requires_action", SETUP),
    ("setup_intent.setup_failed", SETUP),
    ("setup_intent.succeeded", SETUP),
];

/// The types that are read, in order: what a webhook address subscribes to.
pub const TYPES: [&str; READERS.len()] = {
    let mut types = [""; READERS.len()];
    let mut at = 0;
    while at < READERS.len() {
        types[at] = READERS[at].0;
        at += 1;
    }
    types
};

#[derive(Deserialize)]
struct Event<'a> {
    id: String,
    object: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    created: When,
    api_version: Option<String>,
    livemode: Option<bool>,
    account: Option<String>,
    #[serde(borrow)]
    data: Option<Payload<'a>>,
    /// Of a thin event, which brings no object.
    related_object: Option<Related>,
    #[serde(rename = "snapshot_event")]
    snapshot: Option<String>,
}

#[derive(Deserialize)]
struct Payload<'a> {
    #[serde(borrow)]
    object: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Related {
    id: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Named {
    id: Option<String>,
    object: Option<String>,
}

/// Seconds; thin events write the time out, more finely than their snapshots know it.
#[derive(Deserialize)]
#[serde(untagged)]
enum When {
    Seconds(i64),
    Written(DateTime<Utc>),
}

impl When {
    fn at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Seconds(seconds) => DateTime::from_timestamp(*seconds, 0),
            Self::Written(at) => DateTime::from_timestamp(at.timestamp(), 0),
        }
    }
}

/// The envelope, if the bytes are an event at all.
pub(super) fn envelope(body: &[u8]) -> Option<Envelope> {
    let event: Event<'_> = serde_json::from_slice(body).ok()?;
    let is_event = matches!(event.object.as_deref(), Some("event" | "v2.core.event"));
    let fits = |text: &str| !text.is_empty() && text.len() <= 255 && !text.contains('\0');
    let short = |text: Option<String>| text.filter(|text| fits(text));
    let object = event.data.and_then(|data| data.object).and_then(|raw| serde_json::from_str::<Named>(raw.get()).ok());
    let (object, object_kind) = match (object, event.related_object) {
        (Some(named), _) => (named.id, named.object),
        (None, Some(related)) => (Some(related.id), related.kind),
        (None, None) => (None, None),
    };
    let id = event.snapshot.unwrap_or(event.id);
    (is_event && fits(&id) && fits(&event.kind)).then_some(())?;
    Some(Envelope {
        event: id,
        kind: event.kind,
        object: short(object),
        object_kind: short(object_kind),
        account: short(event.account),
        api_version: short(event.api_version).filter(|version| version.len() <= 60),
        is_live: event.livemode,
        created: event.created.at()?,
    })
}

/// What an event says.
pub(super) fn read(body: &[u8]) -> Reading {
    let event: Event<'_> = match serde_json::from_slice(body) {
        Ok(event) => event,
        // serde quotes what it found, and nobody knows what that was.
        Err(error) => {
            return Reading::Unreadable(format!("no event, at line {} column {}", error.line(), error.column()));
        }
    };
    let Some(at) = event.created.at() else { return Reading::Unreadable("it happened at no time".to_owned()) };
    let id = event.snapshot.unwrap_or(event.id);
    let told = |fact| Reading::Facts(vec![Told { event: id.clone(), at, fact }]);
    if let Some(kind) = event.kind.strip_prefix("v1.") {
        // A thin event says that something is so, and not what.
        return match (reader(kind), event.related_object) {
            (Some(Noted) | None, _) => Reading::Ignored,
            (Some(_), Some(related)) => {
                told(Fact::Changed { kind: related.kind.unwrap_or_default(), reference: related.id })
            }
            (Some(_), None) => Reading::Unreadable("a thin event of nothing".to_owned()),
        };
    }
    let Some(reader) = reader(&event.kind) else { return Reading::Ignored };
    if reader == Noted {
        return Reading::Noted;
    }
    let Some(object) = event.data.and_then(|data| data.object) else {
        return Reading::Unreadable("an event of nothing".to_owned());
    };
    match fact(reader, object.get().as_bytes()) {
        Some(fact) => told(fact),
        None => Reading::Unreadable(format!("the object of {} cannot be read", event.kind)),
    }
}

fn reader(kind: &str) -> Option<Reader> {
    READERS.iter().find(|(known, _)| *known == kind).map(|(_, reader)| *reader)
}

fn fact(reader: Reader, object: &[u8]) -> Option<Fact> {
    match reader {
        Object(kind) => views::fact_of(kind, object),
        Gone(kind) => match views::fact_of(kind, object)? {
            Fact::Customer(customer) => Some(Fact::Customer(crate::Customer { is_deleted: true, ..customer })),
            Fact::Price(price) => Some(Fact::Price(crate::Price { is_active: false, ..price })),
            other => Some(other),
        },
        Withdrawn => moved(object, |dispute, amount| dispute.withdrawn = amount),
        Reinstated => moved(object, |dispute, amount| dispute.reinstated = amount),
        Noted => None,
    }
}

fn moved(object: &[u8], set: impl FnOnce(&mut Dispute, Amount)) -> Option<Fact> {
    let Fact::Dispute(mut dispute) = views::fact_of("dispute", object)? else { return None };
    let amount = dispute.amount.clone();
    set(&mut dispute, amount);
    Some(Fact::Dispute(dispute))
}
