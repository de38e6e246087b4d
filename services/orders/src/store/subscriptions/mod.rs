//! `/store/subscriptions`: a customer's own, and what he can subscribe to.

mod changes;
mod create;
mod plans;
mod read;

use auth::{Customer, Shopper};
use axum::response::Response;
use db::{Db, Working};
use entity::ids::SubscriptionId;
use resource::admin::respond;
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use web::{ApiError, App};

use super::visitor::{Deed, Visitor};
use crate::subscriptions;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(plans::list))
        .routes(routes!(read::list, create::create))
        .routes(routes!(read::retrieve))
        .routes(routes!(read::invoices))
        .routes(routes!(changes::cancel))
        .routes(routes!(changes::resume))
        .routes(routes!(changes::change_plan))
}

/// Each of these asks who takes the money.
async fn counted(visitor: &Visitor, me: &Customer) -> Result<(), ApiError> {
    visitor.does(Deed::Payment).await?;
    visitor.does_as(Deed::Payment, me.id).await
}

fn missing(id: &str) -> ApiError {
    ApiError::missing("Subscription", id)
}

fn key(id: &str) -> Result<Uuid, ApiError> {
    id.parse::<SubscriptionId>().map(|id| id.0).map_err(|_| missing(id))
}

fn working<'a>(shopper: &'a Shopper, me: &'a Customer) -> impl Fn() -> Working + 'a {
    move || shopper.working(Some(me))
}

/// One of his own as it is now.
async fn shown(db: &Db, working: Working, me: &Customer, key: Uuid, id: &str) -> Result<Response, ApiError> {
    let tx = db.begin_working(working).await?;
    let (found, _) = subscriptions::of_customer(&tx, me.id.0, Some(key), (1, 0)).await?;
    tx.commit().await?;
    let found = found.first().ok_or_else(|| missing(id))?;
    Ok(respond(json!({ "subscription": found.json()? }).to_string().into_bytes()))
}

fn example() -> Value {
    json!({
        "id": "sub_01jd6nwvvgfa5sr38y5wx4pq3d", "status": "incomplete", "quantity": 1, "plan_id": "splan_01jd6nwvvgfa5sr38y5wx4pq3d",
        "plan": {
            "id": "splan_01jd6nwvvgfa5sr38y5wx4pq3d", "amount": 12.9, "currency_code": "eur", "interval": "month", "interval_count": 1,
            "variant": {"id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Dark"},
            "product": {"id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Coffee every month", "handle": "coffee", "thumbnail": null}
        },
        "cancel_at_period_end": false, "cancel_at": null, "canceled_at": null, "ended_at": null, "trial_ends_at": null,
        "current_period_start": "2026-11-21T10:00:00.000Z", "current_period_end": "2026-12-21T10:00:00.000Z", "paused_at": null,
        "resumes_at": null, "order_id": null, "shipping_address_id": "cuaddr_01jd6nwvvgfa5sr38y5wx4pq3d", "payment": {"provider_id": "pp_stripe_stripe", "kind": "payment", "client_secret": "pi_3QXw_secret_9c1d"},
        "pay_url": null, "metadata": null, "created_at": "2026-11-21T10:00:00.000Z"
    })
}
