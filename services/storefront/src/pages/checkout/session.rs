//! `POST /checkout/session`: what the form for cards asks before somebody pays, and again as he pays. Asked twice, it is the same try.
//!
//! It answers JSON: what the browser pays with, or `to`, where the shopper has to go instead, or `problem`, in words.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use super::{Found, Step, bought, find, nothing};
use crate::{
    client::Trouble,
    front::Front,
    model::{Address, Cart, PaymentSession, STRIPE},
    pages::cart::words,
    visit::{Form, Visit},
};

pub(in crate::pages) async fn session(State(front): State<Front>, visit: Visit, form: Form) -> Response {
    let mut response = match answer(&front, &visit, &form).await {
        Ok(response) => response,
        Err(trouble) => told(&front, &visit, trouble),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn answer(front: &Front, visit: &Visit, form: &Form) -> Result<Response, Trouble> {
    let cart = match find(front, visit).await? {
        Found::Open(cart) => cart,
        Found::Bought(order) => return Ok(instead(bought(front, visit, &order))),
        Found::Nothing => return Ok(instead(nothing(visit))),
    };
    if cart.is_paid() {
        return Ok(to("/checkout/return"));
    }
    // Nobody is charged a sum that he does not see, nor for what has no address yet.
    if Step::next_of(&cart) != Step::Payment || !cart.total.is_some() {
        return Ok(to("/checkout"));
    }
    if form.text("total") != cart.total.plain() {
        return Ok(to("/checkout?said=prices"));
    }
    let open = |session: &&PaymentSession| session.is_open_for(&cart.total);
    if let Some(session) = cart.by_card().filter(open) {
        return Ok(given(visit, &cart, session));
    }
    let begun = front.store.of(visit).begin_to_pay(&cart.id, STRIPE).await?;
    match begun.by_card() {
        Some(session) if session.is_open_for(&cart.total) => Ok(given(visit, &cart, session)),
        Some(session) if session.data.publishable_key.is_none() => {
            tracing::error!("the account at Stripe has no publishable key: cards cannot be taken");
            Ok(problem(StatusCode::CONFLICT, &visit.say(front, "payment.no_key")))
        }
        _ => Ok(to("/checkout?said=prices")),
    }
}

/// What the browser pays with, and what Stripe need not ask again.
fn given(visit: &Visit, cart: &Cart, session: &PaymentSession) -> Response {
    let address = cart.shipping_address.clone().unwrap_or_default();
    let Address {
        first_name, last_name, address_1, address_2, postal_code, city, province, country_code, phone, ..
    } = address;
    let names: Vec<String> = [first_name, last_name].into_iter().flatten().collect();
    let details = json!({
        "name": names.join(" "), "email": cart.email, "phone": phone,
        "address": {
            "line1": address_1, "line2": address_2, "postal_code": postal_code, "city": city, "state": province,
            "country": country_code.map(|code| code.to_uppercase()),
        },
    });
    let body = json!({
        "client_secret": session.data.client_secret, "publishable_key": session.data.publishable_key,
        "locale": &*visit.locale, "billing_details": known(details),
    });
    Json(body).into_response()
}

/// Without what nobody has said: Stripe takes texts.
fn known(mut said: Value) -> Value {
    if let Value::Object(fields) = &mut said {
        for field in fields.values_mut() {
            *field = known(field.take());
        }
        fields.retain(|_, value| !value.is_null() && value != "");
    }
    said
}

fn to(path: &str) -> Response {
    Json(json!({ "to": path })).into_response()
}

/// A script is told where a browser would be led, with the cookies that it would get.
fn instead(response: Response) -> Response {
    let (mut parts, _) = response.into_parts();
    let place = parts.headers.remove(header::LOCATION);
    let mut answer = to(place.as_ref().and_then(|place| place.to_str().ok()).unwrap_or("/cart"));
    for cookie in parts.headers.get_all(header::SET_COOKIE) {
        answer.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    answer
}

fn problem(status: StatusCode, words: &str) -> Response {
    (status, Json(json!({ "problem": words }))).into_response()
}

/// What goes wrong, for a script.
fn told(front: &Front, visit: &Visit, trouble: Trouble) -> Response {
    let say = |key: &str| visit.say(front, key);
    match trouble {
        Trouble::SignIn => to("/checkout"),
        Trouble::Refused(refusal) if refusal.message.starts_with("The prices of the cart have changed") => {
            to("/checkout?said=prices")
        }
        Trouble::Refused(refusal) => {
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST);
            problem(status, &words(front, visit, &refusal))
        }
        Trouble::Away { .. } => problem(StatusCode::SERVICE_UNAVAILABLE, &say("payment.away")),
        other => {
            tracing::error!(request_id = visit.request_id, cause = %other, "nobody could begin to pay by card");
            problem(other.status(), &say("payment.broken"))
        }
    }
}
