//! A person, in any number of shops.

use sea_orm::entity::prelude::*;

use crate::ids::UserId;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "user")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Email.
    #[sea_orm(column_type = "Text")]
    pub email: String,
    /// Email verified.
    #[sea_orm(column_name = "emailVerified")]
    pub email_verified: bool,
    /// Image.
    #[sea_orm(column_type = "Text", nullable)]
    pub image: Option<String>,
    /// When the row was made.
    #[sea_orm(column_name = "createdAt")]
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    #[sea_orm(column_name = "updatedAt")]
    pub updated_at: DateTimeUtc,
    /// Role in the installation.
    #[sea_orm(column_type = "Text")]
    pub role: String,
    /// Banned.
    pub banned: bool,
    /// Ban reason.
    #[sea_orm(column_type = "Text", nullable, column_name = "banReason")]
    pub ban_reason: Option<String>,
    /// Ban expires.
    #[sea_orm(column_name = "banExpires")]
    pub ban_expires: Option<DateTimeUtc>,
    /// Two factor enabled.
    #[sea_orm(column_name = "twoFactorEnabled")]
    pub two_factor_enabled: bool,
}

impl ActiveModelBehavior for ActiveModel {}
