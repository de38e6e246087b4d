//! A tag of a published post.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PageId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blog_post_tags")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// The post.
    #[sea_orm(primary_key, auto_increment = false)]
    pub page_id: PageId,
    /// Its name in paths.
    #[sea_orm(primary_key, auto_increment = false)]
    #[sea_orm(column_type = "Text")]
    pub slug: String,
    /// As it is written.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Its place.
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
