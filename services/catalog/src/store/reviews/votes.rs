//! `POST|DELETE /store/reviews/{id}/vote`

use auth::Customer;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use web::{ApiError, App, body::Body};

use super::{
    ReviewErrors, answer,
    bodies::{Vote, YesOrNo},
    example, key, missing,
};
use crate::reviews;

async fn begin(app: &App, me: &Customer) -> Result<Tx, ApiError> {
    let mut tx = app.db.begin_system("vote for a review").await?;
    tx.work_in(me.organization.0).await?;
    Ok(tx)
}

/// Say whether a review is helpful, in place of what one said before. Not of one's own.
#[utoipa::path(
    post,
    path = "/store/reviews/{id}/vote",
    tag = "Reviews",
    operation_id = "vote_for_review",
    params(("id" = String, Path, description = "The review's id.", example = "rev_01jd6nwvvgfa5sr38y5wx4pq3d")),
    request_body(content = inline(Vote), example = json!({"is_helpful": true})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The review.", body = serde_json::Value, example = json!({"review": example()})),
        ReviewErrors,
    )
)]
pub(super) async fn vote(
    State(app): State<App>,
    me: Customer,
    path: Result<Path<String>, PathRejection>,
    Body(Vote { is_helpful: YesOrNo(is_helpful) }): Body<Vote>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key(&id)?;
    let tx = begin(&app, &me).await?;
    if !reviews::vote(&tx, &me, key, is_helpful).await? {
        return Err(missing(&id));
    }
    let answer = answer(&tx, key, &id).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Take one's vote back.
#[utoipa::path(
    delete,
    path = "/store/reviews/{id}/vote",
    tag = "Reviews",
    operation_id = "take_vote_back",
    params(("id" = String, Path, description = "The review's id.", example = "rev_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The review.", body = serde_json::Value, example = json!({"review": example()})),
        ReviewErrors,
    )
)]
pub(super) async fn take_back(
    State(app): State<App>,
    me: Customer,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key(&id)?;
    let tx = begin(&app, &me).await?;
    if !reviews::take_back(&tx, &me, key).await? {
        return Err(missing(&id));
    }
    let answer = answer(&tx, key, &id).await?;
    tx.commit().await?;
    Ok(answer)
}
