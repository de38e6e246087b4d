//! Providers: what can be asked of them, whatever they speak.

mod authorize;
mod discovery;
mod github;
mod id_token;
mod oidc;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use url::Url;

use self::{github::GitHub, oidc::Oidc};
use super::{
    profile::Profile,
    tokens::{Endpoint, Tokens},
};

pub(super) use authorize::{Ask, RESERVED};

const GOOGLE: &str = "https://accounts.google.com";

/// Why a provider could not be asked, or is not believed. What it says is for the log: it may hold a provider's own words.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// It cannot be reached, or does not work.
    #[error("{0}")]
    Away(String),
    /// It does not take the code or the token.
    #[error("{0}")]
    Refused(String),
    /// What it says of somebody does not hold.
    #[error("{0}")]
    Untrue(String),
}

impl From<outbound::Error> for Fault {
    fn from(error: outbound::Error) -> Self {
        Self::Away(error.to_string())
    }
}

/// Whether an answer about somebody can be read.
fn check(status: http::StatusCode, what: &str) -> Result<(), Fault> {
    if status.is_success() {
        return Ok(());
    }
    let said = format!("{what} answered {status}");
    let is_away = status.is_server_error() || status == http::StatusCode::TOO_MANY_REQUESTS;
    Err(if is_away { Fault::Away(said) } else { Fault::Untrue(said) })
}

/// All providers of an installation, by their names.
#[derive(Debug, Default)]
pub struct Providers {
    by_name: BTreeMap<String, Provider>,
}

#[derive(Debug)]
pub(super) struct Provider {
    pub(super) name: String,
    client_id: String,
    client_secret: SecretString,
    http: outbound::Client,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Oidc(Oidc),
    GitHub(Box<GitHub>),
}

impl Providers {
    /// The providers that the settings name. None is asked for anything yet: it may be away while this process starts.
    pub fn new(settings: &config::Auth) -> Result<Self, std::io::Error> {
        let http = outbound::Client::new()?;
        let mut by_name = BTreeMap::new();
        let mut add = |name: &str, client_id: &str, client_secret: &SecretString, kind: Kind| {
            let (name, client_id) = (name.to_owned(), client_id.to_owned());
            let provider = Provider {
                name: name.clone(),
                client_id,
                client_secret: client_secret.clone(),
                http: http.clone(),
                kind,
            };
            by_name.insert(name, provider);
        };
        if let (Some(id), Some(secret)) = (&settings.google_client_id, &settings.google_client_secret) {
            let scopes = ["openid", "email", "profile"].map(str::to_owned);
            add("google", id, secret, Kind::Oidc(Oidc::new(GOOGLE, scopes.into(), false)));
        }
        if let (Some(id), Some(secret)) = (&settings.github_client_id, &settings.github_client_secret) {
            let github = GitHub::new(&settings.github_url).map_err(std::io::Error::other)?;
            add("github", id, secret, Kind::GitHub(Box::new(github)));
        }
        for provider in &settings.oidc {
            let kind = Oidc::new(&provider.issuer, provider.scopes.clone(), provider.trusts_email);
            add(&provider.name, &provider.client_id, &provider.client_secret, Kind::Oidc(kind));
        }
        Ok(Self { by_name })
    }

    pub(super) fn find(&self, name: &str) -> Option<&Provider> {
        self.by_name.get(name)
    }
}

/// A person who has come back with a code.
pub(super) struct Return<'a> {
    pub(super) code: &'a str,
    /// Whose hash the provider was shown.
    pub(super) verifier: &'a str,
    /// What its ID token has to repeat.
    pub(super) nonce: &'a str,
    pub(super) redirect_uri: &'a str,
}

impl Provider {
    /// What it is asked for unless a call says more.
    pub(super) fn scopes(&self) -> &[String] {
        match &self.kind {
            Kind::Oidc(oidc) => &oidc.scopes,
            Kind::GitHub(github) => &github.scopes,
        }
    }

    /// Where somebody is led to agree.
    pub(super) async fn authorize(&self, ask: &Ask<'_>, now: DateTime<Utc>) -> Result<Url, Fault> {
        Ok(match &self.kind {
            Kind::Oidc(oidc) => {
                let found = oidc.discovered(&self.http, now).await?;
                ask.url(&found.authorization_endpoint, &self.client_id, true)
            }
            Kind::GitHub(github) => ask.url(&github.authorize, &self.client_id, false),
        })
    }

