//! `/store/shipping-options`

use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::ShippingOptionId;
use resource::admin::respond;
use serde_json::{Map, Value};
use web::{
    ApiError, App, SelectParams, SelectQuery, StoreErrors, body,
    body::{Body, Change, Required},
    fields::Plan,
    query::{FromParams, Params, Query},
};

use super::errors::CartErrors;
use crate::{
    cart, offer,
    shipping::{self, Shown},
};

pub(super) struct Parameters {
    cart: Option<String>,
    is_return: bool,
    fields: Option<String>,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let cart = params.text("cart_id");
        if cart.is_none() {
            params.complain("Field 'cart_id' is required".to_owned());
        }
        let is_return = params.boolean("is_return").unwrap_or_default();
        let SelectQuery { fields } = SelectQuery::read(params);
        // Medusa takes them; the options of a cart are few, and all are told.
        for name in ["limit", "offset", "order"] {
            params.take(name);
        }
        Self { cart, is_return, fields }
    }
}

/// List how a cart can be sent: what reaches its address from the places of its sales channel, with what it costs.
#[utoipa::path(
    get,
    path = "/store/shipping-options",
    tag = "Shipping",
    operation_id = "list_shipping_options",
    params(
        ("cart_id" = String, Query, description = "The cart.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("is_return" = Option<bool>, Query, description = "Those for sending back."),
        SelectParams,
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The options.", body = serde_json::Value, example = json!({
            "shipping_options": [{"id": "so_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Standard", "price_type": "flat", "amount": 5, "is_tax_inclusive": false, "insufficient_inventory": false}]
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    Query(Parameters { cart, is_return, fields }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let selection = shipping::select(fields.as_deref())?;
    let tx = app.db.begin_shopping(shopper.working(customer.as_deref())).await?;
    let cart = cart::read(&tx, cart.as_deref().unwrap_or_default()).await?;
    let offers = offer::all_offers(&tx, &cart, is_return).await?;
    let short = shipping::short_at(&tx, &cart, &offers).await?;
    // Nothing was written: nobody waits for the end of it.
    drop(tx);
    let item_total = cart::count(&cart).cart.items.total;
    let context = shipping::context(&cart, &offers, &item_total, is_return);
    let shown: Vec<Shown> = (offers.options.iter())
        .filter(|option| shipping::is_open(option, &context))
        .filter_map(|option| {
            // What is calculated is asked for by itself.
            let is_calculated = option.price_type == "calculated";
            let price = if is_calculated { None } else { shipping::price(option, &context, None) };
            (is_calculated || price.is_some())
                .then(|| Shown::new(option, price.as_ref(), &cart, short.contains(&option.stock_location_id)))
        })
        .collect();
    let mut body = b"{\"shipping_options\":".to_vec();
    Plan::<Shown>::new(&selection).write_all(&shown, &mut body);
    body.push(b'}');
    Ok(respond(body))
}

body! {
    /// For what it is calculated.
    pub(super) struct Calculate {
        /// The cart.
        cart_id: Required = "cart_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What the provider wants to know.
        data: Change<Map<String, Value>> = {"pickup_point": "1042"},
    }
}

/// Calculate what an option costs that has no fixed price.
#[utoipa::path(
    post,
    path = "/store/shipping-options/{id}/calculate",
    tag = "Shipping",
    operation_id = "calculate_shipping_option",
    params(("id" = String, Path, description = "The option's id.", example = "so_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    request_body(content = inline(Calculate), example = json!({"cart_id": "cart_01jd6nwvvgfa5sr38y5wx4pq3d"})),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The option, with what it costs.", body = serde_json::Value, example = json!({
            "shipping_option": {"id": "so_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "By weight", "price_type": "calculated", "amount": 7.9}
        })),
        CartErrors,
    )
)]
pub(super) async fn calculate(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Calculate { cart_id: Required(cart), data }): Body<Calculate>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = shipping::select(fields.as_deref())?;
    let invalid = || ApiError::invalid_data("Shipping Options are invalid for cart.");
    let ShippingOptionId(option) = id.parse().map_err(|_| invalid())?;
    let tx = app.db.begin_shopping(shopper.working(customer.as_deref())).await?;
    let cart = cart::read(&tx, &cart).await?;
    let offers = offer::all_offers(&tx, &cart, false).await?;
    let short = shipping::short_at(&tx, &cart, &offers).await?;
    // Nothing was written: nobody waits for the end of it.
    drop(tx);
    let item_total = cart::count(&cart).cart.items.total;
    let context = shipping::context(&cart, &offers, &item_total, false);
    let option = offers.option(option).filter(|option| shipping::is_open(option, &context)).ok_or_else(invalid)?;
    let data = data.given().map(Value::Object);
    let price = shipping::price(option, &context, data.as_ref())
        .ok_or_else(|| ApiError::invalid_data(format!("Shipping options with IDs {id} do not have a price")))?;
    let shown = Shown::new(option, Some(&price), &cart, short.contains(&option.stock_location_id));
    let mut body = b"{\"shipping_option\":".to_vec();
    Plan::<Shown>::new(&selection).write(&shown, &mut body);
    body.push(b'}');
    Ok(respond(body))
}
