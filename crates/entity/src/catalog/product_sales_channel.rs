//! A product sold in a sales channel.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, ProductId, SalesChannelId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_sales_channels")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Product id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    /// Sales channel id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sales_channel_id: SalesChannelId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The product it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_id)", to = "(organization_id, id)")]
    pub product: BelongsTo<super::product::Entity>,
    /// The sales channel it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, sales_channel_id)", to = "(organization_id, id)")]
    pub sales_channel: BelongsTo<super::super::sales::sales_channel::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
