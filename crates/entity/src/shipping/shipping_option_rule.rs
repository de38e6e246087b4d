//! A condition of a shipping option.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, ShippingOptionId, ShippingOptionRuleId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shipping_option_rules")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShippingOptionRuleId,
    /// Shipping option id.
    pub shipping_option_id: ShippingOptionId,
    /// Attribute.
    #[sea_orm(column_type = "Text")]
    pub attribute: String,
    /// Operator.
    #[sea_orm(column_type = "Text")]
    pub operator: String,
    /// Value.
    #[sea_orm(column_type = "JsonBinary")]
    pub value: Json,
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
