//! `POST /hooks/payment/{provider}/{account}`: what the account of a shop tells, signed with its own secrets.

use axum::{
    body::Body,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::PaymentAccountId;
use http::HeaderMap;
use web::{ApiError, ErrorBody};

use super::{Event, not_taken, receive};
use crate::payment::{Desk, accounts::OWN};

/// Take an event of a shop's own account. The same event told again is answered alike, and kept once.
#[utoipa::path(
    post,
    path = "/hooks/payment/{provider}/{account}",
    tag = "Webhooks",
    operation_id = "take_account_webhook",
    params(
        ("provider" = String, Path, description = "The provider, without `pp_`.", example = "stripe_stripe"),
        ("account" = String, Path, description = "The shop's account: its `webhook_url` ends with it.", example = "pacc_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("stripe-signature" = String, Header, description = "Time and HMAC-SHA256 of the raw body, as <https://docs.stripe.com/webhooks/signature> has it.",
            example = "t=1763800000,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd"),
    ),
    request_body(content = inline(Event), description = "The event, as the provider sent it; at most 1 MiB.", example = json!({
        "id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "created": 1_763_800_000, "data": {"object": {"id": "pi_1", "object": "payment_intent"}}
    })),
    security(()),
    responses(
        (status = 200, description = "It is kept.", body = Object, example = json!({"received": true})),
        (status = 400, description = "It is not signed by that account, signed too long ago, or no event.", body = ErrorBody),
        (status = 404, description = "There is no such provider or account here.", body = ErrorBody),
        (status = 429, description = "So many events or bytes of the account wait already that it is told again later; `Retry-After` says when.", body = ErrorBody),
        (status = 413, description = "It has more bytes than an event has.", body = ErrorBody),
        (status = 500, description = "A bug of ours.", body = ErrorBody),
        (status = 503, description = "The database is away, or too much waits to be kept: tell it again later.", body = ErrorBody),
    )
)]
pub(super) async fn take(
    State(desk): State<Desk>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let Path((name, account)) = path?;
    let missing = || ApiError::missing("Payment account", &account);
    let provider = desk.of_hook(&name).ok_or_else(|| ApiError::missing("Payment provider", &name))?;
    // The installation's own is told at the address without a name.
    let id = account.parse::<PaymentAccountId>().ok().filter(|id| id.0 != OWN).ok_or_else(missing)?;
    // Nobody has a connection for what nobody has signed.
    provider.glance(&headers, desk.db().clock().now().timestamp()).map_err(not_taken)?;
    let of = desk.open(id.0).await.map_err(|error| if error.status().is_client_error() { missing() } else { error })?;
    receive(&desk, provider.as_ref(), &of, &headers, body).await
}
