//! `/store/product-tags`

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use web::{ApiError, App, StoreErrors, query::Query};

use super::{
    resource::{self, One, Parameters},
    words::{Of, Word},
};
use crate::view::ProductTag;

impl Word for ProductTag {
    const ONE: &'static str = "product_tag";
    const MANY: &'static str = "product_tags";
    const NAME: &'static str = "Product tag";
}

/// List product tags.
///
/// With `*products` an answer carries 2,000 products at most: the first ones of each, in the order of their creation, and nobody
/// gets a further one before all have got as many. `GET /store/products` pages through all of them.
#[utoipa::path(
    get,
    path = "/store/product-tags",
    tag = "Product tags",
    operation_id = "list_product_tags",
    params(Parameters::<Of<ProductTag>>),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of product tags.", body = serde_json::Value, example = json!({
            "product_tags": [{"id": "ptag_01jd6nwvvgfa5sr38y5wx4pq3d", "value": "organic"}], "count": 1, "offset": 0, "limit": 50
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(parameters): Query<Parameters<Of<ProductTag>>>,
) -> Result<Response, ApiError> {
    resource::list(&app, &shopper, parameters).await
}

/// Read a product tag.
#[utoipa::path(
    get,
    path = "/store/product-tags/{id}",
    tag = "Product tags",
    operation_id = "retrieve_product_tag",
    params(
        ("id" = String, Path, description = "The product tag's id.", example = "ptag_01jd6nwvvgfa5sr38y5wx4pq3d"),
        One::<Of<ProductTag>>,
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The product tag.", body = serde_json::Value, example = json!({"product_tag": {"id": "ptag_01jd6nwvvgfa5sr38y5wx4pq3d", "value": "organic"}})),
        StoreErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    path: Result<Path<String>, PathRejection>,
    Query(one): Query<One<Of<ProductTag>>>,
) -> Result<Response, ApiError> {
    resource::retrieve(&app, &shopper, path, one).await
}
