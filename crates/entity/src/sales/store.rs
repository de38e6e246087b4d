//! A shop's settings.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, RegionId, SalesChannelId, StockLocationId, StoreId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stores")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StoreId,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Default sales channel id.
    pub default_sales_channel_id: Option<SalesChannelId>,
    /// Default region id.
    pub default_region_id: Option<RegionId>,
    /// The shop's own data.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metadata: Option<Json>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Who made the row.
    pub created_by: Option<UserId>,
    /// Where its stock lies unless it is said otherwise.
    pub default_location_id: Option<StockLocationId>,
    /// Where a storefront shows a product; `{handle}` stands for the handle.
    #[sea_orm(column_type = "Text", nullable)]
    pub storefront_url: Option<String>,
    /// The language of the shop's own texts.
    #[sea_orm(column_type = "Text")]
    pub default_locale_code: String,
    /// From what number left an item counts as low.
    pub low_stock_threshold: Option<i64>,
    /// How sums are rounded: `currency`, or `none` as Medusa does.
    #[sea_orm(column_type = "Text")]
    pub totals_rounding: String,
    /// When money is taken: `manual` or `automatic`.
    #[sea_orm(column_type = "Text")]
    pub payment_capture: String,
    /// How much of a project is due at first, in percent.
    #[sea_orm(column_type = "Decimal(None)")]
    pub deposit_percent: BigDecimal,
    /// How many days after the order that is due.
    pub deposit_days: i32,
    /// For how many days goods may be returned.
    pub return_days: i32,
    /// Whether an order that is paid gets its invoice by itself.
    pub invoice_when_paid: bool,
    /// What stands on invoices.
    #[sea_orm(column_type = "Text", nullable)]
    pub legal_name: Option<String>,
    /// Below it.
    #[sea_orm(column_type = "Text", nullable)]
    pub legal_address: Option<String>,
    /// The shop's number at its tax office.
    #[sea_orm(column_type = "Text", nullable)]
    pub tax_number: Option<String>,
    /// The sales channel it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, default_sales_channel_id)", to = "(organization_id, id)")]
    pub sales_channel: BelongsTo<Option<super::sales_channel::Entity>>,
    /// The region it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, default_region_id)", to = "(organization_id, id)")]
    pub region: BelongsTo<Option<super::region::Entity>>,
    /// The stock location it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, default_location_id)", to = "(organization_id, id)")]
    pub stock_location: BelongsTo<Option<crate::inventory::stock_location::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
