//! Finding products.

use std::sync::LazyLock;

use auth::Shopper;
use db::Tx;
use entity::ids::{
    CategoryId, CollectionId, OptionId, OptionValueId, ProductId, ProductTagId, ProductTypeId, SalesChannelId,
};
use resource::{Filter, ids, order_by};
use sea_orm::{DbErr, FromQueryResult, QueryResult, Value};
use uuid::Uuid;
use web::{Order, Page, query::TimeRange};

use super::uuids;
use crate::view::{Collection, Product, ProductType};

/// What `GET /store/products` filters by.
#[derive(Debug, Clone, Default)]
pub struct ProductFilter {
    pub id: Option<Vec<String>>,
    pub title: Option<Vec<String>>,
    pub handle: Option<Vec<String>>,
    pub external_id: Option<Vec<String>>,
    pub is_giftcard: Option<bool>,
    pub category_id: Option<Vec<String>>,
    pub collection_id: Option<Vec<String>>,
    pub tag_id: Option<Vec<String>>,
    pub type_id: Option<Vec<String>>,
    pub option_id: Option<Vec<String>>,
    pub option_value_id: Option<Vec<String>>,
    pub created_at: Option<TimeRange>,
    pub updated_at: Option<TimeRange>,
    pub words: Vec<String>,
}

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

impl ProductFilter {
    /// Medusa forces `published` on every shopper, staff included.
    fn compile(&self, reach: &Reach) -> Filter {
        let mut filter = Filter::new("p.status = 'published' and p.deleted_at is null");
        let mut any = |condition: &'static str, ids: Option<Vec<Uuid>>| {
            if let Some(ids) = ids {
                filter.and(condition, ids);
            }
        };
        any("p.id = any(?)", self.id.as_deref().map(ids::<ProductId>));
        any("p.collection_id = any(?)", self.collection_id.as_deref().map(ids::<CollectionId>));
        any("p.type_id = any(?)", self.type_id.as_deref().map(ids::<ProductTypeId>));
        any(
            "exists (select from product_category_products l join product_categories c
               on c.organization_id = l.organization_id and c.id = l.product_category_id
             where l.organization_id = p.organization_id and l.product_id = p.id and l.product_category_id = any(?)
               and c.is_active and not c.is_internal and c.deleted_at is null)",
            self.category_id.as_deref().map(ids::<CategoryId>),
        );
        any(
            "exists (select from product_product_tags l
             where l.organization_id = p.organization_id and l.product_id = p.id and l.tag_id = any(?))",
            self.tag_id.as_deref().map(ids::<ProductTagId>),
        );
        any(
            "exists (select from product_product_options l
             where l.organization_id = p.organization_id and l.product_id = p.id and l.option_id = any(?))",
            self.option_id.as_deref().map(ids::<OptionId>),
        );
        any(
            "exists (select from product_variants v join product_variant_options l
               on l.organization_id = v.organization_id and l.variant_id = v.id
             where v.organization_id = p.organization_id and v.product_id = p.id and l.option_value_id = any(?))",
            self.option_value_id.as_deref().map(ids::<OptionValueId>),
        );
        filter.and_texts("p.title", self.title.as_ref());
        filter.and_texts("p.handle", self.handle.as_ref());
        filter.and_texts("p.external_id", self.external_id.as_ref());
        if let Some(is_giftcard) = self.is_giftcard {
            filter.and("p.is_giftcard = ?", is_giftcard);
        }
        filter.and_time("p.created_at", self.created_at);
        filter.and_time("p.updated_at", self.updated_at);
        if !self.words.is_empty() {
            filter.and("p.id in (select s.product_id from private.search_products(?) s)", self.words.clone());
        }
        reach.narrow(&mut filter);
        filter
    }
}

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

/// A page and the number of all matches: one statement, unless the page lies beyond the last match.
pub async fn search(
    tx: &Tx,
    filter: &ProductFilter,
    reach: &Reach,
    order: &[Order],
    page: Page,
) -> db::Result<(Vec<Product>, i64)> {
    let filter = filter.compile(reach);
    let mut values = Vec::new();
    // Its placeholders are those of the page: both number them from one.
    let count = format!("select count(*) as count from products p where {}", filter.sql(&mut values));
    let rows: Vec<Counted> = select_page(tx, &filter, &format!(", ({count})"), order, page).await?;
    match rows.first() {
        Some(Counted(_, count)) => {
            let count = *count;
            Ok((rows.into_iter().map(|Counted(product, _)| product).collect(), count))
        }
        None => Ok((Vec::new(), db::fetch_one::<Count>(tx, &count, values).await?.count)),
    }
}
