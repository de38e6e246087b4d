//! Products as the feeds read them: what a shopper with the key sees, with prices and stock.

use std::collections::HashMap;

use auth::Shopper;
use db::Tx;
use entity::ids::SalesChannelId;
use resource::Filter;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{
    ApiError, Page,
    fields::Selection,
    query::{FromParams, Params},
};

use super::sale::Sales;
use crate::{
    data::{self, Context, ProductFilter, Reach},
    locale,
    pricing::{PriceContext, PriceQuery},
    store,
    view::{Product, Variant},
};

/// For where prices are quoted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) prices: PriceQuery,
    pub(crate) locale: Option<String>,
    /// One of the key's, where only what is sold there is wanted.
    pub(crate) sales_channel: Option<String>,
}

impl FromParams for Wanted {
    fn read(params: &mut Params) -> Self {
        Self {
            prices: PriceQuery::read(params),
            locale: params.text("locale"),
            sales_channel: params.text("sales_channel_id"),
        }
    }
}

impl Wanted {
    /// The channels that are meant, and what is sold there.
    pub(super) fn channels(&self, shopper: &Shopper) -> Result<(Vec<SalesChannelId>, Reach), ApiError> {
        let Some(named) = &self.sales_channel else { return Ok((shopper.sales_channels.clone(), Reach::of(shopper))) };
        let named = named.parse().ok().filter(|id| shopper.sales_channels.contains(id));
        let refused = "Requested sales channel is not part of the publishable key";
        let channels = vec![named.ok_or_else(|| ApiError::invalid_data(refused))?];
        Ok((channels.clone(), Reach::Channels(channels)))
    }
}

/// Products, the context of their prices, and how long their sales go on.
pub(crate) struct Found {
    pub(crate) products: Vec<Product>,
    pub(crate) prices: PriceContext,
    pub(crate) sales: Sales,
}

/// Products at a time.
pub(super) const SIZE: i64 = 200;

fn selection() -> Result<Selection, ApiError> {
    let fields = "id,title,subtitle,description,handle,thumbnail,weight,metadata,created_at,updated_at,*type,*images,*variants,\
        *variants.images,variants.calculated_price,variants.inventory_quantity";
    store::product_rules().select(Some(fields))
}

/// The next products behind one, by their keys, and the context of their prices.
pub(super) async fn next(tx: &Tx, shopper: &Shopper, wanted: &Wanted, after: Uuid) -> Result<Found, ApiError> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let mut filter =
        Filter::new("p.organization_id = $1 and p.status = 'published' and p.deleted_at is null and p.id > $2");
    wanted.channels(shopper)?.1.narrow(&mut filter);
    let mut values = vec![tx.organization()?.into(), after.into()];
    let sql =
        format!("select p.id from public.products p where {} order by p.id limit {SIZE}", filter.sql(&mut values));
    let ids: Vec<Id> = db::fetch_all(tx, &sql, values).await?;
    let ids = ids.into_iter().map(|row| entity::ids::ProductId(row.id).to_string()).collect();
    some(tx, shopper, wanted, ids, SIZE).await
}

/// One product, if a shopper sees it.
pub(crate) async fn one(
    tx: &Tx,
    shopper: &Shopper,
    wanted: &Wanted,
    id: &str,
) -> Result<Option<(Product, Found)>, ApiError> {
    let mut found = some(tx, shopper, wanted, vec![id.to_owned()], 1).await?;
    Ok(found.products.pop().map(|product| (product, found)))
}

async fn some(tx: &Tx, shopper: &Shopper, wanted: &Wanted, ids: Vec<String>, limit: i64) -> Result<Found, ApiError> {
    let prices = PriceContext::resolve(tx, &wanted.prices, shopper, None).await?;
    if ids.is_empty() {
        return Ok(Found { products: Vec::new(), prices, sales: Sales::default() });
    }
    let (channels, reach) = wanted.channels(shopper)?;
    let filter = ProductFilter { id: Some(ids), ..ProductFilter::default() };
    let mut products = data::list_products(tx, &filter, &reach, &[], Page { limit, offset: 0 }).await?;
    let stock_of = match channels.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    data::fill_products(tx, &mut products, &selection()?, Context { prices: Some(&prices), stock_of }).await?;
    locale::translate(tx, shopper.locale(), &mut products).await?;
    if stock_of.is_none() {
        fill_stock(tx, &mut products, channels).await?;
    }
    let sales = Sales::load(tx, &products).await?;
    Ok(Found { products, prices, sales })
}

/// Of a key with several channels: as many of a variant as the channel has that has most of it, among those where it is sold.
async fn fill_stock(tx: &Tx, products: &mut [Product], channels: Vec<SalesChannelId>) -> db::Result<()> {
    #[derive(FromQueryResult)]
    struct Row {
        variant_id: Uuid,
        quantity: i64,
    }
    let variants = products.iter_mut().flat_map(|product| &mut product.variants);
    let mut managed: Vec<&mut Variant> = variants.filter(|variant| variant.manage_inventory).collect();
    let ids: Vec<Uuid> = managed.iter().map(|variant| variant.id.0).collect();
    let channels: Vec<Uuid> = channels.into_iter().map(Uuid::from).collect();
    let sql = "select s.variant_id, max(s.quantity) as quantity
        from unnest($3::uuid[]) c (id)
        cross join lateral private.channel_stock($2, c.id) s
        join public.product_variants v on v.organization_id = $1 and v.id = s.variant_id
        join public.product_sales_channels l
          on l.organization_id = $1 and l.product_id = v.product_id and l.sales_channel_id = c.id
        group by s.variant_id";
    let rows: Vec<Row> = db::fetch_all(tx, sql, [tx.organization()?.into(), ids.into(), channels.into()]).await?;
    let quantities: HashMap<Uuid, i64> = rows.into_iter().map(|row| (row.variant_id, row.quantity)).collect();
    for variant in &mut managed {
        variant.inventory_quantity = Some(quantities.get(&variant.id.0).copied().unwrap_or(0));
    }
    Ok(())
}
