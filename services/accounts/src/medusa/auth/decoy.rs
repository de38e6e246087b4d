//! Registrations of addresses that belong to somebody else, where addresses have to be proven first: whoever made one signs
//! in with it and is asked to prove the address, exactly as if it had been free. He never can.

use chrono::Duration;
use db::Tx;
use entity::ids::UserId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web::ApiError;

use crate::store::verifications;

const PURPOSE: &str = "registration-decoy";
const LIFE: Duration = Duration::days(90);

/// What is kept of one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::medusa) struct Decoy {
    /// Who he would have become.
    pub(in crate::medusa) user: Uuid,
    /// Of his password.
    pub(in crate::medusa) hash: String,
}

impl Decoy {
    /// Keeps the first one of an address: of a free one the first password counts too.
    pub(in crate::medusa) async fn keep(tx: &Tx, email: &str, hash: &str) -> Result<(), ApiError> {
        if Self::find(tx, email).await?.is_some() {
            return Ok(());
        }
        let decoy = Self { user: UserId::new().0, hash: hash.to_owned() };
        let value = serde_json::to_string(&decoy).map_err(ApiError::internal)?;
        Ok(verifications::keep(tx, PURPOSE, email, &value, LIFE).await?)
    }

    /// That of an address.
    pub(super) async fn find(tx: &Tx, email: &str) -> Result<Option<Self>, ApiError> {
        let value = verifications::peek(tx, PURPOSE, email).await?;
        Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
    }
}
