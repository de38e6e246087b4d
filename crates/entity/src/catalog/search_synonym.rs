//! Words that mean each other.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, SearchSynonymId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_synonyms")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SearchSynonymId,
    /// Locale code.
    #[sea_orm(column_type = "Text")]
    pub locale_code: String,
    /// Kind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Term.
    #[sea_orm(column_type = "Text", nullable)]
    pub term: Option<String>,
    /// Synonyms.
    pub synonyms: Vec<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
