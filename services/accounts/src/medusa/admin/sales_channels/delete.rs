//! `DELETE /admin/sales-channels/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError};

use super::super::resource;
use crate::{
    Accounts,
    store::admin::channels::{self, Channel},
};

/// Close a sales channel that is not the default one.
#[utoipa::path(
    delete,
    path = "/admin/sales-channels/{id}",
    tag = "Admin: sales channels",
    operation_id = "admin_delete_sales_channel",
    params(
        ("id" = String, Path, description = "The sales channel's id.", example = "sc_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:write"))),
    responses(
        (status = 200, description = "It is gone.", body = serde_json::Value, example = json!({"id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "sales-channel", "deleted": true})),
        AdminErrors,
    )
)]
pub(super) async fn delete(
    accounts: Accounts,
    staff: May<needs::ShopWrite>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let channel = resource::key::<Channel>(&id)?;
    let tx = accounts.app.db.begin(&staff).await?;
    if channels::is_default(&tx, channel).await? {
        return Err(ApiError::not_allowed(format!("Cannot delete default sales channels: {id}")));
    }
    if !channels::delete(&tx, channel).await? {
        return Err(resource::missing::<Channel>(&id));
    }
    tx.commit().await?;
    Ok(resource::deleted(&id, "sales-channel"))
}
