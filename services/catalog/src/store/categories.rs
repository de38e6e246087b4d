//! `/store/product-categories`

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
use crate::data::{self, CategoryFilter, Reach};

const SORTABLE: &[&str] = &["id", "name", "handle", "rank", "created_at", "updated_at"];

pub(super) struct Parameters {
    list: ListQuery,
    filter: CategoryFilter,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        Self {
            list: ListQuery::read(params, 50, SORTABLE),
            filter: CategoryFilter {
                id: params.texts("id"),
                name: params.texts("name"),
                description: params.texts("description"),
                handle: params.texts("handle"),
                external_id: params.texts("external_id"),
                parent_category_id: params.texts("parent_category_id"),
                created_at: params.time_range("created_at"),
                updated_at: params.time_range("updated_at"),
            },
        }
    }
}

/// List product categories.
#[utoipa::path(
    get,
    path = "/store/product-categories",
    tag = "Product categories",
    operation_id = "list_product_categories",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("name" = Option<Vec<String>>, Query, description = "Exact names."),
        ("description" = Option<Vec<String>>, Query, description = "Exact descriptions."),
        ("handle" = Option<Vec<String>>, Query, description = "Handles."),
        ("external_id" = Option<Vec<String>>, Query, description = "Keys in another system."),
        ("parent_category_id" = Option<Vec<String>>, Query, description = "Children of any of these; `null` for the roots."),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of product categories.", body = serde_json::Value, example = json!({
            "product_categories": [{"id": "pcat_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Coffee & Tea", "handle": "coffee-tea"}], "count": 1, "offset": 0, "limit": 50
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(Parameters { list, filter }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let selection = rules::CATEGORIES.select(list.fields.as_deref())?;
    let tx = app.db.begin_read(&shopper).await?;
    let (mut found, count) = data::list_categories(&tx, &filter, &list).await?;
    data::fill_categories(&tx, &mut found, &selection, &Reach::of(&shopper)).await?;
    tx.commit().await?;
    Ok(answer::list("product_categories", &found, &selection, count, list.page, Topic::Catalog))
}

/// Read a product category.
#[utoipa::path(
    get,
    path = "/store/product-categories/{id}",
    tag = "Product categories",
    operation_id = "retrieve_product_category",
    params(
        ("id" = String, Path, description = "The product category's id.", example = "pcat_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("fields" = Option<String>, Query, description = "What to answer."),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The product category.", body = serde_json::Value, example = json!({"product_category": {"id": "pcat_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Coffee & Tea", "handle": "coffee-tea"}})),
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
    let selection = rules::CATEGORIES.select(fields.as_deref())?;
    let filter = CategoryFilter { id: Some(vec![id.clone()]), ..CategoryFilter::default() };
    let list = ListQuery::one();
    let tx = app.db.begin_read(&shopper).await?;
    let (mut found, _) = data::list_categories(&tx, &filter, &list).await?;
    data::fill_categories(&tx, &mut found, &selection, &Reach::of(&shopper)).await?;
    tx.commit().await?;
    match found.first() {
        Some(found) => Ok(answer::one("product_category", found, &selection, Topic::Catalog)),
        None => Ok(answer::nothing(Topic::Catalog)),
    }
}
