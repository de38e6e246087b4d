//! Tags and types: they list alike.

use std::collections::HashMap;

use db::Tx;
use entity::ids::ProductId;
use resource::Row;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::fields::Selection;

use super::{Reach, places, products_of, uuids};
use crate::view::{Product, ProductTag, ProductType};

/// A table of words.
pub trait Words: Row + Send {
    /// The table, which is called `t`.
    const FROM: &'static str;
    /// Where the products with such a word are found, and whose they are.
    const PRODUCTS: (&'static str, &'static str);

    /// Its key, and where its products go.
    fn parts(&mut self) -> (Uuid, &mut Vec<Product>);
}

impl Words for ProductTag {
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
    const FROM: &'static str = "product_types t";
    const PRODUCTS: (&'static str, &'static str) = ("products p", "p.type_id");

    fn parts(&mut self) -> (Uuid, &mut Vec<Product>) {
        (self.id.0, &mut self.products)
    }
}

/// Loads the selected relations.
pub async fn fill_words<T: Words>(tx: &Tx, words: &mut [T], selection: &Selection, reach: &Reach) -> db::Result<()> {
    let Some(selection) = selection.get("products") else { return Ok(()) };
    let (from, owner) = T::PRODUCTS;
    let owners = words.iter_mut().map(|word| word.parts().0).collect();
    let mut found = products_of(tx, from, owner, owners, selection, reach).await?;
    for word in words {
        let (key, products) = word.parts();
        *products = found.remove(&key).unwrap_or_default();
    }
    Ok(())
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
