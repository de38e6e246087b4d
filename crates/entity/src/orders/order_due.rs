//! What of an order is due when.

use sea_orm::entity::prelude::*;

use crate::ids::{OrderDueId, OrderId, OrganizationId, PaymentCollectionId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_dues")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderDueId,
    /// Order id.
    pub order_id: OrderId,
    /// Nth.
    pub nth: i32,
    /// Kind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// Due at.
    pub due_at: Option<DateTimeUtc>,
    /// Payment collection id.
    pub payment_collection_id: Option<PaymentCollectionId>,
    /// Paid at.
    pub paid_at: Option<DateTimeUtc>,
    /// Reminded at.
    pub reminded_at: Option<DateTimeUtc>,
    /// How often a card that is kept was charged for it.
    pub charges: i16,
    /// When it may be charged again.
    pub charge_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
