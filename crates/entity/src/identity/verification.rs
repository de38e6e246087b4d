//! What is used once: a link, a code, a challenge.

use sea_orm::entity::prelude::*;

use crate::ids::VerificationId;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "verification")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VerificationId,
    /// Identifier.
    #[sea_orm(column_type = "Text")]
    pub identifier: String,
    /// Value.
    #[sea_orm(column_type = "Text")]
    pub value: String,
    /// Attempts.
    pub attempts: i32,
    /// Expires at.
    #[sea_orm(column_name = "expiresAt")]
    pub expires_at: DateTimeUtc,
    /// When the row was made.
    #[sea_orm(column_name = "createdAt")]
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    #[sea_orm(column_name = "updatedAt")]
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
