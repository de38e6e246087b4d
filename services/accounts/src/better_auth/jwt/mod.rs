//! Tokens that other services verify by themselves: Ed25519, a quarter of an hour, and the public keys to them.

mod get_jwks;
mod get_token;
mod kept_key;
mod sign;

use axum::{Router, routing::get};

pub use self::kept_key::KeptKey;
use crate::Accounts;

pub(super) fn router() -> Router<Accounts> {
    Router::new().route("/token", get(get_token::get_token)).route("/jwks", get(get_jwks::get_jwks))
}
