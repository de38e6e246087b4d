//! What products of a shop refer to.

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::WriteError;

/// The shop's own rows that every product refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopContext {
    /// The shop.
    pub organization: Uuid,
    /// The default sales channel, in which new products are sold.
    pub sales_channel_id: Uuid,
    /// The default sales channel's first stock location; without one no stock can be set.
    pub stock_location_id: Option<Uuid>,
    /// The currencies of the shop, its default currency first.
    pub currencies: Vec<String>,
}

#[derive(FromQueryResult)]
struct Row {
    sales_channel_id: Option<Uuid>,
    stock_location_id: Option<Uuid>,
    currencies: Vec<String>,
}

impl ShopContext {
    /// Reads them for the shop that `tx` works in.
    pub async fn load(tx: &Tx) -> Result<Self, WriteError> {
        let organization = tx.organization()?;
        let row: Option<Row> = db::fetch_optional(
            tx,
            "select c.id as sales_channel_id,
               (select l.id from public.sales_channel_stock_locations k
                join public.stock_locations l on l.organization_id = k.organization_id and l.id = k.stock_location_id
                where k.organization_id = s.organization_id and k.sales_channel_id = c.id and l.deleted_at is null
                order by l.id limit 1) as stock_location_id,
               array(select u.currency_code from public.store_currencies u
                     where u.organization_id = s.organization_id
                     order by u.is_default desc, u.currency_code) as currencies
             from public.stores s
             left join public.sales_channels c
               on c.organization_id = s.organization_id and c.id = s.default_sales_channel_id and c.deleted_at is null
             where s.organization_id = $1",
            [organization.into()],
        )
        .await?;
        let Some(Row { sales_channel_id, stock_location_id, currencies }) = row else {
            return Err(WriteError::NotReady("the organization has no store: make its store first"));
        };
        let Some(sales_channel_id) = sales_channel_id else {
            return Err(WriteError::NotReady("the shop has no default sales channel: choose one in its settings"));
        };
        Ok(Self { organization, sales_channel_id, stock_location_id, currencies })
    }

    /// The currency of prices that do not name theirs.
    pub fn default_currency(&self) -> Option<&str> {
        self.currencies.first().map(String::as_str)
    }
}
