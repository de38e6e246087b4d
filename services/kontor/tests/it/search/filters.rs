//! What a search is narrowed to, and what it refuses.

use serde_json::{Value, json};

use super::{WORDS, open, search, titles};
use crate::shop::{id, id_in, key};

#[tokio::test]
async fn filters_narrow() {
    let shop = open(WORDS).await;
    let client = shop.anybody().with_key(&key("a", 2));
    let found = async |filters: Value| {
        let body = json!({"entity": "product", "filters": filters, "pagination": {"order": {"created_at": "ASC"}}});
        titles(&client.post("/store/search", &body).ok().await["results"][0])
    };
    assert_eq!(found(json!({})).await, "Harbour Mug, Deck Shirt, Lamp");
    for (filters, wanted) in [
        (json!({"price": {"$lt": 60}}), "Harbour Mug"),
        (json!({"price": {"$lte": 60}}), "Harbour Mug, Deck Shirt"),
        (json!({"price": {"$gt": 19.9, "$lt": 120.0001}}), "Deck Shirt, Lamp"),
        (json!({"price": {"$gte": "19.90005"}}), "Deck Shirt, Lamp"),
        (json!({"price": 60}), "Deck Shirt"),
        (json!({"price": [19.9, 120]}), "Harbour Mug, Lamp"),
        (json!({"price": {"$lt": 60}, "currency_code": "EUR"}), "Harbour Mug, Deck Shirt"),
        (json!({"price": {"$exists": false}, "region_id": id("reg", "e", 2)}), "Lamp"),
        (json!({"category_ids": id("pcat", "13", 1)}), "Harbour Mug, Lamp"),
        (json!({"category_ids": {"$ne": id("pcat", "13", 2)}}), "Deck Shirt, Lamp"),
        (json!({"category_ids": {"$contains": [id("pcat", "13", 1), id("pcat", "13", 3)]}}), "Harbour Mug"),
        (json!({"category_ids": id("pcat", "13", 4)}), ""),
        (json!({"tag_ids": {"$overlaps": [id("ptag", "11", 1), "nonsense"]}}), "Harbour Mug, Deck Shirt"),
        (json!({"tag_ids": {"$nin": [id("ptag", "11", 2)]}}), "Deck Shirt, Lamp"),
        (json!({"type_id": [id("ptyp", "10", 1)]}), "Harbour Mug, Lamp"),
        (json!({"collection_id": id("pcol", "12", 2)}), ""),
        (json!({"options": ["SIZE:m", "colour:white"]}), "Harbour Mug, Deck Shirt"),
        (json!({"in_stock": true, "id": id("prod", "1", 3)}), "Lamp"),
        (json!({"in_stock": false}), ""),
        (json!({"rating": {"$exists": true}}), ""),
        (json!({"created_at": {"$gt": "2026-02-03T00:00:00Z"}}), "Deck Shirt, Lamp"),
        (json!({"id": id_in("b", "prod", "1", 1)}), ""),
        (json!({"$or": [{"options": "size:s"}, {"price": {"$gt": 100}}]}), "Deck Shirt, Lamp"),
        (json!({"$and": [{"price": {"$gt": 1}}, {"$not": {"type_id": id("ptyp", "10", 1)}}]}), "Deck Shirt"),
        (json!({"$or": []}), ""),
        (json!({"$and": []}), "Harbour Mug, Deck Shirt, Lamp"),
        (json!({"options": "'; drop table products; --"}), ""),
    ] {
        assert_eq!(found(filters.clone()).await, wanted, "{filters}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let shop = open(WORDS).await;
    let many = json!({"$or": vec![json!({"price": 1}); 60]});
    let mut deep = json!({"price": 1});
    for _ in 0..8 {
        deep = json!({"$not": deep});
    }
    let with = |name: &str, value: Value| {
        let mut body = json!({"entity": "product"});
        body[name] = value;
        body
    };
    let options = |value: Value| with("search_options", value);
    for (body, part) in [
        (json!({}), "Field 'entity' is required"),
        (json!({"queries": []}), "Value for field 'queries' too small, expected at least: '1'"),
        (
            json!({"queries": vec![json!({"entity": "product"}); 21]}),
            "Value for field 'queries' too big, expected at most: '20'",
        ),
        (
            json!({"queries": vec![
                json!({"entity": "product", "search_options": {"disjunctive_facets": ["price", "rating", "options"]}}); 7
            ]}),
            "Value for field 'queries' too big: '24' searches are made at most, one for each query and for each of its \
             disjunctive_facets, got: '28'",
        ),
        (json!({"queries": [{"entity": "product"}], "entity": "product"}), "Unrecognized fields: 'entity'"),
        (
            with("filters", json!({"$or": vec![json!({"price": {"$in": vec![json!(1); 50]}}); 5]})),
            "Value for field 'filters' too big, expected at most: '200' values",
        ),
        (
            with("filters", json!({"created_at": {"$gt": "0000-01-01T00:00:00Z"}})),
            "Invalid time for field 'filters, created_at, $gt': expected such as 2026-01-31T12:00:00Z",
        ),
        (
            with("filters", json!({"created_at": {"$gt": "0001-01-01T00:00:00+23:59"}})),
            "Invalid time for field 'filters, created_at, $gt': expected such as 2026-01-31T12:00:00Z",
        ),
        (
            options(json!({"facets": [{"field": "price", "type": "range",
                "ranges": [{"key": "a", "to": 5}, {"key": "a", "from": 5}]}]})),
            "Invalid value for field 'search_options, facets, 0': ranges: the key 'a' is there twice",
        ),
        (json!({"entity": "product", "colour": 1}), "Unrecognized fields: 'colour'"),
        (with("filters", json!({"colour": "red"})), "Unrecognized fields: 'filters, colour'"),
        (with("filters", json!({"price": {"$like": "x"}})), "Unrecognized fields: 'filters, price, $like'"),
        (
            with("filters", json!({"price": "cheap"})),
            "Expected type: 'number' for field 'filters, price', got: 'cheap'",
        ),
        (
            with("filters", json!({"price": "1e999999999"})),
            "Expected type: 'number' for field 'filters, price', got: '1e999999999'",
        ),
        (
            with("filters", json!({"in_stock": "yes"})),
            "Expected type: 'boolean' for field 'filters, in_stock', got: 'yes'",
        ),
        (with("filters", json!({"q": 1})), "Expected type: 'string' for field 'filters, q', got: '1'"),
        (
            with("filters", json!({"created_at": {"$gt": "noon"}})),
            "Invalid time for field 'filters, created_at, $gt': expected such as 2026-01-31T12:00:00Z",
        ),
        (with("filters", many), "Value for field 'filters' too big, expected at most: '50' conditions"),
        (with("filters", json!([])), "Expected type: 'object' for field 'filters', got: '[]'"),
        (
            with("pagination", json!({"take": 101})),
            "Value for field 'pagination, take' too big, expected at most: '100'",
        ),
        (with("pagination", json!({"cursor": "x"})), "Value for field 'pagination, cursor' is no cursor of an answer"),
        (
            with("pagination", json!({"order": {"title": "ASC"}})),
            "Order field title is not valid: price, created_at, and DESC of rating and _score are",
        ),
        (
            options(json!({"match_strategy": "some"})),
            "Expected: 'all, any, last' for field 'search_options, match_strategy', but got: 'some'",
        ),
        (
            options(json!({"distinct": "title"})),
            "Expected: 'id' for field 'search_options, distinct', but got: 'title'",
        ),
        (
            options(json!({"vector": {"semantic_ratio": 2}})),
            "Value for field 'search_options, vector, semantic_ratio' must be from 0 to 1",
        ),
        (
            options(json!({"vector": {"value": ["x"]}})),
            "Expected type: 'array' of numbers for field 'search_options, vector, value'",
        ),
        (options(json!({"provider_options": {}})), "Unrecognized fields: 'search_options, provider_options'"),
        (
            options(json!({"highlight": {"pre_tag": "x".repeat(65)}})),
            "Value for field 'search_options, highlight, pre_tag' too big, expected at most: '64'",
        ),
        (
            options(json!({"facets": ["type_id", "type_id"]})),
            "Value for field 'search_options, facets, 1' is there already: 'type_id'",
        ),
        (
            options(json!({"facets": [{"field": "type_id", "type": "stats"}]})),
            "Invalid value for field 'search_options, facets, 0': only price and rating have ranges and stats",
        ),
        (
            options(json!({"attributes_to_search_on": ["colour"]})),
            "Expected: 'title, subtitle, type, collection, tags, categories, sku, variants, description' for field 'search_options, attributes_to_search_on', but got: 'colour'",
        ),
    ] {
        let answer = shop.shopper().post("/store/search", &body).error(400).await;
        assert_eq!(answer["message"], format!("Invalid request: {part}"), "{body}");
    }
    let answer = shop.shopper().post("/store/search", &with("filters", deep)).error(400).await;
    assert!(answer["message"].as_str().unwrap().ends_with("too deep, expected at most: '5' levels"), "{answer}");
    let answer = shop.shopper().post("/store/search", &json!({"entity": "order"})).error(404).await;
    assert_eq!(answer, json!({"type": "not_found", "message": "No search index named \"order\""}));
    let answer =
        shop.shopper().post("/store/search", &with("fields", json!(["title", "cost", "margin"]))).error(400).await;
    assert_eq!(answer["message"], "Search index \"product\" can't return the fields: cost, margin");
    let answer = shop.shopper().post("/store/search", &with("filters", json!({"region_id": "reg_x"}))).error(400).await;
    assert_eq!(answer["message"], "Region with id reg_x not found when populating the pricing context");
    let none =
        shop.anybody().with_key(&key("a", 3)).post("/store/search", &json!({"entity": "product"})).error(400).await;
    assert_eq!(none["message"], "Publishable key needs to have a sales channel configured");
    shop.anybody().post("/store/search", &json!({"entity": "product"})).error(400).await;
    let several = shop.shopper().post(
        "/store/search",
        &json!({"queries": [{"entity": "product"}, {"entity": "product", "filters": {"q": "mug"}}]}),
    );
    let several = several.ok().await;
    let counts: Vec<_> =
        several["results"].as_array().unwrap().iter().map(|result| &result["metadata"]["count"]).collect();
    assert_eq!(counts, [&json!(2), &json!(1)]);
    assert_eq!(
        titles(&search(&shop, &json!({"entity": "product", "filters": {"q": "& | !"}})).await),
        "Deck Shirt, Harbour Mug"
    );
}
