//! `/store/return-reasons`

use ::resource::Param;
use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use cache::Topic;
use db::Tx;
use entity::ids::ReturnReasonId;
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
    view::ReturnReason,
};

/// Reasons for returns.
pub(super) struct ReturnReasons;

impl Resource for ReturnReasons {
    type Item = ReturnReason;
    type Id = ReturnReasonId;

    const ONE: &'static str = "return_reason";
    const MANY: &'static str = "return_reasons";
    const NAME: &'static str = "Return reason";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &["id", "value", "label", "created_at", "updated_at"];
    const FROM: &'static str = "return_reasons r";
    const ALIAS: &'static str = "r";
    const VISIBLE: &'static str = "r.deleted_at is null";
    const ORDER: &'static str = "r.created_at desc, r.id desc";
    const WORDS: &'static [&'static str] = &["r.value", "r.label", "r.description"];
    const FILTERS: &'static [Param] = &[
        Param::text("value", "Exact values."),
        Param::text("label", "Exact labels."),
        Param::ids::<ReturnReasonId>("parent_return_reason_id", "Those below these."),
    ];

    fn rules() -> &'static FieldRules {
        &rules::RETURN_REASONS
    }

    async fn fill(tx: &Tx, page: &mut [ReturnReason], selection: &Selection, _: &Reach) -> Result<(), ApiError> {
        Ok(data::fill_return_reasons(tx, page, selection).await?)
    }

    /// Medusa answers an empty object, not a 404.
    fn missing(_: &str) -> Result<Response, ApiError> {
        Ok(answer::nothing(Topic::Catalog))
    }
}

/// List reasons for returns.
#[utoipa::path(
    get,
    path = "/store/return-reasons",
    tag = "Return reasons",
    operation_id = "list_return_reasons",
    params(Parameters::<ReturnReasons>),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of reasons.", body = serde_json::Value, example = json!({
            "return_reasons": [{"id": "rr_01jd6nwvvgfa5sr38y5wx4pq3d", "value": "damaged", "label": "It came damaged"}],
            "count": 1, "offset": 0, "limit": 20
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(parameters): Query<Parameters<ReturnReasons>>,
) -> Result<Response, ApiError> {
    resource::list(&app, &shopper, parameters).await
}

/// Read a reason for returns.
#[utoipa::path(
    get,
    path = "/store/return-reasons/{id}",
    tag = "Return reasons",
    operation_id = "retrieve_return_reason",
    params(
        ("id" = String, Path, description = "The reason's id.", example = "rr_01jd6nwvvgfa5sr38y5wx4pq3d"),
        One::<ReturnReasons>,
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The reason.", body = serde_json::Value, example = json!({"return_reason": {"id": "rr_01jd6nwvvgfa5sr38y5wx4pq3d", "value": "damaged", "label": "It came damaged"}})),
        StoreErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    path: Result<Path<String>, PathRejection>,
    Query(one): Query<One<ReturnReasons>>,
) -> Result<Response, ApiError> {
    resource::retrieve(&app, &shopper, path, one).await
}
