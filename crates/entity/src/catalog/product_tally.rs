//! A change of how many there are of something; the sum is how many.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, ProductTallyId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_tallies")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProductTallyId,
    /// Scope.
    #[sea_orm(column_type = "Text")]
    pub scope: String,
    /// Of.
    pub of: Uuid,
    /// Delta.
    pub delta: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
