//! A condition of a promotion.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PromotionId, PromotionRuleId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "promotion_rules")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PromotionRuleId,
    /// Promotion id.
    pub promotion_id: PromotionId,
    /// Kind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Attribute.
    #[sea_orm(column_type = "Text")]
    pub attribute: String,
    /// Operator.
    #[sea_orm(column_type = "Text")]
    pub operator: String,
    /// Values.
    pub values: Vec<String>,
    /// Description.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
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
