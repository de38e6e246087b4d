//! OpenID Connect: Google, and whatever issuer the settings name.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

use super::{
    Fault, check,
    discovery::{Discovered, Known},
    id_token::{self, Disbelief, Expected, Nonce},
};
use crate::better_auth::social::{
    profile::{Profile, is_true},
    tokens::Tokens,
};

/// An OpenID provider.
#[derive(Debug)]
pub(super) struct Oidc {
    pub(super) issuer: String,
    pub(super) scopes: Vec<String>,
    /// Its addresses are proven where it does not say whether they are.
    trusts_email: bool,
    known: Known,
}

impl Oidc {
    pub(super) fn new(issuer: &str, scopes: Vec<String>, trusts_email: bool) -> Self {
        Self { issuer: issuer.to_owned(), scopes, trusts_email, known: Known::default() }
    }

    pub(super) async fn discovered(
        &self,
        http: &outbound::Client,
        now: DateTime<Utc>,
    ) -> Result<Arc<Discovered>, Fault> {
        self.known.discovered(http, &self.issuer, now).await
    }

    /// Who has come back: by the ID token, and by the userinfo endpoint where the token says no address.
    pub(super) async fn profile(
        &self,
        http: &outbound::Client,
        client_id: &str,
        tokens: &Tokens,
        nonce: &str,
        now: DateTime<Utc>,
    ) -> Result<Profile, Fault> {
        let Tokens { id: Some(id), access: Some(access), .. } = tokens else {
            return Err(Fault::Untrue("there is no ID token".into()));
        };
        let expected = Expected { issuer: &self.issuer, client_id, nonce: Nonce::Ours(nonce), access: Some(access) };
        let mut claims = self.verify(http, id, expected, now).await?;
        if !claims.contains_key("email") {
            let subject = claims.get("sub").cloned();
            if let Some(more) = self.userinfo(http, access, now).await? {
                // Whoever the access token belongs to is the person of the ID token, or nothing is said (5.3.2).
                if subject.is_none() || more.get("sub") != subject.as_ref() {
                    return Err(Fault::Untrue("its userinfo endpoint speaks of somebody else".into()));
                }
                claims.extend(more);
            }
        }
        self.read(claims)
    }

    /// The person of an ID token that an app has had.
    pub(super) async fn believe(
        &self,
        http: &outbound::Client,
        client_id: &str,
        token: &SecretString,
        nonce: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Profile, Fault> {
        let expected = Expected { issuer: &self.issuer, client_id, nonce: Nonce::OfApp(nonce), access: None };
        self.read(self.verify(http, token, expected, now).await?)
    }

    /// The subject of an ID token that came with refreshed tokens.
    pub(super) async fn refreshed(
        &self,
        http: &outbound::Client,
        client_id: &str,
        token: &SecretString,
        now: DateTime<Utc>,
    ) -> Result<String, Fault> {
        let expected = Expected { issuer: &self.issuer, client_id, nonce: Nonce::Any, access: None };
        Ok(self.read(self.verify(http, token, expected, now).await?)?.subject)
    }

    /// What it says of the owner of an access token; what it said with the kept ID token where it has no endpoint for that.
    pub(super) async fn about(
        &self,
        http: &outbound::Client,
        access: &SecretString,
        id_token: Option<&SecretString>,
        now: DateTime<Utc>,
    ) -> Result<Profile, Fault> {
        let claims = match self.userinfo(http, access, now).await? {
            Some(claims) => Some(claims),
            // It was verified before it was kept.
            None => id_token.and_then(|token| payload(token.expose_secret())),
        };
        self.read(claims.ok_or_else(|| Fault::Untrue("it says nothing of its people".into()))?)
    }

    async fn verify(
        &self,
        http: &outbound::Client,
        token: &SecretString,
        expected: Expected<'_>,
        now: DateTime<Utc>,
    ) -> Result<Map<String, Value>, Fault> {
        let discovered = self.discovered(http, now).await?;
        let mut anew = false;
        loop {
            let keys = self.known.keys(http, &discovered, anew, now).await?;
            match id_token::verify(token, &keys, expected, now) {
                Ok(claims) => return Ok(claims),
                Err(Disbelief::UnknownKey) if !anew => anew = true,
                Err(Disbelief::UnknownKey) => return Err(Fault::Untrue("its ID token: the key is not known".into())),
                Err(Disbelief::Because(fault)) => return Err(fault),
            }
        }
    }

    async fn userinfo(
        &self,
        http: &outbound::Client,
        access: &SecretString,
        now: DateTime<Utc>,
    ) -> Result<Option<Map<String, Value>>, Fault> {
        let discovered = self.discovered(http, now).await?;
        let Some(endpoint) = &discovered.userinfo_endpoint else {
            return Ok(None);
        };
        let answer = http.get(endpoint).bearer(access).send().await?;
        check(answer.status, "its userinfo endpoint")?;
        Ok(Some(answer.json()?))
    }

    fn read(&self, claims: Map<String, Value>) -> Result<Profile, Fault> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
        let (subject, email, name, picture) = (text("sub"), text("email"), text("name"), text("picture"));
        let said = claims.get("email_verified");
        let verified = is_true(said) || (self.trusts_email && said.is_none());
        let name = name.or_else(|| text("preferred_username")).unwrap_or_default();
        let profile = subject.and_then(|subject| Profile::new(&subject, email.as_deref(), verified, claims));
        let profile = profile.ok_or_else(|| Fault::Untrue("it does not say who it is".into()))?;
        Ok(profile.named(&name).pictured(picture.as_deref()))
    }
}

/// What a token says, without a question whether it holds.
fn payload(token: &str) -> Option<Map<String, Value>> {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&payload).ok()
}
