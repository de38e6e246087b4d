//! The sales channels that a publishable key shows.

use sea_orm::entity::prelude::*;

use crate::ids::{ApiKeyId, OrganizationId, SalesChannelId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key_sales_channels")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Api key id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub api_key_id: ApiKeyId,
    /// Sales channel id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sales_channel_id: SalesChannelId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The api key it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, api_key_id)", to = "(organization_id, id)")]
    pub api_key: BelongsTo<super::api_key::Entity>,
    /// The sales channel it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, sales_channel_id)", to = "(organization_id, id)")]
    pub sales_channel: BelongsTo<super::sales_channel::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
