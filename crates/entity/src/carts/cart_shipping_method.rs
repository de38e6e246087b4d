//! How a cart is sent.

use sea_orm::entity::prelude::*;

use crate::ids::{CartId, CartShippingMethodId, OrganizationId, ShippingOptionId, ShippingProfileId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cart_shipping_methods")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CartShippingMethodId,
    /// Cart id.
    pub cart_id: CartId,
    /// Shipping option id.
    pub shipping_option_id: Option<ShippingOptionId>,
    /// Shipping profile id.
    pub shipping_profile_id: Option<ShippingProfileId>,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Description.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// Is tax inclusive.
    pub is_tax_inclusive: bool,
    /// The provider's data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub data: Option<Json>,
    /// Taxes, as they were computed.
    #[sea_orm(column_type = "JsonBinary")]
    pub tax_lines: Json,
    /// Discounts, as they were computed.
    #[sea_orm(column_type = "JsonBinary")]
    pub adjustments: Json,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
