//! `POST /admin/payment-collections/{id}/payment-sessions`

use auth::{May, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::admin::{Resource as _, answer, begin, key, missing, select};
use sea_orm::FromQueryResult;
use serde_json::{Map, Value};
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Change, Required},
    query::Query,
};

use super::table::PaymentCollection;
use crate::payment::{self, Desk, Paying};

body! {
    /// How it is to be paid.
    pub(super) struct NewSession {
        /// Who takes the money.
        provider_id: Required = "pp_stripe_stripe",
        /// What the provider wants to know.
        data: Change<Map<String, Value>> = {"setup_future_usage": "off_session"},
    }
}

#[derive(FromQueryResult)]
struct Of {
    is_of_order: bool,
}

/// Begin to pay what is open of an order, by card or elsewhere. What was begun before ends.
#[utoipa::path(
    post,
    path = "/admin/payment-collections/{id}/payment-sessions",
    tag = "Admin: payments",
    operation_id = "admin_create_payment_session",
    params(
        ("id" = String, Path, description = "The payment collection's id.", example = "pay_col_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(NewSession), example = json!({"provider_id": "pp_stripe_stripe"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:write"))),
    responses(
        (status = 200, description = "What is to be paid, and how.", body = serde_json::Value, example = json!({"payment_collection": PaymentCollection::example()})),
        AdminErrors,
    )
)]
pub(super) async fn start(
    State(app): State<App>,
    staff: May<needs::OrderWrite>,
    Extension(desk): Extension<Desk>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(NewSession { provider_id: Required(provider), data }): Body<NewSession>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<PaymentCollection>(fields.as_deref())?;
    let collection = key::<PaymentCollection>(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    let sql = "select k.order_id is not null as is_of_order from payment_collections k where k.id = $1 and k.deleted_at is null";
    let found: Option<Of> = db::fetch_optional(&tx, sql, [collection.into()]).await?;
    tx.commit().await?;
    if !found.ok_or_else(|| missing::<PaymentCollection>(&id))?.is_of_order {
        // What a cart costs changes with it: its customer begins to pay it, with the cart held.
        return Err(ApiError::not_allowed("The payment collection is a cart's: its customer chooses how to pay it"));
    }
    let data = data.given().unwrap_or_default();
    // Whoever works for the shop pays with nothing that is kept for its customer.
    let paying = if provider == payment::SYSTEM { Paying::default() } else { Paying::read(&data, None)? };
    payment::start_of_order(&app.db, &desk, || (&staff).into(), (&id, collection), (&provider, &paying)).await?;
    let tx = begin::<PaymentCollection>(&app, &staff).await?;
    let answer = answer::<PaymentCollection>(&tx, collection, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
