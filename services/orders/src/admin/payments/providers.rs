//! `GET /admin/payments/payment-providers`

use auth::{May, needs};
use axum::{Extension, Json};
use serde_json::{Value, json};
use web::{
    AdminErrors, ApiError, ListQuery,
    query::{FromParams, Params, Query},
};

use crate::payment::Desk;

pub(super) struct Parameters(ListQuery, Option<bool>, Option<String>);

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        Self(ListQuery::read(params, 20, &["id"]), params.boolean("is_enabled"), params.text("id"))
    }
}

/// List who takes payments in this installation.
#[utoipa::path(
    get,
    path = "/admin/payments/payment-providers",
    tag = "Admin: payments",
    operation_id = "list_payment_providers_of_installation",
    params(
        ("limit" = Option<i64>, Query, description = "How many to answer, 1,000 at most.", example = 20),
        ("offset" = Option<i64>, Query, description = "How many to skip.", example = 0),
        ("is_enabled" = Option<bool>, Query, description = "All are: false answers none.", example = true),
        ("id" = Option<String>, Query, description = "The one of this id.", example = "pp_system_default"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses(
        (status = 200, description = "Who takes payments.", body = serde_json::Value, example = json!({
            "payment_providers": [{"id": "pp_system_default", "is_enabled": true}], "count": 1, "offset": 0, "limit": 20
        })),
        AdminErrors,
    )
)]
pub(super) async fn list(
    _: May<needs::OrderRead>,
    Extension(desk): Extension<Desk>,
    Query(Parameters(list, is_enabled, id)): Query<Parameters>,
) -> Result<Json<Value>, ApiError> {
    let all: Vec<&str> = desk
        .enabled()
        .into_iter()
        .filter(|known| is_enabled != Some(false) && id.as_deref().is_none_or(|id| id == *known))
        .collect();
    let window = |number: i64| usize::try_from(number).unwrap_or_default();
    let page: Vec<Value> = (all.iter().skip(window(list.page.offset)).take(window(list.page.limit)))
        .map(|id| json!({ "id": id, "is_enabled": true }))
        .collect();
    Ok(Json(json!({
        "payment_providers": page, "count": all.len(), "offset": list.page.offset, "limit": list.page.limit
    })))
}
