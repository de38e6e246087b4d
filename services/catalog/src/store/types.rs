//! `/store/product-types`

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
    data::{self, Reach, WordFilter},
    view::ProductType,
};

/// Types.
pub(super) struct Types;

impl Resource for Types {
    type Item = ProductType;
    type Filter = WordFilter;

    const ONE: &'static str = "product_type";
    const MANY: &'static str = "product_types";
    const NAME: &'static str = "Product type";
    const LIMIT: i64 = 50;
    const SORTABLE: &'static [&'static str] = &["id", "value", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &rules::WORDS
    }

    fn filter(params: &mut Params) -> WordFilter {
        super::tags::words(params)
    }

    fn only(id: String) -> WordFilter {
        WordFilter { id: Some(vec![id]), ..WordFilter::default() }
    }

    async fn find(
        tx: &Tx,
        filter: &WordFilter,
        list: &ListQuery,
        selection: &Selection,
        reach: &Reach,
    ) -> db::Result<(Vec<ProductType>, i64)> {
        data::list_words(tx, filter, list, selection, reach).await
    }
}

/// List product types.
#[utoipa::path(
    get,
    path = "/store/product-types",
    tag = "Product types",
    operation_id = "list_product_types",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("value" = Option<Vec<String>>, Query, description = "Exact values."),
        ("external_id" = Option<Vec<String>>, Query, description = "Keys in another system."),
    ),
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
    Query(parameters): Query<Parameters<Types>>,
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
        ("fields" = Option<String>, Query, description = "What to answer."),
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
    Query(select): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    resource::retrieve::<Types>(&app, &shopper, path, select).await
}
