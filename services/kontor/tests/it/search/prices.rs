//! The prices of hits, facets and filters are those that are paid.

use serde_json::{Value, json};

use super::{WORDS, index, open};
use crate::shop::{Shop, id, key};

/// Of the lamp's only variant.
const SET: &str = "'00000000-0000-7000-800a-000000170005'";

/// The lamp's price, as a hit shows it and as the filter has it.
async fn price(shop: &Shop, filters: Value) -> Value {
    let ask = async |filters: &Value| {
        let body = json!({"entity": "product", "filters": filters, "search_options": {"facets": ["price"]}});
        shop.anybody().with_key(&key("a", 2)).post("/store/search", &body).ok().await["results"][0].take()
    };
    let mut narrowed = filters;
    narrowed["id"] = json!(id("prod", "1", 3));
    let result = ask(&narrowed).await;
    let price = result["hits"][0]["document"]["price"].clone();
    assert_eq!(result["facets"]["price"]["min"], price, "{result}");
    narrowed["price"] = price.clone();
    assert_eq!(ask(&narrowed).await["hits"].as_array().unwrap().len(), 1, "{narrowed} finds it");
    narrowed["price"] = json!({"$ne": price});
    assert_eq!(ask(&narrowed).await["hits"].as_array().unwrap().len(), 0, "{narrowed} does not");
    price
}

#[tokio::test]
async fn as_they_are_paid() {
    let shop = open(WORDS).await;
    let region = id("reg", "e", 1);
    let change = async |sql: &str| {
        shop.change(&sql.replace("{set}", SET).replace("{region}", &region)).await;
        index(&shop).await;
    };
    let dollars = || json!({"currency_code": "usd"});
    let there = || json!({"region_id": region});
    assert_eq!((price(&shop, dollars()).await, price(&shop, there()).await), (json!(120), json!(120)));

    change(
        "with p as (insert into prices (organization_id, price_set_id, currency_code, amount)
           values ('00000000-0000-7000-8000-00000000000a', {set}, 'usd', 130) returning organization_id, id)
         insert into price_rules (organization_id, price_id, attribute, value) select organization_id, id, 'region_id', '{region}' from p",
    )
    .await;
    assert_eq!(
        (price(&shop, dollars()).await, price(&shop, there()).await),
        (json!(120), json!(130)),
        "the region's own"
    );

    change(
        "with l as (insert into price_lists (organization_id, title, type, status)
           values ('00000000-0000-7000-8000-00000000000a', 'Now', 'sale', 'active') returning organization_id, id)
         insert into price_list_prices (organization_id, price_list_id, price_set_id, currency_code, amount)
         select organization_id, id, {set}, 'usd', 125 from l",
    )
    .await;
    assert_eq!(
        (price(&shop, dollars()).await, price(&shop, there()).await),
        (json!(120), json!(125)),
        "where it is lower"
    );

    change("update price_lists set type = 'override'").await;
    assert_eq!((price(&shop, dollars()).await, price(&shop, there()).await), (json!(125), json!(125)), "in its place");

    change(
        "insert into price_list_rules (organization_id, price_list_id, attribute, value)
         select organization_id, id, 'region_id', '{{region}}' from price_lists",
    )
    .await;
    assert_eq!((price(&shop, dollars()).await, price(&shop, there()).await), (json!(120), json!(125)), "there only");

    change(
        "insert into price_list_rules (organization_id, price_list_id, attribute, value)
         select organization_id, id, 'customer.groups.id', '{x}' from price_lists",
    )
    .await;
    assert_eq!(
        (price(&shop, dollars()).await, price(&shop, there()).await),
        (json!(120), json!(130)),
        "not everybody's"
    );
}

/// A price that no shop asks for is no reason to know nothing of what else changes.
#[tokio::test]
async fn the_dearest_that_can_be_written() {
    let shop = open(WORDS).await;
    shop.change(&format!("update prices set amount = 999999999999999 where price_set_id = {SET}")).await;
    shop.change("update products set title = 'Harbour Beaker' where handle = 'mug'").await;
    index(&shop).await;
    assert_eq!(super::found(&shop, "beaker").await, "Harbour Beaker");
}
