//! When a price holds.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PriceId, PriceRuleId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "price_rules")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PriceRuleId,
    /// Price id.
    pub price_id: PriceId,
    /// Attribute.
    #[sea_orm(column_type = "Text")]
    pub attribute: String,
    /// Operator.
    #[sea_orm(column_type = "Text")]
    pub operator: String,
    /// Value.
    #[sea_orm(column_type = "Text")]
    pub value: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
    /// The price it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, price_id)", to = "(organization_id, id)")]
    pub price: BelongsTo<super::price::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
