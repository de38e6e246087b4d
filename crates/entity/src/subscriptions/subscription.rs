//! A subscription, as the provider has it.

use sea_orm::entity::prelude::*;

use crate::ids::{
    CustomerId, OrderId, OrganizationId, RegionId, SalesChannelId, SavedAddressId, StripeCustomerId, SubscriptionId,
    SubscriptionPlanId, UserId,
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscriptions")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubscriptionId,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// Stripe customer id.
    pub stripe_customer_id: Option<StripeCustomerId>,
    /// Plan id.
    pub plan_id: Option<SubscriptionPlanId>,
    /// Order id.
    pub order_id: Option<OrderId>,
    /// The provider's own id of it.
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_ref: Option<String>,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Quantity.
    pub quantity: i64,
    /// Next plan id.
    pub next_plan_id: Option<SubscriptionPlanId>,
    /// Where it is taxed.
    pub region_id: Option<RegionId>,
    /// In which language its customer is told.
    #[sea_orm(column_type = "Text", nullable)]
    pub locale: Option<String>,
    /// Where it was bought.
    pub sales_channel_id: Option<SalesChannelId>,
    /// Where it is sent.
    pub shipping_address_id: Option<SavedAddressId>,
    /// The provider's id of what it is a subscription to.
    #[sea_orm(column_type = "Text", nullable)]
    pub item_ref: Option<String>,
    /// The provider's id of its last bill.
    #[sea_orm(column_type = "Text", nullable)]
    pub latest_invoice_ref: Option<String>,
    /// Since when its bills are left out.
    pub paused_at: Option<DateTimeUtc>,
    /// Until when.
    pub resumes_at: Option<DateTimeUtc>,
    /// Cancel at period end.
    pub cancel_at_period_end: bool,
    /// Cancel at.
    pub cancel_at: Option<DateTimeUtc>,
    /// Canceled at.
    pub canceled_at: Option<DateTimeUtc>,
    /// Ended at.
    pub ended_at: Option<DateTimeUtc>,
    /// Trial ends at.
    pub trial_ends_at: Option<DateTimeUtc>,
    /// Nobody has left a card yet for what comes behind its trial.
    pub needs_method: bool,
    /// The end of a trial of which its customer was told.
    pub trial_told_for: Option<DateTimeUtc>,
    /// Current period start.
    pub current_period_start: Option<DateTimeUtc>,
    /// Current period end.
    pub current_period_end: Option<DateTimeUtc>,
    /// Of when what we know is.
    pub told_at: Option<DateTimeUtc>,
    /// By which event we know it.
    #[sea_orm(column_type = "Text", nullable)]
    pub told_by: Option<String>,
    /// The provider's data.
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
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
