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
    works: bool,
}

/// Kontor at work for one shop: it writes what no person writes, carts, orders and payments above all, and is confined to the shop by the
/// same policies as everybody. A type of its own, so that nothing but [`crate::Db::begin_working`] opens it, and a handler has to show
/// what its caller was allowed: `From` is implemented by `auth` for who may, and by nobody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Working(pub(crate) Scope);

impl Scope {
    /// A shopper whom nobody knows, in one shop.
    pub const fn anon(organization: Uuid) -> Self {
        Self { role: Role::Anon, organization: Some(organization), user: None, api_key: None, works: false }
    }

    /// A shopper who has signed in: he sees what any shopper sees, even where he is of the staff, and the functions that answer
    /// what is his own, such as the prices of his groups, know him.
    pub const fn known_shopper(organization: Uuid, user: Uuid) -> Self {
        Self { role: Role::Anon, organization: Some(organization), user: Some(user), api_key: None, works: false }
    }

    /// A signed-in person, working in one shop.
    pub const fn authenticated(organization: Uuid, user: Uuid) -> Self {
        Self {
            role: Role::Authenticated,
            organization: Some(organization),
            user: Some(user),
            api_key: None,
            works: false,
        }
    }

    /// A program with a secret key of a shop; what it may do is decided by the key's row.
    pub const fn program(organization: Uuid, api_key: Uuid) -> Self {
        Self {
            role: Role::Authenticated,
            organization: Some(organization),
            user: None,
            api_key: Some(api_key),
            works: false,
        }
    }

    /// Kontor itself, working on the rows of one shop.
    pub const fn service(organization: Option<Uuid>) -> Self {
        Self { role: Role::Service, organization, user: None, api_key: None, works: false }
    }

    /// The same, because this person asked for it.
    pub(crate) const fn asked_by(mut self, user: Option<Uuid>) -> Self {
        self.user = user;
        self
    }

    /// Kontor at work for a shop, because this person or nobody in particular asked for it. Only `auth` and `jobs` call this: the rest of
    /// Kontor has it from a proof that somebody may.
    pub const fn working(organization: Uuid, user: Option<Uuid>) -> Working {
        Working(Self { role: Role::Authenticated, organization: Some(organization), user, api_key: None, works: true })
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
        if self.works {
            claims.push_str(r#","works":"shop""#);
        }
        claims.push('}');
        claims
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: Uuid = Uuid::from_u128(1);
    const ANN: Uuid = Uuid::from_u128(2);

    #[test]
    fn only_kontor_at_work_says_so() {
        let scopes = [
            Scope::anon(SHOP),
            Scope::known_shopper(SHOP, ANN),
            Scope::authenticated(SHOP, ANN),
            Scope::program(SHOP, ANN),
            Scope::service(Some(SHOP)),
        ];
        for scope in scopes {
            assert!(!scope.claims().contains("works"), "{}", scope.claims());
        }
        let claims = Scope::working(SHOP, Some(ANN)).0.claims();
        let expected = format!(r#"{{"role":"authenticated","organization_id":"{SHOP}","sub":"{ANN}","works":"shop"}}"#);
        assert_eq!(claims, expected);
        assert!(!Scope::working(SHOP, None).0.claims().contains("sub"));
    }
}
