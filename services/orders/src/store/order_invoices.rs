//! `GET /store/orders/{id}/invoice`

use auth::{Customer, Shopper};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::OrderId;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{ApiError, App};

use super::own::OwnErrors;
use crate::{documents, order};

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    number: Option<i64>,
}

/// Read the invoice of one's own order as PDF. Only the customer whose order it is gets it, and only once the shop has written it.
#[utoipa::path(
    get,
    path = "/store/orders/{id}/invoice",
    tag = "Orders",
    operation_id = "retrieve_order_invoice",
    params(("id" = String, Path, description = "The order's id.", example = "order_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses((status = 200, description = "The PDF.", body = Vec<u8>, content_type = "application/pdf", example = json!("%PDF-1.7 …")), OwnErrors)
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    me: Customer,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let id: OrderId = text.parse().map_err(|_| order::missing(&text))?;
    let tx = app.db.begin_working(shopper.working(Some(&me))).await?;
    let sql = "select d.id, d.number from documents d
        join orders o on o.organization_id = d.organization_id and o.id = d.order_id and o.deleted_at is null
        where o.id = $1 and o.customer_id = $2 and d.kind = 'invoice'";
    let found: Option<Found> = db::fetch_optional(&tx, sql, [id.0.into(), me.id.0.into()]).await?;
    let missing = || ApiError::not_found(format!("Order with id: {id} has no invoice"));
    let found = found.ok_or_else(missing)?;
    let file = documents::file(&tx, found.id).await?.ok_or_else(missing)?;
    tx.commit().await?;
    documents::pdf(file, &format!("invoice-{}", found.number.unwrap_or_default()))
}
