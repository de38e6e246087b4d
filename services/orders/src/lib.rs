//! Carts, checkout, orders and what is paid for them.
//!
//! Owns the tables of migrations/sql/3_orders, the Store API of carts, shipping, payments and orders, and the Admin API of the same.
//! Must never know another service, hold a transaction open over a call to somebody else, charge anybody twice, or believe a sum that it
//! has not computed itself (`money`).
//!
//! People write none of these tables: what a request asks for, Kontor at work does for it (`Db::begin_working`), which takes a proof from
//! `auth` that somebody may have it done.

mod admin;
mod amend;
mod cart;
mod change;
mod checkout;
mod credit;
mod documents;
mod dues;
mod enrollments;
mod fulfilment;
mod hooks;
mod jobs;
mod loyalty;
mod mails;
mod offer;
mod order;
mod owned;
mod payment;
mod plans;
mod quotes;
pub mod seed;
mod shipping;
mod store;
mod subscriptions;
mod transfer;

use axum::Router;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use web::App;

pub use crate::jobs::{registry, schedules, subscriptions};
pub use payment::{Desk, work::Dead as WebhookEvent};

/// The routes below `/store`.
pub fn router() -> OpenApiRouter<App> {
    store::router()
}

/// The routes below `/admin`.
pub fn admin() -> OpenApiRouter<App> {
    admin::router()
}

/// The routes that know their own callers: what payment providers tell.
pub fn own(desk: &Desk) -> Router {
    hooks::router().split_for_parts().0.with_state(desk.clone())
}

/// What is said of those.
pub fn own_document() -> OpenApi {
    hooks::router().into_openapi()
}

/// The youngest webhook events of all shops and of none: those that were put aside, or all.
pub async fn webhook_events(db: &db::Db, only_dead: bool, most: i64) -> db::Result<Vec<WebhookEvent>> {
    payment::work::dead(db, only_dead, most).await
}

/// Has webhook events worked on again, the one of an id or all that were put aside; how many there were. Workers do it.
pub async fn replay_webhook_events(db: &db::Db, only: Option<&str>) -> db::Result<i64> {
    let only = match only.map(str::parse::<entity::ids::WebhookEventId>) {
        // A text that is no id names nothing.
        Some(Err(_)) => return Ok(0),
        Some(Ok(id)) => Some(vec![id.0]),
        None => None,
    };
    let tx = db.begin_system("have webhooks worked on again").await?;
    let replayed = payment::work::replay(&tx, None, only, i32::MAX).await?;
    tx.commit().await?;
    Ok(replayed)
}

/// Has the jobs of payments run now, as well as at their times.
pub async fn sweep(db: &db::Db) -> db::Result<()> {
    payment::work::sweep(db).await
}
