//! `/store/product-tags`

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
    view::ProductTag,
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
    Query(Parameters { list, filter }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let selection = rules::WORDS.select(list.fields.as_deref())?;
    let tx = app.db.begin_read(&shopper).await?;
    let (found, count): (Vec<ProductTag>, i64) =
        data::list_words(&tx, &filter, &list, &selection, &Reach::of(&shopper)).await?;
    tx.commit().await?;
    Ok(answer::list("product_tags", &found, &selection, count, list.page, Topic::Catalog))
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
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = rules::WORDS.select(fields.as_deref())?;
    let filter = WordFilter { id: Some(vec![id.clone()]), ..WordFilter::default() };
    let list = ListQuery::one();
    let tx = app.db.begin_read(&shopper).await?;
    let (found, _): (Vec<ProductTag>, i64) =
        data::list_words(&tx, &filter, &list, &selection, &Reach::of(&shopper)).await?;
    tx.commit().await?;
    match found.first() {
        Some(found) => Ok(answer::one("product_tag", found, &selection, Topic::Catalog)),
        None => Err(ApiError::missing("Product tag", &id)),
    }
}
