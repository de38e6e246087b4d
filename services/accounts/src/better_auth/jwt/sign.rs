//! The tokens by which other services believe who somebody is.

use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use vault::jwt;

use crate::{
    Accounts,
    better_auth::transport::Refusal,
    store::{sessions::SignedIn, users::User},
};

const LIFE: Duration = Duration::minutes(15);
/// For how long a token may be handed out again.
const RECENT: Duration = Duration::minutes(1);
/// How many tokens a process keeps for that.
const KEPT: usize = 1_000;

#[derive(Serialize)]
struct Claims<'a> {
    iat: i64,
    #[serde(flatten)]
    who: Who<'a>,
    exp: i64,
}

/// The person, as clients see him, and what every token says.
#[derive(Serialize)]
struct Who<'a> {
    #[serde(flatten)]
    user: &'a User,
    sub: Uuid,
    iss: &'a str,
    aud: &'a str,
    /// Who acts as this person (RFC 8693, 4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<serde_json::Value>,
}

/// Tokens by the SHA-256 of their key's id and all that they say besides the time. A page asks for its session again and
/// again, and a signature costs as much as half of the answer.
#[derive(Debug)]
pub struct RecentTokens(quick_cache::sync::Cache<[u8; 32], (DateTime<Utc>, String)>);

impl Default for RecentTokens {
    fn default() -> Self {
        Self(quick_cache::sync::Cache::new(KEPT))
    }
}

impl Accounts {
    /// A token for who is signed in; `None` when his picture or name is so long that it would not fit into a header.
    pub(in crate::better_auth) async fn jwt(&self, me: &SignedIn) -> Result<Option<String>, Refusal> {
        let key = self.signing_key().await?;
        sign(&key, self.app.db.clock().now(), self.who(me))
    }

    /// The same, or one of the last minute that says the same.
    pub(in crate::better_auth) async fn recent_jwt(&self, me: &SignedIn) -> Result<Option<String>, Refusal> {
        let key = self.signing_key().await?;
        let (now, who) = (self.app.db.clock().now(), self.who(me));
        let said = serde_json::to_vec(&(key.kid(), &who)).map_err(web::ApiError::internal)?;
        let name: [u8; 32] = Sha256::digest(said).into();
        if let Some((at, token)) = self.recent_tokens.0.get(&name)
            && (at..at + RECENT).contains(&now)
        {
            return Ok(Some(token));
        }
        let token = sign(&key, now, who)?;
        if let Some(token) = &token {
            self.recent_tokens.0.insert(name, (now, token.clone()));
        }
        Ok(token)
    }

    fn who<'a>(&'a self, me: &'a SignedIn) -> Who<'a> {
        Who {
            user: &me.user,
            sub: me.user.id,
            iss: &self.base_url,
            aud: &self.base_url,
            act: me.session.impersonated_by.map(|admin| json!({ "sub": admin })),
        }
    }
}

fn sign(key: &jwt::SigningKey, now: DateTime<Utc>, who: Who<'_>) -> Result<Option<String>, Refusal> {
    match key.sign(&Claims { iat: now.timestamp(), who, exp: (now + LIFE).timestamp() }) {
        Ok(token) => Ok(Some(token)),
        Err(jwt::Error::TooLong) => Ok(None),
        Err(error) => Err(web::ApiError::internal(error).into()),
    }
}
