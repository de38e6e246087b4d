//! By which a fulfilment is followed.

use sea_orm::entity::prelude::*;

use crate::ids::{FulfillmentId, FulfillmentLabelId, OrganizationId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fulfillment_labels")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FulfillmentLabelId,
    /// Fulfillment id.
    pub fulfillment_id: FulfillmentId,
    /// Tracking number.
    #[sea_orm(column_type = "Text")]
    pub tracking_number: String,
    /// Tracking url.
    #[sea_orm(column_type = "Text")]
    pub tracking_url: String,
    /// Label url.
    #[sea_orm(column_type = "Text")]
    pub label_url: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
