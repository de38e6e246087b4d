//! Better Auth's API keys, as far as a person has them for himself: keys with which his programs call.

mod create_key;
mod delete_key;
mod fields;
mod get_key;
mod list_keys;
mod update_key;

use axum::{
    Router,
    routing::{get, post},
};

use crate::Accounts;

pub(super) fn router() -> Router<Accounts> {
    Router::new()
        .route("/api-key/create", post(create_key::create_key))
        .route("/api-key/get", get(get_key::get_key))
        .route("/api-key/update", post(update_key::update_key))
        .route("/api-key/delete", post(delete_key::delete_key))
        .route("/api-key/list", get(list_keys::list_keys))
}
