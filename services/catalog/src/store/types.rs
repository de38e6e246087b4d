//! `/store/product-types`

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
use crate::{
    data::{self, Reach, WordFilter},
    view::ProductType,
};

const SORTABLE: &[&str] = &["id", "value", "created_at", "updated_at"];

pub(super) struct Parameters {
    list: ListQuery,
    filter: WordFilter,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        Self {
            list: ListQuery::read(params, 50, SORTABLE),
            filter: WordFilter {
                id: params.texts("id"),
                value: params.texts("value"),
                external_id: params.texts("external_id"),
                created_at: params.time_range("created_at"),
                updated_at: params.time_range("updated_at"),
            },
        }
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
    Query(Parameters { list, filter }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let selection = rules::WORDS.select(list.fields.as_deref())?;
    let tx = app.db.begin_read(&shopper).await?;
    let (found, count): (Vec<ProductType>, i64) =
        data::list_words(&tx, &filter, &list, &selection, &Reach::of(&shopper)).await?;
    tx.commit().await?;
    Ok(answer::list("product_types", &found, &selection, count, list.page, Topic::Catalog))
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
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = rules::WORDS.select(fields.as_deref())?;
    let filter = WordFilter { id: Some(vec![id.clone()]), ..WordFilter::default() };
    let list = ListQuery::one();
    let tx = app.db.begin_read(&shopper).await?;
    let (found, _): (Vec<ProductType>, i64) =
        data::list_words(&tx, &filter, &list, &selection, &Reach::of(&shopper)).await?;
    tx.commit().await?;
    match found.first() {
        Some(found) => Ok(answer::one("product_type", found, &selection, Topic::Catalog)),
        None => Err(ApiError::missing("Product type", &id)),
    }
}
