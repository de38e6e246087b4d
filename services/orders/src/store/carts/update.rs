//! `POST /store/carts/{id}`

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::fields::AtMost;
use serde_json::{Map, Value};
use web::{
    ApiError, App, SelectParams, SelectQuery,
    body::{AdditionalData, Body, Change, Email},
    query::Query,
};

use super::{
    CartErrors, Signed,
    bodies::CartChanges,
    create::{address, check_currency},
    example, finish, hold, promotions,
};
use crate::{
    cart::{self, Cart, Taxing, view},
    offer::{Wanted, offers},
    store::visitor::Visitor,
};

/// Change a cart: where it goes, who buys, where it is sold.
#[utoipa::path(
    post,
    path = "/store/carts/{id}",
    tag = "Carts",
    operation_id = "update_cart",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(CartChanges), example = json!({"email": "ann@example.com"})),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})), CartErrors)
)]
pub(super) async fn update(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    visitor: Visitor,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(said): Body<CartChanges>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = view::rules().select(fields.as_deref())?;
    let AdditionalData = said.additional_data;
    let codes = match said.promo_codes {
        Some(codes) => Some(promotions::written(&visitor, codes).await?),
        None => None,
    };
    let (tx, mut cart, _turn) = hold(&app, &shopper, &customer, &id).await?;
    if let Some(named) = &said.region_id {
        let region = cart::region(&tx, &shopper, Some(named)).await?;
        if cart.region_id != Some(region.id) {
            // Prices that somebody gave by hand are of the old region's currency.
            cart.items.retain(|line| !line.is_custom_price);
            cart.currency_code.clone_from(&region.currency_code);
            cart.region_id = Some(region.id);
            cart.region = Some(region);
            let country = cart::only_country(&cart);
            cart::set_address(&mut cart, "shipping", country, tx.now());
        }
    }
    check_currency(said.currency_code.as_deref(), &cart.currency_code)?;
    if let Some(named) = &said.sales_channel_id {
        cart.sales_channel_id = Some(cart::channel(&shopper, Some(named))?);
    }
    match said.email {
        Change::Keep => {}
        Change::Clear => {
            cart.email = None;
            if cart.customer.as_ref().is_some_and(|owner| !owner.has_account) {
                (cart.customer, cart.customer_id) = (None, None);
            }
        }
        Change::Set(Email(email)) => {
            if cart.customer.as_ref().is_none_or(|owner| !owner.has_account) {
                let guest = cart::guest(&tx, &email).await?;
                cart.customer_id = Some(guest.id);
                cart.customer = Some(guest);
            }
            cart.email = Some(email);
        }
    }
    for (kind, said) in [("shipping", said.shipping_address), ("billing", said.billing_address)] {
        if let Some(address) = address(&tx, &cart, said).await? {
            cart::set_address(&mut cart, kind, address, tx.now());
        }
    }
    cart::check_countries(&cart)?;
    cart.locale = said.locale.map(|AtMost(locale)| locale).apply(cart.locale);
    merge(&mut cart, said.metadata);
    let wanted = Wanted { codes: codes.clone().unwrap_or_default(), ..Wanted::default() };
    let offers = offers(&tx, &cart, &wanted).await?;
    if let Some(codes) = codes {
        cart.promotion_ids.clear();
        promotions::enter(&mut cart, &offers, &codes)?;
    }
    finish(tx, cart, &offers, Taxing::AsTheRegion, &selection).await
}

/// As Medusa merges it: what is named replaces, an empty text or null takes away.
fn merge(cart: &mut Cart, said: Change<Map<String, Value>>) {
    match said {
        Change::Keep => {}
        Change::Clear => cart.metadata = None,
        Change::Set(said) => {
            let mut kept = match cart.metadata.take() {
                Some(Value::Object(kept)) => kept,
                _ => Map::new(),
            };
            for (key, value) in said {
                if value.is_null() || value.as_str() == Some("") {
                    kept.remove(&key);
                } else {
                    kept.insert(key, value);
                }
            }
            cart.metadata = Some(Value::Object(kept));
        }
    }
}
