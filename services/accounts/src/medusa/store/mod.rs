//! Below `/store`: who buys, and where his parcels go.

mod address;
mod address_changes;
mod addresses;
mod applicant;
mod create_customer;
mod me;
mod update_me;
mod view;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(crate::privacy::store_router())
        .routes(routes!(create_customer::create_customer))
        .routes(routes!(me::retrieve_me, update_me::update_me))
        .routes(routes!(addresses::list_addresses, address_changes::create_address))
        .routes(routes!(address::retrieve_address, address_changes::update_address, address_changes::delete_address))
}
