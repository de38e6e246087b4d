//! Customers, what is kept for them, and how it comes to be kept.

use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Error, id, labels, money::projection};
use crate::{Fact, Failure, Labels, rank};

#[derive(Deserialize)]
pub(super) struct Setup {
    id: String,
    status: String,
    client_secret: Option<String>,
    #[serde(default, deserialize_with = "id")]
    customer: Option<String>,
    #[serde(default, deserialize_with = "id")]
    payment_method: Option<String>,
    last_setup_error: Option<Error>,
    #[serde(default, deserialize_with = "labels")]
    metadata: Labels,
}

impl From<Setup> for Fact {
    fn from(it: Setup) -> Self {
        let failure = it.last_setup_error.map(Failure::from);
        let shown = json!({ "id": it.id, "client_secret": it.client_secret, "status": it.status });
        Self::Setup(crate::Setup {
            data: projection(shown, "last_setup_error", failure.as_ref()),
            rank: rank::session(&it.status),
            reference: it.id,
            status: it.status,
            customer: it.customer,
            method: it.payment_method,
            failure,
            labels: it.metadata,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Method {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, deserialize_with = "id")]
    customer: Option<String>,
    card: Option<Card>,
    sepa_debit: Option<Card>,
}

#[derive(Deserialize, Default)]
struct Card {
    brand: Option<String>,
    last4: Option<String>,
    exp_month: Option<i16>,
    exp_year: Option<i16>,
    fingerprint: Option<String>,
}

impl From<Method> for Fact {
    fn from(it: Method) -> Self {
        let card = it.card.or(it.sepa_debit).unwrap_or_default();
        Self::Method(crate::Method {
            reference: it.id,
            is_detached: it.customer.is_none(),
            customer: it.customer,
            kind: it.kind,
            brand: card.brand,
            last4: card.last4.filter(|last4| last4.len() == 4 && last4.bytes().all(|digit| digit.is_ascii_digit())),
            exp_month: card.exp_month,
            exp_year: card.exp_year,
            fingerprint: card.fingerprint.map(|print| Sha256::digest(print.as_bytes()).into()),
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Customer {
    id: String,
    #[serde(default)]
    deleted: bool,
    invoice_settings: Option<Settings>,
    #[serde(default, deserialize_with = "labels")]
    metadata: Labels,
}

#[derive(Deserialize)]
pub(super) struct Holder {
    id: String,
    #[serde(default)]
    charges_enabled: bool,
}

impl From<Holder> for Fact {
    fn from(it: Holder) -> Self {
        Self::Account(crate::Holder { reference: it.id, can_charge: it.charges_enabled })
    }
}

#[derive(Deserialize)]
struct Settings {
    #[serde(default, deserialize_with = "id")]
    default_payment_method: Option<String>,
}

impl From<Customer> for Fact {
    fn from(it: Customer) -> Self {
        Self::Customer(crate::Customer {
            reference: it.id,
            is_deleted: it.deleted,
            default_method: it.invoice_settings.and_then(|settings| settings.default_payment_method),
            labels: it.metadata,
        })
    }
}
