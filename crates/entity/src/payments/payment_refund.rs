//! Giving money back.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PaymentId, PaymentRefundId, RefundReasonId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_refunds")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentRefundId,
    /// Payment id.
    pub payment_id: PaymentId,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// How far it has come; see the migration.
    pub rank: i16,
    /// Refund reason id.
    pub refund_reason_id: Option<RefundReasonId>,
    /// Note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// The provider's own id of it.
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_ref: Option<String>,
    /// The Idempotency-Key of whoever asked.
    #[sea_orm(column_type = "Text", nullable)]
    pub client_key: Option<String>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
