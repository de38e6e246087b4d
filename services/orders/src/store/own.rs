//! What can go wrong with what is a customer's own, for the OpenAPI document.

use utoipa::IntoResponses;
use web::ErrorBody;

/// The errors of what only the customer himself is answered.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum OwnErrors {
    /// The publishable key is missing or unknown, or the request is not well-formed.
    #[response(status = 400)]
    BadRequest(ErrorBody),
    /// Nobody has signed in.
    #[response(status = 401)]
    Unauthorized(ErrorBody),
    /// There is no such thing in this shop, or it is somebody else's.
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// The shop is called too often. `Retry-After` says when it goes again.
    #[response(status = 429)]
    TooManyRequests(ErrorBody),
    /// A bug of ours.
    #[response(status = 500)]
    Unknown(ErrorBody),
    /// The database is away. Try again.
    #[response(status = 503)]
    Unavailable(ErrorBody),
}
