//! A node of the category tree.

use sea_orm::entity::prelude::*;

use crate::ids::{CategoryId, OrganizationId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_categories")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CategoryId,
    /// Parent category id.
    pub parent_category_id: Option<CategoryId>,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Description.
    #[sea_orm(column_type = "Text")]
    pub description: String,
    /// Handle.
    #[sea_orm(column_type = "Text")]
    pub handle: String,
    /// Rank.
    pub rank: i32,
    /// Is active.
    pub is_active: bool,
    /// Is internal.
    pub is_internal: bool,
    /// The key in another system.
    #[sea_orm(column_type = "Text", nullable)]
    pub external_id: Option<String>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
