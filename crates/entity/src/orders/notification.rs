//! What was sent to whom about what.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, NotificationId, OrganizationId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notifications")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NotificationId,
    /// To.
    #[sea_orm(column_type = "Text")]
    pub to: String,
    /// Channel.
    #[sea_orm(column_type = "Text")]
    pub channel: String,
    /// Template.
    #[sea_orm(column_type = "Text")]
    pub template: String,
    /// Resource type.
    #[sea_orm(column_type = "Text", nullable)]
    pub resource_type: Option<String>,
    /// Resource id.
    pub resource_id: Option<Uuid>,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// Whoever comes again with it changes nothing.
    #[sea_orm(column_type = "Text")]
    pub key: String,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Original notification id.
    pub original_notification_id: Option<NotificationId>,
    /// The provider's data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub data: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
