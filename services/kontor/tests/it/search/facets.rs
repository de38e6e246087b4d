//! Counts beside hits.

use serde_json::{Value, json};

use super::{WORDS, asking, index, open, products, search};
use crate::shop::id;

async fn facets(shop: &crate::shop::Shop, filters: Value, options: Value) -> Value {
    let body = json!({"entity": "product", "filters": filters, "search_options": options, "pagination": {"take": 0}});
    search(shop, &body).await["facets"].clone()
}

#[tokio::test]
async fn values_ranges_and_numbers_are_counted() {
    let shop = open(WORDS).await;
    let all = json!({"facets": [
        "category_ids", {"field": "options", "type": "value", "query": "Size", "sort": "alpha"}, "in_stock", "rating", "collection_id",
        {"field": "tag_ids", "type": "value", "limit": 1}, {"field": "type_id"},
        {"field": "price", "type": "range", "ranges": [{"key": "low", "to": 19.9}, {"key": "mid", "from": 19.9, "to": "60.00001"}, {"key": "high", "from": 60.1}]}
    ]});
    let counted = facets(&shop, json!({}), all).await;
    let value = |value: String, count: i64| json!({"value": value, "count": count});
    assert_eq!(
        counted["category_ids"]["values"],
        json!([value(id("pcat", "13", 1), 1), value(id("pcat", "13", 2), 1), value(id("pcat", "13", 3), 1)])
    );
    assert_eq!(
        counted["options"],
        json!({"type": "value", "values": [{"value": "size:m", "count": 1}, {"value": "size:s", "count": 1}], "other_count": 0})
    );
    assert_eq!(counted["in_stock"]["values"], json!([value("true".into(), 2)]));
    assert_eq!(counted["rating"]["values"], json!([]));
    assert_eq!(counted["collection_id"]["values"], json!([value(id("pcol", "12", 1), 2)]));
    assert_eq!(
        (&counted["tag_ids"]["values"], &counted["tag_ids"]["other_count"]),
        (&json!([value(id("ptag", "11", 1), 2)]), &json!(1))
    );
    assert_eq!(
        counted["price"],
        json!({"type": "range", "ranges": [
            {"key": "low", "from": null, "to": 19.9, "count": 0}, {"key": "mid", "from": 19.9, "to": 60.00001, "count": 2},
            {"key": "high", "from": 60.1, "to": null, "count": 0}
        ]})
    );
    let stats = facets(&shop, json!({}), json!({"facets": ["price", {"field": "rating", "type": "stats"}]})).await;
    assert_eq!(stats["price"], json!({"type": "stats", "min": 19.9, "max": 60, "avg": 39.95, "sum": 79.9, "count": 2}));
    assert_eq!(
        stats["rating"],
        json!({"type": "stats", "min": null, "max": null, "avg": null, "sum": null, "count": 0})
    );
    let words = facets(&shop, json!({"q": "shirt"}), json!({"facets": ["tag_ids"]})).await;
    assert_eq!(words["tag_ids"]["values"], json!([value(id("ptag", "11", 1), 1)]));
}

/// A facet that is chosen from shows what else there is to choose; the others do not.
#[tokio::test]
async fn disjunctive_facets() {
    let shop = open(WORDS).await;
    let mine = json!({"options": "size:m"});
    for filters in [mine.clone(), json!({"options": "size:m", "q": "new"})] {
        let narrow = facets(&shop, filters.clone(), json!({"facets": ["options"]})).await;
        assert_eq!(narrow["options"]["values"].as_array().unwrap().len(), 2, "those of the shirt");
        let free = json!({"facets": ["options", "type_id"], "disjunctive_facets": ["options"]});
        let free = facets(&shop, filters, free).await;
        assert_eq!(free["options"]["values"].as_array().unwrap().len(), 4, "those of the mug too");
        assert_eq!(free["type_id"]["values"].as_array().unwrap().len(), 1);
    }
}

/// The same counts as by looking at each product.
#[tokio::test]
async fn facets_are_what_a_naive_count_says() {
    let shop = open(WORDS).await;
    shop.change(&format!(
        "{};
         insert into product_product_tags (organization_id, product_id, tag_id)
           select p.organization_id, p.id, t.id from products p join product_tags t using (organization_id)
           where p.handle like 'made-%' and (hashtext(p.id::text || t.id::text) & 1) = 0;
         insert into product_category_products (organization_id, product_id, product_category_id)
           select p.organization_id, p.id, c.id from products p join product_categories c using (organization_id)
           where p.handle like 'made-%' and (hashtext(p.id::text || c.id::text) & 3) = 0;
         update products set status = 'draft' where handle like 'made-%' and (hashtext(id::text) & 7) = 0",
        products("a", 200, "'Cup ' || n", "case when n % 3 = 0 then 'round' else 'square' end")
    ))
    .await;
    index(&shop).await;
    for words in ["", "round", "cup square"] {
        let result =
            search(&shop, &asking(words, json!({"search_options": {"facets": ["tag_ids", "category_ids"]}}))).await;
        let found = format!(
            "products p where p.organization_id = '00000000-0000-7000-8000-00000000000a' and p.status = 'published' and p.deleted_at is null
             and exists (select from product_sales_channels l where l.product_id = p.id and l.sales_channel_id = '00000000-0000-7000-800a-0000000c0001')
             and ('{words}' = '' or p.description = split_part('{words}', ' ', case when '{words}' like 'cup%' then 2 else 1 end))"
        );
        assert_eq!(result["metadata"]["count"], shop.count(&found).await, "{words}");
        assert_eq!(result["provider_metadata"]["facets_exhaustive"], true);
        for number in [1, 2] {
            let naive = shop
                .count(&format!(
                    "{found} and exists (select from product_product_tags l where l.product_id = p.id
                    and l.tag_id = '00000000-0000-7000-800a-00000011000{number}')"
                ))
                .await;
            let counted = count_of(&result["facets"]["tag_ids"], &id("ptag", "11", number));
            assert_eq!(counted, naive, "{words} {number}");
        }
        // A category holds what is below it, by way of categories that shoppers see.
        for (number, below) in [(1, "0001,0002,0003"), (2, "0002,0003"), (3, "0003")] {
            let below: Vec<String> =
                below.split(',').map(|end| format!("'00000000-0000-7000-800a-00000013{end}'")).collect();
            let naive = shop
                .count(&format!(
                    "{found} and exists (select from product_category_products l where l.product_id = p.id
                    and l.product_category_id in ({}))",
                    below.join(",")
                ))
                .await;
            let counted = count_of(&result["facets"]["category_ids"], &id("pcat", "13", number));
            assert_eq!(counted, naive, "{words} {number}");
        }
    }
}

fn count_of(facet: &Value, value: &str) -> i64 {
    let values = facet["values"].as_array().unwrap().iter();
    values.filter(|one| one["value"] == value).map(|one| one["count"].as_i64().unwrap()).sum()
}
