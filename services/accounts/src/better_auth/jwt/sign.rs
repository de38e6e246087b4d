//! What a token says.

use chrono::Duration;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;
use vault::jwt;

use crate::{
    Accounts,
    better_auth::transport::Refusal,
    store::{sessions::SignedIn, users::User},
};

const LIFE: Duration = Duration::minutes(15);

/// The person, as clients see him, and what every token says.
#[derive(Serialize)]
struct Claims<'a> {
    iat: i64,
    #[serde(flatten)]
    user: &'a User,
    sub: Uuid,
    exp: i64,
    iss: &'a str,
    aud: &'a str,
    /// Who acts as this person (RFC 8693, 4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<serde_json::Value>,
}

impl Accounts {
    /// A token for who is signed in; `None` when his picture or name is so long that it would not fit into a header.
    pub(in crate::better_auth) async fn jwt(&self, me: &SignedIn) -> Result<Option<String>, Refusal> {
        let key = self.signing_key().await?;
        let iat = self.app.db.clock().now();
        let claims = Claims {
            iat: iat.timestamp(),
            user: &me.user,
            sub: me.user.id,
            exp: (iat + LIFE).timestamp(),
            iss: &self.base_url,
            aud: &self.base_url,
            act: me.session.impersonated_by.map(|admin| json!({ "sub": admin })),
        };
        match key.sign(&claims) {
            Ok(token) => Ok(Some(token)),
            Err(jwt::Error::TooLong) => Ok(None),
            Err(error) => Err(web::ApiError::internal(error).into()),
        }
    }
}
