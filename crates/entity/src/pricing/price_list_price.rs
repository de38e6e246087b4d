//! A price of a price list.

use sea_orm::entity::prelude::*;

use crate::ids::{OrganizationId, PriceId, PriceListId, PriceSetId, UserId};

/// A row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "price_list_prices")]
pub struct Model {
    /// The shop.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: OrganizationId,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PriceId,
    /// Price list id.
    pub price_list_id: PriceListId,
    /// Price set id.
    pub price_set_id: PriceSetId,
    /// Title.
    #[sea_orm(column_type = "Text", nullable)]
    pub title: Option<String>,
    /// Currency code.
    #[sea_orm(column_type = "Text")]
    pub currency_code: String,
    /// Amount.
    #[sea_orm(column_type = "Decimal(None)")]
    pub amount: BigDecimal,
    /// Min quantity.
    pub min_quantity: Option<i64>,
    /// Max quantity.
    pub max_quantity: Option<i64>,
    /// Rules.
    #[sea_orm(column_type = "JsonBinary")]
    pub rules: Json,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When it was deleted; the row stays for what refers to it.
    pub deleted_at: Option<DateTimeUtc>,
    /// Who made the row.
    pub created_by: Option<UserId>,
    /// The price list it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, price_list_id)", to = "(organization_id, id)")]
    pub price_list: BelongsTo<super::price_list::Entity>,
    /// The price set it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, price_set_id)", to = "(organization_id, id)")]
    pub price_set: BelongsTo<super::price_set::Entity>,
    /// The store currency it belongs to.
    #[sea_orm(belongs_to, from = "(organization_id, currency_code)", to = "(organization_id, currency_code)")]
    pub store_currency: BelongsTo<super::super::sales::store_currency::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
