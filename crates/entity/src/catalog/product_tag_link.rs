//! A tag on a product.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, ProductId, ProductTagId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_product_tags")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Product id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    /// Tag id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag_id: ProductTagId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The product it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_id)", to = "(organization_id, id)")]
    pub product: BelongsTo<super::product::Entity>,
    /// The product tag it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, tag_id)", to = "(organization_id, id)")]
    pub product_tag: BelongsTo<super::product_tag::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
