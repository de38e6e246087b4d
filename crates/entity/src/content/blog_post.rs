//! What is public of a post besides what its page says.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PageId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blog_posts")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// The post.
    #[sea_orm(primary_key, auto_increment = false)]
    pub page_id: PageId,
    /// What lists say of it.
    #[sea_orm(column_type = "Text", nullable)]
    pub excerpt: Option<String>,
    /// Its picture.
    #[sea_orm(column_type = "Text", nullable)]
    pub cover_media_id: Option<String>,
    /// What is to be seen there.
    #[sea_orm(column_type = "Text", nullable)]
    pub cover_alt: Option<String>,
    /// So long it takes to read.
    pub reading_minutes: i32,
    /// What it says, as plain text.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// Of what an embedding is made.
    pub content_sha256: Vec<u8>,
    /// Which model made it.
    #[sea_orm(column_type = "Text", nullable)]
    pub embedding_model: Option<String>,
    /// Of which text.
    pub embedding_sha256: Option<Vec<u8>>,
    /// A vector; pgvector writes it as text.
    #[sea_orm(column_type = "custom(\"vector\")", nullable)]
    pub embedding: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
