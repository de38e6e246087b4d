//! `GET /admin/stores`

use auth::{May, needs};
use axum::response::Response;
use web::{AdminErrors, ApiError, ListParams, query::Query};

use super::super::resource::{self, Listing};
use crate::{Accounts, store::admin::stores::Store};

/// List the shop's settings: one entry.
#[utoipa::path(
    get,
    path = "/admin/stores",
    tag = "Admin: settings",
    operation_id = "admin_list_stores",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("name" = Option<Vec<String>>, Query, description = "Exact names."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:read"))),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({"stores": [{"id": "store_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Harbour Goods", "supported_currencies": [{"currency_code": "eur", "is_default": true}]}], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    accounts: Accounts,
    staff: May<needs::ShopRead>,
    Query(listing): Query<Listing<Store>>,
) -> Result<Response, ApiError> {
    let tx = accounts.app.db.begin(&staff).await?;
    let answer = resource::page(&tx, listing).await?;
    tx.commit().await?;
    Ok(answer)
}
