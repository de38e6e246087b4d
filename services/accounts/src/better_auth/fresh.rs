//! Who has signed in not long ago: what somebody gets in with is not changed from a browser that was left open.

use chrono::Duration;

use super::transport::{Caller, Code, Refusal};
use crate::{Accounts, store::sessions::SignedIn};

/// For how long a session is fresh.
const FRESH: Duration = Duration::days(1);

impl Accounts {
    /// The caller's session, if he is in it himself and began it less than a day ago; that it is used makes it no younger.
    pub async fn signed_in_freshly(&self, caller: &Caller) -> Result<SignedIn, Refusal> {
        let me = self.signed_in_himself(caller).await?;
        if me.session.created_at.0 + FRESH <= self.app.db.clock().now() {
            return Err(Refusal::forbidden(Code::SessionNotFresh));
        }
        Ok(me)
    }
}
