//! `/js`: Stripe.js as pages load it, and what it asks: by a publishable key and the client secret of an intent, from any origin.
//!
//! The key of an account is that of its secret one: `pk_test_double0000000000` of `sk_test_double0000000000`. Numbers of cards are
//! typed into the page itself, for there is no other origin to have a frame of.

mod intents;
mod secure;

use axum::{
    Router,
    middleware::map_response,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderValue, header};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::form_urlencoded;

use crate::{
    Double,
    error::Refused,
    world::{World, objects::Intent},
};

const SCRIPT: &str = include_str!("stripe.js");

pub(crate) fn router(double: Double) -> Router {
    Router::new()
        .route("/js/stripe.js", get(script))
        .route("/js/payment_intents/{id}", get(intents::retrieve))
        .route("/js/payment_intents/{id}/confirm", post(intents::confirm))
        .route("/js/3ds", get(secure::ask).post(secure::answer))
        .layer(map_response(open_to_all))
        .with_state(double)
}

async fn open_to_all(mut response: Response) -> Response {
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT).into_response()
}

/// What a form or a query says; what is not known is refused by name.
fn read<T: DeserializeOwned>(encoded: &[u8]) -> Result<T, Refused> {
    let fields =
        form_urlencoded::parse(encoded).map(|(name, value)| (name.into_owned(), Value::from(value.into_owned())));
    serde_json::from_value(Value::Object(fields.collect())).map_err(|error| Refused::invalid(error.to_string()))
}

/// The account of a publishable key.
fn account(key: &str) -> Result<String, Refused> {
    if key.starts_with("sk_") {
        let message = "This API call cannot be made with a secret API key. Please use a publishable API key.";
        return Err(Refused::unauthorized(message));
    }
    let rest = key.strip_prefix("pk_test_").filter(|rest| rest.len() >= 4);
    let rest = rest.filter(|rest| rest.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_'));
    let shown: String = key.chars().take(8).collect();
    rest.map(|rest| format!("sk_test_{rest}"))
        .ok_or_else(|| Refused::unauthorized(format!("Invalid API Key provided: {shown}****")))
}

/// The intent, as whoever knows its secret sees it.
fn known<'a>(world: &'a mut World, id: &str, secret: &str) -> Result<&'a Intent, Refused> {
    let intent = world.intent(id)?;
    if intent.client_secret != secret {
        let message = "The client_secret provided does not match the client_secret associated with the PaymentIntent.";
        return Err(Refused::invalid(message).code("payment_intent_client_secret_mismatch").param("client_secret"));
    }
    Ok(intent)
}
