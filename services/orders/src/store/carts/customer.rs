//! `POST /store/carts/{id}/customer`

use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use web::{ApiError, App, SelectParams, SelectQuery, query::Query};

use super::{CartErrors, as_it_is, example, finish, hold};
use crate::cart::{self, Taxing, view};

/// Make a cart one's own, after signing in: prices are those of the customer from there on.
#[utoipa::path(
    post,
    path = "/store/carts/{id}/customer",
    tag = "Carts",
    operation_id = "transfer_cart",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})),
        (status = 401, description = "Nobody has signed in.", body = web::ErrorBody),
        CartErrors,
    )
)]
pub(super) async fn take(
    State(app): State<App>,
    me: Customer,
    shopper: Shopper,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let (tx, mut cart, _turn) = hold(&app, &shopper, &Some(Extension(me.clone())), &id).await?;
    if cart.customer.as_ref().is_some_and(|owner| owner.has_account && owner.id != me.id.0) {
        return Err(ApiError::not_allowed("The cart belongs to another customer"));
    }
    let owner = cart::customer(&tx, me.id.0).await?.ok_or_else(ApiError::unauthorized)?;
    cart.email = owner.email.clone().or(cart.email);
    cart.customer_id = Some(owner.id);
    cart.customer = Some(owner);
    let offers = as_it_is(&tx, &cart).await?;
    finish(tx, cart, &offers, Taxing::AsTheRegion, &selection).await
}
