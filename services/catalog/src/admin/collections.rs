//! `/admin/collections`

use auth::{Staff, needs};
use db::{OnConstraint, Tx};
use entity::ids::{CollectionId, ProductId};
use resource::{
    Links, Param, Set, Table,
    admin::{Action, Create, Delete, Resource, Routes, Update, duplicate},
    fresh_metadata, ids, lock, retire,
};
use sea_orm::Value;
use serde_json::{Map, Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{AdditionalData, Change, Filled, Required},
};

use super::{handles, links};
use crate::view::Collection;

impl Table for Collection {
    type Id = CollectionId;

    const ONE: &'static str = "collection";
    const MANY: &'static str = "collections";
    const NAME: &'static str = "Collection";
    const SORTABLE: &'static [&'static str] = &["id", "title", "handle", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["c.title", "c.handle"];
    const FROM: &'static str = "public.product_collections c";
    const ALIAS: &'static str = "c";
    const FILTERS: &'static [Param] = &[
        Param::text("title", "Exact titles."),
        Param::text("handle", "Handles."),
        Param::text("external_id", "Keys in another system."),
    ];
}

impl Resource for Collection {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/collections";
    const TAG: &'static str = "Admin: collections";

    fn example() -> Json {
        json!({
            "id": "pcol_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Winter", "handle": "winter", "external_id": null,
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null,
            "metadata": null
        })
    }
}

body! {
    /// What is said of a new collection.
    pub struct New {
        /// What it is called.
        pub title: Required = "Winter",
        /// How addresses call it: words of `a-z` and `0-9` joined by hyphens. Made of the title when it is left out.
        pub handle: Option<String> = "winter",
        /// The key in another system.
        pub external_id: Option<String> = "erp-17",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"season": "2026"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub additional_data: AdditionalData = {},
    }
}

body! {
    /// What changes of a collection.
    pub struct Changes {
        /// What it is called.
        pub title: Filled = "Winter",
        /// How addresses call it.
        pub handle: Filled = "winter",
        /// The key in another system; `null` takes it away.
        pub external_id: Change<String> = "erp-17",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"season": "2026"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub additional_data: AdditionalData = {},
    }
}

/// 422 when another collection has the handle.
fn taken<T>(done: db::Result<T>, handle: &str) -> Result<T, ApiError> {
    done.on_constraint("product_collections_handle", |_| {
        duplicate(format!("Collection with handle: {handle}, already exists."))
    })
}

impl Create for Collection {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New { title: Required(title), handle, external_id, metadata, .. } = new;
        let handle = handles::given_or_of(handle, "title", &title, handles::checked)?;
        let id = CollectionId::new().0;
        let sql = "insert into public.product_collections
              (organization_id, id, title, handle, external_id, metadata, created_at, updated_at)
            values ($1, $2, $3, $4, $5, private.merge_metadata(null, $6, '{}'), $7, $7)";
        let values: [Value; 7] = [
            tx.organization()?.into(),
            id.into(),
            title.into(),
            handle.clone().into(),
            external_id.into(),
            fresh_metadata(metadata).into(),
            tx.now().into(),
        ];
        taken(db::exec(tx, sql, values).await, &handle)?;
        Ok(id)
    }
}

impl Update for Collection {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { title: Filled(title), handle: Filled(handle), external_id, metadata, .. } = changes;
        let handle = handle.map(handles::checked).transpose()?;
        let wanted = handle.clone().unwrap_or_default();
        let mut set = Set::new(tx, id)?;
        set.given("title", title);
        set.given("handle", handle);
        set.change("external_id", external_id);
        set.metadata("metadata", metadata);
        taken(set.run(tx, "public.product_collections").await, &wanted)
    }
}

impl Delete for Collection {
    /// Its products stay, and are in no collection.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        if !retire(tx, "public.product_collections", id).await? {
            return Ok(false);
        }
        hold_products(tx, "p.collection_id = $2", id.into()).await?;
        let sql = "update public.products set collection_id = null where organization_id = $1 and collection_id = $2";
        db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await?;
        Ok(true)
    }
}

/// Products are about to change their collection: everybody locks them in the order of their keys, as whoever writes products does.
async fn hold_products(tx: &Tx, which: &str, value: Value) -> db::Result<()> {
    let sql = format!(
        "select from public.products p where p.organization_id = $1 and {which} order by p.id for no key update"
    );
    db::exec(tx, &sql, [tx.organization()?.into(), value]).await.map(drop)
}

/// Which products are in it.
#[derive(Debug)]
struct SetProducts;

impl Action for SetProducts {
    type On = Collection;
    type Input = Links;

    const PATH: &'static str = "/products";
    const NAME: &'static str = "set_products_of_collection";

    async fn act(tx: &Tx, _: &Staff, id: Uuid, Links { add, remove }: Links) -> Result<bool, ApiError> {
        if !lock::<Collection>(tx, id).await? {
            return Ok(false);
        }
        let (add, remove) = (add.unwrap_or_default(), ids::<ProductId>(&remove.unwrap_or_default()));
        let named = [remove.clone(), ids::<ProductId>(&add)].concat();
        hold_products(tx, "p.id = any($2)", named.into()).await?;
        let add = links::products(tx, &add, "add").await?;
        let sql = "update public.products p
            set collection_id = case when p.id = any($3) then $2 end
            where p.organization_id = $1 and p.deleted_at is null and p.collection_id is distinct from
                case when p.id = any($3) then $2 end
              and (p.id = any($3) or (p.id = any($4) and p.collection_id = $2))";
        db::exec(tx, sql, [tx.organization()?.into(), id.into(), add.into(), remove.into()]).await?;
        Ok(true)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Collection>::new()
        .list("List collections.")
        .retrieve("Read a collection.")
        .create("Make a collection.")
        .update("Change a collection.")
        .delete("Remove a collection; its products stay.")
        .action::<SetProducts>("Put products into a collection, and take others out.")
        .router()
}
