//! Who writes in the blog, as the public knows him.

use sea_orm::entity::prelude::*;

use crate::ids::{BlogAuthorId, OrganizationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blog_authors")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BlogAuthorId,
    /// As the public knows him.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// His name in paths.
    #[sea_orm(column_type = "Text")]
    pub slug: String,
    /// A sentence or two about him.
    #[sea_orm(column_type = "Text", nullable)]
    pub bio: Option<String>,
    /// His picture.
    #[sea_orm(column_type = "Text", nullable)]
    pub avatar_media_id: Option<String>,
    /// Where more about him is.
    #[sea_orm(column_type = "Text", nullable)]
    pub url: Option<String>,
    /// Who of the staff he is.
    pub user_id: Option<UserId>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
