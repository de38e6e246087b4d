//! Finding products.

use std::sync::LazyLock;

use auth::Shopper;
use db::Tx;
use entity::ids::{
    CategoryId, CollectionId, OptionId, OptionValueId, ProductId, ProductTagId, ProductTypeId, SalesChannelId,
};
use resource::{Filter, Has, Param, ids, order_by};
use sea_orm::{DbErr, FromQueryResult, QueryResult, Value};
use web::{Order, Page};

use super::{
    uuids,
    variants::{VARIANT_WORDS, VARIANTS},
};
use crate::view::{Collection, Product, ProductType};

/// What `GET /store/products` filters by.
#[derive(Debug, Clone, Default)]
pub struct ProductFilter {
    /// These and no others.
    pub id: Option<Vec<String>>,
    /// All of these are found.
    pub words: Vec<String>,
    /// What [`PRODUCTS`] says.
    pub more: Filter,
}

/// What products can be filtered by. A category counts while shoppers see it.
pub const PRODUCTS: &[Param] = &[
    Param::ids::<ProductId>("id", "Ids: `id=a`, `id[]=a&id[]=b`."),
    Param::text("title", "Exact titles."),
    Param::text("handle", "Handles."),
    Param::text("external_id", "Keys in another system."),
    Param::boolean("is_giftcard", "Gift cards only, or none."),
    Param::ids::<CollectionId>("collection_id", "Products in any of these collections."),
    Param::ids::<ProductTypeId>("type_id", "Products of any of these types."),
    Param::ids::<CategoryId>("category_id", "Products in any of these categories.").when(
        "exists (select from product_category_products l join product_categories c
           on c.organization_id = l.organization_id and c.id = l.product_category_id
         where l.organization_id = p.organization_id and l.product_id = p.id and l.product_category_id = any(?)
           and c.is_active and not c.is_internal and c.deleted_at is null)",
    ),
    Param::ids::<ProductTagId>("tag_id", "Products with any of these tags.").when(
        "exists (select from product_product_tags l
         where l.organization_id = p.organization_id and l.product_id = p.id and l.tag_id = any(?))",
    ),
    Param::ids::<OptionId>("option_id", "Products with any of these options.").when(
        "exists (select from product_product_options l
         where l.organization_id = p.organization_id and l.product_id = p.id and l.option_id = any(?))",
    ),
    Param::ids::<OptionValueId>("option_value_id", "Products of which a variant has any of these values.").when(
        "exists (select from product_variants v join product_variant_options l
           on l.organization_id = v.organization_id and l.variant_id = v.id
         where v.organization_id = p.organization_id and v.product_id = p.id and v.deleted_at is null
           and l.option_value_id = any(?))",
    ),
    Param::has("variants", &OF_PRODUCT, "Products of which a variant is so: `variants[sku]=MUG-B`."),
    Param::time("created_at", "When it was made."),
    Param::time("updated_at", "When it was last changed."),
    Param::time("deleted_at", "Taken as Medusa takes it: shoppers see nothing that was deleted."),
];

const OF_PRODUCT: Has = Has {
    exists: "exists (select from product_variants v
      where v.organization_id = p.organization_id and v.product_id = p.id and v.deleted_at is null",
    alias: "v",
    params: VARIANTS,
    words: VARIANT_WORDS,
};

/// The columns in which a `q` below `$or` looks for words; on top, the index of the search does.
pub const PRODUCT_WORDS: &[&str] = &["p.title", "p.subtitle", "p.description"];

/// Which products a shopper reaches besides what row-level security says.
#[derive(Debug, Clone)]
pub enum Reach {
    /// All of the shop: it has a single channel.
    Shop,
    /// Those of some channels.
    Channels(Vec<SalesChannelId>),
}

impl Reach {
    /// What a shopper's key shows.
    pub fn of(shopper: &Shopper) -> Self {
        if shopper.is_only_channel && !shopper.sales_channels.is_empty() {
            Self::Shop
        } else {
            Self::Channels(shopper.sales_channels.clone())
        }
    }

    /// The statement that adds up how many there are of the shop or of one channel, which lines of `product_tallies` say; what
    /// several channels show together they do not. `$1` are the channels, which are the only value of a filter of all products.
    fn tally(&self) -> Option<String> {
        let of = match self {
            Self::Shop => "t.scope = 'published'",
            Self::Channels(channels) if channels.len() == 1 => "t.scope = 'published_in_channel' and t.of = any($1)",
            Self::Channels(_) => return None,
        };
        Some(format!("select coalesce(sum(t.delta), 0)::bigint as count from product_tallies t where {of}"))
    }

    /// Adds itself to the conditions on `products p`.
    pub(crate) fn narrow(&self, filter: &mut Filter) {
        if let Self::Channels(channels) = self {
            filter.and(
                "exists (select from product_sales_channels l
                 where l.organization_id = p.organization_id and l.product_id = p.id and l.sales_channel_id = any(?))",
                uuids(channels.iter().copied()),
            );
        }
    }
}

/// What shoppers see of products with such a key.
pub fn visible_products(reach: &Reach) -> Filter {
    let mut filter = Filter::new(VISIBLE_PRODUCT);
    reach.narrow(&mut filter);
    filter
}

impl ProductFilter {
    /// Whether it leaves nothing out.
    fn is_all(&self) -> bool {
        self.id.is_none() && self.words.is_empty() && self.more.is_empty()
    }

