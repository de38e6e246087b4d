//! `/store/collections`

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use cache::Topic;
use web::{
    ApiError, App, ListParams, ListQuery, SelectQuery, StoreErrors,
    query::{FromParams, Params, Query},
};

use super::{answer, rules};
use crate::data::{self, CollectionFilter, Reach};

const SORTABLE: &[&str] = &["id", "title", "handle", "created_at", "updated_at"];

pub(super) struct Parameters {
    list: ListQuery,
    filter: CollectionFilter,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        Self {
            list: ListQuery::read(params, 10, SORTABLE),
            filter: CollectionFilter {
                id: params.texts("id"),
                title: params.texts("title"),
                handle: params.texts("handle"),
                external_id: params.texts("external_id"),
                created_at: params.time_range("created_at"),
                updated_at: params.time_range("updated_at"),
            },
        }
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
    Query(Parameters { list, filter }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let selection = rules::COLLECTIONS.select(list.fields.as_deref())?;
    let tx = app.db.begin_read(&shopper).await?;
    let (mut found, count) = data::list_collections(&tx, &filter, &list).await?;
    data::fill_collections(&tx, &mut found, &selection, &Reach::of(&shopper)).await?;
    tx.commit().await?;
    Ok(answer::list("collections", &found, &selection, count, list.page, Topic::Catalog))
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
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = rules::COLLECTIONS.select(fields.as_deref())?;
    let filter = CollectionFilter { id: Some(vec![id.clone()]), ..CollectionFilter::default() };
    let list = ListQuery::one();
    let tx = app.db.begin_read(&shopper).await?;
    let (mut found, _) = data::list_collections(&tx, &filter, &list).await?;
    data::fill_collections(&tx, &mut found, &selection, &Reach::of(&shopper)).await?;
    tx.commit().await?;
    match found.first() {
        Some(found) => Ok(answer::one("collection", found, &selection, Topic::Catalog)),
        None => Err(ApiError::missing("Collection", &id)),
    }
}
