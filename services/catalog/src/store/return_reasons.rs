//! `/store/return-reasons`

use auth::Shopper;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use cache::Topic;
use db::Tx;
use web::{
    ApiError, App, ListParams, ListQuery, SelectQuery, StoreErrors,
    fields::{FieldRules, Selection},
    query::{Params, Query},
};

use super::{
    answer,
    resource::{self, Parameters, Resource},
    rules,
};
use crate::{
    data::{self, Reach},
    view::ReturnReason,
};

pub(super) struct ReturnReasons;

impl Resource for ReturnReasons {
    type Item = ReturnReason;
    type Filter = Option<Vec<String>>;

    const ONE: &'static str = "return_reason";
    const MANY: &'static str = "return_reasons";
    const NAME: &'static str = "Return reason";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &["id", "value", "label", "created_at", "updated_at"];

    fn rules() -> &'static FieldRules {
        &rules::RETURN_REASONS
    }

    fn filter(params: &mut Params) -> Option<Vec<String>> {
        params.texts("id")
    }

    fn only(id: String) -> Option<Vec<String>> {
        Some(vec![id])
    }

    async fn find(
        tx: &Tx,
        filter: &Option<Vec<String>>,
        list: &ListQuery,
        selection: &Selection,
        _: &Reach,
    ) -> db::Result<(Vec<ReturnReason>, i64)> {
        let (mut found, count) = data::list_return_reasons(tx, filter.as_ref(), list).await?;
        data::fill_return_reasons(tx, &mut found, selection).await?;
        Ok((found, count))
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
    params(ListParams, ("id" = Option<Vec<String>>, Query, description = "Ids.")),
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
        ("fields" = Option<String>, Query, description = "What to answer."),
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
    Query(select): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    resource::retrieve::<ReturnReasons>(&app, &shopper, path, select).await
}
