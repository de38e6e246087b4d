//! What a tax rate is meant for.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, TaxRateId, TaxRateRuleId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tax_rate_rules")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaxRateRuleId,
    /// Tax rate id.
    pub tax_rate_id: TaxRateId,
    /// Reference.
    #[sea_orm(column_type = "Text")]
    pub reference: String,
    /// Reference id.
    pub reference_id: Uuid,
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
