//! `/store/regions`

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
use crate::data::{self, RegionFilter};

const SORTABLE: &[&str] = &["id", "name", "currency_code", "created_at", "updated_at"];

pub(super) struct Parameters {
    list: ListQuery,
    filter: RegionFilter,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        Self {
            list: ListQuery::read(params, 50, SORTABLE),
            filter: RegionFilter {
                id: params.texts("id"),
                name: params.texts("name"),
                currency_code: params.texts("currency_code"),
            },
        }
    }
}

/// List regions.
#[utoipa::path(
    get,
    path = "/store/regions",
    tag = "Regions",
    operation_id = "list_regions",
    params(
        ListParams,
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("name" = Option<Vec<String>>, Query, description = "Exact names."),
        ("currency_code" = Option<Vec<String>>, Query, description = "ISO 4217 codes, lower-case."),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of regions.", body = serde_json::Value, example = json!({
            "regions": [{"id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Europe", "currency_code": "eur"}], "count": 1, "offset": 0, "limit": 50
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(Parameters { list, filter }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let selection = rules::REGIONS.select(list.fields.as_deref())?;
    let tx = app.db.begin_read(&shopper).await?;
    let (found, count) = data::list_regions(&tx, &filter, &list, &selection).await?;
    tx.commit().await?;
    Ok(answer::list("regions", &found, &selection, count, list.page, Topic::Catalog))
}

/// Read a region.
#[utoipa::path(
    get,
    path = "/store/regions/{id}",
    tag = "Regions",
    operation_id = "retrieve_region",
    params(
        ("id" = String, Path, description = "The region's id.", example = "reg_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("fields" = Option<String>, Query, description = "What to answer."),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The region.", body = serde_json::Value, example = json!({"region": {"id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Europe", "currency_code": "eur"}})),
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
    let selection = rules::REGIONS.select(fields.as_deref())?;
    let filter = RegionFilter { id: Some(vec![id.clone()]), ..RegionFilter::default() };
    let list = ListQuery::one();
    let tx = app.db.begin_read(&shopper).await?;
    let (found, _) = data::list_regions(&tx, &filter, &list, &selection).await?;
    tx.commit().await?;
    match found.first() {
        Some(found) => Ok(answer::one("region", found, &selection, Topic::Catalog)),
        None => Err(ApiError::missing("Region", &id)),
    }
}
