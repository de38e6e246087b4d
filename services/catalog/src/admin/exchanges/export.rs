//! `POST /admin/products/export`, `POST /admin/inventory-items/export`

use auth::{May, Permission, Staff, needs};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use entity::ids::ExchangeId;
use http::StatusCode;
use resource::admin::begin;
use serde_json::{Value, json};
use web::{AdminErrors, ApiError, App, body::Body, query::Params};

use super::table::Exchange;
use crate::exchange::{Export, read_filter, read_inventory_filter};

/// Begin an export of products: a CSV file of Shopify's format, which `GET /admin/data-exchanges/{id}/file` answers once it is done.
///
/// It takes what the list of products is filtered by. What begins like a formula is written with an apostrophe in front, and the
/// import takes it off again. Quantities are left out for whoever has no `inventory:read`.
#[utoipa::path(
    post,
    path = "/admin/products/export",
    tag = "Admin: imports and exports",
    operation_id = "admin_export_products",
    params(
        ("q" = Option<String>, Query, description = "Words that must all be found."),
        ("id" = Option<String>, Query, description = "Ids of products.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("status" = Option<String>, Query, description = "`draft`, `proposed`, `published` or `rejected`.", example = "published"),
        ("collection_id" = Option<String>, Query, description = "Of these collections.", example = "pcol_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("category_id" = Option<String>, Query, description = "In these categories.", example = "pcat_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("tag_id" = Option<String>, Query, description = "With these tags.", example = "ptag_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 202, description = "It begins. `transaction_id` is the id of the exchange.", body = serde_json::Value, example = json!({"transaction_id": "exch_01jd6nwvvgfa5sr38y5wx4pq3d"})),
        AdminErrors,
    )
)]
pub(super) async fn products(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    RawQuery(query): RawQuery,
    Body(()): Body<()>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let query = query.unwrap_or_default();
    let mut params = Params::parse(&query)?;
    for name in LISTED {
        params.take(name);
    }
    read_filter(&mut params);
    params.finish()?;
    enqueue(&app, &staff, "product_export", &query).await
}

/// Begin an export of inventory items as a CSV file, which `GET /admin/data-exchanges/{id}/file` answers once it is done: a line for each
/// variant of an item, or for an item without one, and three columns for each stock location.
///
/// The query is what the list of inventory items is filtered by.
#[utoipa::path(
    post,
    path = "/admin/inventory-items/export",
    tag = "Admin: imports and exports",
    operation_id = "admin_export_inventory_items",
    params(
        ("q" = Option<String>, Query, description = "Words that must all be found."),
        ("id" = Option<String>, Query, description = "Ids of inventory items.", example = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("sku" = Option<String>, Query, description = "Exact SKUs.", example = "MUG-B"),
        ("requires_shipping" = Option<bool>, Query, description = "Whether it is shipped.", example = true),
        ("location_levels[location_id]" = Option<String>, Query, description = "Ids of stock locations, at one of which it is kept.", example = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("inventory:read"))),
    responses(
        (status = 202, description = "It begins. `transaction_id` is the id of the exchange.", body = serde_json::Value, example = json!({"transaction_id": "exch_01jd6nwvvgfa5sr38y5wx4pq3d"})),
        AdminErrors,
    )
)]
pub(super) async fn inventory_items(
    State(app): State<App>,
    staff: May<needs::InventoryRead>,
    RawQuery(query): RawQuery,
    Body(()): Body<()>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let query = query.unwrap_or_default();
    let mut params = Params::parse(&query)?;
    for name in LISTED {
        params.take(name);
    }
    read_inventory_filter(&mut params);
    params.finish()?;
    enqueue(&app, &staff, "inventory_export", &query).await
}

/// What lists take besides, and means nothing here.
const LISTED: [&str; 4] = ["limit", "offset", "order", "fields"];

async fn enqueue(app: &App, staff: &Staff, kind: &str, query: &str) -> Result<(StatusCode, Json<Value>), ApiError> {
    let tx = begin::<Exchange>(app, staff).await?;
    let id = ExchangeId::new();
    let format = if kind == "inventory_export" { "medusa" } else { "shopify" };
    let sql =
        "insert into public.exchanges (organization_id, id, kind, status, options, created_at, updated_at, format)
        values ($1, $2, $3, 'ready', $4, $5, $5, $6)";
    let options = json!({ "query": query });
    let values = [tx.organization()?.into(), id.0.into(), kind.into(), options.into(), tx.now().into(), format.into()];
    db::exec(&tx, sql, values).await?;
    jobs::enqueue(&tx, &Export { exchange: id.0, reads_stock: staff.permissions.has(Permission::InventoryRead) })
        .await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(json!({ "transaction_id": id }))))
}
