//! `GET /admin/inventory-items/{id}/ledger`: who changed what lies where, why, and what it was before and after.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::{
    Timestamp,
    ids::{ApiKeyId, InventoryItemId, LedgerEntryId, ReservationItemId, StockLocationId, UserId},
};
use resource::{
    Param, Row, Table,
    admin::{Listing, begin, key, missing, respond_page},
    row,
};
use web::{
    AdminErrors, ApiError, App, ListParams,
    fields::{Column, View},
    query::Query,
};

use super::item::{self, Item};

row! {
    /// A line.
    pub(super) struct Entry from "e" {
        id: LedgerEntryId,
        inventory_item_id: InventoryItemId,
        location_id: StockLocationId,
        reason: String,
        note: Option<String>,
        reservation_id: Option<ReservationItemId> =
            "case when e.reason in ('reserve', 'release', 'sell') then e.cause_id end",
        stocked_before: i64,
        stocked_after: i64,
        reserved_before: i64,
        reserved_after: i64,
        incoming_before: i64,
        incoming_after: i64,
        actor_id: Option<UserId>,
        api_key_id: Option<ApiKeyId>,
        request_id: Option<String>,
        created_at: Timestamp,
    }
}

impl View for Entry {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Entry {
    type Id = LedgerEntryId;

    const ONE: &'static str = "ledger_entry";
    const MANY: &'static str = "ledger_entries";
    const NAME: &'static str = "Ledger entry";
    const SORTABLE: &'static [&'static str] = &["created_at"];
    const WORDS: &'static [&'static str] = &["e.note"];
    // A line is never changed and never deleted.
    const FROM: &'static str =
        "(select e.*, e.created_at as updated_at, null::timestamptz as deleted_at from public.inventory_ledger e) e";
    const ALIAS: &'static str = "e";
    const FILTERS: &'static [Param] = &[
        Param::ids::<StockLocationId>("location_id", "Ids of stock locations."),
        Param::text("reason", "`reserve`, `release`, `sell`, `adjust`, `set`, `import`, `return`, `by_hand`."),
        Param::ids::<UserId>("actor_id", "Ids of people who did it."),
        Param::ids::<ApiKeyId>("api_key_id", "Ids of secret keys with which it was done."),
        Param::ids::<ReservationItemId>("reservation_id", "Ids of reservations for which it was done.")
            .at("e.cause_id"),
    ];
}

/// List what became of an item, the newest first: who changed which number, why, and what it was. What was deleted keeps its ledger.
#[utoipa::path(
    get,
    path = "/admin/inventory-items/{id}/ledger",
    tag = "Admin: inventory items",
    operation_id = "admin_list_inventory_ledger",
    params(
        ("id" = String, Path, description = "The inventory item's id.", example = "iitem_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("location_id" = Option<String>, Query, description = "Ids of stock locations.", example = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("reason" = Option<String>, Query, description = "`reserve`, `release`, `sell`, `adjust`, `set`, `import`, `return`, `by_hand`.", example = "reserve"),
        ("actor_id" = Option<String>, Query, description = "Ids of people who did it.", example = "user_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("api_key_id" = Option<String>, Query, description = "Ids of secret keys with which it was done.", example = "apk_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("reservation_id" = Option<String>, Query, description = "Ids of reservations for which it was done.", example = "resitem_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("created_at" = Option<String>, Query, description = "When it was done: `created_at[$gte]=…`.", example = "2026-11-21T10:00:00.000Z"),
        ListParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("inventory:read"))),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({"ledger_entries": [{
            "id": "ilog_01jd6nwvvgfa5sr38y5wx4pq3d", "inventory_item_id": "iitem_01jd6nwvvgfa5sr38y5wx4pq3d",
            "location_id": "sloc_01jd6nwvvgfa5sr38y5wx4pq3d", "reason": "reserve", "note": null,
            "reservation_id": "resitem_01jd6nwvvgfa5sr38y5wx4pq3d", "stocked_before": 100, "stocked_after": 100,
            "reserved_before": 0, "reserved_after": 3, "incoming_before": 0, "incoming_after": 0,
            "actor_id": "user_01jd6nwvvgfa5sr38y5wx4pq3d", "api_key_id": null, "request_id": "0193f5e8",
            "created_at": "2026-11-21T10:00:00.000Z"
        }], "count": 1, "offset": 0, "limit": 50})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::InventoryRead>,
    path: Result<Path<String>, PathRejection>,
    Query(listing): Query<Listing<Entry>>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let item = key::<Item>(&id)?;
    let tx = begin::<Item>(&app, &staff).await?;
    if item::by_id(&tx, vec![item]).await?.is_empty() {
        return Err(missing::<Item>(&id));
    }
    let answer = respond_page(&tx, listing.only("e.inventory_item_id = ?", item)).await?;
    tx.commit().await?;
    Ok(answer)
}
