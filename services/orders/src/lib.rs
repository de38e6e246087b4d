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
mod fulfilment;
mod hooks;
mod loyalty;
mod offer;
mod order;
mod owned;
mod payment;
pub mod seed;
mod shipping;
mod store;
mod transfer;

use axum::Router;
use jobs::{Registry, Schedule, ScheduleError};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use web::App;

pub use payment::Desk;

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

/// Adds the jobs of payments, and of what orders give: gift cards, points.
pub fn jobs(registry: Registry, desk: &Desk) -> Registry {
    let registry = registry.with::<credit::rewards::Rewards>(()).with::<loyalty::Tend>(());
    payment::work::registry(registry, desk)
}

/// Has the jobs of payments run now, as well as at their times.
pub async fn sweep(db: &db::Db) -> db::Result<()> {
    payment::work::sweep(db).await
}

/// When some of those are due.
pub fn schedules() -> Result<Vec<Schedule>, ScheduleError> {
    let mut all = payment::work::schedules()?;
    all.push(loyalty::Tend::schedule()?);
    Ok(all)
}
