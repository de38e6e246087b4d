//! What is in a fulfilment.

use sea_orm::entity::prelude::*;

use crate::ids::{FulfillmentId, FulfillmentItemId, InventoryItemId, OrderLineItemId, OrganizationId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fulfillment_items")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FulfillmentItemId,
    /// Fulfillment id.
    pub fulfillment_id: FulfillmentId,
    /// Line item id.
    pub line_item_id: Option<OrderLineItemId>,
    /// Inventory item id.
    pub inventory_item_id: Option<InventoryItemId>,
    /// Title.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Sku.
    #[sea_orm(column_type = "Text", nullable)]
    pub sku: Option<String>,
    /// Barcode.
    #[sea_orm(column_type = "Text", nullable)]
    pub barcode: Option<String>,
    /// Quantity.
    pub quantity: i64,
    /// So many of it make one of the line.
    pub required_quantity: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
