//! A passkey.

use sea_orm::entity::prelude::*;

use crate::ids::{PasskeyId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "passkey")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PasskeyId,
    /// Name.
    #[sea_orm(column_type = "Text", nullable)]
    pub name: Option<String>,
    /// Public key.
    #[sea_orm(column_type = "Text", column_name = "publicKey")]
    pub public_key: String,
    /// User id.
    #[sea_orm(column_name = "userId")]
    pub user_id: UserId,
    /// Credential id.
    #[sea_orm(column_type = "Text", column_name = "credentialID")]
    pub credential_id: String,
    /// Counter.
    pub counter: i64,
    /// Device type.
    #[sea_orm(column_type = "Text", column_name = "deviceType")]
    pub device_type: String,
    /// Backed up.
    #[sea_orm(column_name = "backedUp")]
    pub backed_up: bool,
    /// Transports.
    #[sea_orm(column_type = "Text", nullable)]
    pub transports: Option<String>,
    /// When the row was made.
    #[sea_orm(column_name = "createdAt")]
    pub created_at: DateTimeUtc,
    /// Aaguid.
    #[sea_orm(column_type = "Text", nullable)]
    pub aaguid: Option<String>,
    /// Credential.
    pub credential: Option<Json>,
}

impl ActiveModelBehavior for ActiveModel {}
