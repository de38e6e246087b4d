//! Where somebody is led to agree (RFC 6749, 4.1.1), always with PKCE.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use url::Url;

/// What a call must not say: it is ours, or would take the place of what is.
pub(in super::super) const RESERVED: [&str; 12] = [
    "state",
    "client_id",
    "redirect_uri",
    "response_type",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "scope",
    "client_secret",
    "response_mode",
    "request",
    "request_uri",
];

/// What a provider is asked.
pub(in super::super) struct Ask<'a> {
    pub(in super::super) state: &'a str,
    pub(in super::super) nonce: &'a str,
    pub(in super::super) verifier: &'a str,
    pub(in super::super) redirect_uri: &'a str,
    pub(in super::super) scopes: &'a [String],
    pub(in super::super) login_hint: Option<&'a str>,
    pub(in super::super) more: &'a [(String, String)],
}

impl Ask<'_> {
    /// The question as an address; only OpenID providers repeat a nonce.
    pub(super) fn url(&self, endpoint: &Url, client_id: &str, with_nonce: bool) -> Url {
        let mut url = endpoint.clone();
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("response_type", "code");
            query.append_pair("client_id", client_id);
            query.append_pair("redirect_uri", self.redirect_uri);
            query.append_pair("scope", &self.scopes.join(" "));
            query.append_pair("state", self.state);
            query.append_pair("code_challenge", &challenge(self.verifier));
            query.append_pair("code_challenge_method", "S256");
            if with_nonce {
                query.append_pair("nonce", self.nonce);
            }
            if let Some(hint) = self.login_hint {
                query.append_pair("login_hint", hint);
            }
            for (name, value) in self.more {
                query.append_pair(name, value);
            }
        }
        url
    }
}

/// The hash that is shown first (RFC 7636, 4.2). It is the form in which tokens are stored too.
fn challenge(verifier: &str) -> String {
    debug_assert!(URL_SAFE_NO_PAD.decode(verifier).is_ok());
    vault::token::hash(verifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    #[test]
    fn the_challenge_of_the_rfc() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
