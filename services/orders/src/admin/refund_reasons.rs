//! `/admin/refund-reasons`: why money is given back, in the shop's words.

use auth::{Staff, needs};
use db::{OnConstraint, Tx};
use entity::{Timestamp, ids::RefundReasonId};
use resource::{
    Param, Row, Set, Table,
    admin::{Create, Delete, Resource, Routes, Update, duplicate},
    fields::{AtMost, Name, Title as _, Word},
    fresh_metadata, retire, row,
};
use sea_orm::Value;
use serde_json::{Map, Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{Change, Filled, Required},
    fields::{Column, View},
};

row! {
    /// A reason.
    pub(super) struct RefundReason from "r" {
        id: RefundReasonId,
        label: String,
        code: String,
        description: Option<String>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for RefundReason {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for RefundReason {
    type Id = RefundReasonId;

    const ONE: &'static str = "refund_reason";
    const MANY: &'static str = "refund_reasons";
    const NAME: &'static str = "Refund reason";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &["id", "label", "code", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["r.label", "r.code", "r.description"];
    const FROM: &'static str = "public.refund_reasons r";
    const ALIAS: &'static str = "r";
    const FILTERS: &'static [Param] = &[
        Param::text("label", "Exact labels."),
        Param::text("code", "Exact codes."),
        Param::text("description", "Exact descriptions."),
    ];
}

impl Resource for RefundReason {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/refund-reasons";
    const TAG: &'static str = "Admin: refund reasons";

    fn example() -> Json {
        json!({
            "id": "refr_01jd6nwvvgfa5sr38y5wx4pq3d", "label": "It came late", "code": "late", "description": null, "metadata": null,
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

body! {
    /// What is said of a new reason.
    pub struct New {
        /// Its name for people.
        label: Required<Name> = "It came late",
        /// Its name for programs; each is there once.
        code: Required<Word> = "late",
        /// More words about it.
        description: Option<String> = "Later than we said when it was ordered.",
        /// The shop's own data.
        metadata: Change<Map<String, Json>> = {"erp": "L"},
    }
}

body! {
    /// What changes of a reason.
    pub struct Changes {
        /// Its name for people.
        label: Filled<Name> = "It came late",
        /// Its name for programs; each is there once.
        code: Filled<Word> = "late",
        /// More words about it; `null` takes them away.
        description: Change<String> = "Later than we said when it was ordered.",
        /// The shop's own data.
        metadata: Change<Map<String, Json>> = {"erp": "L"},
    }
}

/// 422 when another reason has the code.
fn taken<T>(done: db::Result<T>, code: &str) -> Result<T, ApiError> {
    done.on_constraint("refund_reasons_code", |_| {
        duplicate(format!("Refund reason with code: {code}, already exists."))
    })
}

impl Create for RefundReason {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New { label: Required(AtMost(label)), code: Required(AtMost(code)), description, metadata } = new;
        let id = RefundReasonId::new().0;
        let sql = "insert into public.refund_reasons (organization_id, id, label, code, description, metadata, created_at, updated_at)
            values ($1, $2, $3, $4, $5, private.merge_metadata(null, $6, '{}'), $7, $7)";
        let values: [Value; 7] = [
            tx.organization()?.into(),
            id.into(),
            label.into(),
            code.clone().into(),
            description.into(),
            fresh_metadata(metadata).into(),
            tx.now().into(),
        ];
        taken(db::exec(tx, sql, values).await, &code)?;
        Ok(id)
    }
}

impl Update for RefundReason {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { label, code, description, metadata } = changes;
        let code = code.title();
        let wanted = code.clone().unwrap_or_default();
        let mut set = Set::new(tx, id)?;
        set.given("label", label.title());
        set.given("code", code);
        set.change("description", description);
        set.metadata("metadata", metadata);
        taken(set.run(tx, "public.refund_reasons").await, &wanted)
    }
}

impl Delete for RefundReason {
    /// What was given back for it keeps its name.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        Ok(retire(tx, "public.refund_reasons", id).await?)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<RefundReason>::new()
        .list("List reasons for refunds.")
        .retrieve("Read a reason for refunds.")
        .create("Make a reason for refunds.")
        .update("Change a reason for refunds.")
        .delete("Remove a reason for refunds. Refunds that were made for it keep it.")
        .router()
}