    /// Medusa forces `published` on every shopper, staff included.
    fn compile(&self, reach: &Reach) -> Filter {
        let mut filter = Filter::new(VISIBLE_PRODUCT);
        if let Some(id) = &self.id {
            filter.and("p.id = any(?)", ids::<ProductId>(id));
        }
        filter.all(self.more.clone());
        if !self.words.is_empty() {
            filter.and("p.id in (select s.product_id from private.find_products(?) s)", self.words.clone());
        }
        reach.narrow(&mut filter);
        filter
    }
}

/// The condition under which shoppers see a product.
pub(super) const VISIBLE_PRODUCT: &str = "p.status = 'published' and p.deleted_at is null";

/// A product with what it has one of: every list shows it, and a join costs less than a statement.
pub(super) struct Listed(pub(super) Product);

impl Listed {
    /// The select list; what follows it begins at column [`Listed::WIDTH`].
    pub(super) fn select() -> &'static str {
        static SELECT: LazyLock<String> =
            LazyLock::new(|| format!("{}, {}, {}", Product::SELECT, ProductType::SELECT, Collection::SELECT));
        &SELECT
    }

    /// What stands behind `from … products p`.
    pub(super) const JOINS: &'static str = "
        left join product_types t
          on t.organization_id = p.organization_id and t.id = p.type_id and t.deleted_at is null
        left join product_collections c
          on c.organization_id = p.organization_id and c.id = p.collection_id and c.deleted_at is null";

    pub(super) const WIDTH: usize = Product::WIDTH + ProductType::WIDTH + Collection::WIDTH;
}

impl FromQueryResult for Listed {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let mut product = Product::read_at(row, 0)?;
        let (kind, collection) = (Product::WIDTH, Product::WIDTH + ProductType::WIDTH);
        if !entity::cell::is_null(row, kind)? {
            product.r#type = Some(ProductType::read_at(row, kind)?);
        }
        if !entity::cell::is_null(row, collection)? {
            product.collection = Some(Collection::read_at(row, collection)?);
        }
        Ok(Self(product))
    }
}

/// One page of products with their type and collection, without further relations.
pub async fn list_products(
    tx: &Tx,
    filter: &ProductFilter,
    reach: &Reach,
    order: &[Order],
    page: Page,
) -> db::Result<Vec<Product>> {
    let rows: Vec<Listed> = select_page(tx, &filter.compile(reach), "", order, page).await?;
    Ok(rows.into_iter().map(|Listed(product)| product).collect())
}

async fn select_page<T: FromQueryResult>(
    tx: &Tx,
    filter: &Filter,
    further: &str,
    order: &[Order],
    page: Page,
) -> db::Result<Vec<T>> {
    let mut values = Vec::new();
    let conditions = filter.sql(&mut values);
    let next = values.len() + 1;
    let sql = format!(
        "select {}{further} from products p {} where {conditions} {} limit ${next} offset ${}",
        Listed::select(),
        Listed::JOINS,
        order_by("p", order, "p.id"),
        next + 1
    );
    values.extend([Value::from(page.limit), Value::from(page.offset)]);
    db::fetch_all(tx, &sql, values).await
}

/// A product, and of how many it is one.
struct Counted(Product, i64);

impl FromQueryResult for Counted {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, DbErr> {
        let Listed(product) = Listed::from_query_result(row, pre)?;
        Ok(Self(product, entity::cell::read(row, Listed::WIDTH)?))
    }
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// A page and the number of all matches: one statement that looks for them once, unless the page lies beyond the last match.
pub async fn search(
    tx: &Tx,
    filter: &ProductFilter,
    reach: &Reach,
    order: &[Order],
    page: Page,
) -> db::Result<(Vec<Product>, i64)> {
    let is_all = filter.is_all();
    let filter = filter.compile(reach);
    let mut values = Vec::new();
    // Its placeholders are those of the page: both number them from one.
    let conditions = filter.sql(&mut values);
    let tally = reach.tally().filter(|_| is_all);
    let rows: Vec<Counted> = if let Some(tally) = &tally {
        select_page(tx, &filter, &format!(", ({tally})"), order, page).await?
    } else {
        count_page(tx, &conditions, values.clone(), order, page).await?
    };
    match rows.first() {
        Some(Counted(_, count)) => {
            let count = *count;
            Ok((rows.into_iter().map(|Counted(product, _)| product).collect(), count))
        }
        None if page.offset == 0 && page.limit > 0 => Ok((Vec::new(), 0)),
        None => {
            let count = tally.unwrap_or_else(|| format!("select count(*) as count from products p where {conditions}"));
            Ok((Vec::new(), db::fetch_one::<Count>(tx, &count, values).await?.count))
        }
    }
}

/// The page's keys are found and counted by one look at the products, and only what is on the page is read whole.
async fn count_page(
    tx: &Tx,
    conditions: &str,
    mut values: Vec<Value>,
    order: &[Order],
    page: Page,
) -> db::Result<Vec<Counted>> {
    let (joins, order_by, next) = (Listed::JOINS, order_by("p", order, "p.id"), values.len() + 1);
    let sql = format!(
        "select {}, f.count from (
           select p.organization_id, p.id, count(*) over () as count from products p {joins} where {conditions}
           {order_by} limit ${next} offset ${}
         ) f join products p on p.organization_id = f.organization_id and p.id = f.id {joins} {order_by}",
        Listed::select(),
        next + 1
    );
    values.extend([Value::from(page.limit), Value::from(page.offset)]);
    db::fetch_all(tx, &sql, values).await
}
