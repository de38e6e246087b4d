//! A role that a shop defines.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, OrganizationRoleId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "organizationRole")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false, column_name = "organizationId")]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganizationRoleId,
    /// Role.
    #[sea_orm(column_type = "Text")]
    pub role: String,
    /// Permission.
    #[sea_orm(column_type = "Text")]
    pub permission: String,
    /// When the row was made.
    #[sea_orm(column_name = "createdAt")]
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    #[sea_orm(column_name = "updatedAt")]
    pub updated_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
