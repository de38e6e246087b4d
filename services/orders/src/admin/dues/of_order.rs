//! `/admin/orders/{id}/dues`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::OrderId;
use money::Amount;
use resource::admin::respond;
use serde_json::json;
use uuid::Uuid;
use web::{AdminErrors, ApiError, App, body::Body};

use super::{
    bodies::{KINDS, Plan},
    example,
};
use crate::{
    dues::{self, Part},
    order,
};

fn key(id: &str) -> Result<Uuid, ApiError> {
    id.parse::<OrderId>().map(|id| id.0).map_err(|_| order::missing(id))
}

/// All dues of an order, as the staff reads them.
async fn answer(tx: &Tx, order: Uuid) -> Result<Response, ApiError> {
    let dues = dues::of_order(tx, order).await?.iter().map(|due| due.json(true)).collect::<Result<Vec<_>, _>>()?;
    Ok(respond(json!({ "dues": dues }).to_string().into_bytes()))
}

/// List what of an order is due when.
#[utoipa::path(
    get,
    path = "/admin/orders/{id}/dues",
    tag = "Admin: dues",
    operation_id = "admin_list_order_dues",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses((status = 200, description = "All of them.", body = Value, example = json!({"dues": [example()]})), AdminErrors)
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let order = key(&id)?;
    let tx = app.db.begin(db::Scope::from(&*staff)).await?;
    if db::exec(&tx, "select from orders o where o.id = $1 and o.deleted_at is null", [order.into()]).await? == 0 {
        return Err(order::missing(&id));
    }
    let answer = answer(&tx, order).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Say when what is left of an order is to be paid. What was paid stays.
#[utoipa::path(
    post,
    path = "/admin/orders/{id}/dues",
    tag = "Admin: dues",
    operation_id = "admin_replace_order_dues",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d")),
    request_body(content = inline(Plan), example = json!({"dues": [{"kind": "deposit", "amount": 600, "due_at": "2026-11-28T10:00:00Z"}, {"kind": "balance", "amount": 600}]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses((status = 200, description = "All of them.", body = Value, example = json!({"dues": [example()]})), AdminErrors)
)]
pub(super) async fn replace(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
    Body(Plan { dues }): Body<Plan>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let order = key(&id)?;
    let mut parts = Vec::new();
    for due in dues.unwrap_or_default() {
        let kind = KINDS.into_iter().find(|kind| *kind == due.kind.0).unwrap_or("instalment");
        let amount =
            Amount::new(due.amount.0.unwrap_or_default()).map_err(|error| ApiError::invalid_data(error.to_string()))?;
        parts.push(Part { kind, amount, due_at: due.due_at });
    }
    let tx = app.db.begin_working(&staff).await?;
    if !dues::replace(&tx, order, &parts).await? {
        return Err(order::missing(&id));
    }
    let answer = answer(&tx, order).await?;
    tx.commit().await?;
    Ok(answer)
}
