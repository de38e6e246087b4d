//! `GET /admin/stores/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use web::{AdminErrors, ApiError, SelectQuery, query::Query};

use super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    store::admin::{self, stores::Store},
};

/// Read the shop's settings.
#[utoipa::path(
    get,
    path = "/admin/stores/{id}",
    tag = "Admin: settings",
    operation_id = "admin_retrieve_store",
    params(
        ("id" = String, Path, description = "The store's id.", example = "store_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:read"))),
    responses(
        (status = 200, description = "It.", body = serde_json::Value, example = json!({"store": {"id": "store_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Harbour Goods", "supported_currencies": [{"currency_code": "eur", "is_default": true}]}})),
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
    let selection = resource::select::<Store>(fields.as_deref())?;
    let tx = accounts.app.db.begin(&staff).await?;
    let found = admin::one::<Store>(&tx, resource::key::<Store>(&id)?, &selection).await?;
    tx.commit().await?;
    let found = found.ok_or_else(|| resource::missing::<Store>(&id))?;
    Ok(resource::shown(&found, &selection))
}
