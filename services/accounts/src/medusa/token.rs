//! Medusa's bearer tokens: JWTs (HS256) with Medusa's claims, which name a session of ours. What a token says of roles is for
//! its reader's comfort; what its bearer may is read from the database, and a session that was ended ends its tokens.

use chrono::Duration;
use entity::ids::{CustomerId, OrganizationId, UserId};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;
use vault::jwt::{Rules, SharedKey};

use crate::Accounts;

/// How long a token lives, by Medusa's default; its session may end sooner.
pub const LIFE: Duration = Duration::days(1);
const PURPOSE: &str = "kontor: bearer tokens of Medusa's API";
/// Clocks of several servers may differ by so many seconds.
const LEEWAY: u32 = 5;

/// As whom somebody comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorType {
    /// A customer of a shop.
    Customer,
    /// Somebody of its staff.
    User,
}

/// What a token is for that names no session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Makes a customer or takes an invitation: `sid` names what was registered.
    Registration,
    /// The first factor was right: this opens the challenge of the second.
    Challenge(String),
    /// The password was right, and the address is still to be proven.
    Verification,
}

/// What a token says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    /// The customer or the person; empty before there is one.
    pub actor_id: String,
    pub actor_type: ActorType,
    /// The person.
    pub auth_identity_id: String,
    /// `emailpass`.
    pub auth_provider: String,
    pub mfa_enabled: bool,
    #[serde(default)]
    pub mfa_challenge_completed_at: Option<i64>,
    pub app_metadata: Map<String, Value>,
    pub user_metadata: Map<String, Value>,
    /// The shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// The session, or what was registered.
    pub sid: Uuid,
    /// Set when there is no session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    pub iat: i64,
    pub exp: i64,
}

/// Who comes, and by which session.
#[derive(Debug, Clone)]
pub struct Bearer {
    pub actor_type: ActorType,
    pub user: UserId,
    pub customer: Option<CustomerId>,
    pub roles: Vec<String>,
    pub organization: Option<OrganizationId>,
    pub mfa_enabled: bool,
    pub session: Uuid,
}

/// The key of these tokens.
pub(crate) fn key(secrets: &[SecretString]) -> Result<SharedKey, vault::SecretError> {
    SharedKey::new(secrets.iter().map(|secret| vault::derive(secret, PURPOSE)))
}

impl Bearer {
    /// What is written into the token.
    pub fn claims(&self, now: i64) -> Claims {
        let user = self.user.to_string();
        let (actor_id, actor) = match self.actor_type {
            ActorType::Customer => (self.customer.map(|id| id.to_string()).unwrap_or_default(), "customer_id"),
            ActorType::User => (user.clone(), "user_id"),
        };
        let mut app_metadata = Map::new();
        if !actor_id.is_empty() {
            app_metadata.insert(actor.to_owned(), actor_id.as_str().into());
        }
        app_metadata.insert("roles".to_owned(), json!(self.roles));
        Claims {
            actor_id,
            actor_type: self.actor_type,
            auth_identity_id: user.replacen(UserId::PREFIX, "authid", 1),
            auth_provider: "emailpass".to_owned(),
            mfa_enabled: self.mfa_enabled,
            mfa_challenge_completed_at: self.mfa_enabled.then_some(now),
            app_metadata,
            user_metadata: Map::new(),
            organization_id: self.organization,
            sid: self.session,
            purpose: None,
            iat: now,
            exp: now + LIFE.num_seconds(),
        }
    }
}

impl Accounts {
    /// A token for a session.
    pub fn bearer_token(&self, bearer: &Bearer) -> Result<String, web::ApiError> {
        let now = self.app.db.clock().now().timestamp();
        self.bearer_key.sign(&bearer.claims(now)).map_err(web::ApiError::internal)
    }

    /// A token without an actor, for one purpose. `identity` stands for a person, or for nobody.
    pub fn purpose_token(
        &self,
        actor_type: ActorType,
        purpose: Purpose,
        identity: UserId,
        sid: Uuid,
        organization: Option<OrganizationId>,
        life: Duration,
    ) -> Result<String, web::ApiError> {
        let now = self.app.db.clock().now().timestamp();
        let nobody = Bearer {
            actor_type,
            user: identity,
            customer: None,
            roles: Vec::new(),
            organization,
            mfa_enabled: false,
            session: sid,
        };
        let mut claims = nobody.claims(now);
        claims.actor_id = String::new();
        claims.app_metadata = Map::new();
        claims.exp = now + life.num_seconds();
        claims.purpose = Some(purpose);
        self.bearer_key.sign(&claims).map_err(web::ApiError::internal)
    }

    /// What a token says, if it is ours and its time is not over. Whether its session still is, only the database knows.
    pub fn bearer_claims(&self, token: &str) -> Option<Claims> {
        let rules = Rules { now: self.app.db.clock().now().timestamp(), leeway: LEEWAY, ..Rules::default() };
        self.bearer_key.verify(token, &rules).ok()
    }
}
