//! `/admin/return-reasons`: why something is sent back, in two levels.

use auth::{Staff, needs};
use db::{OnConstraint, Tx};
use entity::ids::ReturnReasonId;
use resource::{
    Param, Set, Table,
    admin::{Create, Delete, Resource, Routes, Update, duplicate},
    fresh_metadata, names, retire,
};
use sea_orm::{FromQueryResult, Value};
use serde_json::{Map, Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{AdditionalData, Change, Filled, Required},
    fields::Selection,
};

use super::products::fields::{AtMost, Name, Title as _, Word};

use crate::{data, view::ReturnReason};

impl Table for ReturnReason {
    type Id = ReturnReasonId;

    const ONE: &'static str = "return_reason";
    const MANY: &'static str = "return_reasons";
    const NAME: &'static str = "Return reason";
    const LIMIT: i64 = 20;
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*parent_return_reason", "*return_reason_children"];
    const SORTABLE: &'static [&'static str] = &["id", "value", "label", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["r.value", "r.label", "r.description"];
    const FROM: &'static str = "public.return_reasons r";
    const ALIAS: &'static str = "r";
    const FILTERS: &'static [Param] = &[
        Param::text("value", "Exact values."),
        Param::text("label", "Exact labels."),
        Param::text("description", "Exact descriptions."),
        Param::ids::<ReturnReasonId>("parent_return_reason_id", "Ids of reasons that these refine."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("parent_return_reason", names::<Self>()), ("return_reason_children", names::<Self>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        data::fill_return_reasons(tx, page, selection).await
    }
}

impl Resource for ReturnReason {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/return-reasons";
    const TAG: &'static str = "Admin: return reasons";

    fn example() -> Json {
        json!({
            "id": "rr_01jd6nwvvgfa5sr38y5wx4pq3d", "value": "damaged", "label": "It came damaged", "description": null,
            "parent_return_reason_id": null, "parent_return_reason": null, "return_reason_children": [], "metadata": null, "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

body! {
    /// What is said of a new reason.
    pub struct New {
        /// Its name for programs; each is there once.
        pub value: Required<Word> = "damaged",
        /// Its name for people.
        pub label: Required<Name> = "It came damaged",
        /// More words about it.
        pub description: Option<String> = "The parcel or what was in it is broken.",
        /// The reason that it refines, which refines none itself.
        pub parent_return_reason_id: Option<String> = "rr_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"refund": true},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub additional_data: AdditionalData = {},
    }
}

body! {
    /// What changes of a reason.
    pub struct Changes {
        /// Its name for programs; each is there once.
        pub value: Filled<Word> = "damaged",
        /// Its name for people.
        pub label: Filled<Name> = "It came damaged",
        /// More words about it; `null` takes them away.
        pub description: Change<String> = "The parcel or what was in it is broken.",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"refund": true},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub additional_data: AdditionalData = {},
    }
}

/// 422 when another reason has the value.
fn taken<T>(done: db::Result<T>, value: &str) -> Result<T, ApiError> {
    done.on_constraint("return_reasons_value", |_| {
        duplicate(format!("Return reason with value: {value}, already exists."))
    })
}

/// The reason that a new one refines: it is there, stays until this transaction ends, and refines none itself.
async fn parent(tx: &Tx, text: &str) -> Result<Uuid, ApiError> {
    #[derive(FromQueryResult)]
    struct Found {
        is_refining: bool,
    }
    let unknown = || ApiError::invalid_data(format!("Return reason with id: {text} was not found"));
    let id = text.parse::<ReturnReasonId>().map_err(|_| unknown())?.0;
    let sql = "select parent_return_reason_id is not null as is_refining from public.return_reasons
        where organization_id = $1 and id = $2 and deleted_at is null for share";
    let found: Option<Found> = db::fetch_optional(tx, sql, [tx.organization()?.into(), id.into()]).await?;
    if found.ok_or_else(unknown)?.is_refining {
        let message = "Field 'parent_return_reason_id' names a reason that refines another one: there are two levels";
        return Err(ApiError::invalid_data(message));
    }
    Ok(id)
}

impl Create for ReturnReason {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New {
            value: Required(AtMost(value)),
            label: Required(AtMost(label)),
            description,
            parent_return_reason_id,
            metadata,
            ..
        } = new;
        let parent = match parent_return_reason_id {
            Some(text) => Some(parent(tx, &text).await?),
            None => None,
        };
        let id = ReturnReasonId::new().0;
        let sql = "insert into public.return_reasons (organization_id, id, value, label, description,
              parent_return_reason_id, metadata, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, private.merge_metadata(null, $7, '{}'), $8, $8)";
        let values: [Value; 8] = [
            tx.organization()?.into(),
            id.into(),
            value.clone().into(),
            label.into(),
            description.into(),
            parent.into(),
            fresh_metadata(metadata).into(),
            tx.now().into(),
        ];
        taken(db::exec(tx, sql, values).await, &value)?;
        Ok(id)
    }
}

impl Update for ReturnReason {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { value, label, description, metadata, .. } = changes;
        let (value, label) = (value.title(), label.title());
        let wanted = value.clone().unwrap_or_default();
        let mut set = Set::new(tx, id)?;
        set.given("value", value);
        set.given("label", label);
        set.change("description", description);
        set.metadata("metadata", metadata);
        taken(set.run(tx, "public.return_reasons").await, &wanted)
    }
}

impl Delete for ReturnReason {
    /// With those that refine it.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        if !retire(tx, "public.return_reasons", id).await? {
            return Ok(false);
        }
        let sql = "update public.return_reasons set deleted_at = $3
            where organization_id = $1 and parent_return_reason_id = $2 and deleted_at is null";
        db::exec(tx, sql, [tx.organization()?.into(), id.into(), tx.now().into()]).await?;
        Ok(true)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<ReturnReason>::new()
        .list("List reasons for returns.")
        .retrieve("Read a reason for returns.")
        .create("Make a reason for returns.")
        .update("Change a reason for returns.")
        .delete("Remove a reason for returns, and those that refine it.")
        .router()
}
