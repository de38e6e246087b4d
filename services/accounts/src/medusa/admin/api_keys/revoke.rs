//! `POST /admin/api-keys/{id}/revoke`

use auth::Staff;
use chrono::Duration;
use db::Tx;
use resource::admin::Action;
use uuid::Uuid;
use web::{ApiError, body, body::Within};

use crate::store::admin::keys::{self, Key};

/// A key that is to hold longer is not to be revoked yet.
const YEAR: i64 = 366 * 24 * 60 * 60;

body! {
    /// When a key ends.
    pub struct When {
        /// Seconds until then; without it the key ends now.
        revoke_in: Within<0, YEAR> = 3600,
    }
}

/// Ends a key.
pub(super) struct Revoke;

impl Action for Revoke {
    type On = Key;
    type Input = When;

    const PATH: &'static str = "/revoke";
    const NAME: &'static str = "revoke_api_key";

    async fn act(tx: &Tx, staff: &Staff, key: Uuid, When { revoke_in }: When) -> Result<bool, ApiError> {
        let Some(state) = keys::lock(tx, key).await? else {
            return Ok(false);
        };
        match revoke_in.0.filter(|seconds| *seconds > 0) {
            None => keys::revoke(tx, key, staff.user().map(|user| user.0)).await?,
            Some(seconds) if state.is_secret => keys::end_at(tx, key, tx.now() + Duration::seconds(seconds)).await?,
            // What a process remembers of such a key does not look at the clock.
            Some(_) => return Err(ApiError::not_allowed("A publishable key is revoked at once: leave out revoke_in")),
        }
        Ok(true)
    }
}
