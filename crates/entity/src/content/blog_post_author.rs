//! Who wrote a published post.

use sea_orm::entity::prelude::*;

use crate::ids::{BlogAuthorId, OrganizationId, PageId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blog_post_authors")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// The post.
    #[sea_orm(primary_key, auto_increment = false)]
    pub page_id: PageId,
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub author_id: BlogAuthorId,
    /// His place.
    pub rank: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
