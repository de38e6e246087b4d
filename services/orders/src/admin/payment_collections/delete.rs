//! `DELETE /admin/payment-collections/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::admin::{deleted, key, missing};
use sea_orm::FromQueryResult;
use web::{AdminErrors, ApiError, App};

use super::table::PaymentCollection;

#[derive(FromQueryResult)]
struct Row {
    is_free: bool,
}

/// Ask for it no more. Only what nobody has begun to pay goes.
#[utoipa::path(
    delete,
    path = "/admin/payment-collections/{id}",
    tag = "Admin: payments",
    operation_id = "delete_payment_collection",
    params(("id" = String, Path, description = "The payment collection's id.", example = "pay_col_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "It is gone.", body = serde_json::Value, example = json!({
            "id": "pay_col_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "payment-collection", "deleted": true
        })),
        AdminErrors,
    )
)]
pub(super) async fn delete(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let collection = key::<PaymentCollection>(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    let sql = "select k.cart_id is null and k.status = 'not_paid' and not exists (
            select from payments p where p.organization_id = k.organization_id and p.payment_collection_id = k.id)
          and not exists (select from order_dues d where d.organization_id = k.organization_id and d.payment_collection_id = k.id) as is_free
        from payment_collections k where k.id = $1 and k.deleted_at is null for no key update";
    let found: Option<Row> = db::fetch_optional(&tx, sql, [collection.into()]).await?;
    let Row { is_free } = found.ok_or_else(|| missing::<PaymentCollection>(&id))?;
    if !is_free {
        let words = "Only a payment collection that nobody has begun to pay, and that no cart and no due asks for, can be deleted";
        return Err(ApiError::not_allowed(words));
    }
    let sql = "update payment_collections set deleted_at = $2 where id = $1";
    db::exec(&tx, sql, [collection.into(), tx.now().into()]).await?;
    tx.commit().await?;
    Ok(deleted(&id, "payment-collection"))
}
