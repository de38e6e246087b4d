//! Which job wants which events.

use sea_orm::entity::prelude::*;

use crate::ids::{EventSubscriptionId, OrganizationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_subscriptions")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventSubscriptionId,
    /// Pattern.
    #[sea_orm(column_type = "Text")]
    pub pattern: String,
    /// Job name.
    #[sea_orm(column_type = "Text")]
    pub job_name: String,
    /// Queue.
    #[sea_orm(column_type = "Text")]
    pub queue: String,
    /// How often the job is tried.
    pub max_attempts: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
