//! What a bank took back, or may yet.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PaymentDisputeId, PaymentId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_disputes")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentDisputeId,
    /// Payment id.
    pub payment_id: PaymentId,
    /// The provider's own id of it.
    #[sea_orm(column_type = "Text")]
    pub provider_ref: String,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Reason.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// How far it has come; see the migration.
    pub rank: i16,
    /// Withdrawn amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub withdrawn_amount: BigDecimal,
    /// Reinstated amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub reinstated_amount: BigDecimal,
    /// Evidence due at.
    pub evidence_due_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
