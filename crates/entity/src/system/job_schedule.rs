//! The last slot of a schedule that was enqueued.

use sea_orm::entity::prelude::*;

use crate::ids::{JobScheduleId, OrganizationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_schedules")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobScheduleId,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Last slot.
    pub last_slot: DateTimeUtc,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
