//! The words of a product in a language.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, ProductId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_documents")]
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
    /// Title.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Body.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// Words.
    #[sea_orm(column_type = "Text")]
    pub words: String,
    /// Vector.
    #[sea_orm(column_type = "custom(\"tsvector\")", nullable)]
    pub vector: Option<String>,
    /// Content SHA-256.
    pub content_sha256: Vec<u8>,
    /// Is published.
    pub is_published: bool,
    /// Sales channel ids.
    pub sales_channel_ids: Vec<Uuid>,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// The product it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_id)", to = "(organization_id, id)")]
    pub product: BelongsTo<super::product::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
