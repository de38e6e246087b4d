//! Whole snapshots of what a page ever said.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PageId, PageRevisionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "page_content_history")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PageRevisionId,
    /// The page.
    pub page_id: PageId,
    /// Its number.
    pub revision: i64,
    /// How it came.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Slug, title, template, excerpt, SEO.
    #[sea_orm(column_type = "JsonBinary")]
    pub fields: Json,
    /// A tree of blocks.
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    /// Why.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// Of which revision it was made.
    pub of_revision: Option<i64>,
    /// When it was published.
    pub published_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made it.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
