//! What the shop has.

use serde_json::{Value, json};

use super::{Asking, Trouble, piece};
use crate::model::{
    Categories, Category, Collection, Collections, Found, Product, Products, Region, Regions, Reviews, Searched,
};

/// As many categories as are put in a menu; a shop with more shows the first.
const MOST_CATEGORIES: &str = "500";
const MOST_COLLECTIONS: &str = "100";

/// What a card shows of a product.
const OF_CARD: &str = "id,title,subtitle,handle,thumbnail,created_at,*variants,*variants.calculated_price";
const OF_FEATURE: &str =
    "id,title,subtitle,handle,description,thumbnail,created_at,*variants,*variants.calculated_price";
/// What its page shows.
const OF_PAGE: &str = "+metadata,*categories,*collection,*options,*options.values,*images,*variants,*variants.options,\
                       *variants.calculated_price";
const STOCK: &str = ",+variants.inventory_quantity,+variants.manage_inventory,+variants.allow_backorder";

/// Where prices are quoted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) region: &'a str,
    pub(crate) country: &'a str,
}

/// Which products, and how many.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listing {
    pub(crate) ids: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) collection: Option<String>,
    pub(crate) order: Option<&'static str>,
    pub(crate) limit: usize,
    pub(crate) offset: usize,
    /// With what is said of each.
    pub(crate) is_told: bool,
}

impl Listing {
    /// What is asked of it, besides how many.
    fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let ids = self.ids.iter().map(|id| ("id[]", id.as_str()));
        let categories = self.categories.iter().map(|id| ("category_id[]", id.as_str()));
        let collection = self.collection.as_deref().map(|id| ("collection_id[]", id));
        ids.chain(categories).chain(collection).chain(self.order.map(|order| ("order", order)))
    }
}

