//! Who was brought.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrderId, OrganizationId, ReferralCodeId, ReferralId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referrals")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReferralId,
    /// Referral code id.
    pub referral_code_id: ReferralCodeId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// Order id.
    pub order_id: Option<OrderId>,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Refusal.
    #[sea_orm(column_type = "Text", nullable)]
    pub refusal: Option<String>,
    /// Rewarded at.
    pub rewarded_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
