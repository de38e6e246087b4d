//! A step of a change.

use sea_orm::entity::prelude::*;

use crate::ids::{OrderChangeActionId, OrderChangeId, OrganizationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_change_actions")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderChangeActionId,
    /// Order change id.
    pub order_change_id: OrderChangeId,
    /// Ordering.
    pub ordering: i64,
    /// Action.
    #[sea_orm(column_type = "Text")]
    pub action: String,
    /// Reference.
    #[sea_orm(column_type = "Text", nullable)]
    pub reference: Option<String>,
    /// Reference id.
    pub reference_id: Option<Uuid>,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)", nullable)]
    pub amount: Option<BigDecimal>,
    /// Details.
    #[sea_orm(column_type = "JsonBinary")]
    pub details: Json,
    /// Internal note.
    #[sea_orm(column_type = "Text", nullable)]
    pub internal_note: Option<String>,
    /// Applied.
    pub applied: bool,
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
