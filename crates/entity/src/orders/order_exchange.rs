//! One thing for another.

use sea_orm::entity::prelude::*;

use crate::ids::{OrderExchangeId, OrderId, OrderReturnId, OrganizationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_exchanges")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderExchangeId,
    /// Order id.
    pub order_id: OrderId,
    /// Return id.
    pub return_id: Option<OrderReturnId>,
    /// Display id.
    pub display_id: i64,
    /// Order version.
    pub order_version: i32,
    /// Difference due.
    #[sea_orm(column_type = "Decimal(None)", nullable)]
    pub difference_due: Option<BigDecimal>,
    /// Allow backorder.
    pub allow_backorder: bool,
    /// No notification.
    pub no_notification: Option<bool>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// Canceled at.
    pub canceled_at: Option<DateTimeUtc>,
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
