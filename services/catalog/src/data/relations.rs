//! Loading what was selected of products, for all of them at once.

use std::collections::HashMap;

use db::Tx;
use entity::ids::{ProductId, SalesChannelId};
use resource::Filter;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::fields::Selection;

use super::{
    Reach, images, options, places,
    products::{Listed, VISIBLE_PRODUCT},
    tags, uuids, variants,
};
use crate::{
    pricing::PriceContext,
    view::{Category, Product, Variant},
};

/// What the relations depend on besides the products.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The context of prices, when they were asked for.
    pub prices: Option<&'a PriceContext>,
    /// The channel whose stock counts, when stock was asked for.
    pub stock_of: Option<SalesChannelId>,
}

impl Context<'_> {
    /// Neither prices nor stock: products below a category or a tag.
    pub const PLAIN: Context<'static> = Context { prices: None, stock_of: None };
}

/// Loads the selected relations of a page of products; their type and collection came with them.
pub async fn fill_products(
    tx: &Tx,
    products: &mut [Product],
    selection: &Selection,
    context: Context<'_>,
) -> db::Result<()> {
    if products.is_empty() {
        return Ok(());
    }
    if let Some(selection) = selection.get("options") {
        options::fill_product_options(tx, products, selection).await?;
    }
    if selection.has("tags") {
        tags::fill_product_tags(tx, products).await?;
    }
    if selection.has("images") {
        images::fill_product_images(tx, products).await?;
    }
    if selection.has("categories") {
        fill_categories(tx, products).await?;
    }
    if let Some(selection) = selection.get("variants") {
        variants::fill_product_variants(tx, products).await?;
        let known = options::known(products);
        let mut all: Vec<&mut Variant> = products.iter_mut().flat_map(|product| &mut product.variants).collect();
        variants::fill(tx, &mut all, selection, context, known).await?;
    }
    Ok(())
}

async fn fill_categories(tx: &Tx, products: &mut [Product]) -> db::Result<()> {
    struct Row(ProductId, Category);
    impl FromQueryResult for Row {
        fn from_query_result(row: &sea_orm::QueryResult, pre: &str) -> Result<Self, sea_orm::DbErr> {
            Ok(Self(row.try_get("", "of_product")?, Category::from_query_result(row, pre)?))
        }
    }
    let sql = format!(
        "select {}, l.product_id as of_product
         from product_category_products l
         cross join lateral (
           select c.* from product_categories c
           where c.organization_id = l.organization_id and c.id = l.product_category_id
             and c.is_active and not c.is_internal and c.deleted_at is null offset 0
         ) c
         where l.product_id = any($1)
         order by c.rank, c.id",
        Category::SELECT
    );
    let rows: Vec<Row> = db::fetch_all(tx, &sql, [uuids(products.iter().map(|product| product.id))]).await?;
    let places = places(products);
    for Row(product, category) in rows {
        if let Some(at) = places.get(&product) {
            products[*at].categories.push(category);
        }
    }
    Ok(())
}

/// The published products behind a link table, for `*products` of categories, collections, tags and types: those that
/// the shopper's key shows.
///
/// `owner` is the expression that says whose product a row is. At most [`MOST_NESTED`] per answer, and before one owner gets a
/// further product all have got as many: whoever wants all of them lists products by that filter.
pub async fn products_of(
    tx: &Tx,
    from: &str,
    owner: &str,
    owners: Vec<Uuid>,
    selection: &Selection,
    reach: &Reach,
) -> db::Result<HashMap<Uuid, Vec<Product>>> {
    struct Row(Uuid, Product);
    impl FromQueryResult for Row {
        fn from_query_result(row: &sea_orm::QueryResult, pre: &str) -> Result<Self, sea_orm::DbErr> {
            let Listed(product) = Listed::from_query_result(row, pre)?;
            Ok(Self(entity::cell::read(row, Listed::WIDTH)?, product))
        }
    }
    let mut filter = Filter::new(VISIBLE_PRODUCT);
    filter.and(format!("{owner} = any(?)"), owners);
    reach.narrow(&mut filter);
    let mut values = Vec::new();
    let conditions = filter.sql(&mut values);
    values.push(Value::from(MOST_NESTED));
    let sql = format!(
        "select {}, o.owner from (
           select p.organization_id, p.id, {owner} as owner,
             row_number() over (partition by {owner} order by p.id) as place
           from {from} where {conditions} order by place, p.id limit ${}
         ) o join products p on p.organization_id = o.organization_id and p.id = o.id {} order by p.id",
        Listed::select(),
        values.len(),
        Listed::JOINS
    );
    let rows: Vec<Row> = db::fetch_all(tx, &sql, values).await?;

    // A product of several owners is one product: it is filled once, and each of them has it.
    let mut products: Vec<Product> = Vec::new();
    let mut links: Vec<(Uuid, usize)> = Vec::with_capacity(rows.len());
    for Row(owner, product) in rows {
        if products.last().is_none_or(|last| last.id != product.id) {
            products.push(product);
        }
        links.push((owner, products.len() - 1));
    }
    fill_products(tx, &mut products, selection, Context::PLAIN).await?;
    let mut by_owner: HashMap<Uuid, Vec<Product>> = HashMap::new();
    for (owner, at) in links {
        by_owner.entry(owner).or_default().push(products[at].clone());
    }
    Ok(by_owner)
}

const MOST_NESTED: i64 = 2_000;
