//! `/store/carts`. A cart is whoever has its id: no operation but one asks who calls.

mod bodies;
mod complete;
mod create;
mod customer;
mod items;
mod methods;
mod promotions;
mod retrieve;
mod taxes;
mod update;

pub(crate) use bodies::{Pieces, SayAddress, one_line};

use auth::{Customer, Shopper};
use axum::{Extension, response::Response};
use db::Tx;
use resource::admin::respond;
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{ApiError, App, fields::Selection};

use super::errors::CartErrors;
use crate::{
    cart::{
        self, Cart, Taxing,
        turn::{OF_CHANGES, Turn, turn},
    },
    offer::{Offers, Wanted, offers},
};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create))
        .routes(routes!(retrieve::retrieve, update::update))
        .routes(routes!(items::add))
        .routes(routes!(items::change, items::remove))
        .routes(routes!(methods::choose))
        .routes(routes!(promotions::add, promotions::remove))
        .routes(routes!(taxes::compute))
        .routes(routes!(customer::take))
        .routes(routes!(complete::complete))
}

pub(super) type Signed = Option<Extension<Customer>>;

/// A cart that is about to change, the transaction that holds it, and one's turn with it.
pub(super) async fn hold(
    app: &App,
    shopper: &Shopper,
    customer: &Signed,
    id: &str,
) -> Result<(Tx, Cart, Turn), ApiError> {
    let turn = turn(id, OF_CHANGES).await?;
    let tx = app.db.begin_shopping(shopper.working(customer.as_deref())).await?;
    let cart = cart::hold(&tx, id).await?;
    Ok((tx, cart, turn))
}

/// The same of a cart that is the customer's own: what is his pays for nothing else.
pub(super) async fn hold_own(
    app: &App,
    shopper: &Shopper,
    me: &Customer,
    id: &str,
) -> Result<(Tx, Cart, Turn), ApiError> {
    let (tx, cart, turn) = hold(app, shopper, &Some(Extension(me.clone())), id).await?;
    if cart.customer_id != Some(me.id.0) {
        return Err(ApiError::not_allowed(
            "The cart is not yours yet: take it with POST /store/carts/{id}/customer first",
        ));
    }
    Ok((tx, cart, turn))
}

/// What follows from a change, and the answer.
pub(super) async fn finish(
    tx: Tx,
    cart: Cart,
    offers: &Offers,
    taxing: Taxing,
    selection: &Selection,
) -> Result<Response, ApiError> {
    let view = save(&tx, cart, offers, taxing, selection).await?;
    tx.commit().await?;
    Ok(respond(cart::view::answer(&view, selection)))
}

/// Brings the cart up to date and writes it.
async fn save(
    tx: &Tx,
    mut cart: Cart,
    offers: &Offers,
    taxing: Taxing,
    selection: &Selection,
) -> Result<cart::view::CartView, ApiError> {
    let counted = cart::refresh(&mut cart, offers, taxing, tx.now())?;
    let goods = cart::write_and_read(tx, &mut cart, &counted, selection).await?;
    cart::view::view_of(tx, (cart, counted, goods), selection).await
}

/// What the shop offers to the cart and nothing else.
pub(super) async fn as_it_is(tx: &Tx, cart: &Cart) -> Result<Offers, ApiError> {
    offers(tx, cart, &Wanted::default()).await
}

/// A cart, for the OpenAPI document.
pub(super) fn example() -> Value {
    json!({
        "id": "cart_01jd6nwvvgfa5sr38y5wx4pq3d", "currency_code": "eur", "email": "ann@example.com",
        "region_id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d", "total": 24.9, "subtotal": 20.92, "tax_total": 3.98,
        "items": [{"id": "cali_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Mug", "quantity": 1, "unit_price": 19.9}],
        "shipping_methods": [{"shipping_option_id": "so_01jd6nwvvgfa5sr38y5wx4pq3d", "amount": 5}]
    })
}
