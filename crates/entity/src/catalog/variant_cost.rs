//! What a variant costs the shop.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, UserId, VariantId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "variant_costs")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What is bought.
    pub variant_id: VariantId,
    /// In which currency.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// How much.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
