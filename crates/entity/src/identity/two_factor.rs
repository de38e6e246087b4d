//! A person's second factor.

use sea_orm::entity::prelude::*;

use crate::ids::{TwoFactorId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "twoFactor")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TwoFactorId,
    /// Secret.
    #[sea_orm(column_type = "Text")]
    pub secret: String,
    /// Backup codes.
    #[sea_orm(column_type = "Text", column_name = "backupCodes")]
    pub backup_codes: String,
    /// User id.
    #[sea_orm(column_name = "userId")]
    pub user_id: UserId,
    /// Verified.
    pub verified: bool,
    /// Failed verification count.
    #[sea_orm(column_name = "failedVerificationCount")]
    pub failed_verification_count: i32,
    /// Locked until.
    #[sea_orm(column_name = "lockedUntil")]
    pub locked_until: Option<DateTimeUtc>,
    /// Last step.
    #[sea_orm(column_name = "lastStep")]
    pub last_step: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
