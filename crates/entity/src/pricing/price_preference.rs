//! Whether amounts include tax.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PricePreferenceId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "price_preferences")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PricePreferenceId,
    /// Attribute.
    #[sea_orm(column_type = "Text")]
    pub attribute: String,
    /// Value.
    #[sea_orm(column_type = "Text")]
    pub value: String,
    /// Is tax inclusive.
    pub is_tax_inclusive: bool,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
