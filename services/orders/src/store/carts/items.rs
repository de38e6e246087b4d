//! `/store/carts/{id}/line-items`

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::CartLineItemId;
use resource::admin::respond;
use uuid::Uuid;
use web::{
    ApiError, App, SelectParams, SelectQuery,
    body::{AdditionalData, Body},
    query::Query,
};

use super::{
    CartErrors, Signed, as_it_is,
    bodies::{LineChange, NewLine, Pieces},
    create::adding,
    example, finish, hold, save,
};
use crate::{
    cart::{self, Cart, Taxing, view},
    offer::{Wanted, offers},
};

/// Put something into a cart. The same variant with the same metadata is one line.
#[utoipa::path(
    post,
    path = "/store/carts/{id}/line-items",
    tag = "Carts",
    operation_id = "add_line_item",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(NewLine), example = json!({"variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 2})),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})), CartErrors)
)]
pub(super) async fn add(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(line): Body<NewLine>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let adding = adding(vec![line])?;
    let (tx, mut cart, _turn) = hold(&app, &shopper, &customer, &id).await?;
    let variants = adding.iter().map(|one| one.variant).collect();
    let offers = offers(&tx, &cart, &Wanted { variants, ..Wanted::default() }).await?;
    cart::add(&mut cart, &offers, adding)?;
    finish(tx, cart, &offers, Taxing::AsTheRegion, &selection).await
}

/// Change how many of a line are bought; none takes it away.
#[utoipa::path(
    post,
    path = "/store/carts/{id}/line-items/{line_id}",
    tag = "Carts",
    operation_id = "update_line_item",
    params(
        ("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("line_id" = String, Path, description = "The line's id.", example = "cali_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(LineChange), example = json!({"quantity": 3})),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})), CartErrors)
)]
pub(super) async fn change(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(LineChange { quantity: Pieces(quantity), metadata, additional_data: AdditionalData }): Body<LineChange>,
) -> Result<Response, ApiError> {
    let Path((id, line)) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let (tx, mut cart, _turn) = hold(&app, &shopper, &customer, &id).await?;
    let at = place(&cart, &line)?;
    let item = &mut cart.items[at];
    let key = item.id;
    item.metadata = metadata.map(serde_json::Value::Object).apply(item.metadata.take());
    cart::set_quantity(&mut cart, key, quantity);
    let offers = as_it_is(&tx, &cart).await?;
    finish(tx, cart, &offers, Taxing::AsTheRegion, &selection).await
}

/// Take a line out of a cart.
#[utoipa::path(
    delete,
    path = "/store/carts/{id}/line-items/{line_id}",
    tag = "Carts",
    operation_id = "delete_line_item",
    params(
        ("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("line_id" = String, Path, description = "The line's id.", example = "cali_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "It is gone; the cart as it is now.", body = serde_json::Value, example = json!({"id": "cali_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "line-item", "deleted": true, "parent": example()})),
        CartErrors,
    )
)]
pub(super) async fn remove(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path((id, line)) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let (tx, mut cart, _turn) = hold(&app, &shopper, &customer, &id).await?;
    let at = place(&cart, &line)?;
    let gone: Uuid = cart.items.remove(at).id;
    let offers = as_it_is(&tx, &cart).await?;
    let view = save(&tx, cart, &offers, Taxing::AsTheRegion, &selection).await?;
    tx.commit().await?;
    let gone = CartLineItemId(gone);
    let mut body = format!("{{\"id\":\"{gone}\",\"object\":\"line-item\",\"deleted\":true,\"parent\":").into_bytes();
    view::write(&view, &selection, &mut body);
    body.push(b'}');
    Ok(respond(body))
}

/// Where a line stands.
fn place(cart: &Cart, text: &str) -> Result<usize, ApiError> {
    let found = text.parse::<CartLineItemId>().ok();
    let at = found.and_then(|id| cart.items.iter().position(|line| line.id == id.0));
    at.ok_or_else(|| {
        let text: String = text.chars().take(100).collect();
        ApiError::not_found(format!("Line item with id: {text} was not found"))
    })
}
