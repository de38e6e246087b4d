//! Links that prove an address: signed, not stored, and useless for anything but what they say.

use chrono::{DateTime, Duration, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Accounts;

/// How long a link can be followed.
const LIFE: Duration = Duration::hours(1);

/// What following a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Proves the address of an account.
    VerifyEmail,
    /// The owner of the old address agrees to a new one.
    ConfirmChange,
    /// Proves the new address, which then is the account's.
    ProveChange,
}

/// What a link says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub purpose: Purpose,
    pub user: Uuid,
    /// The address when the link was made: of another one it proves nothing.
    pub email: String,
    /// The new address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update_to: Option<String>,
    expires: i64,
}

/// Why a link is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadLink {
    /// It is none of ours.
    Invalid,
    /// It is too old.
    Expired,
}

impl Claim {
    /// A claim that holds for an hour.
    pub fn new(purpose: Purpose, user: Uuid, email: &str, update_to: Option<String>, now: DateTime<Utc>) -> Self {
        Self { purpose, user, email: email.to_owned(), update_to, expires: (now + LIFE).timestamp() }
    }
}

impl Accounts {
    /// A link that makes a claim.
    pub fn link(&self, claim: &Claim, callback_url: Option<&str>) -> Result<String, web::ApiError> {
        let json = serde_json::to_string(claim).map_err(web::ApiError::internal)?;
        let token = self.signer.sign(&format!("link:{json}"));
        let callback = encode(callback_url.unwrap_or("/"));
        Ok(format!("{}/api/auth/verify-email?token={}&callbackURL={callback}", self.base_url, encode(&token)))
    }

    /// The claim of a link that was followed.
    pub fn claim(&self, token: &str) -> Result<Claim, BadLink> {
        let signed = self.signer.verify(token).ok_or(BadLink::Invalid)?;
        let json = signed.strip_prefix("link:").ok_or(BadLink::Invalid)?;
        let claim: Claim = serde_json::from_str(json).map_err(|_| BadLink::Invalid)?;
        if claim.expires < self.app.db.clock().now().timestamp() {
            return Err(BadLink::Expired);
        }
        Ok(claim)
    }
}

/// For a place in a query or a path.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
