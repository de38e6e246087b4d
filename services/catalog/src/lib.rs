//! What a shop sells: products, variants, options, categories, collections, tags, prices, stock.
//!
//! Owns the catalogue's tables, the Store API that reads them and the Admin API that changes them. Must never know another service, look at a session,
//! or run a statement per row.
//!
//! To add a resource: its row in [`view`], its statement in [`data`], its parameters and operations in [`store`],
//! and, for the shop's staff, in `admin`.

mod admin;
pub mod data;
pub mod html;
pub mod import;
pub mod iso;
pub mod pricing;
pub mod seed;
pub mod stock;
mod store;
pub mod view;
pub mod write;

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
