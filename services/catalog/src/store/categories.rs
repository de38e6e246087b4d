//! `/store/product-categories`

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use cache::Topic;
use db::Tx;
use web::{
    ApiError, App, ListParams, ListQuery, SelectQuery, StoreErrors,
    fields::{FieldRules, Selection},
    query::{Params, Query},
};

use super::{
    answer,
    resource::{self, Parameters, Resource},
    rules,
};
use crate::{
    data::{self, CategoryFilter, Reach},
    view::Category,
};

/// Categories.
pub(super) struct Categories;

impl Resource for Categories {
    type Item = Category;
    type Filter = CategoryFilter;

    const ONE: &'static str = "product_category";
    const MANY: &'static str = "product_categories";
    const NAME: &'static str = "Product category";
    const LIMIT: i64 = 50;
    const SORTABLE: &'static [&'static str] = &["id", "name", "handle", "rank", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &rules::CATEGORIES
    }

    fn filter(params: &mut Params) -> CategoryFilter {
        CategoryFilter {
            id: params.texts("id"),
            name: params.texts("name"),
            description: params.texts("description"),
            handle: params.texts("handle"),
            external_id: params.texts("external_id"),
            parent_category_id: params.texts("parent_category_id"),
            created_at: params.time_range("created_at"),
            updated_at: params.time_range("updated_at"),
        }
    }

    fn only(id: String) -> CategoryFilter {
        CategoryFilter { id: Some(vec![id]), ..CategoryFilter::default() }
    }

    async fn find(
        tx: &Tx,
        filter: &CategoryFilter,
        list: &ListQuery,
        selection: &Selection,
        reach: &Reach,
    ) -> db::Result<(Vec<Category>, i64)> {
        let (mut found, count) = data::list_categories(tx, filter, list).await?;
        data::fill_categories(tx, &mut found, selection, reach).await?;
        Ok((found, count))
    }

    /// Medusa answers an empty object, not a 404.
    fn missing(_: &str) -> Result<Response, ApiError> {
        Ok(answer::nothing(Topic::Catalog))
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
    Query(parameters): Query<Parameters<Categories>>,
) -> Result<Response, ApiError> {
    resource::list(&app, &shopper, parameters).await
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
    Query(select): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    resource::retrieve::<Categories>(&app, &shopper, path, select).await
}
