//! `/store/product-categories`

use ::resource::{Param, TreeNames};
use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use cache::Topic;
use db::Tx;
use entity::ids::CategoryId;
use web::{
    ApiError, App, StoreErrors,
    fields::{FieldRules, Selection},
    query::Query,
};

use super::{
    answer,
    resource::{self, One, Parameters, Resource},
    rules,
};
use crate::{
    data::{self, Reach},
    view::Category,
};

/// Categories.
pub(super) struct Categories;

impl Resource for Categories {
    type Item = Category;
    type Id = CategoryId;

    const ONE: &'static str = "product_category";
    const MANY: &'static str = "product_categories";
    const NAME: &'static str = "Product category";
    const LIMIT: i64 = 50;
    const SORTABLE: &'static [&'static str] = &["id", "name", "handle", "rank", "created_at", "updated_at"];
    const FROM: &'static str = "product_categories c";
    const ALIAS: &'static str = "c";
    const VISIBLE: &'static str = data::VISIBLE_CATEGORY;
    const ORDER: &'static str = "c.rank, c.id";
    const WORDS: &'static [&'static str] = &["c.name", "c.description", "c.handle"];
    const FILTERS: &'static [Param] = &[
        Param::text("name", "Exact names."),
        Param::text("description", "Exact descriptions."),
        Param::text("handle", "Handles."),
        Param::text("external_id", "Keys in another system."),
        data::PARENT_CATEGORY,
    ];
    const TREES: TreeNames = data::CATEGORY_TREES;

    fn rules() -> &'static FieldRules {
        &rules::CATEGORIES
    }

    async fn fill(tx: &Tx, page: &mut [Category], selection: &Selection, reach: &Reach) -> Result<(), ApiError> {
        data::fill_categories(tx, page, selection, reach).await
    }

    /// Medusa answers an empty object, not a 404.
    fn missing(_: &str) -> Result<Response, ApiError> {
        Ok(answer::nothing(Topic::Catalog))
    }
}

/// List product categories.
///
/// With `*products` an answer carries 2,000 products at most: the first ones of each, in the order of their creation, and nobody
/// gets a further one before all have got as many. `GET /store/products` pages through all of them.
#[utoipa::path(
    get,
    path = "/store/product-categories",
    tag = "Product categories",
    operation_id = "list_product_categories",
    params(Parameters::<Categories>),
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
        One::<Categories>,
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
    Query(one): Query<One<Categories>>,
) -> Result<Response, ApiError> {
    resource::retrieve(&app, &shopper, path, one).await
}
