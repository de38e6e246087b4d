//! `/admin/product-tags`, `/admin/product-types`: words with a life of their own, which are alike in all but their names.

use auth::{Staff, needs};
use db::{OnConstraint, Tx};
use entity::ids::{ProductTagId, ProductTypeId};
use resource::{
    Param, Set, Table,
    admin::{Create, Delete, Resource, Routes, Update, duplicate},
    fresh_metadata, retire,
};
use sea_orm::Value;
use serde_json::{Map, Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{AdditionalData, Change, Filled, Required},
};

use super::products::fields::{AtMost, Title as _, Word};

use crate::view::{ProductTag, ProductType};

body! {
    /// What is said of a new word.
    pub struct New {
        /// The word; each is there once.
        pub value: Required<Word> = "Organic",
        /// The key in another system.
        pub external_id: Option<String> = "erp-17",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"colour": "green"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub additional_data: AdditionalData = {},
    }
}

body! {
    /// What changes of a word.
    pub struct Changes {
        /// The word; each is there once.
        pub value: Filled<Word> = "Organic",
        /// The key in another system; `null` takes it away.
        pub external_id: Change<String> = "erp-17",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"colour": "green"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub additional_data: AdditionalData = {},
    }
}

async fn create(tx: &Tx, table: &str, id: Uuid, new: New) -> db::Result<Uuid> {
    let New { value: Required(AtMost(value)), external_id, metadata, .. } = new;
    let sql = format!(
        "insert into {table} (organization_id, id, value, external_id, metadata, created_at, updated_at)
         values ($1, $2, $3, $4, private.merge_metadata(null, $5, '{{}}'), $6, $6)"
    );
    let metadata = fresh_metadata(metadata);
    let organization = tx.organization()?.into();
    let values: [Value; 6] =
        [organization, id.into(), value.into(), external_id.into(), metadata.into(), tx.now().into()];
    db::exec(tx, &sql, values).await?;
    Ok(id)
}

async fn update(tx: &Tx, table: &str, id: Uuid, changes: Changes) -> db::Result<bool> {
    let Changes { value, external_id, metadata, .. } = changes;
    let value = value.title();
    let mut set = Set::new(tx, id)?;
    set.given("value", value);
    set.change("external_id", external_id);
    set.metadata("metadata", metadata);
    set.run(tx, table).await
}

/// A table of words, and what is done to it.
macro_rules! words {
    ($row:ident, $id:ident, $table:literal, $unique:literal, $one:literal, $many:literal, $name:literal, $path:literal) => {
        impl Table for $row {
            type Id = $id;

            const ONE: &'static str = $one;
            const MANY: &'static str = $many;
            const NAME: &'static str = $name;
            const SORTABLE: &'static [&'static str] = &["id", "value", "created_at", "updated_at"];
            const WORDS: &'static [&'static str] = &["t.value"];
            const FROM: &'static str = concat!($table, " t");
            const ALIAS: &'static str = "t";
            const FILTERS: &'static [Param] =
                &[Param::text("value", "Exact words."), Param::text("external_id", "Keys in another system.")];
        }

        impl Resource for $row {
            type Read = needs::ProductRead;
            type Write = needs::ProductWrite;

            const PATH: &'static str = $path;
            const TAG: &'static str = concat!("Admin: ", $name, "s");

            fn example() -> Json {
                json!({
                    "id": format!("{}_01jd6nwvvgfa5sr38y5wx4pq3d", $id::PREFIX), "value": "Organic", "external_id": null,
                    "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z",
                    "deleted_at": null, "metadata": null
                })
            }
        }

        impl Create for $row {
            type New = New;

            async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
                let value = new.value.0.0.clone();
                create(tx, $table, $id::new().0, new).await.on_constraint($unique, |_| taken($name, &value))
            }
        }

        impl Update for $row {
            type Changes = Changes;

            async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
                let value = changes.value.clone().title().unwrap_or_default();
                update(tx, $table, id, changes).await.on_constraint($unique, |_| taken($name, &value))
            }
        }

        impl Delete for $row {
            async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
                Ok(retire(tx, $table, id).await?)
            }
        }
    };
}

words!(
    ProductTag,
    ProductTagId,
    "public.product_tags",
    "product_tags_value",
    "product_tag",
    "product_tags",
    "Product tag",
    "/admin/product-tags"
);
words!(
    ProductType,
    ProductTypeId,
    "public.product_types",
    "product_types_value",
    "product_type",
    "product_types",
    "Product type",
    "/admin/product-types"
);

/// 422: the word is there.
fn taken(name: &str, value: &str) -> ApiError {
    duplicate(format!("{name} with value: {value}, already exists."))
}

pub(super) fn router() -> OpenApiRouter<App> {
    let tags = Routes::<ProductTag>::new()
        .list("List product tags.")
        .retrieve("Read a product tag.")
        .create("Make a product tag.")
        .update("Change a product tag.")
        .delete("Remove a product tag; its products stay.");
    let types = Routes::<ProductType>::new()
        .list("List product types.")
        .retrieve("Read a product type.")
        .create("Make a product type.")
        .update("Change a product type.")
        .delete("Remove a product type; its products stay.");
    tags.router().merge(types.router())
}
