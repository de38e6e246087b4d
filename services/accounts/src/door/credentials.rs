//! What a request brings to say who it is of.

use base64::{Engine, engine::general_purpose::STANDARD};
use entity::ids::OrganizationId;
use http::{HeaderMap, HeaderName, header, request::Parts};
use uuid::Uuid;
use web::{ApiError, Kind};

use crate::{Accounts, better_auth::cookies::SESSION, medusa::token::ActorType};

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
/// Medusa's older clients.
const ACCESS_TOKEN: HeaderName = HeaderName::from_static("x-medusa-access-token");
const SECRET: &str = "sk_";

/// One of them; a header counts before a cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// A secret key of a shop.
    SecretKey(String),
    /// A person's own key.
    PersonalKey(String),
    /// A session.
    Session(SessionRef),
}

impl Credentials {
    /// The key in `x-api-key`, of either kind.
    pub(crate) fn in_api_key_header(headers: &HeaderMap) -> Option<Self> {
        let key = text(headers, &API_KEY)?;
        let kind = if is_secret_key(key) { Self::SecretKey } else { Self::PersonalKey };
        Some(kind(key.to_owned()))
    }
}

impl From<&str> for SessionRef {
    fn from(token: &str) -> Self {
        Self::Token(token.to_owned())
    }
}

impl From<&String> for SessionRef {
    fn from(token: &String) -> Self {
        Self::Token(token.clone())
    }
}

impl From<&SessionRef> for SessionRef {
    fn from(session: &SessionRef) -> Self {
        session.clone()
    }
}

/// A session, as it is named by what was brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionRef {
    /// By the token that a cookie or a bearer of Better Auth carries.
    Token(String),
    /// By its id, in a token that we have signed.
    Signed {
        /// Its id.
        id: Uuid,
        /// As whom it is used.
        actor: ActorType,
        /// In which shop.
        organization: Option<OrganizationId>,
    },
}

impl SessionRef {
    /// Whether it is confined neither to customers nor to a shop.
    pub fn is_at_large(&self) -> bool {
        matches!(self, Self::Token(_) | Self::Signed { actor: ActorType::User, organization: None, .. })
    }
}

impl Accounts {
    /// What a request brings, if it is well-formed and, where it can be seen without the database, ours. A cookie counts for
    /// changes only on pages that are trusted: another site's page can send it too.
    pub fn credentials(&self, parts: &Parts) -> Result<Option<Credentials>, ApiError> {
        if let Some(key) = Credentials::in_api_key_header(&parts.headers) {
            return Ok(Some(key));
        }
        if let Some(key) = text(&parts.headers, &ACCESS_TOKEN).filter(|key| is_secret_key(key)) {
            return Ok(Some(Credentials::SecretKey(key.to_owned())));
        }
        if let Some(given) = text(&parts.headers, &header::AUTHORIZATION) {
            return Ok(self.authorization(given));
        }
        let Some(token) =
            self.cookies.find(&parts.headers, SESSION).and_then(|cookie| self.signer.from_cookie(&cookie))
        else {
            return Ok(None);
        };
        if !parts.method.is_safe() && !self.trusted.trusts_page(&parts.headers) {
            let message = "A request with a cookie must come from a page of a trusted origin (header Origin); programs \
                           send a bearer token or a key instead";
            return Err(ApiError::new(Kind::Forbidden, message).with_code("invalid_origin"));
        }
        Ok(Some(Credentials::Session(SessionRef::Token(token))))
    }

    fn authorization(&self, given: &str) -> Option<Credentials> {
        let (scheme, rest) = given.split_once(' ').unwrap_or(("", given));
        let rest = rest.trim();
        if scheme.eq_ignore_ascii_case("basic") {
            let decoded = String::from_utf8(STANDARD.decode(rest).ok()?).ok()?;
            let (name, password) = decoded.split_once(':').unwrap_or((&decoded, ""));
            // Medusa's clients send the key as the name; some programs know only how to send a password.
            let key = if name.is_empty() { password } else { name };
            return is_secret_key(key).then(|| Credentials::SecretKey(key.to_owned()));
        }
        if !scheme.is_empty() && !scheme.eq_ignore_ascii_case("bearer") {
            return None;
        }
        if is_secret_key(rest) {
            return Some(Credentials::SecretKey(rest.to_owned()));
        }
        self.session_of_bearer(rest).map(Credentials::Session)
    }

    /// The session that a bearer token names: Medusa's token or Better Auth's.
    pub fn session_of_bearer(&self, token: &str) -> Option<SessionRef> {
        if token.split('.').count() == 3
            && let Some(claims) = self.bearer_claims(token)
            && claims.purpose.is_none()
        {
            let (actor, organization) = (claims.actor_type, claims.organization_id);
            return Some(SessionRef::Signed { id: claims.sid, actor, organization });
        }
        self.signer.from_cookie(token).map(SessionRef::Token)
    }
}

/// The token of `Authorization: Bearer …`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = text(headers, &header::AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim).filter(|text| !text.is_empty())
}

/// Whether a text could be a secret key at all.
fn is_secret_key(text: &str) -> bool {
    text.strip_prefix(SECRET).is_some_and(|rest| rest.len() == 64 && rest.bytes().all(|b| b.is_ascii_hexdigit()))
}
