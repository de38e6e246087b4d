//! `/store/collections`

use ::resource::{Param, Table};
use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::CollectionId;
use web::{
    ApiError, App, StoreErrors,
    fields::{FieldRules, Selection},
    query::Query,
};

use super::{
    resource::{self, One, Parameters, Resource},
    rules,
};
use crate::{
    data::{self, Reach},
    view::Collection,
};

/// Collections.
pub(super) struct Collections;

impl Resource for Collections {
    type Item = Collection;
    type Id = CollectionId;

    const ONE: &'static str = "collection";
    const MANY: &'static str = "collections";
    const NAME: &'static str = "Collection";
    const LIMIT: i64 = 10;
    const SORTABLE: &'static [&'static str] = &["id", "title", "handle", "created_at", "updated_at"];
    const FROM: &'static str = "product_collections c";
    const ALIAS: &'static str = "c";
    const VISIBLE: &'static str = "c.deleted_at is null";
    const ORDER: &'static str = "c.created_at desc, c.id desc";
    const WORDS: &'static [&'static str] = &["c.title"];
    const FILTERS: &'static [Param] = <Collection as Table>::FILTERS;

    fn rules() -> &'static FieldRules {
        &rules::COLLECTIONS
    }

    async fn fill(tx: &Tx, page: &mut [Collection], selection: &Selection, reach: &Reach) -> Result<(), ApiError> {
        Ok(data::fill_collections(tx, page, selection, reach).await?)
    }
}

/// List collections.
///
/// With `*products` an answer carries 2,000 products at most: the first ones of each, in the order of their creation, and nobody
/// gets a further one before all have got as many. `GET /store/products` pages through all of them.
#[utoipa::path(
    get,
    path = "/store/collections",
    tag = "Collections",
    operation_id = "list_collections",
    params(Parameters::<Collections>),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of collections.", body = serde_json::Value, example = json!({
            "collections": [{"id": "pcol_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Classics", "handle": "harbour-classics"}], "count": 1, "offset": 0, "limit": 10
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(parameters): Query<Parameters<Collections>>,
) -> Result<Response, ApiError> {
    resource::list(&app, &shopper, parameters).await
}

/// Read a collection.
#[utoipa::path(
    get,
    path = "/store/collections/{id}",
    tag = "Collections",
    operation_id = "retrieve_collection",
    params(
        ("id" = String, Path, description = "The collection's id.", example = "pcol_01jd6nwvvgfa5sr38y5wx4pq3d"),
        One::<Collections>,
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The collection.", body = serde_json::Value, example = json!({"collection": {"id": "pcol_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Classics", "handle": "harbour-classics"}})),
        StoreErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    path: Result<Path<String>, PathRejection>,
    Query(one): Query<One<Collections>>,
) -> Result<Response, ApiError> {
    resource::retrieve(&app, &shopper, path, one).await
}
