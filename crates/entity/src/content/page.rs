//! A page, a post of the blog, or a block that several pages share: what is published, and where.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PageId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pages")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PageId,
    /// Page, post or block.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Translations of each other have it in common.
    pub group_id: Uuid,
    /// BCP 47.
    #[sea_orm(column_type = "Text")]
    pub locale: String,
    /// Its path without the leading slash.
    #[sea_orm(column_type = "Text")]
    pub slug: String,
    /// As published; before that as drafted.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Draft, published or unpublished.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Which revision is published.
    pub published_revision: Option<i64>,
    /// Since when.
    pub published_at: Option<DateTimeUtc>,
    /// When anything of it was for the first time.
    pub first_published_at: Option<DateTimeUtc>,
    /// Which revision is published next.
    pub scheduled_revision: Option<i64>,
    /// When that is.
    pub scheduled_at: Option<DateTimeUtc>,
    /// From when on it is not published any more.
    pub unpublish_at: Option<DateTimeUtc>,
    /// Why what was scheduled was not published.
    #[sea_orm(column_type = "Text", nullable)]
    pub schedule_problem: Option<String>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted.
    pub deleted_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
