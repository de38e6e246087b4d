//! A unit of background work.

use sea_orm::entity::prelude::*;

use crate::ids::{JobId, OrganizationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    /// Queue.
    #[sea_orm(column_type = "Text")]
    pub queue: String,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Payload.
    #[sea_orm(column_type = "JsonBinary")]
    pub payload: Json,
    /// Unique key.
    #[sea_orm(column_type = "Text", nullable)]
    pub unique_key: Option<String>,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Priority.
    pub priority: i16,
    /// Run at.
    pub run_at: DateTimeUtc,
    /// Attempt.
    pub attempt: i32,
    /// Max attempts.
    pub max_attempts: i32,
    /// Locked by.
    #[sea_orm(column_type = "Text", nullable)]
    pub locked_by: Option<String>,
    /// Locked until.
    pub locked_until: Option<DateTimeUtc>,
    /// Last error.
    #[sea_orm(column_type = "Text", nullable)]
    pub last_error: Option<String>,
    /// Trace.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub trace: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Finished at.
    pub finished_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
