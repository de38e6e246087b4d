//! What every operation of this service may reach.

use std::sync::Arc;

use limits::Limits;
use secrecy::SecretString;
use vault::{
    jwt::SharedKey,
    password::{self, Hasher, Settings},
    sign::Signer,
};
use web::App;

use crate::{
    better_auth::{
        cookies::Cookies,
        jwt::{KeptKey, RecentTokens},
        passkey::RelyingParty,
        social::Providers,
        transport::Trusted,
    },
    door::Callers,
    medusa,
    seal::Keys,
};

/// The service. Cheap to clone: each request does it several times.
#[derive(Clone, Debug)]
pub struct Accounts(Arc<Shared>);

impl std::ops::Deref for Accounts {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What all requests share.
#[derive(Debug)]
pub struct Shared {
    /// The database and the settings.
    pub app: App,
    /// Signs cookies and links.
    pub signer: Signer,
    /// Signs Medusa's bearer tokens.
    pub bearer_key: SharedKey,
    /// Seals what has to be read again.
    pub keys: Keys,
    /// The key that signs tokens for other services.
    pub signing_key: KeptKey,
    /// What it signed last.
    pub recent_tokens: RecentTokens,
    /// Hashes passwords, on threads of its own.
    pub hasher: Hasher,
    /// How often somebody may do something.
    pub limits: Limits,
    /// In which shop who comes to the Admin API was last time.
    pub callers: Callers,
    /// The origins that may call.
    pub trusted: Trusted,
    /// For whom passkeys are made.
    pub passkeys: RelyingParty,
    /// Where people may sign in with another account.
    pub providers: Providers,
    /// How cookies are called.
    pub cookies: Cookies,
    /// Where this server is, for links in mail: never what a request's Host says.
    pub base_url: String,
}

/// The service cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The secret is missing or too short.
    #[error("AUTH_SECRET (auth.secret) or AUTH_PREVIOUS_SECRETS: {0}; make one with: openssl rand -base64 32")]
    Secret(String),
    /// The keys of what is sealed cannot be used.
    #[error("ENCRYPTION_KEYS (encryption.keys): {0}")]
    Keys(String),
    /// No page could use a passkey.
    #[error(
        "AUTH_PASSKEY_DOMAIN (auth.passkey_domain): neither KONTOR_PUBLIC_URL nor one of AUTH_TRUSTED_ORIGINS lies in {0}"
    )]
    PasskeyDomain(String),
    /// The threads that hash passwords cannot be started.
    #[error("passwords cannot be hashed: {0}")]
    Hasher(#[from] password::Error),
    /// The client for HTTPS cannot be set up.
    #[error("providers cannot be called: {0}")]
    Providers(#[source] std::io::Error),
}

impl Accounts {
    /// The service with the settings of a process.
    pub fn new(app: App, secret: SecretString, limits: Limits) -> Result<Self, Error> {
        let config = &app.config;
        let keys = Keys::new(config, &secret).map_err(|error| Error::Keys(error.to_string()))?;
        let secrets: Vec<SecretString> =
            std::iter::once(secret).chain(config.auth.previous_secrets.iter().cloned()).collect();
        let bearer_key = medusa::token::key(&secrets).map_err(|error| Error::Secret(error.to_string()))?;
        let signer = Signer::new(secrets).map_err(|error| Error::Secret(error.to_string()))?;
        let base_url = config.server.public_url();
        let origins = config.auth.trusted_origins.iter().map(url::Url::as_str);
        let domain = config.auth.passkey_domain.as_deref();
        let pages = url::Url::parse(&base_url).into_iter().chain(config.auth.trusted_origins.iter().cloned());
        let passkeys = RelyingParty::new(domain, pages)
            .ok_or_else(|| Error::PasskeyDomain(domain.unwrap_or(&base_url).to_owned()))?;
        let trusted = Trusted::new(origins.chain([base_url.as_str()]));
        Ok(Self(Arc::new(Shared {
            signer,
            bearer_key,
            keys,
            signing_key: KeptKey::default(),
            recent_tokens: RecentTokens::default(),
            hasher: Hasher::new(&Settings::default())?,
            limits,
            callers: Callers::default(),
            trusted,
            passkeys,
            providers: Providers::new(&config.auth).map_err(Error::Providers)?,
            cookies: Cookies { secure: base_url.starts_with("https:") },
            base_url,
            app,
        })))
    }
}

/// Handlers of routers that others share find the service in the request: `accounts: Accounts`.
impl<S: Sync> axum::extract::FromRequestParts<S> for Accounts {
    type Rejection = web::ApiError;

    async fn from_request_parts(parts: &mut http::request::Parts, _: &S) -> Result<Self, web::ApiError> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| web::ApiError::internal("a route of accounts is served without its service"))
    }
}
