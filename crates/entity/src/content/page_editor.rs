//! A window in which somebody writes a page.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PageId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "page_editors")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// The page.
    #[sea_orm(primary_key, auto_increment = false)]
    pub page_id: PageId,
    /// The window.
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_id: Uuid,
    /// Who sits before it.
    pub user_id: Option<UserId>,
    /// The number of its last save.
    pub sequence: i64,
    /// When it saved last.
    pub seen_at: DateTimeUtc,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
