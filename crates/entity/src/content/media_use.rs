//! Where something of the media library is used.

use sea_orm::entity::prelude::*;

use crate::ids::{MediaId, OrganizationId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media_uses")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// What is used.
    #[sea_orm(primary_key, auto_increment = false)]
    pub media_id: MediaId,
    /// By what: `page`.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub owner: String,
    /// Its key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner_id: Uuid,
    /// Draft or published.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub state: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
