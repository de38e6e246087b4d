//! `/store/products/{id}/reviews` and `/store/reviews/{id}`

mod bodies;
mod list;
mod own;
mod votes;

use axum::response::Response;
use resource::admin::respond;
use serde_json::{Value, json};
use utoipa::IntoResponses;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use web::{ApiError, App, ErrorBody, fields::Plan};

use crate::reviews::{self, Review};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, own::create))
        .routes(routes!(own::update, own::delete))
        .routes(routes!(votes::vote, votes::take_back))
}

/// The errors of what needs a customer.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum ReviewErrors {
    /// The publishable key is missing or unknown, or the request is not well-formed or is refused.
    #[response(status = 400)]
    BadRequest(ErrorBody),
    /// Nobody has signed in, or his session is over.
    #[response(status = 401)]
    Unauthorized(ErrorBody),
    /// There is no such thing in this shop, or it is not one's own.
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// The customer has reviewed the product already.
    #[response(status = 422)]
    Duplicate(ErrorBody),
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

fn example() -> Value {
    json!({
        "id": "rev_01jd6nwvvgfa5sr38y5wx4pq3d", "product_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "rating": 5,
        "title": "Sturdy", "content": "It fell off the deck and lived.", "author_name": "Ann", "locale_code": null,
        "status": "approved", "is_verified_purchase": true, "helpful_count": 3, "unhelpful_count": 0,
        "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z"
    })
}

fn missing(id: &str) -> ApiError {
    ApiError::missing("Review", id)
}

fn key(id: &str) -> Result<Uuid, ApiError> {
    id.parse::<entity::ids::ReviewId>().map(|id| id.0).map_err(|_| missing(id))
}

/// The answer of one, which is its author's or was voted for a moment ago.
async fn answer(tx: &db::Tx, id: Uuid, text: &str) -> Result<Response, ApiError> {
    let review = reviews::one(tx, id).await?.ok_or_else(|| missing(text))?;
    let mut body = b"{\"review\":".to_vec();
    Plan::<Review>::new(&list::RULES.select(None)?).write(&review, &mut body);
    body.push(b'}');
    Ok(respond(body))
}
