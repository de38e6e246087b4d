//! What is public of an entry of the changelog besides what its page says.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PageId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "changelog_entries")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// The entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub page_id: PageId,
    /// Of which version.
    #[sea_orm(column_type = "Text", nullable)]
    pub version: Option<String>,
    /// Added, changed, fixed, removed, security.
    #[sea_orm(column_type = "Text")]
    pub change: String,
    /// What it is about.
    pub tags: Vec<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
