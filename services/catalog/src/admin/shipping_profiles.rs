//! `/admin/shipping-profiles`: what is shipped alike.

use auth::{Staff, needs};
use db::{OnConstraint, Tx};
use entity::{Timestamp, ids::ShippingProfileId};
use resource::{
    Param, Row, Set, Table,
    admin::{Create, Delete, Resource, Routes, Update, duplicate},
    fresh_metadata, retire, row,
};
use sea_orm::Value;
use serde_json::{Map, Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{AdditionalData, Change, Filled, Required},
    fields::{Column, View},
};

use super::products::fields::{AtMost, Name, Title as _, Word};

row! {
    /// A shipping profile.
    pub struct ShippingProfile from "s" {
        id: ShippingProfileId,
        name: String,
        r#type: String = "s.type",
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for ShippingProfile {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for ShippingProfile {
    type Id = ShippingProfileId;

    const ONE: &'static str = "shipping_profile";
    const MANY: &'static str = "shipping_profiles";
    const NAME: &'static str = "Shipping profile";
    const SORTABLE: &'static [&'static str] = &["id", "name", "type", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["s.name", "s.type"];
    const FROM: &'static str = "public.shipping_profiles s";
    const ALIAS: &'static str = "s";
    const FILTERS: &'static [Param] = &[Param::text("name", "Exact names."), Param::text("type", "Exact types.")];
}

impl Resource for ShippingProfile {
    type Read = needs::ShopRead;
    type Write = needs::ShopWrite;

    const PATH: &'static str = "/admin/shipping-profiles";
    const TAG: &'static str = "Admin: shipping profiles";

    fn example() -> Json {
        json!({
            "id": "sp_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Heavy goods", "type": "heavy", "metadata": null,
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

body! {
    /// What is said of a new shipping profile.
    pub struct New {
        /// What it is called; each name is there once.
        pub name: Required<Name> = "Heavy goods",
        /// The shop's own word for such goods.
        pub r#type: Required<Word> = "heavy",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"carrier": "freight"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub additional_data: AdditionalData = {},
    }
}

body! {
    /// What changes of a shipping profile.
    pub struct Changes {
        /// What it is called; each name is there once.
        pub name: Filled<Name> = "Heavy goods",
        /// The shop's own word for such goods.
        pub r#type: Filled<Word> = "heavy",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"carrier": "freight"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub additional_data: AdditionalData = {},
    }
}

/// 422 when another profile has the name.
fn taken<T>(done: db::Result<T>, name: &str) -> Result<T, ApiError> {
    done.on_constraint("shipping_profiles_name", |_| {
        duplicate(format!("Shipping profile with name: {name}, already exists."))
    })
}

impl Create for ShippingProfile {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New { name: Required(AtMost(name)), r#type: Required(AtMost(kind)), metadata, .. } = new;
        let id = ShippingProfileId::new().0;
        let sql =
            "insert into public.shipping_profiles (organization_id, id, name, type, metadata, created_at, updated_at)
            values ($1, $2, $3, $4, private.merge_metadata(null, $5, '{}'), $6, $6)";
        let metadata = fresh_metadata(metadata);
        let organization = tx.organization()?.into();
        let values: [Value; 6] =
            [organization, id.into(), name.clone().into(), kind.into(), metadata.into(), tx.now().into()];
        taken(db::exec(tx, sql, values).await, &name)?;
        Ok(id)
    }
}

impl Update for ShippingProfile {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { name, r#type: kind, metadata, .. } = changes;
        let (name, kind) = (name.title(), kind.title());
        let wanted = name.clone().unwrap_or_default();
        let mut set = Set::new(tx, id)?;
        set.given("name", name);
        set.given("type", kind);
        set.metadata("metadata", metadata);
        taken(set.run(tx, "public.shipping_profiles").await, &wanted)
    }
}

impl Delete for ShippingProfile {
    /// Its products stay, and have none.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        Ok(retire(tx, "public.shipping_profiles", id).await?)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<ShippingProfile>::new()
        .list("List shipping profiles.")
        .retrieve("Read a shipping profile.")
        .create("Make a shipping profile.")
        .update("Change a shipping profile.")
        .delete("Remove a shipping profile; its products stay.")
        .router()
}
