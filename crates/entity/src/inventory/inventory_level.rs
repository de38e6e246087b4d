//! How much of an item lies at a location.

use sea_orm::entity::prelude::*;

use crate::ids::{InventoryItemId, InventoryLevelId, OrganizationId, StockLocationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inventory_levels")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InventoryLevelId,
    /// Inventory item id.
    pub inventory_item_id: InventoryItemId,
    /// Location id.
    pub location_id: StockLocationId,
    /// Stocked quantity.
    pub stocked_quantity: i64,
    /// Reserved quantity.
    pub reserved_quantity: i64,
    /// Incoming quantity.
    pub incoming_quantity: i64,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
    /// The inventory item it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, inventory_item_id)", to = "(organization_id, id)")]
    pub inventory_item: BelongsTo<super::inventory_item::Entity>,
    /// The stock location it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, location_id)", to = "(organization_id, id)")]
    pub stock_location: BelongsTo<super::stock_location::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
