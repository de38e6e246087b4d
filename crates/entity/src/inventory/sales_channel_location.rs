//! A location that serves a sales channel.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, SalesChannelId, StockLocationId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sales_channel_stock_locations")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Sales channel id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sales_channel_id: SalesChannelId,
    /// Stock location id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub stock_location_id: StockLocationId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The sales channel it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, sales_channel_id)", to = "(organization_id, id)")]
    pub sales_channel: BelongsTo<super::super::sales::sales_channel::Entity>,
    /// The stock location it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, stock_location_id)", to = "(organization_id, id)")]
    pub stock_location: BelongsTo<super::stock_location::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
