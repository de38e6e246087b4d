//! What of pages, posts and the changelog is found by words.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PageId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "content_documents")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// What it is of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub page_id: PageId,
    /// Page, post or change.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// BCP 47.
    #[sea_orm(column_type = "Text")]
    pub locale: String,
    /// As published.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// How it begins, or what somebody wrote for it.
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    /// Its words; Postgres writes them as text.
    #[sea_orm(column_type = "custom(\"tsvector\")", nullable)]
    pub words: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
