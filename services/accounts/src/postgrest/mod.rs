//! Tokens for PostgREST (or Supabase) in front of the same schema. It sees exactly what the APIs see, because both begin a
//! transaction with the same claims and row-level security does the rest.
//!
//! PostgREST verifies them with the keys of `/api/auth/jwks` (`jwt-secret`), and with `db-pre-request = "auth.check_session"`
//! a session that was ended ends its tokens. `role` is the role in the database and never the person's: Better Auth's own
//! tokens have another `role`, which PostgREST would try to become.

mod issue_token;

use chrono::Duration;
use entity::ids::OrganizationId;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use web::{ApiError, App};

use crate::{Accounts, store::sessions::SignedIn};

/// How long a person's token lives.
pub const LIFE: Duration = Duration::minutes(15);

/// What a token says.
#[derive(Serialize)]
struct Claims<'a> {
    role: &'static str,
    sub: Uuid,
    organization_id: Uuid,
    session_id: Uuid,
    aud: &'static str,
    iss: &'a str,
    iat: i64,
    exp: i64,
}

/// The routes, below `/auth`.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(issue_token::issue_token))
}

impl Accounts {
    /// A token with which somebody works in a shop; what he may do there the database knows.
    pub async fn postgrest_token(&self, me: &SignedIn, shop: OrganizationId) -> Result<String, ApiError> {
        const ROLE: &str = "authenticated";
        let key = self.signing_key().await?;
        let now = self.app.db.clock().now();
        let claims = Claims {
            role: ROLE,
            sub: me.user.id,
            organization_id: shop.0,
            session_id: me.session.id,
            aud: ROLE,
            iss: &self.base_url,
            iat: now.timestamp(),
            exp: (now + LIFE).timestamp(),
        };
        key.sign(&claims).map_err(ApiError::internal)
    }
}
