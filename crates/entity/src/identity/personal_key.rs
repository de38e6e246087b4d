//! A personal API key.

use sea_orm::entity::prelude::*;

use crate::ids::{PersonalKeyId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "apikey")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonalKeyId,
    /// Config id.
    #[sea_orm(column_type = "Text", column_name = "configId")]
    pub config_id: String,
    /// Name.
    #[sea_orm(column_type = "Text", nullable)]
    pub name: Option<String>,
    /// Start.
    #[sea_orm(column_type = "Text", nullable)]
    pub start: Option<String>,
    /// Reference id.
    #[sea_orm(column_name = "referenceId")]
    pub reference_id: UserId,
    /// Prefix.
    #[sea_orm(column_type = "Text", nullable)]
    pub prefix: Option<String>,
    /// Key.
    #[sea_orm(column_type = "Text")]
    pub key: String,
    /// Refill interval.
    #[sea_orm(column_name = "refillInterval")]
    pub refill_interval: Option<i32>,
    /// Refill amount.
    #[sea_orm(column_name = "refillAmount")]
    pub refill_amount: Option<i32>,
    /// Last refill at.
    #[sea_orm(column_name = "lastRefillAt")]
    pub last_refill_at: Option<DateTimeUtc>,
    /// Enabled.
    pub enabled: bool,
    /// Rate limit enabled.
    #[sea_orm(column_name = "rateLimitEnabled")]
    pub rate_limit_enabled: bool,
    /// Rate limit time window.
    #[sea_orm(column_name = "rateLimitTimeWindow")]
    pub rate_limit_time_window: i32,
    /// Rate limit max.
    #[sea_orm(column_name = "rateLimitMax")]
    pub rate_limit_max: i32,
    /// When the window began in which calls are counted.
    #[sea_orm(column_name = "windowStart")]
    pub window_start: Option<DateTimeUtc>,
    /// Request count.
    #[sea_orm(column_name = "requestCount")]
    pub request_count: i32,
    /// Remaining.
    pub remaining: Option<i32>,
    /// Last request.
    #[sea_orm(column_name = "lastRequest")]
    pub last_request: Option<DateTimeUtc>,
    /// Expires at.
    #[sea_orm(column_name = "expiresAt")]
    pub expires_at: Option<DateTimeUtc>,
    /// When the row was made.
    #[sea_orm(column_name = "createdAt")]
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    #[sea_orm(column_name = "updatedAt")]
    pub updated_at: DateTimeUtc,
    /// Permissions.
    #[sea_orm(column_type = "Text", nullable)]
    pub permissions: Option<String>,
    /// Metadata.
    #[sea_orm(column_type = "Text", nullable)]
    pub metadata: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
