//! What was paid and paid back; added and never changed.

use sea_orm::entity::prelude::*;

use crate::ids::{OrderId, OrderTransactionId, OrganizationId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_transactions")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderTransactionId,
    /// Order id.
    pub order_id: OrderId,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Reference.
    #[sea_orm(column_type = "Text")]
    pub reference: String,
    /// Reference id.
    pub reference_id: Uuid,
    /// Version.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
