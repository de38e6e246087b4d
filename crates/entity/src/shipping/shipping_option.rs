//! A way of sending that customers choose among.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, ServiceZoneId, ShippingOptionId, ShippingOptionTypeId, ShippingProfileId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shipping_options")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShippingOptionId,
    /// Service zone id.
    pub service_zone_id: ServiceZoneId,
    /// Shipping profile id.
    pub shipping_profile_id: Option<ShippingProfileId>,
    /// Shipping option type id.
    pub shipping_option_type_id: Option<ShippingOptionTypeId>,
    /// Provider id.
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_id: Option<String>,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Price type.
    #[sea_orm(column_type = "Text")]
    pub price_type: String,
    /// The provider's data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub data: Option<Json>,
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
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
