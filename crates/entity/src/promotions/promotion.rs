//! A promotion, with how it is applied.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationMethodId, CampaignId, OrganizationId, PromotionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "promotions")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PromotionId,
    /// Campaign id.
    pub campaign_id: Option<CampaignId>,
    /// Code.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// Type.
    #[sea_orm(column_type = "Text")]
    pub r#type: String,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Is automatic.
    pub is_automatic: bool,
    /// Is tax inclusive.
    pub is_tax_inclusive: bool,
    /// Limit.
    pub limit: Option<i64>,
    /// Used.
    pub used: i64,
    /// Method id.
    pub method_id: ApplicationMethodId,
    /// Method type.
    #[sea_orm(column_type = "Text")]
    pub method_type: String,
    /// Target type.
    #[sea_orm(column_type = "Text")]
    pub target_type: String,
    /// Allocation.
    #[sea_orm(column_type = "Text", nullable)]
    pub allocation: Option<String>,
    /// Value.
    #[sea_orm(column_type = "Decimal(None)")]
    pub value: BigDecimal,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text", nullable)]
    pub currency_code: Option<String>,
    /// Max quantity.
    pub max_quantity: Option<i64>,
    /// Max amount.
    #[sea_orm(column_type = "Decimal(None)", nullable)]
    pub max_amount: Option<BigDecimal>,
    /// Apply to quantity.
    pub apply_to_quantity: Option<i64>,
    /// Buy rules min quantity.
    pub buy_rules_min_quantity: Option<i64>,
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
