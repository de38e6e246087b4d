//! `GET /store/subscriptions`, one of them, and its bills.

use auth::{Customer, Shopper};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::admin::respond;
use serde_json::json;
use web::{
    ApiError, App, ListParams, ListQuery,
    query::{FromParams, Params, Query},
};

use super::{super::own::OwnErrors, example, key, missing, shown};
use crate::subscriptions;

/// The page that is asked for.
pub(super) struct Listed(ListQuery);

impl FromParams for Listed {
    fn read(params: &mut Params) -> Self {
        Self(ListQuery::read(params, 20, &[]))
    }
}

/// List one's own subscriptions, the youngest first.
#[utoipa::path(
    get,
    path = "/store/subscriptions",
    tag = "Subscriptions",
    operation_id = "list_subscriptions",
    params(ListParams),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({"subscriptions": [example()], "count": 1, "offset": 0, "limit": 20})),
        OwnErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    me: Customer,
    Query(Listed(ListQuery { page, .. })): Query<Listed>,
) -> Result<Response, ApiError> {
    let (limit, offset) = (page.limit.min(100), page.offset);
    let tx = app.db.begin_working(shopper.working(Some(&me))).await?;
    let (found, count) = subscriptions::of_customer(&tx, me.id.0, None, (limit, offset)).await?;
    tx.commit().await?;
    let found = found.iter().map(subscriptions::Found::json).collect::<Result<Vec<_>, _>>()?;
    let body = json!({ "subscriptions": found, "count": count, "offset": offset, "limit": limit });
    Ok(respond(body.to_string().into_bytes()))
}

/// Read one of one's own subscriptions.
#[utoipa::path(
    get,
    path = "/store/subscriptions/{id}",
    tag = "Subscriptions",
    operation_id = "retrieve_subscription",
    params(("id" = String, Path, description = "The subscription's id.", example = "sub_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses((status = 200, description = "The subscription.", body = serde_json::Value, example = json!({"subscription": example()})), OwnErrors)
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    me: Customer,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    shown(&app.db, shopper.working(Some(&me)), &me, key(&id)?, &id).await
}

/// List the bills of one of one's own subscriptions, the youngest first. One that is open is paid at its `pay_url`.
#[utoipa::path(
    get,
    path = "/store/subscriptions/{id}/invoices",
    tag = "Subscriptions",
    operation_id = "list_subscription_invoices",
    params(("id" = String, Path, description = "The subscription's id.", example = "sub_01jd6nwvvgfa5sr38y5wx4pq3d")),
    security(("publishable_key" = [], "bearer" = []), ("publishable_key" = [], "session" = [])),
    responses(
        (status = 200, description = "The last hundred.", body = serde_json::Value, example = json!({"invoices": [{
            "id": "sinv_01jd6nwvvgfa5sr38y5wx4pq3d", "number": "D-0001", "status": "open", "reason": "subscription_cycle", "currency_code": "eur",
            "amount_due": 12.9, "amount_paid": 0, "period_start": "2026-11-21T10:00:00.000Z", "period_end": "2026-12-21T10:00:00.000Z",
            "pay_url": "https://invoice.stripe.com/i/acct_1/live_9c1d", "order_id": null, "created_at": "2026-11-21T10:00:00.000Z"
        }]})),
        OwnErrors,
    )
)]
pub(super) async fn invoices(
    State(app): State<App>,
    shopper: Shopper,
    me: Customer,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key(&id)?;
    let tx = app.db.begin_working(shopper.working(Some(&me))).await?;
    let (found, _) = subscriptions::of_customer(&tx, me.id.0, Some(key), (1, 0)).await?;
    if found.is_empty() {
        return Err(missing(&id));
    }
    let invoices = subscriptions::invoices(&tx, key, 100).await?;
    tx.commit().await?;
    Ok(respond(json!({ "invoices": invoices }).to_string().into_bytes()))
}
