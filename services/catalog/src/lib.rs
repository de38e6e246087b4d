//! What a shop sells: products, variants, options, categories, collections, tags, prices, stock.
//!
//! Owns the catalogue's tables and the Store API that reads them. Must never know another service, look at a session,
//! or run a statement per row.
//!
//! To add a resource: its row in [`view`], its statement in [`data`], its parameters and operations in [`store`].

pub mod data;
pub mod import;
pub mod iso;
pub mod pricing;
pub mod seed;
mod store;
pub mod view;
pub mod write;

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// The routes that this service serves.
pub fn router() -> OpenApiRouter<App> {
    store::router()
}
