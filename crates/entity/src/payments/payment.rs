//! Money that was promised or taken.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PaymentCollectionId, PaymentId, PaymentSessionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payments")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentId,
    /// Payment collection id.
    pub payment_collection_id: PaymentCollectionId,
    /// Payment session id.
    pub payment_session_id: PaymentSessionId,
    /// Provider id.
    #[sea_orm(column_type = "Text")]
    pub provider_id: String,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// Captured amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub captured_amount: BigDecimal,
    /// Capturing amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub capturing_amount: BigDecimal,
    /// Refunded amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub refunded_amount: BigDecimal,
    /// Refunding amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub refunding_amount: BigDecimal,
    /// Disputed amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub disputed_amount: BigDecimal,
    /// The provider's data.
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
    /// Captured at.
    pub captured_at: Option<DateTimeUtc>,
    /// Canceled at.
    pub canceled_at: Option<DateTimeUtc>,
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
