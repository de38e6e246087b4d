//! A cart, written by Kontor at work alone.

use sea_orm::entity::prelude::*;

use crate::ids::{CartId, CustomerId, OrganizationId, RegionId, SalesChannelId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "carts")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CartId,
    /// Region id.
    pub region_id: Option<RegionId>,
    /// Sales channel id.
    pub sales_channel_id: Option<SalesChannelId>,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Email.
    #[sea_orm(column_type = "Text", nullable)]
    pub email: Option<String>,
    /// Locale.
    #[sea_orm(column_type = "Text", nullable)]
    pub locale: Option<String>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// Counts every change.
    pub revision: i64,
    /// Priced at.
    pub priced_at: DateTimeUtc,
    /// Total.
    #[sea_orm(column_type = "Decimal(None)")]
    pub total: BigDecimal,
    /// All sums, as they were computed.
    #[sea_orm(column_type = "JsonBinary")]
    pub totals: Json,
    /// Completed at.
    pub completed_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
}

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
