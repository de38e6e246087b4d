//! `POST /store/products/{id}/reviews`, `POST|DELETE /store/reviews/{id}`

use auth::{Customer, Shopper};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Scope;
use resource::admin::deleted;
use web::{ApiError, App, body::Body};

use super::{
    ReviewErrors, answer,
    bodies::{Changes, New, RequiredStars, Stars, Text},
    example, key, missing,
};
use crate::reviews;

/// Review a product. It is shown once the shop has approved it; a customer reviews a product once.
#[utoipa::path(
    post,
    path = "/store/products/{id}/reviews",
    tag = "Reviews",
    operation_id = "create_product_review",
    params(("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d")),
    request_body(content = inline(New), example = json!({"rating": 5, "title": "Sturdy", "content": "It fell off the deck and lived."})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The review.", body = serde_json::Value, example = json!({"review": example()})),
        ReviewErrors,
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    me: Customer,
    shopper: Shopper,
    path: Result<Path<String>, PathRejection>,
    Body(new): Body<New>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let New { rating: RequiredStars(rating), title: Text(title), content: Text(content), author_name: Text(name) } =
        new;
    let (title, content, author_name) = (title.given(), content.given(), name.given());
    let tx = app.db.begin(Scope::from(&me)).await?;
    let product = reviews::product(&tx, &shopper, &id).await?;
    let new = reviews::New { rating, title, content, author_name };
    let key = reviews::create(&tx, &me, product, shopper.locale(), new).await?;
    let answer = answer(&tx, key, &id).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Change one's review. It is shown again once the shop has approved it anew.
#[utoipa::path(
    post,
    path = "/store/reviews/{id}",
    tag = "Reviews",
    operation_id = "update_review",
    params(("id" = String, Path, description = "The review's id.", example = "rev_01jd6nwvvgfa5sr38y5wx4pq3d")),
    request_body(content = inline(Changes), example = json!({"rating": 4, "content": "The handle came off after a year."})),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The review.", body = serde_json::Value, example = json!({"review": example()})),
        ReviewErrors,
    )
)]
pub(super) async fn update(
    State(app): State<App>,
    me: Customer,
    path: Result<Path<String>, PathRejection>,
    Body(changes): Body<Changes>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key(&id)?;
    let Changes { rating: Stars(rating), title: Text(title), content: Text(content), author_name: Text(author_name) } =
        changes;
    let tx = app.db.begin(Scope::from(&me)).await?;
    let changes = reviews::Changes { rating, title, content, author_name };
    if !reviews::update(&tx, &me, key, changes).await? {
        return Err(missing(&id));
    }
    let answer = answer(&tx, key, &id).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Remove one's review, with the votes for it.
#[utoipa::path(
    delete,
    path = "/store/reviews/{id}",
    tag = "Reviews",
    operation_id = "delete_review",
    params(("id" = String, Path, description = "The review's id.", example = "rev_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "It is gone.", body = serde_json::Value, example = json!({"id": "rev_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "review", "deleted": true})),
        ReviewErrors,
    )
)]
pub(super) async fn delete(
    State(app): State<App>,
    me: Customer,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key(&id)?;
    let tx = app.db.begin(Scope::from(&me)).await?;
    if !reviews::delete(&tx, &me, key).await? {
        return Err(missing(&id));
    }
    tx.commit().await?;
    Ok(deleted(&id, "review"))
}
