//! `POST /store/carts/{id}/taxes`

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use web::{ApiError, App, SelectParams, SelectQuery, query::Query};

use super::{CartErrors, Signed, as_it_is, example, finish, hold};
use crate::cart::{Taxing, view};

/// Compute the taxes of a cart now, in a region that does not do so by itself.
#[utoipa::path(
    post,
    path = "/store/carts/{id}/taxes",
    tag = "Carts",
    operation_id = "calculate_taxes",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})), CartErrors)
)]
pub(super) async fn compute(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let (tx, cart, _turn) = hold(&app, &shopper, &customer, &id).await?;
    let offers = as_it_is(&tx, &cart).await?;
    finish(tx, cart, &offers, Taxing::Now, &selection).await
}
