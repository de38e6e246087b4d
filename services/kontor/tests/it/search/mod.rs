//! Searching products.

mod facets;
mod filters;
mod hostile;
mod index;
mod keeping;
mod meaning;
mod prices;
mod related;
mod shops;
mod words;

use kontor::platform;
use serde_json::{Value, json};

use crate::shop::Shop;

/// A machine under load takes its time.
const HASHING: &[(&str, &str)] = &[
    ("KONTOR_CACHE", "false"),
    ("KONTOR_EMBEDDER", "hashing"),
    ("DATABASE_ACQUIRE_TIMEOUT", "60s"),
    ("KONTOR_REQUEST_TIMEOUT", "5min"),
];
const WORDS: &[(&str, &str)] = &[
    ("KONTOR_CACHE", "false"),
    ("KONTOR_EMBEDDER", "none"),
    ("DATABASE_ACQUIRE_TIMEOUT", "60s"),
    ("KONTOR_REQUEST_TIMEOUT", "5min"),
];

/// A shop whose index is up to date.
async fn open(settings: &[(&str, &str)]) -> Shop {
    let shop = Shop::open_with(settings).await;
    index(&shop).await;
    shop
}

/// Does what is queued.
async fn index(shop: &Shop) {
    let done = shop.test.run_jobs(&platform::registry(&shop.platform)).await;
    assert!(done.errors.is_empty(), "{:?}", done.errors);
    assert_eq!(shop.count("search_queue").await, 0);
}

/// Searches as a shopper of our shop, and answers the one result; again while a loaded machine makes the vector too slowly.
async fn search(shop: &Shop, body: &Value) -> Value {
    loop {
        let result = search_once(shop, body).await;
        if result["provider_metadata"]["reason"] != SLOW {
            return result;
        }
    }
}

const SLOW: &str = "the model did not answer in time";

async fn search_once(shop: &Shop, body: &Value) -> Value {
    let mut answer = shop.shopper().post("/store/search", body).ok().await;
    assert_eq!(answer["results"].as_array().unwrap().len(), 1);
    answer["results"][0].take()
}

/// A search for products, with what stands in `more` besides.
fn asking(words: &str, more: Value) -> Value {
    let mut body = json!({ "entity": "product", "filters": { "q": words } });
    let Value::Object(more) = more else { panic!("{more} is no object") };
    for (name, value) in more {
        body[name] = value;
    }
    body
}

/// The titles of the hits.
fn titles(result: &Value) -> String {
    let hits = result["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["document"]["title"].as_str().unwrap()).collect::<Vec<_>>().join(", ")
}

/// The titles of what is found by words.
async fn found(shop: &Shop, words: &str) -> String {
    titles(&search(shop, &asking(words, json!({}))).await)
}

/// So many published products of our shop in channel 1, whose title and description are SQL of `n`.
fn products(shop: &str, many: u32, title: &str, description: &str) -> String {
    format!(
        "insert into products (organization_id, id, title, description, handle, status, created_at)
           select o.id, ('00000000-0000-7000-8{shop:0>3}-0050' || lpad(n::text, 8, '0'))::uuid, {title}, {description}, 'made-' || n,
             'published', timestamptz '2026-03-01' + n * interval '1 minute'
           from auth.organization o, generate_series(1, {many}) n where o.id = '00000000-0000-7000-8000-00000000000{shop}';
         insert into product_sales_channels (organization_id, product_id, sales_channel_id)
           select p.organization_id, p.id, '00000000-0000-7000-8{shop:0>3}-0000000c0001' from products p
           where p.handle like 'made-%' and p.organization_id = '00000000-0000-7000-8000-00000000000{shop}'"
    )
}
