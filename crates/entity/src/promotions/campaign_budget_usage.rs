//! What one customer used of a campaign's budget.

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, OrganizationId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign_budget_usages")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Campaign id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub campaign_id: CampaignId,
    /// Attribute value.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub attribute_value: String,
    /// Used.
    #[sea_orm(column_type = "Decimal(None)")]
    pub used: BigDecimal,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
