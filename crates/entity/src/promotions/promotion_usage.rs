//! That an order used a promotion.

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, CustomerId, OrderId, OrganizationId, PromotionId, PromotionUsageId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "promotion_usages")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PromotionUsageId,
    /// Promotion id.
    pub promotion_id: PromotionId,
    /// Order id.
    pub order_id: OrderId,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// Attribute value.
    #[sea_orm(column_type = "Text", nullable)]
    pub attribute_value: Option<String>,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// Campaign id.
    pub campaign_id: Option<CampaignId>,
    /// Released at.
    pub released_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
