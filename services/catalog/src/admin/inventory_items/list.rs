//! `GET /admin/inventory-items`

use auth::{May, needs};
use axum::{extract::State, response::Response};
use entity::ids::StockLocationId;
use resource::{
    admin::{Listing, begin, respond_page},
    ids,
};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, ListParams,
    query::{FromParams, Params, Query, QueryValue},
};

use super::item::Item;

/// The page of a list, and the places at one of which each item is kept.
pub(super) struct Items {
    listing: Listing<Item>,
    at: Option<Vec<Uuid>>,
}

impl FromParams for Items {
    fn read(params: &mut Params) -> Self {
        let at = params.take("location_levels").and_then(|said| places(params, said));
        Self { listing: Listing::read(params), at }
    }
}

/// Reads `location_levels[location_id]=…`.
pub(crate) fn places(params: &mut Params, said: QueryValue) -> Option<Vec<Uuid>> {
    let QueryValue::Map(fields) = said else {
        params.wrong_type("location_levels", "object", &said);
        return None;
    };
    let mut at = None;
    for (field, value) in fields {
        let path = format!("location_levels, {field}");
        if field == "location_id" {
            at = params.listed(&path, &value).map(|texts| ids::<StockLocationId>(&texts));
        } else {
            params.unrecognised(&path);
        }
    }
    at
}

/// List inventory items.
#[utoipa::path(
    get,
    path = "/admin/inventory-items",
    tag = "Admin: inventory items",
    operation_id = "admin_list_inventory_items",
    params(
        ListParams,
        ("id" = Option<String>, Query, description = "Ids.", example = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("sku" = Option<String>, Query, description = "Exact SKUs, or operators: `sku[$ilike]=mug%`.", example = "MUG-B"),
        ("origin_country" = Option<String>, Query, description = "Exact codes of countries.", example = "de"),
        ("mid_code" = Option<String>, Query, description = "Exact codes.", example = "DEHARGOO4711KIE"),
        ("hs_code" = Option<String>, Query, description = "Exact codes.", example = "691200"),
        ("material" = Option<String>, Query, description = "Exact names.", example = "stoneware"),
        ("requires_shipping" = Option<bool>, Query, description = "Whether it is shipped.", example = true),
        ("weight" = Option<i64>, Query, description = "Its weight, or operators: `weight[$gt]=100`.", example = 350),
        ("length" = Option<i64>, Query, description = "Its length, or operators.", example = 12),
        ("height" = Option<i64>, Query, description = "Its height, or operators.", example = 9),
        ("width" = Option<i64>, Query, description = "Its width, or operators.", example = 8),
        ("location_levels[location_id]" = Option<String>, Query, description = "Ids of stock locations, at one of which it is kept.", example = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("created_at" = Option<String>, Query, description = "When it was made: `created_at[$gte]=…`.", example = "2026-11-21T10:00:00.000Z"),
        ("updated_at" = Option<String>, Query, description = "When it was last changed: `updated_at[$gte]=…`.", example = "2026-11-21T10:00:00.000Z"),
        ("deleted_at" = Option<String>, Query, description = "When it was deleted: only what was deleted has this.", example = "2026-11-21T10:00:00.000Z"),
        ("with_deleted" = Option<bool>, Query, description = "Those that were deleted too.", example = false),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("inventory:read"))),
    responses(
        (status = 200, description = "A page of them. `$and` and `$or` put filters together.", body = serde_json::Value, example = json!({"inventory_items": [super::example()], "count": 1, "offset": 0, "limit": 20})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::InventoryRead>,
    Query(Items { listing, at }): Query<Items>,
) -> Result<Response, ApiError> {
    let listing = match at {
        Some(at) => listing.only(KEPT_AT, at),
        None => listing,
    };
    let tx = begin::<Item>(&app, &staff).await?;
    let answer = respond_page(&tx, listing).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Kept at one of some places.
pub(crate) const KEPT_AT: &str =
    "exists (select from public.inventory_levels l where l.organization_id = i.organization_id
    and l.inventory_item_id = i.id and l.location_id = any(?))";
