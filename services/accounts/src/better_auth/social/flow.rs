//! What waits for somebody's return from a provider: once, for ten minutes, in the browser in which it began.
//!
//! The state is a secret of that browser, which has it in a signed cookie; its hash is the row's key. What else the provider
//! must not know beforehand, the PKCE verifier and the nonce, follows from the state and this installation's secret.

use chrono::Duration;
use db::Tx;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Accounts,
    better_auth::{
        cookies::{STATE, SetCookie},
        transport::Caller,
    },
    store::verifications,
};

const PURPOSE: &str = "oauth-state";
const LIFE: Duration = Duration::minutes(10);
const COOKIE_LIFE: Duration = Duration::minutes(5);

/// What was begun.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Flow {
    pub(super) provider: String,
    pub(super) callback_url: String,
    pub(super) error_callback_url: Option<String>,
    pub(super) new_user_callback_url: Option<String>,
    /// What was asked for: what is granted if the provider says nothing of it.
    pub(super) scopes: Vec<String>,
    /// The account is to be joined to this person.
    pub(super) link: Option<Link>,
}

/// Who wants to link an account, and the session in which he wants it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Link {
    pub(super) user: Uuid,
    pub(super) session: Uuid,
}

/// What has become of a return.
pub(super) enum Returned {
    /// It is the return of what was begun here, and nobody comes with it again.
    Home(Flow),
    /// It was begun in another browser.
    Stranger(Flow),
    /// Nothing like it was begun, or it is over.
    Unknown,
}

impl Accounts {
    /// Keeps what was begun; answers the cookie for its browser.
    pub(super) async fn begin_flow(&self, tx: &Tx, state: &str, flow: &Flow) -> Result<SetCookie, web::ApiError> {
        let value = serde_json::to_string(flow).map_err(web::ApiError::internal)?;
        verifications::keep(tx, PURPOSE, state, &value, LIFE).await?;
        Ok(self.cookies.set(STATE, &self.signer.cookie_value(state), Some(COOKIE_LIFE.num_seconds())))
    }

    /// What a return belongs to. One that comes from another browser ends nothing: it may not be its fault that it came.
    pub(super) async fn end_flow(&self, tx: &Tx, state: &str, caller: &Caller) -> db::Result<Returned> {
        let read = |value: Option<String>| value.and_then(|value| serde_json::from_str::<Flow>(&value).ok());
        let Some(flow) = read(verifications::peek(tx, PURPOSE, state).await?) else {
            return Ok(Returned::Unknown);
        };
        let sent = self.cookies.find(&caller.headers, STATE).and_then(|sent| self.signer.from_cookie(&sent));
        if sent.as_deref() != Some(state) {
            return Ok(Returned::Stranger(flow));
        }
        Ok(read(verifications::spend(tx, PURPOSE, state).await?).map_or(Returned::Unknown, Returned::Home))
    }

    /// The verifier of a state (RFC 7636, 4.1): 43 characters.
    pub(super) fn verifier(&self, state: &str) -> String {
        self.keyed_hash("oauth verifier", state)
    }

    /// The nonce of a state.
    pub(super) fn nonce(&self, state: &str) -> String {
        self.keyed_hash("oauth nonce", state)
    }
}
