//! A part of the world with one currency.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, RegionId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "regions")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegionId,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Currency code.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Automatic taxes.
    pub automatic_taxes: bool,
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
    /// The store currency it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, currency_code)", to = "(organization_id, currency_code)")]
    pub store_currency: BelongsTo<super::store_currency::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
