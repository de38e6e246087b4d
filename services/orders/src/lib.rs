//! Carts, checkout, orders and what is paid for them.
//!
//! Owns the tables of migrations/sql/3_orders, the Store API of carts, shipping, payments and orders, and the Admin API of the same.
//! Must never know another service, hold a transaction open over a call to somebody else, charge anybody twice, or believe a sum that it
//! has not computed itself (`money`).
//!
//! People write none of these tables: what a request asks for, Kontor at work does for it (`Db::begin_working`), which takes a proof from
//! `auth` that somebody may have it done.

mod admin;
mod cart;
mod checkout;
mod documents;
mod dues;
mod enrollments;
mod fulfilment;
mod jobs;
mod mails;
mod offer;
mod order;
mod payment;
mod quotes;
mod shipping;
mod store;

pub use crate::jobs::{registry, schedules, subscriptions};
use utoipa_axum::router::OpenApiRouter;
use web::App;

/// The routes below `/store`.
pub fn router() -> OpenApiRouter<App> {
    store::router()
}

/// The routes below `/admin`.
pub fn admin() -> OpenApiRouter<App> {
    admin::router()
}
