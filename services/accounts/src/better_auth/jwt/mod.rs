//! Tokens that other services verify by themselves: Ed25519, a quarter of an hour, and the public keys to them.

pub(super) mod docs;
mod get_jwks;
mod get_token;
mod kept_key;
mod sign;

pub use self::{kept_key::KeptKey, sign::RecentTokens};
use crate::better_auth::routes::{Routes, get};

pub(super) fn router() -> Routes {
    Routes::new().route("/token", get(get_token::get_token)).route("/jwks", get(get_jwks::get_jwks))
}
