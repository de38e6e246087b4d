//! What a transaction may see.

use std::fmt::Write as _;

use uuid::Uuid;

/// The organization that owns system-wide jobs, schedules and subscriptions.
pub const INSTALLATION: Uuid = Uuid::nil();

/// The Postgres role that a transaction becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nobody signed in: a shopper with a publishable key.
    Anon,
    /// A signed-in person; what he may do is decided by the database.
    Authenticated,
    /// Kontor itself: sees every shop.
    Service,
}

impl Role {
    /// The role's name in Postgres.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anon => "anon",
            Self::Authenticated => "authenticated",
            Self::Service => "service_role",
        }
    }
}

/// Role, shop and person of a transaction: what `request.jwt.claims` will say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    role: Role,
    organization: Option<Uuid>,
    user: Option<Uuid>,
    api_key: Option<Uuid>,
}

impl Scope {
    /// A shopper whom nobody knows, in one shop.
    pub const fn anon(organization: Uuid) -> Self {
        Self { role: Role::Anon, organization: Some(organization), user: None, api_key: None }
    }

    /// A shopper who has signed in: he sees what any shopper sees, even where he is of the staff, and the functions that answer
    /// what is his own, such as the prices of his groups, know him.
    pub const fn known_shopper(organization: Uuid, user: Uuid) -> Self {
        Self { role: Role::Anon, organization: Some(organization), user: Some(user), api_key: None }
    }

    /// A signed-in person, working in one shop.
    pub const fn authenticated(organization: Uuid, user: Uuid) -> Self {
        Self { role: Role::Authenticated, organization: Some(organization), user: Some(user), api_key: None }
    }

    /// A program with a secret key of a shop; what it may do is decided by the key's row.
    pub const fn program(organization: Uuid, api_key: Uuid) -> Self {
        Self { role: Role::Authenticated, organization: Some(organization), user: None, api_key: Some(api_key) }
    }

    /// Kontor itself, working on the rows of one shop.
    pub const fn service(organization: Option<Uuid>) -> Self {
        Self { role: Role::Service, organization, user: None, api_key: None }
    }

    /// The Postgres role.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The shop.
    pub const fn organization(&self) -> Option<Uuid> {
        self.organization
    }

    /// The signed-in person.
    pub const fn user(&self) -> Option<Uuid> {
        self.user
    }

    /// The JSON that `auth.uid()` and `auth.organization_id()` read.
    pub(crate) fn claims(&self) -> String {
        let mut claims = format!(r#"{{"role":"{}""#, self.role.name());
        for (key, id) in [("organization_id", self.organization), ("sub", self.user), ("api_key_id", self.api_key)] {
            if let Some(id) = id {
                let _ = write!(claims, r#","{key}":"{id}""#);
            }
        }
        claims.push('}');
        claims
    }
}
