//! Something that happened: a row of the outbox.

use sea_orm::entity::prelude::*;

use crate::ids::{EventId, OrganizationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Entity id.
    pub entity_id: Option<Uuid>,
    /// Actor id.
    pub actor_id: Option<UserId>,
    /// Before.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub before: Option<Json>,
    /// After.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub after: Option<Json>,
    /// Causation id.
    pub causation_id: Option<Uuid>,
    /// Causation depth.
    pub causation_depth: i16,
    /// Trace.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub trace: Option<Json>,
    /// When the row was made.
    #[sea_orm(primary_key, auto_increment = false)]
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
