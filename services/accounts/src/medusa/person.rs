//! Somebody who has signed in, by whichever of the two APIs.

use axum::extract::FromRequestParts;
use entity::ids::OrganizationId;
use http::request::Parts;
use web::{ApiError, Kind};

use super::token::ActorType;
use crate::{
    Accounts,
    door::{Credentials, SessionRef},
    store::sessions::{self, Session, SignedIn},
};

/// Extracts him; 401 without a session.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// He and his session.
    pub(crate) signed_in: SignedIn,
    /// As whom he comes.
    pub(crate) actor: ActorType,
    /// He came with a token that ends when the session gets another one: a cookie, or a bearer of Better Auth's kind.
    pub(crate) renews: bool,
    /// The shop that his token names.
    pub(crate) organization: Option<OrganizationId>,
}

impl Person {
    /// The session.
    pub(crate) fn session(&self) -> &Session {
        &self.signed_in.session
    }

    /// Refuses an administrator who acts as somebody else: he does not change what that person gets in with.
    pub(crate) fn himself(self) -> Result<Self, ApiError> {
        if self.session().impersonated_by.is_some() {
            return Err(ApiError::new(Kind::Forbidden, "Not while acting as somebody else"));
        }
        Ok(self)
    }
}

impl<S: Sync> FromRequestParts<S> for Person {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let accounts = Accounts::from_request_parts(parts, state).await?;
        let Some(Credentials::Session(session)) = accounts.credentials(parts)? else {
            return Err(ApiError::unauthorized());
        };
        let tx = accounts.app.db.begin_system("find who has signed in").await?;
        let found = sessions::find(&tx, &session).await?;
        tx.commit().await?;
        let signed_in = found.ok_or_else(ApiError::unauthorized)?;
        let (actor, organization, renews) = match session {
            SessionRef::Signed { actor, organization, .. } => (actor, organization, false),
            SessionRef::Token(_) => (ActorType::Customer, None, true),
        };
        Ok(Self { signed_in, actor, renews, organization })
    }
}
