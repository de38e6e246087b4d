//! A quantity that is kept for somebody.

use sea_orm::entity::prelude::*;

use crate::ids::{InventoryItemId, OrganizationId, ReservationItemId, StockLocationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reservation_items")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReservationItemId,
    /// Inventory item id.
    pub inventory_item_id: InventoryItemId,
    /// Location id.
    pub location_id: StockLocationId,
    /// Quantity.
    pub quantity: i64,
    /// Allow backorder.
    pub allow_backorder: bool,
    /// Line item id.
    #[sea_orm(column_type = "Text", nullable)]
    pub line_item_id: Option<String>,
    /// The key in another system.
    #[sea_orm(column_type = "Text", nullable)]
    pub external_id: Option<String>,
    /// Description.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
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
