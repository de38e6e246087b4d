//! What of an order is packed and sent, or comes back.

use sea_orm::entity::prelude::*;

use crate::ids::{FulfillmentId, OrderId, OrderReturnId, OrganizationId, ShippingOptionId, StockLocationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fulfillments")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FulfillmentId,
    /// Order id.
    pub order_id: Option<OrderId>,
    /// Return id.
    pub return_id: Option<OrderReturnId>,
    /// Location id.
    pub location_id: Option<StockLocationId>,
    /// Provider id.
    #[sea_orm(column_type = "Text", nullable)]
    pub provider_id: Option<String>,
    /// Shipping option id.
    pub shipping_option_id: Option<ShippingOptionId>,
    /// Requires shipping.
    pub requires_shipping: bool,
    /// Delivery address.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub delivery_address: Option<Json>,
    /// The provider's data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub data: Option<Json>,
    /// Packed at.
    pub packed_at: Option<DateTimeUtc>,
    /// Shipped at.
    pub shipped_at: Option<DateTimeUtc>,
    /// Delivered at.
    pub delivered_at: Option<DateTimeUtc>,
    /// Canceled at.
    pub canceled_at: Option<DateTimeUtc>,
    /// Marked shipped by.
    pub marked_shipped_by: Option<UserId>,
    /// No notification.
    pub no_notification: Option<bool>,
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
