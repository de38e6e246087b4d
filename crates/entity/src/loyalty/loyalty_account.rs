//! The points of a customer.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, LoyaltyAccountId, LoyaltyTierId, OrganizationId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "loyalty_accounts")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LoyaltyAccountId,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// Available.
    pub available: i64,
    /// Pending.
    pub pending: i64,
    /// Debt.
    pub debt: i64,
    /// Tier id.
    pub tier_id: Option<LoyaltyTierId>,
    /// Tier until.
    pub tier_until: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
