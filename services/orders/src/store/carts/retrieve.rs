//! `GET /store/carts/{id}`

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::admin::respond;
use web::{ApiError, App, SelectParams, SelectQuery, query::Query};

use super::{CartErrors, Signed, example};
use crate::cart::{self, view};

/// Read a cart.
#[utoipa::path(
    get,
    path = "/store/carts/{id}",
    tag = "Carts",
    operation_id = "retrieve_cart",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})), CartErrors)
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let tx = app.db.begin_shopping(shopper.working(customer.as_deref())).await?;
    let cart = cart::read(&tx, &id).await?;
    let counted = cart::count(&cart);
    let view = view::view(&tx, cart, counted, &selection).await?;
    tx.commit().await?;
    Ok(respond(view::answer(&view, &selection)))
}
