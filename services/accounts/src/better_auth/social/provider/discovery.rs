//! What an OpenID provider says of itself: its endpoints and its keys. Both are asked for when they are first needed and
//! kept for a while; nobody waits for somebody else's question.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use url::Url;
use vault::jwt::IssuerKeys;

use super::Fault;

/// So long both are kept.
const KEPT: Duration = Duration::hours(1);
/// So often keys are asked for anew because a token names one that is not known.
const AGAIN: Duration = Duration::minutes(1);

/// A discovery document, as far as it matters here (OpenID Connect Discovery 1.0, 3).
#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// What was found out.
#[derive(Debug)]
pub(super) struct Discovered {
    pub(super) authorization_endpoint: Url,
    pub(super) token_endpoint: Url,
    pub(super) userinfo_endpoint: Option<Url>,
    pub(super) end_session_endpoint: Option<Url>,
    /// The client's secret goes into a header.
    pub(super) secret_by_header: bool,
    /// Its answers say whose they are.
    pub(super) names_issuer: bool,
    jwks: Url,
}

impl Discovered {
    /// Looks below the issuer. The document must be of this issuer, and lead to nothing that is less private than it.
    async fn ask(http: &outbound::Client, issuer: &str) -> Result<Self, Fault> {
        let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let address = Url::parse(&address).map_err(|error| Fault::Away(format!("its issuer: {error}")))?;
        let answer = http.get(&address).send().await?;
        if !answer.status.is_success() {
            return Err(Fault::Away(format!("its discovery document: {}", answer.status)));
        }
        let document: Document = answer.json()?;
        if document.issuer != issuer {
            return Err(Fault::Away("its discovery document is of another issuer".into()));
        }
        let endpoint = |text: &str| {
            let url = Url::parse(text).ok().filter(|url| url.scheme() == "https" || address.scheme() == "http");
            url.filter(outbound::may_call).ok_or_else(|| Fault::Away("its discovery document leads elsewhere".into()))
        };
        let optional = |text: &Option<String>| text.as_deref().map(endpoint).transpose();
        // Without a list it is the header (3); where both go the form is what Better Auth sends.
        let methods = document.token_endpoint_auth_methods_supported;
        let secret_by_header = methods.is_none_or(|all| !all.iter().any(|method| method == "client_secret_post"));
        Ok(Self {
            authorization_endpoint: endpoint(&document.authorization_endpoint)?,
            token_endpoint: endpoint(&document.token_endpoint)?,
            userinfo_endpoint: optional(&document.userinfo_endpoint)?,
            end_session_endpoint: optional(&document.end_session_endpoint)?,
            jwks: endpoint(&document.jwks_uri)?,
            secret_by_header,
            names_issuer: document.authorization_response_iss_parameter_supported,
        })
    }
}

/// Something that was asked for, and when.
#[derive(Debug)]
struct Dated<T>(RwLock<Option<(DateTime<Utc>, Arc<T>)>>);

impl<T> Default for Dated<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T> Dated<T> {
    fn get(&self) -> Option<(DateTime<Utc>, Arc<T>)> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, when: DateTime<Utc>, value: Arc<T>) -> Arc<T> {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((when, Arc::clone(&value)));
        value
    }
}

/// What is known of a provider by now.
#[derive(Debug, Default)]
pub(super) struct Known {
    discovered: Dated<Discovered>,
    keys: Dated<IssuerKeys>,
}

impl Known {
    /// Its endpoints. Old ones are better than none.
    pub(super) async fn discovered(
        &self,
        http: &outbound::Client,
        issuer: &str,
        now: DateTime<Utc>,
    ) -> Result<Arc<Discovered>, Fault> {
        let known = self.discovered.get();
        if let Some((when, found)) = &known
            && now < *when + KEPT
        {
            return Ok(Arc::clone(found));
        }
        match (Discovered::ask(http, issuer).await, known) {
            (Ok(found), _) => Ok(self.discovered.set(now, Arc::new(found))),
            // Not everybody waits for a provider that is away: after a minute somebody asks again.
            (Err(_), Some((_, old))) => Ok(self.discovered.set(now - KEPT + AGAIN, old)),
            (Err(fault), None) => Err(fault),
        }
    }

    /// Its keys; with `anew` those of this minute. Old ones are not believed for ever.
    pub(super) async fn keys(
        &self,
        http: &outbound::Client,
        discovered: &Discovered,
        anew: bool,
        now: DateTime<Utc>,
    ) -> Result<Arc<IssuerKeys>, Fault> {
        let enough = if anew { AGAIN } else { KEPT };
        if let Some((when, keys)) = self.keys.get()
            && now < when + enough
        {
            return Ok(keys);
        }
        let answer = http.get(&discovered.jwks).send().await?;
        if !answer.status.is_success() {
            return Err(Fault::Away(format!("its keys: {}", answer.status)));
        }
        let keys = IssuerKeys::from_json(&answer.body).map_err(|error| Fault::Away(format!("its keys: {error}")))?;
        Ok(self.keys.set(now, Arc::new(keys)))
    }
}
