//! `/store/collections`

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};

use db::Tx;
use web::{
    ApiError, App, ListParams, ListQuery, SelectQuery, StoreErrors,
    fields::{FieldRules, Selection},
    query::{Params, Query},
};

use super::{
    resource::{self, Parameters, Resource},
    rules,
};
use crate::{
    data::{self, CollectionFilter, Reach},
    view::Collection,
};

/// Collections.
pub(super) struct Collections;

impl Resource for Collections {
    type Item = Collection;
    type Filter = CollectionFilter;

    const ONE: &'static str = "collection";
    const MANY: &'static str = "collections";
    const NAME: &'static str = "Collection";
    const LIMIT: i64 = 10;
    const SORTABLE: &'static [&'static str] = &["id", "title", "handle", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &rules::COLLECTIONS
    }

    fn filter(params: &mut Params) -> CollectionFilter {
        CollectionFilter {
            id: params.texts("id"),
            title: params.texts("title"),
            handle: params.texts("handle"),
            external_id: params.texts("external_id"),
            created_at: params.time_range("created_at"),
            updated_at: params.time_range("updated_at"),
        }
    }

    fn only(id: String) -> CollectionFilter {
        CollectionFilter { id: Some(vec![id]), ..CollectionFilter::default() }
    }

    async fn find(
        tx: &Tx,
        filter: &CollectionFilter,
        list: &ListQuery,
        selection: &Selection,
        reach: &Reach,
    ) -> db::Result<(Vec<Collection>, i64)> {
        let (mut found, count) = data::list_collections(tx, filter, list).await?;
        data::fill_collections(tx, &mut found, selection, reach).await?;
        Ok((found, count))
    }
}

/// List collections.
#[utoipa::path(
    get,
    path = "/store/collections",
    tag = "Collections",
    operation_id = "list_collections",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("title" = Option<Vec<String>>, Query, description = "Exact titles."),
        ("handle" = Option<Vec<String>>, Query, description = "Handles."),
        ("external_id" = Option<Vec<String>>, Query, description = "Keys in another system."),
    ),
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
        ("fields" = Option<String>, Query, description = "What to answer."),
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
    Query(select): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    resource::retrieve::<Collections>(&app, &shopper, path, select).await
}
