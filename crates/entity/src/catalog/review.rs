//! What a customer says of a product.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrganizationId, ProductId, ReviewId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reviews")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewId,
    /// Product id.
    pub product_id: ProductId,
    /// Customer id.
    pub customer_id: CustomerId,
    /// Rating.
    pub rating: i32,
    /// Title.
    #[sea_orm(column_type = "Text", nullable)]
    pub title: Option<String>,
    /// Content.
    #[sea_orm(column_type = "Text", nullable)]
    pub content: Option<String>,
    /// Author name.
    #[sea_orm(column_type = "Text", nullable)]
    pub author_name: Option<String>,
    /// Locale code.
    #[sea_orm(column_type = "Text", nullable)]
    pub locale_code: Option<String>,
    /// Counts what its author says.
    pub revision: i32,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Is verified purchase.
    pub is_verified_purchase: bool,
    /// Helpful count.
    pub helpful_count: i32,
    /// Unhelpful count.
    pub unhelpful_count: i32,
    /// Moderated at.
    pub moderated_at: Option<DateTimeUtc>,
    /// Moderated by.
    pub moderated_by: Option<UserId>,
    /// Moderation note.
    #[sea_orm(column_type = "Text", nullable)]
    pub moderation_note: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
    /// The product it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_id)", to = "(organization_id, id)")]
    pub product: BelongsTo<super::product::Entity>,
    /// The customer it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, customer_id)", to = "(organization_id, id)")]
    pub customer: BelongsTo<super::super::customers::customer::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
