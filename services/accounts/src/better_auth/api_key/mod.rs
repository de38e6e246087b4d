//! Better Auth's API keys, as far as a person has them for himself: keys with which his programs call.

mod create_key;
mod delete_key;
pub(super) mod docs;
mod fields;
mod get_key;
mod list_keys;
mod update_key;

use crate::better_auth::routes::{Routes, get, post};

pub(super) fn router() -> Routes {
    Routes::new()
        .route("/api-key/create", post(create_key::create_key))
        .route("/api-key/get", get(get_key::get_key))
        .route("/api-key/update", post(update_key::update_key))
        .route("/api-key/delete", post(delete_key::delete_key))
        .route("/api-key/list", get(list_keys::list_keys))
}
