//! An option that a product has.

use sea_orm::entity::prelude::*;

use crate::ids::{OptionId, OrganizationId, ProductId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_product_options")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Product id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    /// Option id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub option_id: OptionId,
    /// Rank.
    pub rank: i32,
    /// Those of its values that the product has; all when null.
    pub value_ids: Option<Vec<Uuid>>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The product it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_id)", to = "(organization_id, id)")]
    pub product: BelongsTo<super::product::Entity>,
    /// The option it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, option_id)", to = "(organization_id, id)")]
    pub product_option: BelongsTo<super::option::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
