//! What led to an order.

use sea_orm::entity::prelude::*;

use crate::ids::{OrderId, OrganizationId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_sources")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// The order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub order_id: OrderId,
    /// The host that led to its visit.
    #[sea_orm(column_type = "Text", nullable)]
    pub source: Option<String>,
    /// Who sent it.
    #[sea_orm(column_type = "Text", nullable)]
    pub utm_source: Option<String>,
    /// By which way.
    #[sea_orm(column_type = "Text", nullable)]
    pub utm_medium: Option<String>,
    /// The campaign.
    #[sea_orm(column_type = "Text", nullable)]
    pub utm_campaign: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
