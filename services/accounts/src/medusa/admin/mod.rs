//! Below `/admin`: customers, staff, keys and the shop's settings. What their operations share lies in
//! the crate `resource`; an operation that is like no other names in its signature and in its OpenAPI document (`x-permission`)
//! what its caller has to be allowed; a test holds the two together.

mod api_keys;
mod customer_groups;
mod customers;
mod invites;
mod roles;
mod sales_channels;
mod stores;
mod users;

use utoipa_axum::router::OpenApiRouter;
use web::App;

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(customers::router())
        .merge(customer_groups::router())
        .merge(users::router())
        .merge(roles::router())
        .merge(invites::router())
        .merge(api_keys::router())
        .merge(stores::router())
        .merge(sales_channels::router())
        .merge(crate::logs::router())
        .merge(crate::privacy::router())
}
