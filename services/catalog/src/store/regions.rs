//! `/store/regions`

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
    data::{self, Reach, RegionFilter},
    view::Region,
};

/// Regions.
pub(super) struct Regions;

impl Resource for Regions {
    type Item = Region;
    type Filter = RegionFilter;

    const ONE: &'static str = "region";
    const MANY: &'static str = "regions";
    const NAME: &'static str = "Region";
    const LIMIT: i64 = 50;
    const SORTABLE: &'static [&'static str] = &["id", "name", "currency_code", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &rules::REGIONS
    }

    fn filter(params: &mut Params) -> RegionFilter {
        RegionFilter {
            id: params.texts("id"),
            name: params.texts("name"),
            currency_code: params.texts("currency_code"),
        }
    }

    fn only(id: String) -> RegionFilter {
        RegionFilter { id: Some(vec![id]), ..RegionFilter::default() }
    }

    async fn find(
        tx: &Tx,
        filter: &RegionFilter,
        list: &ListQuery,
        selection: &Selection,
        _: &Reach,
    ) -> db::Result<(Vec<Region>, i64)> {
        data::list_regions(tx, filter, list, selection).await
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
    Query(parameters): Query<Parameters<Regions>>,
) -> Result<Response, ApiError> {
    resource::list(&app, &shopper, parameters).await
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
    Query(select): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    resource::retrieve::<Regions>(&app, &shopper, path, select).await
}
