//! What is said of categories, and how they are made, moved and removed.

use auth::Staff;
use db::Tx;
use entity::ids::CategoryId;
use resource::{
    Set,
    admin::{Create, Delete, Update, duplicate},
    fresh_metadata, retire,
};
use sea_orm::{FromQueryResult, Value};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{AdditionalData, Change, Filled, Required, Within},
};

use super::{rank, table::CategoryRow};
use crate::{admin::handles, html};

const TABLE: &str = "public.product_categories";
const MOST: i64 = i32::MAX as i64;

body! {
    /// What is said of a new category.
    pub struct New {
        /// What it is called.
        pub name: Required = "Coffee & Tea",
        /// Words about it.
        pub description: Option<String> = "What wakes you up.",
        /// How addresses call it; made of the name when it is left out.
        pub handle: Option<String> = "coffee-tea",
        /// Whether shoppers see it.
        pub is_active: Option<bool> = true,
        /// Whether only the shop's staff sees it.
        pub is_internal: Option<bool> = false,
        /// The category that it is below.
        pub parent_category_id: Option<String> = "pcat_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Its place among its siblings, from 0; the last one when it is left out.
        pub rank: Within<0, MOST> = 0,
        /// The key in another system.
        pub external_id: Option<String> = "erp-17",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"icon": "cup"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub additional_data: AdditionalData = {},
    }
}

body! {
    /// What changes of a category.
    pub struct Changes {
        /// What it is called.
        pub name: Filled = "Coffee & Tea",
        /// Words about it.
        pub description: Change<String> = "What wakes you up.",
        /// How addresses call it.
        pub handle: Filled = "coffee-tea",
        /// Whether shoppers see it.
        pub is_active: Option<bool> = true,
        /// Whether only the shop's staff sees it.
        pub is_internal: Option<bool> = false,
        /// The category that it is below; `null` makes it a root.
        pub parent_category_id: Change<String> = "pcat_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Its place among its siblings, from 0.
        pub rank: Within<0, MOST> = 0,
        /// The key in another system; `null` takes it away.
        pub external_id: Change<String> = "erp-17",
        /// The shop's own data.
        pub metadata: Change<Map<String, Json>> = {"icon": "cup"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub additional_data: AdditionalData = {},
    }
}

/// 422 when another category has the handle, 400 for what would be no tree.
fn explained<T>(done: db::Result<T>, handle: &str) -> Result<T, ApiError> {
    done.map_err(|error| {
        let db::Error::Constraint { name, .. } = &error else { return error.into() };
        match name.as_str() {
            "product_categories_handle" => {
                duplicate(format!("Product category with handle: {handle}, already exists."))
            }
            "product_categories_no_cycle" => ApiError::invalid_data(
                "Invalid value for field 'parent_category_id': a category cannot be below itself; move what is below it first",
            ),
            "product_categories_depth" => {
                ApiError::invalid_data("Invalid value for field 'parent_category_id': categories are at most 32 deep")
            }
            _ => error.into(),
        }
    })
}

/// The key of a category that another one is to be below. The tree is locked, so it stays.
async fn parent(tx: &Tx, text: &str) -> Result<Uuid, ApiError> {
    let unknown = || ApiError::invalid_data(format!("Parent category with id: '{text}' does not exist"));
    let id = text.parse::<CategoryId>().map_err(|_| unknown())?.0;
    let sql = "select from public.product_categories where organization_id = $1 and id = $2 and deleted_at is null";
    let found = db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await?;
    if found > 0 { Ok(id) } else { Err(unknown()) }
}

impl Create for CategoryRow {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let handle = handles::given_or_of(new.handle, "name", &new.name.0, handles::checked_path)?;
        rank::lock(tx).await?;
        let above = match new.parent_category_id.as_deref() {
            Some(text) => Some(parent(tx, text).await?),
            None => None,
        };
        let id = CategoryId::new().0;
        let sql = "insert into public.product_categories (organization_id, id, name, description, handle, is_active,
              is_internal, parent_category_id, external_id, metadata, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, private.merge_metadata(null, $10, '{}'), $11, $11)";
        let values: [Value; 11] = [
            tx.organization()?.into(),
            id.into(),
            new.name.0.into(),
            html::sanitise(&new.description.unwrap_or_default()).into(),
            handle.clone().into(),
            new.is_active.unwrap_or(false).into(),
            new.is_internal.unwrap_or(false).into(),
            above.into(),
            new.external_id.into(),
            fresh_metadata(new.metadata).into(),
            tx.now().into(),
        ];
        explained(db::exec(tx, sql, values).await, &handle)?;
        rank::place(tx, id, new.rank.0).await?;
        Ok(id)
    }
}

#[derive(FromQueryResult)]
struct Place {
    parent_category_id: Option<Uuid>,
}

/// Below what a category is; none when there is no such category.
async fn place_of(tx: &Tx, id: Uuid) -> db::Result<Option<Option<Uuid>>> {
    let sql = "select parent_category_id from public.product_categories
        where organization_id = $1 and id = $2 and deleted_at is null";
    let found: Option<Place> = db::fetch_optional(tx, sql, [tx.organization()?.into(), id.into()]).await?;
    Ok(found.map(|place| place.parent_category_id))
}

impl Update for CategoryRow {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let handle = changes.handle.0.map(handles::checked_path).transpose()?;
        let wanted = handle.clone().unwrap_or_default();
        rank::lock(tx).await?;
        let Some(before) = place_of(tx, id).await? else { return Ok(false) };
        let after = match &changes.parent_category_id {
            Change::Keep => before,
            Change::Clear => None,
            Change::Set(text) => Some(parent(tx, text).await?),
        };
        let mut set = Set::new(tx, id)?;
        set.given("name", changes.name.0);
        if !changes.description.is_keep() {
            set.to("description", html::sanitise(&changes.description.given().unwrap_or_default()));
        }
        set.given("handle", handle);
        set.given("is_active", changes.is_active);
        set.given("is_internal", changes.is_internal);
        if after != before {
            set.to("parent_category_id", after);
        }
        set.change("external_id", changes.external_id);
        set.metadata("metadata", changes.metadata);
        explained(set.run(tx, TABLE).await, &wanted)?;
        if after != before || changes.rank.0.is_some() {
            rank::place(tx, id, changes.rank.0).await?;
        }
        if after != before {
            rank::close_up(tx, before).await?;
        }
        Ok(true)
    }
}

impl Delete for CategoryRow {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        rank::lock(tx).await?;
        let Some(above) = place_of(tx, id).await? else { return Ok(false) };
        let sql = "select from public.product_categories
            where organization_id = $1 and parent_category_id = $2 and deleted_at is null limit 1";
        if db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await? > 0 {
            let id = CategoryId(id);
            let message = format!("Deleting ProductCategory ({id}) with category children is not allowed");
            return Err(ApiError::not_allowed(message));
        }
        let is_gone = retire(tx, TABLE, id).await?;
        rank::close_up(tx, above).await?;
        Ok(is_gone)
    }
}
