//! A product in an order.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrganizationId, ProductId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_sales")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Order id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub order_id: Uuid,
    /// Product id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    /// Customer id.
    pub customer_id: Option<CustomerId>,
    /// Quantity.
    pub quantity: i64,
    /// Sold at.
    pub sold_at: DateTimeUtc,
    /// The product it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, product_id)", to = "(organization_id, id)")]
    pub product: BelongsTo<super::product::Entity>,
    /// The customer it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, customer_id)", to = "(organization_id, id)")]
    pub customer: BelongsTo<Option<super::super::customers::customer::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
