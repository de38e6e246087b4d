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
mod fulfilment;
mod offer;
mod order;
mod payment;
mod shipping;
mod store;

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