    /// Whether an answer says rightly whose it is (RFC 9207). GitHub says it in a way that is documented nowhere; its
    /// redirect URI is its own, which does as well (RFC 9700, 4.4.2).
    pub(super) async fn has_issuer(&self, said: Option<&str>, now: DateTime<Utc>) -> Result<bool, Fault> {
        match &self.kind {
            Kind::GitHub(_) => Ok(true),
            Kind::Oidc(oidc) => match said {
                Some(issuer) => Ok(issuer == oidc.issuer),
                None => Ok(!oidc.discovered(&self.http, now).await?.names_issuer),
            },
        }
    }

    /// Tokens and person for a code.
    pub(super) async fn redeem(&self, back: &Return<'_>, now: DateTime<Utc>) -> Result<(Tokens, Profile), Fault> {
        let Return { code, verifier, nonce, redirect_uri } = *back;
        match &self.kind {
            Kind::Oidc(oidc) => {
                let found = oidc.discovered(&self.http, now).await?;
                let endpoint = self.endpoint(&found.token_endpoint, found.secret_by_header);
                let tokens = endpoint.redeem(code, verifier, redirect_uri, now).await?;
                let profile = oidc.profile(&self.http, &self.client_id, &tokens, nonce, now).await?;
                Ok((tokens, profile))
            }
            Kind::GitHub(github) => {
                let tokens = self.endpoint(&github.token, false).redeem(code, verifier, redirect_uri, now).await?;
                let access = tokens.access.as_ref().ok_or_else(|| Fault::Untrue("there is no access token".into()))?;
                let profile = github.profile(&self.http, access).await?;
                Ok((tokens, profile))
            }
        }
    }

    /// New tokens. An ID token among them is of the same person, or left out.
    pub(super) async fn refresh(
        &self,
        token: &SecretString,
        subject: &str,
        now: DateTime<Utc>,
    ) -> Result<Tokens, Fault> {
        match &self.kind {
            Kind::Oidc(oidc) => {
                let found = oidc.discovered(&self.http, now).await?;
                let mut tokens =
                    self.endpoint(&found.token_endpoint, found.secret_by_header).refresh(token, now).await?;
                if let Some(id) = &tokens.id {
                    let said = oidc.refreshed(&self.http, &self.client_id, id, now).await;
                    if said.is_ok_and(|said| said == subject) {
                        return Ok(tokens);
                    }
                    tokens.id = None;
                }
                Ok(tokens)
            }
            Kind::GitHub(github) => self.endpoint(&github.token, false).refresh(token, now).await,
        }
    }

    /// Whether an app's ID token can be believed at all.
    pub(super) fn takes_id_tokens(&self) -> bool {
        matches!(self.kind, Kind::Oidc(_))
    }

    /// The person of an ID token that an app has had from the provider itself.
    pub(super) async fn believe(
        &self,
        id_token: &SecretString,
        nonce: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Profile, Fault> {
        match &self.kind {
            Kind::Oidc(oidc) => oidc.believe(&self.http, &self.client_id, id_token, nonce, now).await,
            Kind::GitHub(_) => Err(Fault::Refused("it has no ID tokens".into())),
        }
    }

    /// What it says of a person now; `id_token` is the one that is kept.
    pub(super) async fn about(
        &self,
        access: &SecretString,
        id_token: Option<&SecretString>,
        now: DateTime<Utc>,
    ) -> Result<Profile, Fault> {
        match &self.kind {
            Kind::Oidc(oidc) => oidc.about(&self.http, access, id_token, now).await,
            Kind::GitHub(github) => github.profile(&self.http, access).await,
        }
    }

    /// Where somebody signs out there too, if it has such a place (OpenID Connect RP-Initiated Logout 1.0).
    pub(super) async fn end_session(&self, now: DateTime<Utc>) -> Option<Url> {
        match &self.kind {
            Kind::Oidc(oidc) => oidc.discovered(&self.http, now).await.ok()?.end_session_endpoint.clone(),
            Kind::GitHub(_) => None,
        }
    }

    pub(super) fn client_id(&self) -> &str {
        &self.client_id
    }

    fn endpoint<'a>(&'a self, url: &'a Url, by_header: bool) -> Endpoint<'a> {
        let Self { http, client_id, client_secret, .. } = self;
        Endpoint { http, url, client_id, client_secret, by_header }
    }
}
