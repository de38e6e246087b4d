//! What a product can be filtered and counted by.

use sea_orm::entity::prelude::*;

use crate::ids::{CollectionId, OrganizationId, ProductId, ProductTypeId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_facets")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Product id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    /// Is published.
    pub is_published: bool,
    /// Sales channel ids.
    pub sales_channel_ids: Vec<Uuid>,
    /// Category ids.
    pub category_ids: Vec<Uuid>,
    /// Collection id.
    pub collection_id: Option<CollectionId>,
    /// Type id.
    pub type_id: Option<ProductTypeId>,
    /// Tag ids.
    pub tag_ids: Vec<Uuid>,
    /// Options.
    pub options: Vec<String>,
    /// Available in.
    pub available_in: Vec<Uuid>,
    /// Rating.
    #[sea_orm(column_type = "Decimal(None)", nullable)]
    pub rating: Option<BigDecimal>,
    /// Rating count.
    pub rating_count: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// The product it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_id)", to = "(organization_id, id)")]
    pub product: BelongsTo<super::product::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
