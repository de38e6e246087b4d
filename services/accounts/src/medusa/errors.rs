//! The error answers that operations share, for the OpenAPI document.

use utoipa::IntoResponses;
use web::ErrorBody;

/// Those of `/auth`.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum AuthErrors {
    /// The request is not well-formed, or is refused; the message says what to change.
    #[response(status = 400)]
    BadRequest(ErrorBody),
    /// Wrong e-mail or password, or a token that is over.
    #[response(status = 401)]
    Unauthorized(ErrorBody),
    /// The person is kept out, or the page that calls is not trusted.
    #[response(status = 403)]
    Forbidden(ErrorBody),
    /// There is no such thing.
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// An address called too often, or an account was tried too often. `Retry-After` says when it goes again.
    #[response(status = 429)]
    TooManyRequests(ErrorBody),
    /// A bug of ours.
    #[response(status = 500)]
    Unknown(ErrorBody),
    /// The database is away. Try again.
    #[response(status = 503)]
    Unavailable(ErrorBody),
}

/// Those of `/store/customers`.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(crate) enum CustomerErrors {
    /// The publishable key is missing or unknown, or the request is not well-formed or is refused.
    #[response(status = 400)]
    BadRequest(ErrorBody),
    /// Nobody has signed in, or his session is over.
    #[response(status = 401)]
    Unauthorized(ErrorBody),
    /// A change with a cookie that does not come from a trusted page, or what is for the customer alone while another acts as him.
    #[response(status = 403)]
    Forbidden(ErrorBody),
    /// The customer has no such thing.
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// The shop is called too often, or has registered too many. `Retry-After` says when it goes again.
    #[response(status = 429)]
    TooManyRequests(ErrorBody),
    /// A bug of ours.
    #[response(status = 500)]
    Unknown(ErrorBody),
    /// The database is away. Try again.
    #[response(status = 503)]
    Unavailable(ErrorBody),
}
