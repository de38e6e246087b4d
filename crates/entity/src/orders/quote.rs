//! An offer that a customer answers.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrderId, OrganizationId, QuoteId, RegionId, SalesChannelId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quotes")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuoteId,
    /// Display id.
    pub display_id: i64,
    /// Whose it is.
    pub customer_id: Option<CustomerId>,
    /// Email.
    #[sea_orm(column_type = "Text", nullable)]
    pub email: Option<String>,
    /// Region id.
    pub region_id: Option<RegionId>,
    /// Where what it names is sold and kept.
    pub sales_channel_id: Option<SalesChannelId>,
    /// In which language it is written.
    #[sea_orm(column_type = "Text", nullable)]
    pub locale: Option<String>,
    /// ISO 4217, in lower case.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// Counts every change.
    pub revision: i32,
    /// Items.
    #[sea_orm(column_type = "JsonBinary")]
    pub items: Json,
    /// Shipping methods.
    #[sea_orm(column_type = "JsonBinary")]
    pub shipping_methods: Json,
    /// Addresses.
    #[sea_orm(column_type = "JsonBinary")]
    pub addresses: Json,
    /// Total.
    #[sea_orm(column_type = "Decimal(None)")]
    pub total: BigDecimal,
    /// All sums, as they were computed.
    #[sea_orm(column_type = "JsonBinary")]
    pub totals: Json,
    /// How its sums are rounded.
    #[sea_orm(column_type = "Text")]
    pub totals_rounding: String,
    /// Deposit percent.
    #[sea_orm(column_type = "Decimal(None)", nullable)]
    pub deposit_percent: Option<BigDecimal>,
    /// Note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// Token sha256.
    pub token_sha256: Option<Vec<u8>>,
    /// Expires at.
    pub expires_at: Option<DateTimeUtc>,
    /// Sent at.
    pub sent_at: Option<DateTimeUtc>,
    /// Answered at.
    pub answered_at: Option<DateTimeUtc>,
    /// Order id.
    pub order_id: Option<OrderId>,
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

/// None that code follows: keys stand in the schema.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
