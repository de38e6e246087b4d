//! `GET /admin/loyalty/accounts/{id}/entries`: every change of somebody's points.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::{
    Timestamp,
    ids::{LoyaltyAccountId, PointsEntryId, PointsLotId},
};
use resource::{
    Param, Row, Table,
    admin::{Listing, begin, key, missing, respond_page, select},
    one, row,
};
use web::{
    AdminErrors, ApiError, App, ListParams,
    fields::{Column, View},
    query::Query,
};

use super::accounts::Account;

row! {
    /// A change of points.
    pub struct Entry from "e" {
        id: PointsEntryId,
        account_id: LoyaltyAccountId,
        kind: String,
        amount: i64,
        pending_amount: i64,
        debt_amount: i64,
        lot_id: Option<PointsLotId>,
        source: String,
        source_id: Option<String> = "private.wire_id(case e.source when 'referral' then 'rfl' else 'order' end, e.source_id)",
        note: Option<String>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Entry {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Entry {
    type Id = PointsEntryId;

    const ONE: &'static str = "entry";
    const MANY: &'static str = "entries";
    const NAME: &'static str = "Entry";
    const SORTABLE: &'static [&'static str] = &["id", "created_at"];
    const WORDS: &'static [&'static str] = &[resource::of_people!("e.note")];
    const FROM: &'static str =
        "(select k.*, k.created_at as updated_at, null::timestamptz as deleted_at from public.points_entries k) e";
    const ALIAS: &'static str = "e";
    const FILTERS: &'static [Param] =
        &[Param::text("kind", "What happened."), Param::text("source", "Because of what.")];
}

/// List every change of somebody's points.
#[utoipa::path(
    get,
    path = "/admin/loyalty/accounts/{id}/entries",
    tag = super::TAG,
    operation_id = "admin_list_points_entries",
    params(
        ("id" = String, Path, description = "The account's id.", example = "lacc_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("kind" = Option<String>, Query, description = "`earn`, `pend`, `release`, `redeem`, `restore`, `expire`, `adjust` or `reverse`.", example = "earn"),
        ("source" = Option<String>, Query, description = "`order`, `referral`, `manual` or `lot`.", example = "order"),
        ListParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("promotion:read"))),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({
            "entries": [{
                "id": "pent_01jd6nwvvgfa5sr38y5wx4pq3d", "account_id": "lacc_01jd6nwvvgfa5sr38y5wx4pq3d", "kind": "pend", "amount": 0,
                "pending_amount": 36, "debt_amount": 0, "lot_id": "plot_01jd6nwvvgfa5sr38y5wx4pq3d", "source": "order",
                "source_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "note": null, "created_at": "2026-11-21T10:00:00.000Z"
            }], "count": 1, "offset": 0, "limit": 50
        })),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::PromotionRead>,
    path: Result<Path<String>, PathRejection>,
    Query(listing): Query<Listing<Entry>>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let account = key::<Account>(&id)?;
    let tx = begin::<Account>(&app, &staff).await?;
    one::<Account>(&tx, account, &select::<Account>(Some("id"))?).await?.ok_or_else(|| missing::<Account>(&id))?;
    let answer = respond_page(&tx, listing.only("e.account_id = ?", account)).await?;
    tx.commit().await?;
    Ok(answer)
}
