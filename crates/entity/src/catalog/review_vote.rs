//! Whether a customer found a review helpful.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrganizationId, ReviewId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_votes")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Review id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub review_id: ReviewId,
    /// Customer id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    /// Is helpful.
    pub is_helpful: bool,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The review it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, review_id)", to = "(organization_id, id)")]
    pub review: BelongsTo<super::review::Entity>,
    /// The customer it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, customer_id)", to = "(organization_id, id)")]
    pub customer: BelongsTo<super::super::customers::customer::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
