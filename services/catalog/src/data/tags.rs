//! Tags and types: they list alike.

use std::collections::HashMap;

use db::Tx;
use entity::ids::{ProductId, ProductTagId, ProductTypeId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::{ListQuery, fields::Selection, query::TimeRange};

use super::{Filter, Reach, ids, order_by, places, products_of, uuids};
use crate::view::{Product, ProductTag, ProductType};

/// What `GET /store/product-tags` and `…/product-types` filter by.
#[derive(Debug, Clone, Default)]
pub struct WordFilter {
    pub id: Option<Vec<String>>,
    pub value: Option<Vec<String>>,
    pub external_id: Option<Vec<String>>,
    pub created_at: Option<TimeRange>,
    pub updated_at: Option<TimeRange>,
}

/// A table of words.
pub trait Words: FromQueryResult + Send {
    const TABLE: &'static str;
    const COLUMNS: &'static str;
    /// Where the products with such a word are found, and whose they are.
    const PRODUCTS: (&'static str, &'static str);

    fn parse_ids(texts: &[String]) -> Vec<Uuid>;
    fn key(&self) -> Uuid;
    fn products(&mut self) -> &mut Vec<Product>;
}

impl Words for ProductTag {
    const TABLE: &'static str = "product_tags";
    const COLUMNS: &'static str = Self::SELECT;
    const PRODUCTS: (&'static str, &'static str) = (
        "product_product_tags l join products p on p.organization_id = l.organization_id and p.id = l.product_id",
        "l.tag_id",
    );

    fn parse_ids(texts: &[String]) -> Vec<Uuid> {
        ids::<ProductTagId>(texts)
    }

    fn key(&self) -> Uuid {
        self.id.0
    }

    fn products(&mut self) -> &mut Vec<Product> {
        &mut self.products
    }
}

impl Words for ProductType {
    const TABLE: &'static str = "product_types";
    const COLUMNS: &'static str = Self::SELECT;
    const PRODUCTS: (&'static str, &'static str) = ("products p", "p.type_id");

    fn parse_ids(texts: &[String]) -> Vec<Uuid> {
        ids::<ProductTypeId>(texts)
    }

    fn key(&self) -> Uuid {
        self.id.0
    }

    fn products(&mut self) -> &mut Vec<Product> {
        &mut self.products
    }
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// One page, with the selected relations, and the number of all matches.
pub async fn list_words<T: Words>(
    tx: &Tx,
    filter: &WordFilter,
    list: &ListQuery,
    selection: &Selection,
    reach: &Reach,
) -> db::Result<(Vec<T>, i64)> {
    let mut conditions = Filter::new("t.deleted_at is null");
    if let Some(id) = &filter.id {
        conditions.and("t.id = any(?)", T::parse_ids(id));
    }
    conditions.and_texts("t.value", filter.value.as_ref());
    conditions.and_texts("t.external_id", filter.external_id.as_ref());
    conditions.and_time("t.created_at", filter.created_at);
    conditions.and_time("t.updated_at", filter.updated_at);
    conditions.and_words(&["t.value"], &list.words);

    let (where_sql, next) = (conditions.sql(), conditions.next());
    let count_sql = format!("select count(*) as count from {} t where {where_sql}", T::TABLE);
    let count = db::fetch_one::<Count>(tx, &count_sql, conditions.values()).await?.count;
    let sql = format!(
        "select {} from {} t where {where_sql} {} limit ${next} offset ${}",
        T::COLUMNS,
        T::TABLE,
        order_by("t", &list.order, "t.id"),
        next + 1
    );
    let mut values = conditions.values();
    values.extend([Value::from(list.page.limit), Value::from(list.page.offset)]);
    let mut words: Vec<T> = db::fetch_all(tx, &sql, values).await?;

    if let Some(selection) = selection.get("products").filter(|_| !words.is_empty()) {
        let (from, owner) = T::PRODUCTS;
        let mut products = products_of(tx, from, owner, words.iter().map(T::key).collect(), selection, reach).await?;
        for word in &mut words {
            let key = word.key();
            *word.products() = products.remove(&key).unwrap_or_default();
        }
    }
    Ok((words, count))
}

pub(super) async fn fill_product_tags(tx: &Tx, products: &mut [Product]) -> db::Result<()> {
    struct Row(ProductId, ProductTag);
    impl FromQueryResult for Row {
        fn from_query_result(row: &sea_orm::QueryResult, pre: &str) -> Result<Self, sea_orm::DbErr> {
            Ok(Self(row.try_get("", "of_product")?, ProductTag::from_query_result(row, pre)?))
        }
    }
    let sql = format!(
        "select {}, l.product_id as of_product
         from product_product_tags l
         cross join lateral (
           select t.* from product_tags t
           where t.organization_id = l.organization_id and t.id = l.tag_id and t.deleted_at is null offset 0
         ) t
         where l.product_id = any($1)
         order by t.value, t.id",
        ProductTag::SELECT
    );
    let rows: Vec<Row> = db::fetch_all(tx, &sql, [uuids(products.iter().map(|product| product.id))]).await?;
    let places: HashMap<ProductId, usize> = places(products);
    for Row(product, tag) in rows {
        if let Some(at) = places.get(&product) {
            products[*at].tags.push(tag);
        }
    }
    Ok(())
}
