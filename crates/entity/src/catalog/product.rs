//! What a shopper sees as one thing.

use sea_orm::entity::prelude::*;

use crate::ids::{CollectionId, OrganizationId, ProductId, ProductTypeId, ShippingProfileId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "products")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProductId,
    /// Title.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Subtitle.
    #[sea_orm(column_type = "Text", nullable)]
    pub subtitle: Option<String>,
    /// Description.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Handle.
    #[sea_orm(column_type = "Text")]
    pub handle: String,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Is giftcard.
    pub is_giftcard: bool,
    /// Discountable.
    pub discountable: bool,
    /// Thumbnail.
    #[sea_orm(column_type = "Text", nullable)]
    pub thumbnail: Option<String>,
    /// Type id.
    pub type_id: Option<ProductTypeId>,
    /// Collection id.
    pub collection_id: Option<CollectionId>,
    /// Weight.
    #[sea_orm(column_type = "Text", nullable)]
    pub weight: Option<String>,
    /// Length.
    #[sea_orm(column_type = "Text", nullable)]
    pub length: Option<String>,
    /// Height.
    #[sea_orm(column_type = "Text", nullable)]
    pub height: Option<String>,
    /// Width.
    #[sea_orm(column_type = "Text", nullable)]
    pub width: Option<String>,
    /// Hs code.
    #[sea_orm(column_type = "Text", nullable)]
    pub hs_code: Option<String>,
    /// Origin country.
    #[sea_orm(column_type = "Text", nullable)]
    pub origin_country: Option<String>,
    /// Mid code.
    #[sea_orm(column_type = "Text", nullable)]
    pub mid_code: Option<String>,
    /// Material.
    #[sea_orm(column_type = "Text", nullable)]
    pub material: Option<String>,
    /// The key in another system.
    #[sea_orm(column_type = "Text", nullable)]
    pub external_id: Option<String>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
    /// How it is shipped.
    pub shipping_profile_id: Option<ShippingProfileId>,
    /// Who buys it is let in, for so many days; none: it opens nothing, 0: for ever.
    pub access_days: Option<i32>,
    /// The product type it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, type_id)", to = "(organization_id, id)")]
    pub product_type: BelongsTo<Option<super::product_type::Entity>>,
    /// The collection it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, collection_id)", to = "(organization_id, id)")]
    pub collection: BelongsTo<Option<super::collection::Entity>>,
    /// The shipping profile it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, shipping_profile_id)", to = "(organization_id, id)")]
    pub shipping_profile: BelongsTo<Option<super::shipping_profile::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
