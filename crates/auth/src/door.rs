//! Who looks at credentials. The accounts service does; handlers and layers see only what it found.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use axum::extract::FromRequestParts;
use entity::ids::{ApiKeyId, OrganizationId, SessionId, UserId};
use http::request::Parts;
use web::ApiError;

use crate::{Customer, Staff};

/// Looks at the credentials of a request: a cookie, a bearer token, a key.
#[async_trait]
pub trait Door: Send + Sync + 'static {
    /// Who of a shop's staff, or which of its programs, calls. Without good credentials 401; who belongs to no shop 403.
    async fn staff(&self, parts: &Parts) -> Result<Staff, ApiError>;

    /// The customer of this shop who calls, if one does. Bad credentials are as good as none.
    async fn customer(&self, shop: OrganizationId, parts: &Parts) -> Result<Option<Customer>, ApiError>;
}

/// A [`Door`], as a layer puts it into requests (`axum::Extension`).
#[derive(Clone)]
pub struct Doorkeeper(pub Arc<dyn Door>);

impl std::fmt::Debug for Doorkeeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Doorkeeper")
    }
}

impl Doorkeeper {
    pub(crate) fn of(parts: &Parts) -> Result<Self, ApiError> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| ApiError::internal("a route for people is served without its door"))
    }
}

/// Who was let through, for those outside of the handler who write it down: whoever wants to know puts an empty one into the
/// request, and looks into it when the answer comes.
#[derive(Debug, Clone, Default)]
pub struct Witness(Arc<OnceLock<Seen>>);

/// Who it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The shop he works or buys in.
    pub organization: Option<OrganizationId>,
    /// The person, if it was one.
    pub user: Option<UserId>,
    /// His session, if he came with one.
    pub session: Option<SessionId>,
    /// The shop's key, if a program came with one.
    pub api_key: Option<ApiKeyId>,
    /// A person's own key, if a program came with one.
    pub personal_key: Option<uuid::Uuid>,
    /// The administrator who acts as this person.
    pub impersonated_by: Option<UserId>,
}

impl Witness {
    /// Notes who was let through; the first one counts.
    pub fn note(parts: &Parts, seen: Seen) {
        if let Some(Self(slot)) = parts.extensions.get::<Self>() {
            let _ = slot.set(seen);
        }
    }

    /// Who was let through.
    pub fn seen(&self) -> Option<Seen> {
        self.0.get().copied()
    }
}

impl<S: Sync> FromRequestParts<S> for Doorkeeper {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Self::of(parts)
    }
}
