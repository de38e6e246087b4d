//! `POST /store/carts/{id}/shipping-methods`

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::ShippingOptionId;
use serde_json::Value;
use web::{
    ApiError, App, SelectParams, SelectQuery,
    body::{AdditionalData, Body, Required},
    query::Query,
};

use super::{CartErrors, Signed, bodies::Chosen, example, finish, hold};
use crate::{
    cart::{self, Taxing, view},
    offer::{Wanted, offers},
};

/// Choose how a cart is sent. It replaces what was chosen for the same shipping profile.
#[utoipa::path(
    post,
    path = "/store/carts/{id}/shipping-methods",
    tag = "Carts",
    operation_id = "add_shipping_method",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Chosen), example = json!({"option_id": "so_01jd6nwvvgfa5sr38y5wx4pq3d"})),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})), CartErrors)
)]
pub(super) async fn choose(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Chosen { option_id: Required(option), data, additional_data: AdditionalData }): Body<Chosen>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let option: ShippingOptionId =
        option.parse().map_err(|_| ApiError::invalid_data("Shipping Options are invalid for cart."))?;
    let (tx, mut cart, _turn) = hold(&app, &shopper, &customer, &id).await?;
    let offers = offers(&tx, &cart, &Wanted { options: vec![option.0], ..Wanted::default() }).await?;
    cart::choose(&mut cart, &offers, option.0, data.given().map(Value::Object))?;
    finish(tx, cart, &offers, Taxing::AsTheRegion, &selection).await
}
