//! How a key is renamed, and deleted.

use auth::Staff;
use db::Tx;
use entity::ids::ApiKeyId;
use resource::admin::{Delete, Update};
use uuid::Uuid;
use web::{ApiError, body, body::Required};

use crate::store::admin::keys::{self, Key};

body! {
    /// What changes of a key.
    pub struct Changes {
        /// What it is called.
        title: Required = "Importer of the warehouse",
    }
}

impl Update for Key {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, Changes { title }: Changes) -> Result<bool, ApiError> {
        Ok(keys::rename(tx, id, &title.0).await?)
    }
}

impl Delete for Key {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        let Some(state) = keys::lock(tx, id).await? else {
            return Ok(false);
        };
        if !state.is_over {
            let id = ApiKeyId(id);
            return Err(ApiError::not_allowed(format!("Cannot delete api keys that are not revoked - {id}")));
        }
        keys::delete(tx, id).await?;
        Ok(true)
    }
}
