//! Below `/auth`: how customers and staff sign in.

mod authenticate;
mod callback;
mod create_user;
mod credentials;
pub(super) mod decoy;
mod limits;
mod mfa;
mod providers;
mod refresh;
mod register;
mod reset_password;
mod session;
mod shop;
mod update;
mod verification_confirm;
mod verification_request;
mod way;

use axum::middleware::from_fn;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(crate::postgrest::router())
        .routes(routes!(authenticate::authenticate, authenticate::by_link))
        .routes(routes!(create_user::create_user))
        .routes(routes!(register::register))
        .routes(routes!(callback::get_callback, callback::post_callback))
        .routes(routes!(reset_password::reset_password))
        .routes(routes!(update::update))
        .routes(routes!(providers::providers))
        .routes(routes!(session::begin, session::end))
        .routes(routes!(refresh::refresh))
        .routes(routes!(verification_request::request))
        .routes(routes!(verification_confirm::confirm))
        .routes(routes!(verification_confirm::confirm_by_token))
        .merge(mfa::router())
        .merge(crate::privacy::auth_router())
        .layer(from_fn(limits::limit))
}
