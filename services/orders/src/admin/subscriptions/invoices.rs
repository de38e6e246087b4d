//! `GET /admin/subscriptions/{id}/invoices`: what was charged.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::{
    admin::{begin, key, missing, respond, select},
    one,
};
use serde_json::json;
use web::{AdminErrors, ApiError, App};

use super::subscription::Subscription;
use crate::subscriptions;

/// The most that an answer carries: fifty years of months.
const MOST: i64 = 600;

/// List the bills of a subscription, the youngest first, each with the order that it became.
#[utoipa::path(
    get,
    path = "/admin/subscriptions/{id}/invoices",
    tag = "Admin: subscriptions",
    operation_id = "admin_list_subscription_invoices",
    params(("id" = String, Path, description = "The subscription's id.", example = "sub_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("order:read"))),
    responses(
        (status = 200, description = "All of them.", body = serde_json::Value, example = json!({"invoices": [{
            "id": "sinv_01jd6nwvvgfa5sr38y5wx4pq3d", "number": "D-0001", "status": "paid", "reason": "subscription_cycle", "currency_code": "eur",
            "amount_due": 12.9, "amount_paid": 12.9, "period_start": "2026-11-21T10:00:00.000Z", "period_end": "2026-12-21T10:00:00.000Z",
            "pay_url": null, "order_id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00.000Z"
        }]})),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::OrderRead>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Subscription>(&id)?;
    let tx = begin::<Subscription>(&app, &staff).await?;
    if one::<Subscription>(&tx, key, &select::<Subscription>(None)?).await?.is_none() {
        return Err(missing::<Subscription>(&id));
    }
    let invoices = subscriptions::invoices(&tx, key, MOST).await?;
    tx.commit().await?;
    Ok(respond(json!({ "invoices": invoices }).to_string().into_bytes()))
}
