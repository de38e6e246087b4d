//! A variant that is paid again and again.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PaymentAccountId, SubscriptionPlanId, UserId, VariantId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscription_plans")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubscriptionPlanId,
    /// Variant id.
    pub variant_id: VariantId,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// Interval.
    #[sea_orm(column_type = "Text")]
    pub interval: String,
    /// Interval count.
    pub interval_count: i32,
    /// Trial days.
    pub trial_days: Option<i32>,
    /// The account that has its price.
    pub payment_account_id: Option<PaymentAccountId>,
    /// The provider's own id of it.
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_ref: Option<String>,
    /// Is active.
    pub is_active: bool,
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
