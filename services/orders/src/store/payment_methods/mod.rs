//! `/store/customers/me/payment-methods`: cards that are kept at the provider for who has signed in. Medusa has no routes for them; what is
//! answered is what its payment module does: an id of the provider, and `data`.

mod begin;
mod list;
mod remove;

use serde_json::{Value, json};
use utoipa::IntoResponses;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, ErrorBody};

/// What can go wrong with what is kept for oneself, for the OpenAPI document.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
enum MethodErrors {
    /// The publishable key is missing or unknown, the request is not well-formed, or the payment provider refuses; the shop may take no cards.
    #[response(status = 400)]
    BadRequest(ErrorBody),
    /// Nobody has signed in.
    #[response(status = 401)]
    Unauthorized(ErrorBody),
    /// Whoever has signed in is no customer of this shop.
    #[response(status = 403)]
    Forbidden(ErrorBody),
    /// There is no such payment method, or it is somebody else's.
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// The shop is called too often. `Retry-After` says when it goes again.
    #[response(status = 429)]
    TooManyRequests(ErrorBody),
    /// A bug of ours.
    #[response(status = 500)]
    Unknown(ErrorBody),
    /// The database is away, or the payment provider does not answer. Nothing is lost: try again.
    #[response(status = 503)]
    Unavailable(ErrorBody),
}

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list::list)).routes(routes!(begin::begin)).routes(routes!(remove::remove))
}

fn example() -> Value {
    json!({
        "id": "pm_1QVd6nwvvgfa5sr38y5wx4pq", "provider_id": "pp_stripe_stripe", "is_default": false, "created_at": "2026-11-21T10:00:00.000Z",
        "data": {"type": "card", "brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2034}
    })
}
