//! `/editor`: what the inline editor asks of the pages themselves. Everything else it asks of the Admin API.

mod render;
mod sign_in;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::front::Front;

/// As much as a draft may be sent.
const MOST: usize = 1 << 20;

pub(super) fn router() -> Router<Front> {
    Router::new()
        .route("/editor/render", post(render::render).layer(DefaultBodyLimit::max(MOST)))
        .route("/editor/sign-in", get(sign_in::show).post(sign_in::begin))
        .route("/editor/sign-out", post(sign_in::end))
}
