//! What a provider charged for a subscription.

use sea_orm::entity::prelude::*;

use crate::ids::{OrderId, OrganizationId, SubscriptionId, SubscriptionInvoiceId, SubscriptionPlanId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscription_invoices")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubscriptionInvoiceId,
    /// Subscription id.
    pub subscription_id: SubscriptionId,
    /// The provider's own id of it.
    #[sea_orm(column_type = "Text")]
    pub provider_ref: String,
    /// Number.
    #[sea_orm(column_type = "Text", nullable)]
    pub number: Option<String>,
    /// How far it has come; see the migration.
    pub rank: i16,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Amount due.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount_due: BigDecimal,
    /// Amount paid.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount_paid: BigDecimal,
    /// Period start.
    pub period_start: Option<DateTimeUtc>,
    /// Period end.
    pub period_end: Option<DateTimeUtc>,
    /// Why it was written.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// The plan of the period that it charges.
    pub plan_id: Option<SubscriptionPlanId>,
    /// How many of it.
    pub quantity: Option<i64>,
    /// How often it was tried to be paid.
    pub attempts: i32,
    /// The provider's page on which it is paid.
    #[sea_orm(column_type = "Text", nullable)]
    pub page: Option<String>,
    /// What was bought by it.
    pub order_id: Option<OrderId>,
    /// Of when what we know is.
    pub told_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