impl Asking<'_> {
    pub(crate) async fn regions(self) -> Result<Vec<Region>, Trouble> {
        let answer: Regions = self.get("/store/regions", &[("limit", "100")]).await?;
        Ok(answer.regions)
    }

    pub(crate) async fn categories(self) -> Result<Vec<Category>, Trouble> {
        let query = [("fields", "id,name,handle,description,parent_category_id"), ("limit", MOST_CATEGORIES)];
        let answer: Categories = self.get("/store/product-categories", &query).await?;
        Ok(answer.product_categories)
    }

    pub(crate) async fn collections(self) -> Result<Vec<Collection>, Trouble> {
        let query = [("fields", "id,title,handle,metadata"), ("limit", MOST_COLLECTIONS), ("order", "created_at")];
        let answer: Collections = self.get("/store/collections", &query).await?;
        Ok(answer.collections)
    }

    /// Collections, by their ids.
    pub(crate) async fn collections_of(self, ids: &[String]) -> Result<Vec<Collection>, Trouble> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let limit = ids.len().to_string();
        let mut query = vec![("fields", "id,title,handle"), ("limit", &*limit)];
        query.extend(ids.iter().map(|id| ("id[]", id.as_str())));
        let answer: Collections = self.get("/store/collections", &query).await?;
        Ok(answer.collections)
    }

    pub(crate) async fn collection(self, handle: &str) -> Result<Collection, Trouble> {
        let query = [("fields", "id,title,handle,metadata"), ("handle", handle), ("limit", "1")];
        let answer: Collections = self.get("/store/collections", &query).await?;
        answer.collections.into_iter().next().ok_or(Trouble::Missing)
    }

    /// Products as cards.
    pub(crate) async fn products(self, wanted: Wanted<'_>, listing: &Listing) -> Result<Products, Trouble> {
        let (limit, offset) = (listing.limit.to_string(), listing.offset.to_string());
        let mut query = vec![
            ("fields", if listing.is_told { OF_FEATURE } else { OF_CARD }),
            ("region_id", wanted.region),
            ("country_code", wanted.country),
            ("limit", &*limit),
            ("offset", &*offset),
        ];
        query.extend(listing.pairs());
        self.get("/store/products", &query).await
    }

    /// The ids of products, in the order that is asked for.
    pub(crate) async fn product_ids(self, listing: &Listing) -> Result<Vec<String>, Trouble> {
        let limit = listing.limit.to_string();
        let mut query = vec![("fields", "id"), ("limit", &*limit)];
        query.extend(listing.pairs());
        let found: Products = self.get("/store/products", &query).await?;
        Ok(found.products.into_iter().map(|product| product.id).collect())
    }

    /// The products of these ids, in their order.
    pub(crate) async fn products_of(self, wanted: Wanted<'_>, ids: Vec<String>) -> Result<Vec<Product>, Trouble> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let listing = Listing { limit: ids.len(), ids, ..Listing::default() };
        let mut found = self.products(wanted, &listing).await?.products;
        found.sort_by_key(|product| listing.ids.iter().position(|id| *id == product.id));
        Ok(found)
    }

    /// All of a product, by its handle. What is in stock is told where the key shows one channel.
    pub(crate) async fn product(self, wanted: Wanted<'_>, handle: &str) -> Result<Product, Trouble> {
        let with_stock = format!("{OF_PAGE}{STOCK}");
        match self.product_with(wanted, handle, &with_stock).await {
            Err(Trouble::Refused(_)) => self.product_with(wanted, handle, OF_PAGE).await,
            answered => answered,
        }
    }

    async fn product_with(self, wanted: Wanted<'_>, handle: &str, fields: &str) -> Result<Product, Trouble> {
        let query = [
            ("handle", handle),
            ("fields", fields),
            ("region_id", wanted.region),
            ("country_code", wanted.country),
            ("limit", "1"),
        ];
        let answer: Products = self.get("/store/products", &query).await?;
        answer.products.into_iter().next().ok_or(Trouble::Missing)
    }

    pub(crate) async fn related(self, wanted: Wanted<'_>, id: &str) -> Result<Vec<Product>, Trouble> {
        let query =
            [("fields", OF_CARD), ("region_id", wanted.region), ("country_code", wanted.country), ("limit", "4")];
        let answer: Products = self.get(&format!("/store/products/{}/related", piece(id)), &query).await?;
        Ok(answer.products)
    }

    pub(crate) async fn reviews(self, id: &str) -> Result<Reviews, Trouble> {
        self.get(&format!("/store/products/{}/reviews", piece(id)), &[("limit", "6")]).await
    }

    /// A product as schema.org has it.
    pub(crate) async fn json_ld(self, wanted: Wanted<'_>, id: &str) -> Result<Value, Trouble> {
        let query = [("region_id", wanted.region), ("country_code", wanted.country)];
        let mut answer: Value = self.get(&format!("/store/products/{}/json-ld", piece(id)), &query).await?;
        Ok(answer.get_mut("json_ld").map(Value::take).unwrap_or_default())
    }

    /// Handles, for the map of the site.
    pub(crate) async fn handles(self, limit: usize, offset: usize) -> Result<Products, Trouble> {
        let (limit, offset) = (limit.to_string(), offset.to_string());
        let query = [("fields", "id,handle,updated_at,thumbnail"), ("limit", &*limit), ("offset", &*offset)];
        self.get("/store/products", &query).await
    }

    pub(crate) async fn search(self, asked: &Value) -> Result<Found, Trouble> {
        let mut body = asked.clone();
        body["entity"] = json!("product");
        let answer: Searched = self.post("/store/search", &body).await?;
        Ok(answer.results.into_iter().next().unwrap_or_default())
    }

    /// Several searches at once, answered in their order.
    pub(crate) async fn searches(self, queries: &[Value]) -> Result<Vec<Found>, Trouble> {
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        let answer: Searched = self.post("/store/search", &json!({ "queries": queries })).await?;
        Ok(answer.results)
    }
}
