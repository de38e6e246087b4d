//! `GET /store/orders/{id}`

use auth::{Customer, Shopper};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::OrderId;
use web::{ApiError, App, SelectParams, SelectQuery, StoreErrors, query::Query};

use super::shown;
use crate::order;

/// Read an order. Whoever has its id has the order: storefronts show it right after it was placed, to guests too.
#[utoipa::path(
    get,
    path = "/store/orders/{id}",
    tag = "Orders",
    operation_id = "retrieve_order",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The order.", body = serde_json::Value, example = json!({
            "order": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 7, "status": "pending", "payment_status": "authorized", "total": 24.9}
        })),
        StoreErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    customer: Option<Extension<Customer>>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let selection = order::rules().select(fields.as_deref())?;
    let id: OrderId = text.parse().map_err(|_| order::missing(&text))?;
    let tx = app.db.begin_working(shopper.working(customer.as_deref())).await?;
    let view = order::read(&tx, id, &selection).await?;
    tx.commit().await?;
    Ok(shown(&view, &selection))
}
