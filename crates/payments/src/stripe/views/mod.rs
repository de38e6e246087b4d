//! Stripe's objects, as little of them as is needed. Fields that are missing are missing, those that are new are not seen,
//! and words that are not known stay words.

mod billing;
mod money;
mod people;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

use super::api::CARD;
use crate::{Fact, Failure, Labels};

#[derive(Deserialize)]
struct Any {
    object: String,
}

/// What an object says, if it is of a kind that is read.
pub(super) fn fact(body: &[u8]) -> Option<Fact> {
    let any: Any = serde_json::from_slice(body).ok()?;
    fact_of(&any.object, body)
}

pub(super) fn fact_of(kind: &str, body: &[u8]) -> Option<Fact> {
    fn read<'a, T: Deserialize<'a> + Into<Fact>>(body: &'a [u8]) -> Option<Fact> {
        serde_json::from_slice::<T>(body).ok().map(Into::into)
    }
    let fact = match kind {
        "payment_intent" => read::<money::Intent>(body),
        "charge" => read::<money::Charge>(body),
        "refund" => read::<money::Refund>(body),
        "dispute" => read::<money::Dispute>(body),
        "radar.early_fraud_warning" => read::<money::Warning>(body),
        "review" => read::<money::Review>(body),
        "setup_intent" => read::<people::Setup>(body),
        "payment_method" => read::<people::Method>(body),
        "customer" => read::<people::Customer>(body),
        "account" => read::<people::Holder>(body),
        "subscription" => read::<billing::Subscription>(body),
        "invoice" => read::<billing::Invoice>(body),
        "price" => read::<billing::Price>(body),
        "checkout.session" => read::<billing::Checkout>(body),
        _ => None,
    }?;
    // By its reference all else is found.
    let (_, reference) = fact.of();
    ((1..=255).contains(&reference.len()) && !reference.contains('\0')).then_some(fact)
}

/// An id, or the object that it names.
#[derive(Deserialize)]
#[serde(untagged)]
enum IdOr<T> {
    Id(String),
    Object(T),
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

/// The id of what is named or shown.
fn id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let said = Option::<IdOr<Named>>::deserialize(from)?;
    Ok(said.map(|said| match said {
        IdOr::Id(id) | IdOr::Object(Named { id }) => id,
    }))
}

/// Labels; `null` is none.
fn labels<'de, D: Deserializer<'de>>(from: D) -> Result<Labels, D::Error> {
    Option::<BTreeMap<String, String>>::deserialize(from).map(Option::unwrap_or_default)
}

#[derive(Deserialize)]
struct Error {
    #[serde(rename = "type")]
    kind: Option<String>,
    code: Option<String>,
    decline_code: Option<String>,
    message: Option<String>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            is_card: error.kind.as_deref() == Some(CARD),
            code: error.code.or(error.kind).unwrap_or_default(),
            decline_code: error.decline_code,
            message: error.message.unwrap_or_default(),
            param: None,
        }
    }
}

fn at(seconds: Option<i64>) -> Option<DateTime<Utc>> {
    seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0))
}
