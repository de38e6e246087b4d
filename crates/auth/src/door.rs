//! Who looks at credentials. The accounts service does; handlers and layers see only what it found.

use std::sync::Arc;

use async_trait::async_trait;
use axum::extract::FromRequestParts;
use entity::ids::OrganizationId;
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

impl<S: Sync> FromRequestParts<S> for Doorkeeper {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Self::of(parts)
    }
}
