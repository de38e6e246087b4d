//! An import or an export as it is answered.

use auth::needs;
use entity::{
    Timestamp,
    ids::{ExchangeId, UploadId},
};
use resource::{Param, Row, Table, admin::Resource, row};
use serde_json::{Value as Json, json};
use web::fields::{Column, View};

row! {
    /// How far it is.
    pub(super) struct Exchange from "e" {
        id: ExchangeId,
        kind: String,
        format: String,
        status: String,
        file_id: Option<UploadId> = "e.upload_id",
        /// Lines of an import, products of an export.
        total_lines: Option<i64>,
        done_line: i64,
        created_count: i64,
        updated_count: i64,
        unchanged_count: i64,
        error_count: i64,
        failure: Option<String>,
        /// What was left alone, because whoever began it may not read or write it.
        warning: Option<String> = "e.options ->> 'warning'",
        started_at: Option<Timestamp>,
        finished_at: Option<Timestamp>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Exchange {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Exchange {
    type Id = ExchangeId;

    const ONE: &'static str = "data_exchange";
    const MANY: &'static str = "data_exchanges";
    const NAME: &'static str = "Exchange";
    const SORTABLE: &'static [&'static str] = &["id", "kind", "status", "created_at", "updated_at", "finished_at"];
    const WORDS: &'static [&'static str] = &["e.kind", "e.failure"];
    // They stay as what has happened.
    const FROM: &'static str = "(select e.*, null::timestamptz as deleted_at from public.exchanges e) e";
    const ALIAS: &'static str = "e";
    const FILTERS: &'static [Param] = &[
        Param::text("kind", "`product_import`, `product_export` or `inventory_export`."),
        Param::text("status", "`pending` until it is confirmed, then `ready`, `running`, and `done` or `failed`."),
    ];
}

impl Resource for Exchange {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/data-exchanges";
    const TAG: &'static str = "Admin: imports and exports";

    fn example() -> Json {
        json!({
            "id": "exch_01jd6nwvvgfa5sr38y5wx4pq3d", "kind": "product_import", "format": "shopify", "status": "running",
            "file_id": "file_01jd6nwvvgfa5sr38y5wx4pq3d", "total_lines": 25_000, "done_line": 12_345,
            "created_count": 4_000, "updated_count": 12, "unchanged_count": 100, "error_count": 1, "failure": null, "warning": null,
            "started_at": "2026-11-21T10:00:00.000Z", "finished_at": null, "created_at": "2026-11-21T09:59:00.000Z",
            "updated_at": "2026-11-21T10:00:30.000Z"
        })
    }
}
