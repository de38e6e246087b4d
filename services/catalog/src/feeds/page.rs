//! Products as the feeds read them: what a shopper with the key sees, with prices and stock.

use auth::Shopper;
use db::Tx;
use resource::Filter;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{
    ApiError, Page,
    fields::Selection,
    query::{FromParams, Params},
};

use crate::{
    data::{self, Context, ProductFilter, Reach},
    pricing::{PriceContext, PriceQuery},
    store,
    view::Product,
};

/// For where prices are quoted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) prices: PriceQuery,
    pub(crate) locale: Option<String>,
}

impl FromParams for Wanted {
    fn read(params: &mut Params) -> Self {
        Self { prices: PriceQuery::read(params), locale: params.text("locale") }
    }
}

/// Products at a time.
pub(super) const SIZE: i64 = 200;

fn selection() -> Result<Selection, ApiError> {
    let fields = "id,title,subtitle,description,handle,thumbnail,weight,metadata,created_at,updated_at,*type,*images,*variants,\
        *variants.images,variants.calculated_price,variants.inventory_quantity";
    store::product_rules().select(Some(fields))
}

/// The next products behind one, by their keys, and the context of their prices.
pub(super) async fn next(
    tx: &Tx,
    shopper: &Shopper,
    wanted: &Wanted,
    after: Uuid,
) -> Result<(Vec<Product>, PriceContext), ApiError> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let mut filter =
        Filter::new("p.organization_id = $1 and p.status = 'published' and p.deleted_at is null and p.id > $2");
    Reach::of(shopper).narrow(&mut filter);
    let mut values = vec![tx.organization()?.into(), after.into()];
    let sql =
        format!("select p.id from public.products p where {} order by p.id limit {SIZE}", filter.sql(&mut values));
    let ids: Vec<Id> = db::fetch_all(tx, &sql, values).await?;
    let ids = ids.into_iter().map(|row| entity::ids::ProductId(row.id).to_string()).collect();
    some(tx, shopper, wanted, ids, SIZE).await
}

/// One product, if a shopper sees it, and the context of its prices.
pub(crate) async fn one(
    tx: &Tx,
    shopper: &Shopper,
    wanted: &Wanted,
    id: &str,
) -> Result<Option<(Product, PriceContext)>, ApiError> {
    let (mut found, prices) = some(tx, shopper, wanted, vec![id.to_owned()], 1).await?;
    Ok(found.pop().map(|product| (product, prices)))
}

async fn some(
    tx: &Tx,
    shopper: &Shopper,
    wanted: &Wanted,
    ids: Vec<String>,
    limit: i64,
) -> Result<(Vec<Product>, PriceContext), ApiError> {
    let prices = PriceContext::resolve(tx, &wanted.prices, shopper).await?;
    if ids.is_empty() {
        return Ok((Vec::new(), prices));
    }
    let filter = ProductFilter { id: Some(ids), ..ProductFilter::default() };
    let mut found = data::list_products(tx, &filter, &Reach::of(shopper), &[], Page { limit, offset: 0 }).await?;
    // Of a key with several channels the first one's stock is told.
    let context = Context { prices: Some(&prices), stock_of: shopper.sales_channels.first().copied() };
    data::fill_products(tx, &mut found, &selection()?, context).await?;
    Ok((found, prices))
}
