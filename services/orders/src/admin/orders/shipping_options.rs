//! `GET /admin/orders/{id}/shipping-options`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::admin::respond;
use web::{AdminErrors, ApiError, App, fields::Plan};

use crate::{
    amend, cart, offer,
    shipping::{self, Shown},
};

/// List how more of an order can be sent, for claims and exchanges: what reaches its address, with what it costs, whether storefronts show
/// it or not.
#[utoipa::path(
    get,
    path = "/admin/orders/{id}/shipping-options",
    tag = "Admin: orders",
    operation_id = "admin_list_order_shipping_options",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "The options.", body = serde_json::Value, example = json!({
            "shipping_options": [{"id": "so_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Standard", "price_type": "flat", "amount": 5, "is_tax_inclusive": false, "insufficient_inventory": false}]
        })),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = shipping::select(None)?;
    let tx = app.db.begin_working(&staff).await?;
    let cart = amend::as_cart(&tx, &id).await?;
    let offers = offer::all_offers(&tx, &cart, false).await?;
    let short = shipping::short_at(&tx, &cart, &offers).await?;
    tx.commit().await?;
    let item_total = cart::count(&cart).cart.items.total;
    let context = shipping::context(&cart, &offers, &item_total, false);
    let shown: Vec<Shown> = (offers.options.iter())
        .filter(|option| shipping::is_open_to_staff(option, &context))
        .map(|option| {
            let price = shipping::price(option, &context, None);
            Shown::new(option, price.as_ref(), &cart, short.contains(&option.stock_location_id))
        })
        .collect();
    let mut body = b"{\"shipping_options\":".to_vec();
    Plan::<Shown>::new(&selection).write_all(&shown, &mut body);
    body.push(b'}');
    Ok(respond(body))
}
