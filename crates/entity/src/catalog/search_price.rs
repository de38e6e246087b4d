//! The lowest price of a product in a currency.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, ProductId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_prices")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Product id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    /// Currency code.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub currency_code: String,
    /// Region.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub region: String,
    /// Amount e4.
    pub amount_e4: i64,
    /// The product it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_id)", to = "(organization_id, id)")]
    pub product: BelongsTo<super::product::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
