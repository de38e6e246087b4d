//! Tags and types: they list alike.

use std::{collections::HashMap, str::FromStr};

use db::Tx;
use entity::ids::{ProductId, ProductTagId, ProductTypeId};
use resource::{Filter, Row, Select, ids, order_by};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{ListQuery, fields::Selection, query::TimeRange};

use super::{Reach, places, products_of, uuids};
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
pub trait Words: Row + Send {
    type Id: FromStr + Into<Uuid>;

    /// The table, which is called `t`.
    const FROM: &'static str;
    /// Where the products with such a word are found, and whose they are.
    const PRODUCTS: (&'static str, &'static str);

    /// Its key, and where its products go.
    fn parts(&mut self) -> (Uuid, &mut Vec<Product>);
}

impl Words for ProductTag {
    type Id = ProductTagId;

    const FROM: &'static str = "product_tags t";
    const PRODUCTS: (&'static str, &'static str) = (
        "product_product_tags l join products p on p.organization_id = l.organization_id and p.id = l.product_id",
        "l.tag_id",
    );

    fn parts(&mut self) -> (Uuid, &mut Vec<Product>) {
        (self.id.0, &mut self.products)
    }
}

impl Words for ProductType {
    type Id = ProductTypeId;

    const FROM: &'static str = "product_types t";
    const PRODUCTS: (&'static str, &'static str) = ("products p", "p.type_id");

    fn parts(&mut self) -> (Uuid, &mut Vec<Product>) {
        (self.id.0, &mut self.products)
    }
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
        conditions.and("t.id = any(?)", ids::<T::Id>(id));
    }
    conditions.and_texts("t.value", filter.value.as_ref());
    conditions.and_texts("t.external_id", filter.external_id.as_ref());
    conditions.and_time("t.created_at", filter.created_at);
    conditions.and_time("t.updated_at", filter.updated_at);
    conditions.and_words(&["t.value"], &list.words);

    let order_by = order_by("t", &list.order, "t.id");
    let select = Select { columns: T::SELECT, from: T::FROM, order_by: &order_by };
    let (mut words, count): (Vec<T>, i64) = resource::page(tx, select, &conditions, Vec::new(), list.page).await?;
    if let Some(selection) = selection.get("products").filter(|_| !words.is_empty()) {
        let (from, owner) = T::PRODUCTS;
        let owners = words.iter_mut().map(|word| word.parts().0).collect();
        let mut found = products_of(tx, from, owner, owners, selection, reach).await?;
        for word in &mut words {
            let (key, products) = word.parts();
            *products = found.remove(&key).unwrap_or_default();
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
