//! What a page says: once as drafted, and once as published.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PageId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "page_content")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// The page.
    #[sea_orm(primary_key, auto_increment = false)]
    pub page_id: PageId,
    /// Draft or published.
    #[sea_orm(primary_key, auto_increment = false)]
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// Counts every change of the draft.
    pub revision: i64,
    /// Slug, title, template, excerpt, SEO.
    #[sea_orm(column_type = "JsonBinary")]
    pub fields: Json,
    /// A tree of blocks.
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who wrote it last.
    pub updated_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
