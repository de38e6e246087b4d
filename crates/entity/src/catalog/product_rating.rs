//! The approved ratings of a product, added up.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, ProductId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_ratings")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Product id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    /// Rating count.
    pub rating_count: i32,
    /// Rating sum.
    pub rating_sum: i64,
    /// Stars.
    pub stars: Vec<i32>,
    /// Average.
    #[sea_orm(column_type = "Decimal(None)", nullable)]
    pub average: Option<BigDecimal>,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// The product it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_id)", to = "(organization_id, id)")]
    pub product: BelongsTo<super::product::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
