//! `/store/carts/{id}/promotions`

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use web::{ApiError, App, SelectParams, SelectQuery, body::Body, query::Query};

use super::{
    CartErrors, Signed,
    bodies::{Codes, RequiredTexts},
    example, finish, hold,
};
use crate::{
    cart::{Cart, MOST_CODES, Taxing, view, written_codes},
    offer::{Offers, Wanted, offers},
};

/// Enter promotion codes. An empty list takes all of them away.
#[utoipa::path(
    post,
    path = "/store/carts/{id}/promotions",
    tag = "Carts",
    operation_id = "add_promotions",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Codes), example = json!({"promo_codes": ["SUMMER"]})),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})), CartErrors)
)]
pub(super) async fn add(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Codes { promo_codes: RequiredTexts(codes) }): Body<Codes>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let codes = written_codes(codes)?;
    let (tx, mut cart, _turn) = hold(&app, &shopper, &customer, &id).await?;
    if codes.is_empty() {
        cart.promotion_ids.clear();
    }
    let offers = offers(&tx, &cart, &Wanted { codes: codes.clone(), ..Wanted::default() }).await?;
    enter(&mut cart, &offers, &codes)?;
    finish(tx, cart, &offers, Taxing::AsTheRegion, &selection).await
}

/// Take promotion codes away. The codes stand in the body, as in Medusa.
#[utoipa::path(
    delete,
    path = "/store/carts/{id}/promotions",
    tag = "Carts",
    operation_id = "remove_promotions",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Codes), example = json!({"promo_codes": ["SUMMER"]})),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})), CartErrors)
)]
pub(super) async fn remove(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Codes { promo_codes: RequiredTexts(codes) }): Body<Codes>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let codes = written_codes(codes)?;
    let (tx, mut cart, _turn) = hold(&app, &shopper, &customer, &id).await?;
    let offers = offers(&tx, &cart, &Wanted { codes: codes.clone(), ..Wanted::default() }).await?;
    let gone = offers.promotions.iter().filter(|promotion| codes.contains(&promotion.code)).map(|one| one.id);
    let gone: Vec<_> = gone.collect();
    cart.promotion_ids.retain(|id| !gone.contains(id));
    finish(tx, cart, &offers, Taxing::AsTheRegion, &selection).await
}

/// Enters codes, beside those that are entered.
pub(super) fn enter(cart: &mut Cart, offers: &Offers, codes: &[String]) -> Result<(), ApiError> {
    for code in codes {
        let Some(found) = offers.promotions.iter().find(|promotion| promotion.code == *code) else {
            let code: String = code.chars().take(100).collect();
            return Err(ApiError::invalid_data(format!("The promotion code {code} is invalid")));
        };
        if !cart.promotion_ids.contains(&found.id) {
            cart.promotion_ids.push(found.id);
        }
    }
    if cart.promotion_ids.len() > MOST_CODES {
        let words = format!("Invalid request: A cart has at most {MOST_CODES} promotion codes");
        return Err(ApiError::invalid_data(words));
    }
    Ok(())
}
