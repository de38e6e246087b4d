//! `/api/auth`: what Better Auth 1.7's client calls. A folder per plugin, a file per operation.

pub(crate) mod admin;
mod api_key;
pub mod cookies;
pub(crate) mod core;
pub mod docs;
mod email_otp;
pub(crate) mod fresh;
pub mod guesses;
pub mod jwt;
mod keyed;
pub(crate) mod limits;
pub mod links;
mod magic_link;
mod mailbox;
pub(crate) mod organization;
pub mod passkey;
pub mod routes;
pub mod session;
pub mod social;
pub mod transport;
pub(crate) mod two_factor;
pub mod way_in;

use axum::{Router, http::StatusCode, middleware::from_fn_with_state};

use crate::Accounts;

/// Where these routes lie.
pub const BASE: &str = "/api/auth";

/// What is routed.
pub fn routes() -> routes::Routes {
    core::router()
        .merge(admin::router())
        .merge(api_key::router())
        .merge(jwt::router())
        .merge(organization::router())
        .merge(email_otp::router())
        .merge(magic_link::router())
        .merge(passkey::router())
        .merge(social::router())
        .merge(two_factor::router())
}

/// All routes. Paths are exact: anything else is 404 with an empty body, a wrong method too.
pub fn router(accounts: Accounts) -> Router {
    let routes = routes()
        .into_router()
        .method_not_allowed_fallback(|| async { StatusCode::NOT_FOUND })
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(from_fn_with_state(accounts.clone(), limits::limit))
        .layer(web::cors_where({
            let accounts = accounts.clone();
            move |origin| accounts.trusted.trusts_origin(origin)
        }));
    Router::new().nest(BASE, routes).with_state(accounts)
}
