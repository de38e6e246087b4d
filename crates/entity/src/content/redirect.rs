//! Where that lies now which lay at a path.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PageId, RedirectId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "redirects")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RedirectId,
    /// Where it lay.
    #[sea_orm(column_type = "Text")]
    pub from_path: String,
    /// Where it lies: a path of the shop, or an address.
    #[sea_orm(column_type = "Text")]
    pub to_url: String,
    /// The path in it.
    #[sea_orm(column_type = "Text", nullable)]
    pub to_path: Option<String>,
    /// How browsers are told.
    pub status_code: i32,
    /// The page that has moved.
    pub page_id: Option<PageId>,
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
