//! A change of a stock level: who, why, before and after.

use sea_orm::entity::prelude::*;

use crate::ids::{ApiKeyId, InventoryItemId, LedgerEntryId, OrganizationId, StockLocationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inventory_ledger")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LedgerEntryId,
    /// Inventory item id.
    pub inventory_item_id: InventoryItemId,
    /// Location id.
    pub location_id: StockLocationId,
    /// Reason.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// Note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// Cause id.
    pub cause_id: Option<Uuid>,
    /// Stocked before.
    pub stocked_before: i64,
    /// Stocked after.
    pub stocked_after: i64,
    /// Reserved before.
    pub reserved_before: i64,
    /// Reserved after.
    pub reserved_after: i64,
    /// Incoming before.
    pub incoming_before: i64,
    /// Incoming after.
    pub incoming_after: i64,
    /// Actor id.
    pub actor_id: Option<UserId>,
    /// Api key id.
    pub api_key_id: Option<ApiKeyId>,
    /// Request id.
    #[sea_orm(column_type = "Text", nullable)]
    pub request_id: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The inventory item it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, inventory_item_id)", to = "(organization_id, id)")]
    pub inventory_item: BelongsTo<super::inventory_item::Entity>,
    /// The stock location it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, location_id)", to = "(organization_id, id)")]
    pub stock_location: BelongsTo<super::stock_location::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
