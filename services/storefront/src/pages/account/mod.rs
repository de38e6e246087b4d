//! `/account`: who somebody is, what he bought, where it goes.

mod addresses;
mod orders;
mod overview;
mod register;
mod sign_in;

use axum::{
    Router,
    routing::{get, post},
};

pub(super) use orders::shown as shown_order;

use crate::{client::Trouble, front::Front, visit::Visit};

pub(super) fn router() -> Router<Front> {
    Router::new()
        .route("/account", get(overview::show))
        .route("/account/profile", post(overview::change))
        .route("/account/sign-in", get(sign_in::show).post(sign_in::begin))
        .route("/account/sign-out", post(sign_in::end))
        .route("/account/register", get(register::show).post(register::begin))
        .route("/account/orders/{id}", get(orders::show))
        .route("/account/addresses", get(addresses::list).post(addresses::add))
        .route("/account/addresses/{id}", get(addresses::edit).post(addresses::change))
        .route("/account/addresses/{id}/remove", post(addresses::remove))
}

/// These pages are for who has signed in.
fn must_be_known(visit: &Visit) -> Result<(), Trouble> {
    if visit.token.is_some() { Ok(()) } else { Err(Trouble::SignIn) }
}
