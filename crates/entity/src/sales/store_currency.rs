//! A currency that a shop sells in.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, StoreCurrencyId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "store_currencies")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StoreCurrencyId,
    /// Currency code.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Is default.
    pub is_default: bool,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
