//! All that is paid for one cart, or for one difference of an order.

use sea_orm::entity::prelude::*;

use crate::ids::{CartId, OrderId, OrganizationId, PaymentCollectionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_collections")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentCollectionId,
    /// Cart id.
    pub cart_id: Option<CartId>,
    /// Order id.
    pub order_id: Option<OrderId>,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// Authorized amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub authorized_amount: BigDecimal,
    /// Captured amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub captured_amount: BigDecimal,
    /// Refunded amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub refunded_amount: BigDecimal,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Completed at.
    pub completed_at: Option<DateTimeUtc>,
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
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
