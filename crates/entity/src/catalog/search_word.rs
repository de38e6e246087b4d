//! A word that a shop says of what it sells.

use sea_orm::entity::prelude::*;

use crate::ids::OrganizationId;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_words")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Without case and accents.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub word: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
