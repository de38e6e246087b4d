//! Challenges: kept here for five minutes, spent once, and only by the browser that asked for them, which has a signed
//! cookie.

use chrono::Duration;
use db::Tx;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    Accounts,
    better_auth::{
        cookies::SetCookie,
        transport::{Caller, Code, Refusal},
    },
    store::verifications,
};

const COOKIE: &str = "better-auth-passkey";
const LIFE: Duration = Duration::minutes(5);

/// A ceremony that has begun: what is answered must be meant for it.
pub(super) trait Ceremony: Serialize + DeserializeOwned {
    /// What it is kept under.
    const PURPOSE: &'static str;
}

/// A passkey is to be made, for this person.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Registering {
    pub(super) user: Uuid,
    pub(super) state: webauthn_rs_core::proto::RegistrationState,
}

/// Somebody wants to sign in: this person, when he was signed in as he asked.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SigningIn {
    pub(super) user: Option<Uuid>,
    pub(super) state: webauthn_rs_core::proto::AuthenticationState,
}

impl Ceremony for Registering {
    const PURPOSE: &'static str = "passkey-registration";
}

impl Ceremony for SigningIn {
    const PURPOSE: &'static str = "passkey-authentication";
}

impl Accounts {
    /// Keeps a ceremony; answers the cookie by which its browser is known.
    pub(super) async fn begin_ceremony<C: Ceremony>(&self, tx: &Tx, ceremony: &C) -> Result<SetCookie, Refusal> {
        let handle = vault::random::url_safe(32);
        let value = serde_json::to_string(ceremony).map_err(web::ApiError::internal)?;
        verifications::keep(tx, C::PURPOSE, &handle, &value, LIFE).await?;
        Ok(self.cookies.set(COOKIE, &self.signer.cookie_value(&handle), Some(LIFE.num_seconds())))
    }

    /// The ceremony of this browser. It is over with that, whatever comes of it: to be committed before anything else is
    /// looked at.
    pub(super) async fn spend_ceremony<C: Ceremony>(&self, tx: &Tx, caller: &Caller) -> Result<C, Refusal> {
        let sent = self.cookies.find(&caller.headers, COOKIE);
        let handle = sent.and_then(|sent| self.signer.from_cookie(&sent)).ok_or_else(unknown)?;
        let kept = verifications::spend(tx, C::PURPOSE, &handle).await?;
        kept.and_then(|value| serde_json::from_str(&value).ok()).ok_or_else(unknown)
    }

    /// The ceremony is over, so its cookie is of no use.
    pub(super) fn end_ceremony(&self) -> SetCookie {
        self.cookies.expire(COOKIE)
    }
}

fn unknown() -> Refusal {
    Refusal::bad_request(Code::ChallengeNotFound)
}
