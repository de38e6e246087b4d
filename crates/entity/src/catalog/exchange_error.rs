//! A line of an import that was refused.

use sea_orm::entity::prelude::*;

use crate::ids::{ExchangeId, OrganizationId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exchange_errors")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Exchange id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub exchange_id: ExchangeId,
    /// Line.
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i64,
    /// Place.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i32,
    /// Field.
    #[sea_orm(column_type = "Text", nullable)]
    pub field: Option<String>,
    /// Problem.
    #[sea_orm(column_type = "Text")]
    pub problem: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// The exchange it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, exchange_id)", to = "(organization_id, id)")]
    pub exchange: BelongsTo<super::exchange::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
