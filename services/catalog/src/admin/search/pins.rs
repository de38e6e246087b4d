//! `/admin/search/pins`: products that stand first for a query.

use auth::{Staff, needs};
use db::{OnConstraint, Tx};
use entity::{
    Timestamp,
    ids::{ProductId, SearchPinId},
};
use resource::{
    Param, Row, Set, Table,
    admin::{Create, Delete, Resource, Routes, Update, duplicate},
    row,
};
use sea_orm::Value;
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{Filled, Required, Within},
    fields::{Column, View},
};

const TABLE: &str = "public.search_pins";
const MAX_QUERY: usize = 255;

row! {
    /// A product that stands first.
    pub struct Pin from "n" {
        id: SearchPinId,
        query: String,
        product_id: ProductId,
        position: i32,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Pin {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Pin {
    type Id = SearchPinId;

    const ONE: &'static str = "pin";
    const MANY: &'static str = "pins";
    const NAME: &'static str = "Pin";
    const SORTABLE: &'static [&'static str] = &["id", "query", "position", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["n.query"];
    const FROM: &'static str = "(select t.*, null::timestamptz as deleted_at from public.search_pins t) n";
    const ALIAS: &'static str = "n";
    const FILTERS: &'static [Param] = &[
        Param::text("query", "Exact queries, in lower case."),
        Param::ids::<ProductId>("product_id", "Ids of products."),
    ];
}

impl Resource for Pin {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/search/pins";
    const TAG: &'static str = "Admin: search";

    fn example() -> Json {
        json!({
            "id": "pin_01jd6nwvvgfa5sr38y5wx4pq3d", "query": "christmas present", "product_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d",
            "position": 1, "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z",
            "deleted_at": null
        })
    }
}

body! {
    /// What is said of a new pin.
    pub struct New {
        /// The query, however it is written.
        pub query: Required = "christmas present",
        /// The product.
        pub product_id: Required = "prod_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Its place among the hits, 1 to 100.
        pub position: Within<1, 100> = 1,
    }
}

body! {
    /// What changes of a pin.
    pub struct Changes {
        /// The query, however it is written.
        pub query: Filled = "christmas present",
        /// The product.
        pub product_id: Filled = "prod_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Its place among the hits, 1 to 100.
        pub position: Within<1, 100> = 1,
    }
}

/// As Kontor compares queries.
fn plain(query: &str) -> Result<String, ApiError> {
    let query = query.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    if query.chars().count() > MAX_QUERY {
        let message = format!("Invalid request: Value for field 'query' too big, expected at most: '{MAX_QUERY}'");
        return Err(ApiError::invalid_data(message));
    }
    Ok(query)
}

fn product(id: &str) -> Result<Uuid, ApiError> {
    id.parse::<ProductId>().map(|id| id.0).map_err(|_| ApiError::missing("Product", id))
}

/// 422 when it is pinned there already.
fn refused<T>(done: db::Result<T>, query: &str, product: &str) -> Result<T, ApiError> {
    done.on_constraint("search_pins_organization_id_query_product_id_key", |_| {
        duplicate(format!("Pin with query: {query}, product_id: {product}, already exists."))
    })
}

async fn must_exist(tx: &Tx, product: Uuid) -> Result<(), ApiError> {
    let sql = "select p.id from public.products p where p.organization_id = $1 and p.id = $2 and p.deleted_at is null for share";
    let found = db::exec(tx, sql, [tx.organization()?.into(), product.into()]).await?;
    if found == 0 { Err(ApiError::missing("Product", &ProductId(product).to_string())) } else { Ok(()) }
}

impl Create for Pin {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New { query: Required(query), product_id: Required(named), position: Within(position) } = new;
        let (query, product) = (plain(&query)?, product(&named)?);
        must_exist(tx, product).await?;
        let id = SearchPinId::new().0;
        let sql =
            "insert into public.search_pins (organization_id, id, query, product_id, position, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $6)";
        let position = i32::try_from(position.unwrap_or(1)).unwrap_or(1);
        let values: [Value; 6] = [
            tx.organization()?.into(),
            id.into(),
            query.as_str().into(),
            product.into(),
            position.into(),
            tx.now().into(),
        ];
        refused(db::exec(tx, sql, values).await, &query, &named)?;
        Ok(id)
    }
}

impl Update for Pin {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { query: Filled(query), product_id: Filled(named), position: Within(position) } = changes;
        let query = query.as_deref().map(plain).transpose()?;
        let product = named.as_deref().map(product).transpose()?;
        if let Some(product) = product {
            must_exist(tx, product).await?;
        }
        let mut set = Set::new(tx, id)?;
        set.given("query", query.clone());
        set.given("product_id", product);
        set.given("position", position.and_then(|position| i32::try_from(position).ok()));
        refused(set.run_where(tx, TABLE, "true").await, &query.unwrap_or_default(), &named.unwrap_or_default())
    }
}

impl Delete for Pin {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        let sql = "delete from public.search_pins where organization_id = $1 and id = $2";
        Ok(db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await? > 0)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Pin>::new()
        .list("List pinned products.")
        .retrieve("Read a pin.")
        .create("Pin a product to a query.")
        .update("Change a pin.")
        .delete("Remove a pin.")
        .router()
}
