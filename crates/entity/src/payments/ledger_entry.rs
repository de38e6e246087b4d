//! A line of the books; added and never changed.

use sea_orm::entity::prelude::*;

use crate::ids::{BookEntryId, CustomerId, OrderId, OrganizationId, PaymentId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_entries")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BookEntryId,
    /// Posting id.
    pub posting_id: Uuid,
    /// Source.
    #[sea_orm(column_type = "Text")]
    pub source: String,
    /// Source id.
    pub source_id: Uuid,
    /// Nth.
    pub nth: i32,
    /// Account.
    #[sea_orm(column_type = "Text")]
    pub account: String,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// Order id.
    pub order_id: Option<OrderId>,
    /// Payment id.
    pub payment_id: Option<PaymentId>,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
