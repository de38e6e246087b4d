//! Which goods come back.

use sea_orm::entity::prelude::*;

use crate::ids::{OrderLineItemId, OrderReturnId, OrderReturnItemId, OrganizationId, ReturnReasonId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_return_items")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderReturnItemId,
    /// Return id.
    pub return_id: OrderReturnId,
    /// Item id.
    pub item_id: OrderLineItemId,
    /// Quantity.
    pub quantity: i64,
    /// Received quantity.
    pub received_quantity: i64,
    /// Damaged quantity.
    pub damaged_quantity: i64,
    /// Reason id.
    pub reason_id: Option<ReturnReasonId>,
    /// Note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
