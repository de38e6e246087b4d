//! An order that goes to somebody else.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrderId, OrderTransferId, OrganizationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_transfers")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderTransferId,
    /// Order id.
    pub order_id: OrderId,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// Token sha256.
    pub token_sha256: Option<Vec<u8>>,
    /// Original email.
    #[sea_orm(column_type = "Text", nullable)]
    pub original_email: Option<String>,
    /// Update order email.
    pub update_order_email: bool,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Expires at.
    pub expires_at: DateTimeUtc,
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
