//! `POST /admin/products/import(s)/{transaction_id}/confirm`

use auth::{May, Permission, Staff, needs};
use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
};
use http::StatusCode;
use resource::admin::{begin, key, missing};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use web::{AdminErrors, ApiError, App, body::Body};

use super::table::Exchange;
use crate::exchange::{Author, Import};

type Answer = Result<(StatusCode, Json<Value>), ApiError>;

/// Confirm an import: from here on it goes on by itself. `GET /admin/data-exchanges/{id}` tells how far it is.
///
/// Quantities are set for whoever confirms it with `inventory:write`; for others they stay as they are, and `warning` says so.
#[utoipa::path(
    post,
    path = "/admin/products/import/{transaction_id}/confirm",
    tag = "Admin: imports and exports",
    operation_id = "admin_confirm_import",
    params(("transaction_id" = String, Path, description = "The id of the exchange.", example = "exch_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 202, description = "It begins.", body = serde_json::Value, example = json!({})),
        AdminErrors,
    )
)]
pub(super) async fn of_form(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    path: Result<Path<String>, PathRejection>,
    Body(()): Body<()>,
) -> Answer {
    confirm(&app, &staff, path).await
}

/// Confirm an import of a file that was uploaded before. `GET /admin/data-exchanges/{id}` tells how far it is.
///
/// Quantities are set for whoever confirms it with `inventory:write`; for others they stay as they are, and `warning` says so.
#[utoipa::path(
    post,
    path = "/admin/products/imports/{transaction_id}/confirm",
    tag = "Admin: imports and exports",
    operation_id = "admin_confirm_uploaded_import",
    params(("transaction_id" = String, Path, description = "The id of the exchange.", example = "exch_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 202, description = "It begins.", body = serde_json::Value, example = json!({})),
        AdminErrors,
    )
)]
pub(super) async fn of_uploaded(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    path: Result<Path<String>, PathRejection>,
    Body(()): Body<()>,
) -> Answer {
    confirm(&app, &staff, path).await
}

async fn confirm(app: &App, staff: &Staff, path: Result<Path<String>, PathRejection>) -> Answer {
    #[derive(FromQueryResult)]
    struct Row {
        status: String,
    }
    let Path(id) = path?;
    let key = key::<Exchange>(&id)?;
    let tx = begin::<Exchange>(app, staff).await?;
    // Of two who confirm at once one makes it ready.
    let sql = "update public.exchanges set status = 'ready', updated_at = $3
        where organization_id = $1 and id = $2 and kind = 'product_import' and status = 'pending'";
    if db::exec(&tx, sql, [tx.organization()?.into(), key.into(), tx.now().into()]).await? == 0 {
        let sql = "select e.status from public.exchanges e
            where e.organization_id = $1 and e.id = $2 and e.kind = 'product_import'";
        let found: Option<Row> = db::fetch_optional(&tx, sql, [tx.organization()?.into(), key.into()]).await?;
        let Row { status } = found.ok_or_else(|| missing::<Exchange>(&id))?;
        return Err(ApiError::not_allowed(format!("The import was confirmed already, and is {status}")));
    }
    let writes_stock = staff.permissions.has(Permission::InventoryWrite);
    jobs::enqueue(&tx, &Import { exchange: key, author: Author::of(staff), writes_stock }).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(json!({}))))
}
