//! What Stripe.js asks of an intent.

use axum::{
    Json,
    extract::{Path, State as Extract},
};
use bytes::Bytes;
use http::Uri;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{account, known, read};
use crate::{Double, error::Refused, world::objects::Intent};

type Answer = Result<Json<Value>, Refused>;

/// What is told without a secret key.
fn shown(intent: &Intent) -> Value {
    json!({
        "id": intent.id, "object": "payment_intent", "amount": intent.amount, "currency": intent.currency,
        "client_secret": intent.client_secret, "capture_method": intent.capture_method, "status": intent.status,
        "last_payment_error": intent.last_payment_error, "next_action": intent.next_action,
        "payment_method": intent.payment_method,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    key: String,
    client_secret: String,
}

pub(super) async fn retrieve(Extract(double): Extract<Double>, Path(id): Path<String>, uri: Uri) -> Answer {
    let asked: Asked = read(uri.query().unwrap_or_default().as_bytes())?;
    let account = account(&asked.key)?;
    double.change(|state| known(state.world(&account), &id, &asked.client_secret).map(shown).map(Json))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Confirm {
    key: String,
    client_secret: String,
    number: String,
    cvc: String,
    return_url: String,
}

pub(super) async fn confirm(Extract(double): Extract<Double>, Path(id): Path<String>, body: Bytes) -> Answer {
    let said: Confirm = read(&body)?;
    let account = account(&said.key)?;
    if !said.return_url.starts_with("https://") && !said.return_url.starts_with("http://") {
        return Err(Refused::invalid("A return_url that is an address is required.").param("return_url"));
    }
    if said.cvc.len() < 3 || !said.cvc.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(Refused::card("invalid_cvc", None, "Your card's security code is invalid."));
    }
    double.change(|state| {
        let world = state.world(&account);
        known(world, &id, &said.client_secret)?;
        let digits: String = said.number.chars().filter(char::is_ascii_digit).collect();
        let done = world.confirm(&id, Some(&digits), false);
        let intent = world.intent(&id).map(|intent| shown(intent));
        state.told();
        match done {
            Err(no) if no.error.get("code").is_some_and(|code| code == "resource_missing") => {
                Err(Refused::card("incorrect_number", None, "Your card number is incorrect."))
            }
            done => done.and(intent).map(Json),
        }
    })
}
