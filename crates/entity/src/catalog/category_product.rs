//! A product in a category.

use sea_orm::entity::prelude::*;

use crate::ids::{CategoryId, OrganizationId, ProductId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_category_products")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Product category id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_category_id: CategoryId,
    /// Product id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The category it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_category_id)", to = "(organization_id, id)")]
    pub category: BelongsTo<super::category::Entity>,
    /// The product it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_id)", to = "(organization_id, id)")]
    pub product: BelongsTo<super::product::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
