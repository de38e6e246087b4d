//! Signing out at the provider too (OpenID Connect RP-Initiated Logout 1.0).

use std::time::Duration;

use secrecy::ExposeSecret;

use crate::{Accounts, seal::columns, store::provider_accounts::ProviderAccount};

/// So long somebody who signs out waits for a provider that has not been asked for anything yet.
const PATIENCE: Duration = Duration::from_secs(2);

impl Accounts {
    /// Where somebody who has signed out here does so at the provider that he used last, if it has such a place. One that
    /// is away is no reason not to sign out here.
    pub(in crate::better_auth) async fn end_session_at_provider(
        &self,
        used: &[ProviderAccount],
        callback_url: Option<&str>,
        state: Option<&str>,
    ) -> Option<String> {
        let now = self.app.db.clock().now();
        for account in used {
            let Some(provider) = self.providers.find(&account.provider_id) else { continue };
            let found = tokio::time::timeout(PATIENCE, provider.end_session(now)).await;
            let Some(mut url) = found.ok().flatten() else { continue };
            {
                let mut query = url.query_pairs_mut();
                query.append_pair("client_id", provider.client_id());
                if let Some(token) = self.open_token(account, columns::ID_TOKEN) {
                    query.append_pair("id_token_hint", token.expose_secret());
                }
                if let Some(callback) = callback_url {
                    let path = callback.starts_with('/').then(|| format!("{}{callback}", self.base_url));
                    query.append_pair("post_logout_redirect_uri", path.as_deref().unwrap_or(callback));
                }
                if let Some(state) = state {
                    query.append_pair("state", state);
                }
            }
            return Some(url.into());
        }
        None
    }
}
