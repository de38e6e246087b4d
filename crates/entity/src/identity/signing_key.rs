//! A key that signs JWTs.

use sea_orm::entity::prelude::*;

use crate::ids::SigningKeyId;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "jwks")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SigningKeyId,
    /// Public key.
    #[sea_orm(column_type = "Text", column_name = "publicKey")]
    pub public_key: String,
    /// Private key.
    #[sea_orm(column_type = "Text", column_name = "privateKey")]
    pub private_key: String,
    /// When the row was made.
    #[sea_orm(column_name = "createdAt")]
    pub created_at: DateTimeUtc,
    /// Expires at.
    #[sea_orm(column_name = "expiresAt")]
    pub expires_at: Option<DateTimeUtc>,
    /// Alg.
    #[sea_orm(column_type = "Text")]
    pub alg: String,
    /// Crv.
    #[sea_orm(column_type = "Text")]
    pub crv: String,
}

impl ActiveModelBehavior for ActiveModel {}
