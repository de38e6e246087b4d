//! A picture that shows one variant.

use sea_orm::entity::prelude::*;

use crate::ids::{ImageId, OrganizationId, VariantId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_variant_images")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Variant id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub variant_id: VariantId,
    /// Image id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub image_id: ImageId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The variant it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, variant_id)", to = "(organization_id, id)")]
    pub variant: BelongsTo<super::variant::Entity>,
    /// The image it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, image_id)", to = "(organization_id, id)")]
    pub image: BelongsTo<super::image::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
