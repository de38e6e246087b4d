//! `/store/product-types`

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
use crate::view::ProductType;

impl Word for ProductType {
    const ONE: &'static str = "product_type";
    const MANY: &'static str = "product_types";
    const NAME: &'static str = "Product type";
}

/// List product types.
///
/// With `*products` an answer carries 2,000 products at most: the first ones of each, in the order of their creation, and nobody
/// gets a further one before all have got as many. `GET /store/products` pages through all of them.
#[utoipa::path(
    get,
    path = "/store/product-types",
    tag = "Product types",
    operation_id = "list_product_types",
    params(Parameters::<Of<ProductType>>),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of product types.", body = serde_json::Value, example = json!({
            "product_types": [{"id": "ptyp_01jd6nwvvgfa5sr38y5wx4pq3d", "value": "Coffee"}], "count": 1, "offset": 0, "limit": 50
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(parameters): Query<Parameters<Of<ProductType>>>,
) -> Result<Response, ApiError> {
    resource::list(&app, &shopper, parameters).await
}

/// Read a product type.
#[utoipa::path(
    get,
    path = "/store/product-types/{id}",
    tag = "Product types",
    operation_id = "retrieve_product_type",
    params(
        ("id" = String, Path, description = "The product type's id.", example = "ptyp_01jd6nwvvgfa5sr38y5wx4pq3d"),
        One::<Of<ProductType>>,
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The product type.", body = serde_json::Value, example = json!({"product_type": {"id": "ptyp_01jd6nwvvgfa5sr38y5wx4pq3d", "value": "Coffee"}})),
        StoreErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    path: Result<Path<String>, PathRejection>,
    Query(one): Query<One<Of<ProductType>>>,
) -> Result<Response, ApiError> {
    resource::retrieve(&app, &shopper, path, one).await
}
