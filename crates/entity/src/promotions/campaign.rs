//! What several promotions have in common: a time, a budget.

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignBudgetId, CampaignId, OrganizationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaigns")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CampaignId,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Description.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Campaign identifier.
    #[sea_orm(column_type = "Text")]
    pub campaign_identifier: String,
    /// Starts at.
    pub starts_at: Option<DateTimeUtc>,
    /// Ends at.
    pub ends_at: Option<DateTimeUtc>,
    /// Budget id.
    pub budget_id: CampaignBudgetId,
    /// Budget type.
    #[sea_orm(column_type = "Text", nullable)]
    pub budget_type: Option<String>,
    /// Budget limit.
    #[sea_orm(column_type = "Decimal(None)", nullable)]
    pub budget_limit: Option<BigDecimal>,
    /// Budget used.
    #[sea_orm(column_type = "Decimal(None)")]
    pub budget_used: BigDecimal,
    /// Budget currency code.
    #[sea_orm(column_type = "Text", nullable)]
    pub budget_currency_code: Option<String>,
    /// Budget attribute.
    #[sea_orm(column_type = "Text", nullable)]
    pub budget_attribute: Option<String>,
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
