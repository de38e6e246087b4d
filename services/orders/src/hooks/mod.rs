//! `POST /hooks/payment/{provider}`: what payment providers tell.
//!
//! An event is verified over its raw bytes, kept (`intake`), and answered; it is worked on by a job (`payment::work`). What is kept
//! here is never lost: 200 is said when it is durable.

mod crowds;
mod intake;
mod of_account;
mod rows;

use axum::{
    body::{Body, to_bytes},
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use http::{HeaderMap, StatusCode};
use payments::{NotTaken, Provider, stripe::MAX_BODY};
use resource::admin::respond;
use serde_json::json;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{ApiError, ErrorBody, Kind};

pub(crate) use intake::Intake;
pub(crate) use rows::keep_all;

use self::intake::Told;
use crate::payment::{
    Desk,
    accounts::{OWN, Opened},
    work,
};

/// The routes, which know their own callers.
pub(crate) fn router() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(take)).routes(routes!(of_account::take))
}

/// An event, as far as it is looked at before it is kept.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only its documentation is used")]
struct Event {
    /// The event's id: told again, it is kept once.
    id: String,
    /// `event`.
    object: String,
    /// What happened.
    r#type: String,
    /// When, in seconds since 1970.
    created: i64,
    /// The object that it happened to.
    data: serde_json::Map<String, serde_json::Value>,
}

/// Headers that are kept for whoever looks into a delivery; nothing in them opens anything.
const KEPT: [&str; 3] = ["user-agent", "content-type", "stripe-signature"];

/// Take an event of a payment provider. The same event told again is answered alike, and kept once.
#[utoipa::path(
    post,
    path = "/hooks/payment/{provider}",
    tag = "Webhooks",
    operation_id = "take_payment_webhook",
    params(
        ("provider" = String, Path, description = "The provider, without `pp_`.", example = "stripe_stripe"),
        ("stripe-signature" = String, Header, description = "Time and HMAC-SHA256 of the raw body, as <https://docs.stripe.com/webhooks/signature> has it.",
            example = "t=1763800000,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd"),
    ),
    request_body(content = inline(Event), description = "The event, as the provider sent it; at most 1 MiB.", example = json!({
        "id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "created": 1_763_800_000, "data": {"object": {"id": "pi_1", "object": "payment_intent"}}
    })),
    security(()),
    responses(
        (status = 200, description = "It is kept.", body = Object, example = json!({"received": true})),
        (status = 400, description = "It is not signed by the provider, signed too long ago, or no event.", body = ErrorBody),
        (status = 404, description = "There is no such provider here.", body = ErrorBody),
        (status = 413, description = "It has more bytes than an event has.", body = ErrorBody),
        (status = 500, description = "A bug of ours.", body = ErrorBody),
        (status = 503, description = "The database is away, or too much waits to be kept: tell it again later.", body = ErrorBody),
    )
)]
async fn take(
    State(desk): State<Desk>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let Path(name) = path?;
    let missing = || ApiError::missing("Payment provider", &name);
    let provider = desk.of_hook(&name).filter(|_| desk.has_own()).ok_or_else(missing)?;
    let of = desk.open(OWN).await?;
    receive(&desk, provider.as_ref(), &of, &headers, body).await
}

/// Verifies an event with the secrets of an account, and keeps it.
async fn receive(
    desk: &Desk,
    provider: &dyn Provider,
    of: &Opened,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let bytes = to_bytes(body, MAX_BODY + 1).await.map_err(|_| too_large())?;
    let now = desk.db().clock().now().timestamp();
    let envelope = provider.verify(headers, &bytes, &of.secrets, now).map_err(not_taken)?;
    if of.id != OWN {
        desk.intake().crowds().refuse(desk.db(), of, bytes.len()).await?;
    }
    let kept = KEPT.iter().filter_map(|name| Some(((*name).to_owned(), headers.get(*name)?.to_str().ok()?.into())));
    let kept: serde_json::Map<String, serde_json::Value> = kept.collect();
    let told = Told { shop: of.shop, endpoint: of.id, envelope, headers: json!(kept).to_string(), body: bytes };
    if desk.intake().keep(told).await? {
        work::ring(desk);
    }
    Ok(respond(br#"{"received":true}"#.to_vec()))
}

fn not_taken(why: NotTaken) -> ApiError {
    match why {
        NotTaken::TooLarge => too_large(),
        why => ApiError::invalid_data(format!("The webhook is not taken: {why}")),
    }
}

fn too_large() -> ApiError {
    let words = format!("The webhook is not taken: it has more than {MAX_BODY} bytes");
    ApiError::new(Kind::TooLarge(StatusCode::PAYLOAD_TOO_LARGE), words)
}
