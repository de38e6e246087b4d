//! What a sold variant takes from stock.

use sea_orm::entity::prelude::*;

use crate::ids::{InventoryItemId, OrganizationId, VariantId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_variant_inventory_items")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Variant id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub variant_id: VariantId,
    /// Inventory item id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub inventory_item_id: InventoryItemId,
    /// Required quantity.
    pub required_quantity: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The variant it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, variant_id)", to = "(organization_id, id)")]
    pub variant: BelongsTo<super::super::catalog::variant::Entity>,
    /// The inventory item it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, inventory_item_id)", to = "(organization_id, id)")]
    pub inventory_item: BelongsTo<super::inventory_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
