//! Who may change what somebody gets in with: who has signed in not long ago, so that it is not changed from a browser that was
//! left open, and has proven his address, so that nobody puts anything into an account that turns out to be another's.

use chrono::Duration;

use http::StatusCode;

use super::transport::{Caller, Code, Refusal};
use crate::{Accounts, store::sessions::SignedIn};

/// For how long a session is fresh.
const FRESH: Duration = Duration::days(1);

impl Accounts {
    /// The caller's session, if he is in it himself and began it less than a day ago; that it is used makes it no younger.
    pub async fn signed_in_freshly(&self, caller: &Caller) -> Result<SignedIn, Refusal> {
        let me = self.signed_in_himself(caller).await?;
        self.fresh(&me)?;
        Ok(me)
    }

    /// 403 for a session that was begun a day ago or longer.
    pub(crate) fn fresh(&self, me: &SignedIn) -> Result<(), Refusal> {
        if me.session.created_at.0 + FRESH <= self.app.db.clock().now() {
            let message = "Session is not fresh: sign in again, then it works for a day";
            return Err(Refusal::worded(StatusCode::FORBIDDEN, Code::SessionNotFresh, message));
        }
        Ok(())
    }
}

/// 403 for somebody who has not proven his address.
pub(crate) fn proven(me: &SignedIn) -> Result<(), Refusal> {
    if me.user.email_verified {
        return Ok(());
    }
    let message = "Email not verified: prove your address first, by the link that POST /api/auth/send-verification-email (or \
                   /auth/verification/request) mails you";
    Err(Refusal::worded(StatusCode::FORBIDDEN, Code::EmailNotVerified, message))
}
