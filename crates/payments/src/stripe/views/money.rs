//! Intents, charges, refunds, disputes.

use money::Amount;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Error, at, id, labels};
use crate::{Data, Fact, Failure, Labels, Session, rank, stripe::currency::from_minor};

#[derive(Deserialize)]
pub(super) struct Intent {
    id: String,
    status: String,
    amount: i64,
    currency: String,
    #[serde(default)]
    amount_capturable: i64,
    #[serde(default)]
    amount_received: i64,
    client_secret: Option<String>,
    capture_method: Option<String>,
    #[serde(default, deserialize_with = "id")]
    customer: Option<String>,
    #[serde(default, deserialize_with = "id")]
    payment_method: Option<String>,
    #[serde(default, deserialize_with = "id")]
    latest_charge: Option<String>,
    last_payment_error: Option<Error>,
    #[serde(default, deserialize_with = "labels")]
    metadata: Labels,
}

impl From<Intent> for Fact {
    fn from(it: Intent) -> Self {
        let failure = it.last_payment_error.map(Failure::from);
        let data = projection(
            json!({
                "id": it.id, "client_secret": it.client_secret, "status": it.status, "amount": it.amount,
                "currency": it.currency, "capture_method": it.capture_method,
            }),
            "last_payment_error",
            failure.as_ref(),
        );
        Self::Session(Session {
            rank: rank::session(&it.status),
            amount: from_minor(it.amount, &it.currency),
            capturable: from_minor(it.amount_capturable, &it.currency),
            received: from_minor(it.amount_received, &it.currency),
            reference: it.id,
            status: it.status,
            currency: it.currency,
            customer: it.customer,
            method: it.payment_method,
            charge: it.latest_charge,
            failure,
            labels: it.metadata,
            data,
        })
    }
}

/// Always the same keys, so that laying one over another forgets nothing; but an error that is over goes.
pub(super) fn projection(object: Value, error: &str, failure: Option<&Failure>) -> Data {
    let mut data = match object {
        Value::Object(data) => data,
        _ => Map::new(),
    };
    data.retain(|key, value| key != "client_secret" || !value.is_null());
    let failure = failure.map(|it| json!({ "code": it.code, "decline_code": it.decline_code, "message": it.message }));
    data.insert(error.to_owned(), failure.unwrap_or(Value::Null));
    Data(data)
}

#[derive(Deserialize)]
pub(super) struct Charge {
    id: String,
    status: String,
    currency: String,
    #[serde(default)]
    amount_captured: i64,
    #[serde(default)]
    amount_refunded: i64,
    #[serde(default)]
    disputed: bool,
    #[serde(default, deserialize_with = "id")]
    payment_intent: Option<String>,
}

impl From<Charge> for Fact {
    fn from(it: Charge) -> Self {
        Self::Charge(crate::Charge {
            captured: from_minor(it.amount_captured, &it.currency),
            refunded: from_minor(it.amount_refunded, &it.currency),
            reference: it.id,
            intent: it.payment_intent,
            status: it.status,
            currency: it.currency,
            disputed: it.disputed,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Refund {
    id: String,
    amount: i64,
    currency: String,
    status: Option<String>,
    failure_reason: Option<String>,
    #[serde(default, deserialize_with = "id")]
    payment_intent: Option<String>,
    #[serde(default, deserialize_with = "labels")]
    metadata: Labels,
}

impl From<Refund> for Fact {
    fn from(it: Refund) -> Self {
        // Stripe calls it nullable; a refund of which nothing is said is under way.
        let status = it.status.unwrap_or_else(|| "pending".to_owned());
        Self::Refund(crate::Refund {
            rank: rank::refund(&status),
            amount: from_minor(it.amount, &it.currency),
            reference: it.id,
            intent: it.payment_intent,
            status,
            currency: it.currency,
            failure: it.failure_reason,
            labels: it.metadata,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Dispute {
    id: String,
    amount: i64,
    currency: String,
    status: String,
    reason: Option<String>,
    evidence_details: Option<Evidence>,
    #[serde(default, deserialize_with = "id")]
    payment_intent: Option<String>,
}

#[derive(Deserialize)]
struct Evidence {
    due_by: Option<i64>,
}

impl From<Dispute> for Fact {
    fn from(it: Dispute) -> Self {
        Self::Dispute(crate::Dispute {
            rank: rank::dispute(&it.status),
            amount: from_minor(it.amount, &it.currency),
            reference: it.id,
            intent: it.payment_intent,
            status: it.status,
            reason: it.reason,
            currency: it.currency,
            // Told by events of their own.
            withdrawn: Amount::zero(),
            reinstated: Amount::zero(),
            evidence_due: at(it.evidence_details.and_then(|evidence| evidence.due_by)),
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Warning {
    id: String,
    #[serde(default)]
    actionable: bool,
    fraud_type: Option<String>,
    #[serde(default, deserialize_with = "id")]
    charge: Option<String>,
    #[serde(default, deserialize_with = "id")]
    payment_intent: Option<String>,
}

impl From<Warning> for Fact {
    fn from(it: Warning) -> Self {
        Self::Warning(crate::Warning {
            reference: it.id,
            intent: it.payment_intent,
            charge: it.charge,
            kind: it.fraud_type,
            is_actionable: it.actionable,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Review {
    id: String,
    #[serde(default)]
    open: bool,
    reason: Option<String>,
    #[serde(default, deserialize_with = "id")]
    payment_intent: Option<String>,
}

impl From<Review> for Fact {
    fn from(it: Review) -> Self {
        Self::Review(crate::Review { reference: it.id, intent: it.payment_intent, is_open: it.open, reason: it.reason })
    }
}
