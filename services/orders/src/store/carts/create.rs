//! `POST /store/carts`

use auth::Shopper;
use axum::{extract::State, response::Response};
use db::Tx;
use resource::{admin::respond, fields::AtMost};
use serde_json::Value;
use web::{
    ApiError, App, SelectParams, SelectQuery,
    body::{AdditionalData, Body, Email},
    query::Query,
};

use super::{
    CartErrors, Signed,
    bodies::{NewCart, NewLine, SayAddress},
    example, promotions,
};
use crate::{
    cart::{self, Adding, Address, Cart, Taxing, view},
    offer::{Wanted, offers},
    store::visitor::{Deed, Visitor},
};

/// Make a cart.
#[utoipa::path(
    post,
    path = "/store/carts",
    tag = "Carts",
    operation_id = "create_cart",
    params(SelectParams),
    request_body(content = inline(NewCart), example = json!({"region_id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d", "items": [{"variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}]})),
    security(("publishable_key" = [])),
    responses((status = 200, description = "The cart.", body = serde_json::Value, example = json!({"cart": example()})), CartErrors)
)]
pub(super) async fn create(
    State(app): State<App>,
    shopper: Shopper,
    customer: Signed,
    visitor: Visitor,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(new): Body<NewCart>,
) -> Result<Response, ApiError> {
    let selection = view::rules().select(fields.as_deref())?;
    visitor.does(Deed::Cart).await?;
    let AdditionalData = new.additional_data;
    let adding = adding(new.items.0)?;
    let codes = promotions::written(&visitor, new.promo_codes.unwrap_or_default()).await?;
    let channel = cart::channel(&shopper, new.sales_channel_id.as_deref())?;
    let tx = app.db.begin_shopping(shopper.working(customer.as_deref())).await?;
    let region = cart::region(&tx, &shopper, new.region_id.as_deref()).await?;
    check_currency(new.currency_code.as_deref(), &region.currency_code)?;
    let email = new.email.map(|Email(email)| email);
    let owner = match (customer.as_deref(), &email) {
        (Some(me), _) => cart::customer(&tx, me.id.0).await?,
        (None, Some(email)) => Some(cart::guest(&tx, email).await?),
        (None, None) => None,
    };
    let mut cart = Cart {
        sales_channel_id: Some(channel),
        email: email.or_else(|| owner.as_ref().and_then(|owner| owner.email.clone())),
        locale: new.locale.map(|AtMost(locale)| locale).or_else(|| shopper.locale().map(str::to_owned)),
        metadata: new.metadata.given().map(Value::Object),
        ..Cart::new(region, owner, tx.now())
    };
    for (kind, said) in [("shipping", new.shipping_address), ("billing", new.billing_address)] {
        if let Some(address) = address(&tx, &cart, said).await? {
            cart::set_address(&mut cart, kind, address, tx.now());
        }
    }
    if cart.shipping_address().is_none() {
        let country = cart::only_country(&cart);
        cart::set_address(&mut cart, "shipping", country, tx.now());
    }
    cart::check_countries(&cart)?;
    let variants = adding.iter().map(|one| one.variant).collect();
    let offers = offers(&tx, &cart, &Wanted { variants, codes: codes.clone(), ..Wanted::default() }).await?;
    cart::add(&mut cart, &offers, adding)?;
    promotions::enter(&mut cart, &offers, &codes)?;
    let counted = cart::refresh(&mut cart, &offers, Taxing::AsTheRegion, tx.now())?;
    cart::open(&tx, &mut cart, &counted).await?;
    let view = view::view(&tx, cart, counted, &selection).await?;
    tx.commit().await?;
    Ok(respond(view::answer(&view, &selection)))
}

/// What is put in, or which ids are none of variants.
pub(super) fn adding(lines: Vec<NewLine>) -> Result<Vec<Adding>, ApiError> {
    let mut unknown = Vec::new();
    let mut adding = Vec::new();
    for line in lines {
        match line.adding() {
            Ok(one) => adding.push(one),
            Err(text) => unknown.push(text),
        }
    }
    if unknown.is_empty() {
        return Ok(adding);
    }
    Err(cart::not_sold(unknown))
}

/// What is said of an address; none where nothing is.
pub(super) async fn address(tx: &Tx, cart: &Cart, said: SayAddress) -> Result<Option<Option<Address>>, ApiError> {
    Ok(match said {
        SayAddress::Keep => None,
        SayAddress::Clear => Some(None),
        SayAddress::Is(address) => Some(Some(*address)),
        SayAddress::Saved(id) => Some(Some(cart::saved_address(tx, cart.customer_id, &id).await?)),
    })
}

/// The currency is the region's.
pub(super) fn check_currency(named: Option<&str>, of_region: &str) -> Result<(), ApiError> {
    match named.map(str::to_lowercase) {
        Some(named) if named != of_region => {
            let named: String = named.chars().take(20).collect();
            let words = format!("Currency code {named} does not match the region's currency code {of_region}");
            Err(ApiError::invalid_data(words))
        }
        _ => Ok(()),
    }
}
