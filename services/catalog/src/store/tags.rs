//! `/store/product-tags`

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
    view::ProductTag,
};

/// Tags.
pub(super) struct Tags;

impl Resource for Tags {
    type Item = ProductTag;
    type Filter = WordFilter;

    const ONE: &'static str = "product_tag";
    const MANY: &'static str = "product_tags";
    const NAME: &'static str = "Product tag";
    const LIMIT: i64 = 50;
    const SORTABLE: &'static [&'static str] = &["id", "value", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &rules::WORDS
    }

    fn filter(params: &mut Params) -> WordFilter {
        words(params)
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
    ) -> db::Result<(Vec<ProductTag>, i64)> {
        data::list_words(tx, filter, list, selection, reach).await
    }
}

/// What tags and types are filtered by.
pub(super) fn words(params: &mut Params) -> WordFilter {
    WordFilter {
        id: params.texts("id"),
        value: params.texts("value"),
        external_id: params.texts("external_id"),
        created_at: params.time_range("created_at"),
        updated_at: params.time_range("updated_at"),
    }
}

/// List product tags.
#[utoipa::path(
    get,
    path = "/store/product-tags",
    tag = "Product tags",
    operation_id = "list_product_tags",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("value" = Option<Vec<String>>, Query, description = "Exact values."),
        ("external_id" = Option<Vec<String>>, Query, description = "Keys in another system."),
    ),
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
    Query(parameters): Query<Parameters<Tags>>,
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
        ("fields" = Option<String>, Query, description = "What to answer."),
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
    Query(select): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    resource::retrieve::<Tags>(&app, &shopper, path, select).await
}
