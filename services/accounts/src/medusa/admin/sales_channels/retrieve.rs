//! `GET /admin/sales-channels/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, query::Query};

use super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    store::admin::{self, channels::Channel},
};

/// Read a sales channel.
#[utoipa::path(
    get,
    path = "/admin/sales-channels/{id}",
    tag = "Admin: sales channels",
    operation_id = "admin_retrieve_sales_channel",
    params(
        ("id" = String, Path, description = "The sales channel's id.", example = "sc_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:read"))),
    responses(
        (status = 200, description = "It.", body = serde_json::Value, example = json!({"sales_channel": {"id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Web shop", "is_disabled": false}})),
        AdminErrors,
    )
)]
pub(super) async fn retrieve(
    accounts: Accounts,
    staff: May<needs::ShopRead>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Channel>(fields.as_deref())?;
    let tx = accounts.app.db.begin(&staff).await?;
    let found = admin::one::<Channel>(&tx, resource::key::<Channel>(&id)?, &selection).await?;
    tx.commit().await?;
    let found = found.ok_or_else(|| resource::missing::<Channel>(&id))?;
    Ok(resource::shown(&found, &selection))
}
