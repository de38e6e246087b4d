//! `/admin/shipping-option-types`: kinds of options, for storefronts to sort by.

use auth::{Staff, needs};
use db::Tx;
use entity::{Timestamp, ids::ShippingOptionTypeId};
use resource::{
    Param, Row, Set, Table,
    admin::{Create, Delete, Resource, Routes, Update},
    fields::{AtMost, Name, Title as _, Word},
    retire, row,
};
use sea_orm::Value;
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{Change, Filled, Required},
    fields::{Column, View},
};

row! {
    /// A kind of options.
    pub(super) struct OptionType from "y" {
        id: ShippingOptionTypeId,
        label: String,
        description: Option<String>,
        code: String,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for OptionType {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for OptionType {
    type Id = ShippingOptionTypeId;

    const ONE: &'static str = "shipping_option_type";
    const MANY: &'static str = "shipping_option_types";
    const NAME: &'static str = "Shipping option type";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &["id", "label", "code", "description", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["y.label", "y.code", "y.description"];
    const FROM: &'static str = "public.shipping_option_types y";
    const ALIAS: &'static str = "y";
    const FILTERS: &'static [Param] = &[
        Param::text("label", "Exact labels."),
        Param::text("code", "Exact codes."),
        Param::text("description", "Exact descriptions."),
    ];
}

impl Resource for OptionType {
    type Read = needs::ShopRead;
    type Write = needs::ShopWrite;

    const PATH: &'static str = "/admin/shipping-option-types";
    const TAG: &'static str = "Admin: shipping";

    fn example() -> Json {
        json!({
            "id": "sotype_01jd6nwvvgfa5sr38y5wx4pq3d", "label": "Standard", "description": "Two to three days", "code": "standard",
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

body! {
    /// What is said of a new kind.
    pub struct New {
        /// Its name for people.
        label: Required<Name> = "Standard",
        /// More words about it.
        description: Option<String> = "Two to three days",
        /// Its name for programs.
        code: Required<Word> = "standard",
    }
}

body! {
    /// What changes of a kind.
    pub struct Changes {
        /// Its name for people.
        label: Filled<Name> = "Standard",
        /// More words about it; `null` takes them away.
        description: Change<String> = "Two to three days",
        /// Its name for programs.
        code: Filled<Word> = "standard",
    }
}

/// Writes a kind.
pub(super) async fn insert(tx: &Tx, new: New) -> db::Result<Uuid> {
    let New { label: Required(AtMost(label)), description, code: Required(AtMost(code)) } = new;
    let id = ShippingOptionTypeId::new().0;
    let sql = "insert into public.shipping_option_types (organization_id, id, label, description, code, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $6)";
    let values: [Value; 6] =
        [tx.organization()?.into(), id.into(), label.into(), description.into(), code.into(), tx.now().into()];
    db::exec(tx, sql, values).await?;
    Ok(id)
}

impl Create for OptionType {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        Ok(insert(tx, new).await?)
    }
}

impl Update for OptionType {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { label, description, code } = changes;
        let mut set = Set::new(tx, id)?;
        set.given("label", label.title());
        set.change("description", description);
        set.given("code", code.title());
        Ok(set.run(tx, "public.shipping_option_types").await?)
    }
}

impl Delete for OptionType {
    /// Its options stay, and have none.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        if !retire(tx, "public.shipping_option_types", id).await? {
            return Ok(false);
        }
        let sql = "update public.shipping_options set shipping_option_type_id = null
            where organization_id = $1 and shipping_option_type_id = $2";
        db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await?;
        Ok(true)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<OptionType>::new()
        .list("List kinds of shipping options.")
        .retrieve("Read a kind of shipping options.")
        .create("Make a kind of shipping options.")
        .update("Change a kind of shipping options.")
        .delete("Remove a kind of shipping options; the options stay.")
        .router()
}
