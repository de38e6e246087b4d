//! A tree of labels and links.

use sea_orm::entity::prelude::*;

use crate::ids::{MenuId, OrganizationId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "menus")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MenuId,
    /// Where it stands.
    #[sea_orm(column_type = "Text")]
    pub handle: String,
    /// BCP 47.
    #[sea_orm(column_type = "Text")]
    pub locale: String,
    /// Its name for people.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// The tree.
    #[sea_orm(column_type = "JsonBinary")]
    pub items: Json,
    /// Counts every change.
    pub revision: i64,
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
