//! What can go wrong with carts and what is paid for them, for the OpenAPI document.

use utoipa::IntoResponses;
use web::ErrorBody;

/// The errors of carts.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum CartErrors {
    /// The publishable key is missing or unknown, or what is asked for cannot be done; `code` is `insufficient_inventory` when there is not
    /// enough of something.
    #[response(status = 400)]
    BadRequest(ErrorBody),
    /// There is no such cart in this shop.
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// The cart is being changed by somebody else.
    #[response(status = 409)]
    Conflict(ErrorBody),
    /// The shop is called too often. `Retry-After` says when it goes again.
    #[response(status = 429)]
    TooManyRequests(ErrorBody),
    /// A bug of ours.
    #[response(status = 500)]
    Unknown(ErrorBody),
    /// The database is away or too busy; trying later helps.
    #[response(status = 503)]
    Unavailable(ErrorBody),
}
