//! A registration that waits for its customer: nothing is made before `POST /store/customers` spends it.

use chrono::Duration;
use db::Tx;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web::ApiError;

use super::token::ActorType;
use crate::store::{
    credentials,
    users::{self, User},
    verifications,
};

const PURPOSE: &str = "registration";
/// How long it waits.
pub(super) const LIFE: Duration = Duration::hours(1);

/// What was registered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Registration {
    /// As whom somebody wants to come.
    pub(super) actor: ActorType,
    /// In lower case.
    pub(super) email: String,
    /// Of the password.
    pub(super) hash: String,
    /// Whose the address was, if the password was the right one.
    pub(super) known: Option<Known>,
}

/// Somebody who had the address, and whose password was given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Known {
    /// He.
    pub(super) user: Uuid,
    /// The mark of the password that it was compared with.
    pub(super) mark: String,
}

/// The mark of a stored password: tells whether it is still the same one.
pub(super) fn mark(stored: &str) -> String {
    vault::token::hash(stored)
}

impl Registration {
    /// Keeps it; answers the id that its token carries.
    pub(super) async fn keep(&self, tx: &Tx) -> Result<Uuid, ApiError> {
        let id = Uuid::now_v7();
        let value = serde_json::to_string(self).map_err(ApiError::internal)?;
        verifications::keep(tx, PURPOSE, &id.to_string(), &value, LIFE).await?;
        Ok(id)
    }

    /// Takes it: once.
    pub(super) async fn spend(tx: &Tx, id: Uuid) -> Result<Option<Self>, ApiError> {
        let spent = verifications::spend(tx, PURPOSE, &id.to_string()).await?;
        Ok(spent.and_then(|value| serde_json::from_str(&value).ok()))
    }

    /// The person whose address and password were given, if they still are his.
    pub(super) async fn owner(&self, tx: &Tx) -> Result<Option<User>, ApiError> {
        let Some(known) = &self.known else {
            return Ok(None);
        };
        let stored = credentials::password_of(tx, known.user).await?;
        if stored.is_none_or(|stored| mark(&stored) != known.mark) {
            return Ok(None);
        }
        let user = users::by_id(tx, known.user).await?;
        Ok(user.filter(|user| user.email == self.email && !user.is_banned(tx.now())))
    }
}
