//! A shop: the tenant.

use sea_orm::entity::prelude::*;

use crate::ids::OrganizationId;

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(schema_name = "auth", table_name = "organization")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganizationId,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Slug.
    #[sea_orm(column_type = "Text")]
    pub slug: String,
    /// Logo.
    #[sea_orm(column_type = "Text", nullable)]
    pub logo: Option<String>,
    /// The shop's own data.
    #[sea_orm(column_type = "Text", nullable)]
    pub metadata: Option<String>,
    /// When the row was made.
    #[sea_orm(column_name = "createdAt")]
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
