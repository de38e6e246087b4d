//! `GET /admin/sales-channels`

use auth::{May, needs};
use axum::response::Response;
use web::{AdminErrors, ApiError, ListParams, query::Query};

use super::super::resource::{self, Listing};
use crate::{Accounts, store::admin::channels::Channel};

/// List sales channels.
#[utoipa::path(
    get,
    path = "/admin/sales-channels",
    tag = "Admin: sales channels",
    operation_id = "admin_list_sales_channels",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("name" = Option<Vec<String>>, Query, description = "Exact names."),
        ("description" = Option<Vec<String>>, Query, description = "Exact texts."),
        ("is_disabled" = Option<bool>, Query, description = "Whether nothing is sold through it."),
        ("publishable_key_id" = Option<Vec<String>>, Query, description = "Ids of keys, of which one shows it."),
        ("with_deleted" = Option<bool>, Query, description = "Those that were deleted too."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:read"))),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({"sales_channels": [{"id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Web shop", "is_disabled": false}], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    accounts: Accounts,
    staff: May<needs::ShopRead>,
    Query(listing): Query<Listing<Channel>>,
) -> Result<Response, ApiError> {
    let tx = accounts.app.db.begin(&staff).await?;
    let answer = resource::page(&tx, listing).await?;
    tx.commit().await?;
    Ok(answer)
}
