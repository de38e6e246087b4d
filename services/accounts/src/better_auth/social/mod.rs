//! Signing in with an account at a provider, and the accounts of one person: Google, GitHub, any OpenID provider.
//!
//! Who somebody is is the provider's subject, never his address. An address joins a subject to a person only where both
//! sides have proven it. Nothing is asked of a provider inside a transaction, and no lock is held meanwhile.

mod account_info;
mod callback;
pub(super) mod docs;
mod entry;
mod flow;
mod get_access_token;
mod link_social;
mod profile;
mod provider;
mod question;
mod refresh;
mod refresh_token;
mod selection;
mod sign_in_social;
mod sign_out;
mod tokens;
mod unlink_account;

use http::StatusCode;

pub use provider::Providers;

use self::provider::{Fault, Provider};
use super::{
    routes::{Routes, get, post},
    transport::{Code, Refusal},
};
use crate::Accounts;

pub(super) fn router() -> Routes {
    Routes::new()
        .route("/sign-in/social", post(sign_in_social::sign_in_social))
        .route("/callback/{id}", get(callback::callback).post(callback::posted))
        .route("/link-social", post(link_social::link_social))
        .route("/unlink-account", post(unlink_account::unlink_account))
        .route("/refresh-token", post(refresh_token::refresh_token))
        .route("/get-access-token", post(get_access_token::get_access_token))
        .route("/account-info", get(account_info::account_info))
}

/// The provider of this name; 404 without one.
fn provider<'a>(accounts: &'a Accounts, name: &str) -> Result<&'a Provider, Refusal> {
    let found = accounts.providers.find(name);
    found.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, Code::ProviderNotFound))
}

/// Where a provider leads people back to: below this server's own address, whatever Host a request names.
fn redirect_uri(accounts: &Accounts, provider: &str) -> String {
    format!("{}{}/callback/{provider}", accounts.base_url, super::BASE)
}

/// Notes why a provider could not be asked, or was not believed, for whoever runs this installation.
fn note(provider: &Provider, fault: &Fault) {
    tracing::warn!(provider = provider.name, "{} cannot be used for signing in: {fault}", provider.name);
}

/// Refused because the provider is away: that is neither the caller's fault nor ours.
fn away(provider: &Provider, fault: &Fault) -> Refusal {
    note(provider, fault);
    Refusal::new(StatusCode::FAILED_DEPENDENCY, Code::ProviderUnavailable)
}
