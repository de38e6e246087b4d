//! That a customer is let in.

use sea_orm::entity::prelude::*;

use crate::ids::{
    CustomerId, EnrollmentId, OrderId, OrderLineItemId, OrganizationId, ProductId, SubscriptionId, UserId,
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrollments")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EnrollmentId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// Product id.
    pub product_id: ProductId,
    /// Line item id.
    pub line_item_id: Option<OrderLineItemId>,
    /// Order id.
    pub order_id: Option<OrderId>,
    /// Subscription id.
    pub subscription_id: Option<SubscriptionId>,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Starts at.
    pub starts_at: DateTimeUtc,
    /// Ends at.
    pub ends_at: Option<DateTimeUtc>,
    /// Whether its order has ended it.
    pub is_ended_by_order: bool,
    /// When it was to end before that.
    pub was_to_end_at: Option<DateTimeUtc>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
