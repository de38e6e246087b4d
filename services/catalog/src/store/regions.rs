//! `/store/regions`

use ::resource::{Param, Table};
use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::RegionId;
use web::{
    ApiError, App, StoreErrors,
    fields::{FieldRules, Selection},
    query::Query,
};

use super::{
    resource::{self, One, Parameters, Resource},
    rules,
};
use crate::{
    data::{self, Reach},
    view::Region,
};

/// Regions.
pub(super) struct Regions;

impl Resource for Regions {
    type Item = Region;
    type Id = RegionId;

    const ONE: &'static str = "region";
    const MANY: &'static str = "regions";
    const NAME: &'static str = "Region";
    const LIMIT: i64 = 50;
    const SORTABLE: &'static [&'static str] = &["id", "name", "currency_code", "created_at", "updated_at"];
    const FROM: &'static str = "regions r";
    const ALIAS: &'static str = "r";
    const VISIBLE: &'static str = "r.deleted_at is null";
    const ORDER: &'static str = "r.id";
    const WORDS: &'static [&'static str] = &["r.name", "r.currency_code"];
    const FILTERS: &'static [Param] = <Region as Table>::FILTERS;

    fn rules() -> &'static FieldRules {
        &rules::REGIONS
    }

    async fn fill(tx: &Tx, page: &mut [Region], selection: &Selection, _: &Reach) -> Result<(), ApiError> {
        if selection.has("countries") {
            data::fill_countries(tx, page).await?;
        }
        if selection.has("payment_providers") {
            data::fill_payment_providers(tx, page).await?;
        }
        Ok(())
    }
}

/// List regions.
#[utoipa::path(
    get,
    path = "/store/regions",
    tag = "Regions",
    operation_id = "list_regions",
    params(Parameters::<Regions>),
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
        One::<Regions>,
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
    Query(one): Query<One<Regions>>,
) -> Result<Response, ApiError> {
    resource::retrieve(&app, &shopper, path, one).await
}
