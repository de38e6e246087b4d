//! Who works in a shop: a person with a role, or a program with a secret key.

use std::{marker::PhantomData, sync::Arc};

use axum::extract::FromRequestParts;
use db::{Actor, Cause, Scope};
use entity::ids::{ApiKeyId, OrganizationId, SessionId, UserId};
use http::request::Parts;
use web::{ApiError, Kind};

use crate::{Doorkeeper, Needs, Permissions};

/// Who calls the Admin API.
#[derive(Debug, Clone)]
pub struct Staff {
    /// The shop.
    pub organization: OrganizationId,
    /// Who it is.
    pub who: Who,
    /// What he may do there, by what the database says now.
    pub permissions: Permissions,
}

/// A person or a program.
#[derive(Debug, Clone)]
pub enum Who {
    /// A person, himself or by a key of his own.
    Person {
        /// Who.
        user: UserId,
        /// His roles in the shop.
        roles: Vec<String>,
        /// The session he came with.
        session: Option<SessionId>,
        /// The personal key he came with.
        personal_key: Option<uuid::Uuid>,
        /// The administrator who acts as him.
        impersonated_by: Option<UserId>,
    },
    /// A program with a secret key of the shop.
    Program(ApiKeyId),
}

impl Staff {
    /// The person, if it is one.
    pub fn user(&self) -> Option<UserId> {
        match &self.who {
            Who::Person { user, .. } => Some(*user),
            Who::Program(_) => None,
        }
    }

    /// Whether an administrator of the installation acts as him: what outlasts that is not for him to make.
    pub fn is_impersonated(&self) -> bool {
        matches!(&self.who, Who::Person { impersonated_by: Some(_), .. })
    }

    /// What is written down of him.
    fn actor(&self) -> Actor {
        let organization = Some(self.organization.0);
        match &self.who {
            Who::Person { user, session, personal_key, impersonated_by, .. } => Actor {
                organization,
                user: Some(user.0),
                session: session.map(|id| id.0),
                api_key: None,
                personal_key: *personal_key,
                impersonated_by: impersonated_by.map(|id| id.0),
            },
            Who::Program(key) => Actor { organization, api_key: Some(key.0), ..Actor::default() },
        }
    }
}

impl From<&Staff> for Scope {
    fn from(staff: &Staff) -> Self {
        match &staff.who {
            Who::Person { user, .. } => Self::authenticated(staff.organization.0, user.0),
            Who::Program(key) => Self::program(staff.organization.0, key.0),
        }
    }
}

/// Extracts whoever calls the Admin API, if he may do what the handler does: `May<needs::CustomerRead>`.
///
/// 401 without good credentials, 403 when his role or key does not allow it.
pub struct May<P> {
    staff: Arc<Staff>,
    needs: PhantomData<P>,
}

impl<P> std::fmt::Debug for May<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.staff.fmt(f)
    }
}

impl<P> std::ops::Deref for May<P> {
    type Target = Staff;

    fn deref(&self) -> &Staff {
        &self.staff
    }
}

impl<P> From<&May<P>> for Scope {
    fn from(may: &May<P>) -> Self {
        Self::from(&*may.staff)
    }
}

impl<S: Sync, P: Needs> FromRequestParts<S> for May<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let known = parts.extensions.get::<Arc<Staff>>().cloned();
        let staff = if let Some(staff) = known {
            staff
        } else {
            let staff = Arc::new(Doorkeeper::of(parts)?.0.staff(parts).await?);
            Cause::note(staff.actor());
            parts.extensions.insert(Arc::clone(&staff));
            staff
        };
        if staff.permissions.has(P::PERMISSION) {
            return Ok(Self { staff, needs: PhantomData });
        }
        let lacking = P::PERMISSION;
        Err(ApiError::new(
            Kind::Forbidden,
            format!("This needs the permission {lacking}, which your role does not give"),
        )
        .with_code("permission_denied"))
    }
}
