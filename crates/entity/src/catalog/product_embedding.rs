//! What a product means, as numbers.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, ProductId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_embeddings")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Product id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    /// Locale code.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub locale_code: String,
    /// Model.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub model: String,
    /// Dimensions.
    pub dimensions: i32,
    /// Content SHA-256.
    pub content_sha256: Vec<u8>,
    /// Embedding.
    #[sea_orm(column_type = "custom(\"vector\")", nullable)]
    pub embedding: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// The product it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_id)", to = "(organization_id, id)")]
    pub product: BelongsTo<super::product::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
