//! `/store/products`

use serde_json::{Value, json};

use crate::shop::{Shop, id, key};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn handles(body: &Value) -> Vec<&str> {
    body["products"].as_array().unwrap().iter().map(|product| product["handle"].as_str().unwrap()).collect()
}

async fn list(shop: &Shop, query: &str) -> Value {
    shop.shopper().get(&format!("/store/products?{query}")).ok().await
}

#[tokio::test]
async fn the_whole_answer() {
    let shop = Shop::open().await;
    let region = id("reg", "e", 1);
    let query =
        format!("handle=mug&region_id={region}&fields=*variants.images,+metadata,+variants.inventory_quantity,");
    let mut body = list(&shop, &query).await;
    blank_times(&mut body);
    insta::assert_json_snapshot!("product_list", body);
}

/// Times that the database sets when the fixture is made.
fn blank_times(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                if (key == "created_at" || key == "updated_at")
                    && value.as_str().is_some_and(|t| !t.starts_with("2026-0"))
                {
                    assert!(value.as_str().unwrap().ends_with('Z') && value.as_str().unwrap().len() == 24, "{value}");
                    *value = json!("[time]");
                } else {
                    blank_times(value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(blank_times),
        _ => {}
    }
}

#[tokio::test]
async fn only_what_is_published_and_not_deleted() {
    let shop = Shop::open().await;
    let body = list(&shop, "").await;
    assert_eq!(handles(&body), ["mug", "shirt"]);
    assert_eq!((&body["count"], &body["offset"], &body["limit"]), (&json!(2), &json!(0), &json!(50)));
    for hidden in [4, 5] {
        let id = id("prod", "1", hidden);
        let error = shop.shopper().get(&format!("/store/products/{id}")).error(404).await;
        assert_eq!(error, json!({"type": "not_found", "message": format!("Product with id: {id} was not found")}));
    }
}

#[tokio::test]
async fn filters() {
    let shop = Shop::open().await;
    let both = shop.anybody().with_key(&key("a", 2));
    let cases = [
        ("handle=mug".to_owned(), vec!["mug"]),
        ("handle=mug&handle=shirt".to_owned(), vec!["mug", "shirt"]),
        ("handle[]=mug&handle[]=lamp".to_owned(), vec!["mug", "lamp"]),
        ("handle=nothing".to_owned(), vec![]),
        (format!("id={}", id("prod", "1", 2)), vec!["shirt"]),
        (format!("id[0]={}&id[1]={}", id("prod", "1", 3), id("prod", "1", 1)), vec!["mug", "lamp"]),
        ("id=nonsense".to_owned(), vec![]),
        ("title=Lamp".to_owned(), vec!["lamp"]),
        (format!("type_id={}", id("ptyp", "10", 1)), vec!["mug", "lamp"]),
        (format!("tag_id={}", id("ptag", "11", 1)), vec!["mug", "shirt"]),
        (format!("tag_id[]={}", id("ptag", "11", 2)), vec!["mug"]),
        (format!("collection_id[0]={}", id("pcol", "12", 1)), vec!["mug", "shirt", "lamp"]),
        (format!("collection_id={}", id("pcol", "12", 2)), vec![]),
        (format!("category_id[0]={}", id("pcat", "13", 1)), vec!["mug", "lamp"]),
        (format!("category_id={}", id("pcat", "13", 3)), vec!["mug"]),
        // Neither an inactive nor an internal category is a way to products.
        (format!("category_id={}", id("pcat", "13", 4)), vec![]),
        (format!("category_id={}", id("pcat", "13", 5)), vec![]),
        (format!("option_value_id[0]={}", id("optval", "16", 4)), vec!["shirt"]),
        ("is_giftcard=true".to_owned(), vec![]),
        ("created_at[$gte]=2026-02-03T10:00:00Z&created_at[$lt]=2026-02-04T10:00:00Z".to_owned(), vec!["shirt"]),
        ("q=harbour".to_owned(), vec!["mug"]),
        ("q=long mornings".to_owned(), vec!["mug"]),
        ("q=weather SHIRT".to_owned(), vec!["shirt"]),
        ("q=mug-w".to_owned(), vec!["mug"]),
        ("q=4006381333931".to_owned(), vec!["mug"]),
        ("q=100%".to_owned(), vec!["mug"]),
        ("q=stoneware_".to_owned(), vec!["mug"]),
        ("q=stonewareXglaze".to_owned(), vec![]),
        ("q=secret".to_owned(), vec![]),
        ("q='; drop table products; --".to_owned(), vec![]),
    ];
    for (query, expected) in cases {
        let body = both.get(&format!("/store/products?fields=handle&{}", query.replace('%', "%25"))).ok().await;
        assert_eq!(handles(&body), expected, "{query}");
        assert_eq!(body["count"], expected.len(), "{query}");
    }
}

#[tokio::test]
async fn order_and_pages() {
    let shop = Shop::open().await;
    assert_eq!(handles(&list(&shop, "order=-created_at").await), ["shirt", "mug"]);
    assert_eq!(handles(&list(&shop, "order=title").await), ["shirt", "mug"]);
    assert_eq!(handles(&list(&shop, "order=-title,id").await), ["mug", "shirt"]);
    let second = list(&shop, "limit=1&offset=1").await;
    assert_eq!(handles(&second), ["shirt"]);
    assert_eq!((&second["count"], &second["offset"], &second["limit"]), (&json!(2), &json!(1), &json!(1)));
    let beyond = list(&shop, "limit=5&offset=90").await;
    assert_eq!((handles(&beyond).len(), &beyond["count"]), (0, &json!(2)));
    assert_eq!(list(&shop, "limit=0").await["count"], 2);

    let error = shop.shopper().get("/store/products?order=colour").error(400).await;
    assert_eq!(error, json!({"type": "invalid_data", "message": "Order field colour is not valid"}));
}

#[tokio::test]
async fn fields() {
    let shop = Shop::open().await;
    let text = shop.shopper().get("/store/products?handle=mug&fields=handle,title").send().await.text;
    let id = id("prod", "1", 1);
    assert_eq!(
        text,
        format!(
            r#"{{"products":[{{"handle":"mug","title":"Harbour Mug","id":"{id}"}}],"count":1,"offset":0,"limit":50}}"#
        )
    );
    let product = &list(&shop, "handle=mug&fields=-variants,-options,%2Bstatus,*categories").await["products"][0];
    assert_eq!(product["status"], "published");
    assert!(
        product.get("variants").is_none() && product.get("options").is_none() && product["tags"][0]["id"].is_string()
    );
    let categories: Vec<_> = product["categories"].as_array().unwrap().iter().map(|c| c["handle"].clone()).collect();
    assert_eq!(categories, ["home", "home/cups/mugs"]);

    let product =
        &list(&shop, "handle=mug&fields=variants.sku,variants.options.value,organization_id").await["products"][0];
    assert_eq!(keys(product), ["id", "variants"]);
    assert_eq!(product["variants"][0], json!({"sku": "MUG-B", "options": [{"value": "Blue"}]}));

    let error = shop.shopper().get("/store/products?fields=*a.b.c.d.e").error(400).await;
    assert_eq!(error["message"], "The following fields expand more than the maximum of 4 allowed relations: a.b.c.d.e");
}

#[tokio::test]
async fn prices_by_region() {
    let shop = Shop::open().await;
    let us = list(&shop, &format!("handle=mug&region_id={}", id("reg", "e", 1))).await;
    let price = &us["products"][0]["variants"][0]["calculated_price"];
    // The cheaper price wants ten pieces.
    assert_eq!(
        *price,
        json!({
            "id": id("pset", "17", 1),
            "is_calculated_price_price_list": false, "is_calculated_price_tax_inclusive": false,
            "calculated_amount": 19.9, "raw_calculated_amount": {"value": "19.9", "precision": 20},
            "is_original_price_price_list": false, "is_original_price_tax_inclusive": false,
            "original_amount": 19.9, "raw_original_amount": {"value": "19.9", "precision": 20},
            "currency_code": "usd",
            "calculated_price": {"id": id("price", "19", 1), "price_list_id": null, "price_list_type": null, "min_quantity": null, "max_quantity": null},
            "original_price": {"id": id("price", "19", 1), "price_list_id": null, "price_list_type": null, "min_quantity": null, "max_quantity": null},
        })
    );
    let eu = list(&shop, &format!("handle=mug&region_id={}", id("reg", "e", 2))).await;
    let price = &eu["products"][0]["variants"][1]["calculated_price"];
    assert_eq!(price["calculated_amount"], json!(20.005));
    assert_eq!(price["is_calculated_price_tax_inclusive"], json!(true));
    let with_country = list(&shop, &format!("handle=mug&country_code=de&region_id={}", id("reg", "e", 2))).await;
    assert_eq!(with_country["products"][0]["variants"][0]["calculated_price"]["calculated_amount_with_tax"], json!(18));
}

#[tokio::test]
async fn a_price_rule_binds_a_price_to_a_region() {
    let shop = Shop::open().await;
    shop.change(&format!(
        "insert into prices (organization_id, id, price_set_id, currency_code, amount)
         select organization_id, '00000000-0000-7000-8000-0000000000f1', id, 'usd', 99 from price_sets
         where id = '00000000-0000-7000-800a-000000170001'::uuid or id = '{}';
         insert into price_rules (organization_id, price_id, attribute, value)
         select organization_id, id, 'region_id', '{}' from prices where amount = 99",
        uuid_of("17", 1),
        id("reg", "e", 1)
    ))
    .await;
    let us = list(&shop, &format!("handle=mug&region_id={}", id("reg", "e", 1))).await;
    assert_eq!(us["products"][0]["variants"][0]["calculated_price"]["calculated_amount"], 99);
}

fn uuid_of(kind: &str, number: u32) -> uuid::Uuid {
    let text = id("prod", kind, number);
    text.parse::<entity::ids::ProductId>().unwrap().0
}

#[tokio::test]
async fn a_variant_without_a_price_says_so() {
    let shop = Shop::open().await;
    let query = format!("/store/products?handle=lamp&region_id={}", id("reg", "e", 2));
    let lamp = shop.anybody().with_key(&key("a", 2)).get(&query).ok().await;
    let price = &lamp["products"][0]["variants"][0]["calculated_price"];
    assert_eq!((&price["calculated_amount"], &price["currency_code"]), (&Value::Null, &Value::Null));
    assert_eq!(price["calculated_price"]["id"], Value::Null);
}

#[tokio::test]
async fn the_pricing_context_is_checked() {
    let shop = Shop::open().await;
    let error = shop.shopper().get("/store/products?fields=*variants.calculated_price").error(400).await;
    assert_eq!(error["message"], "Missing required pricing context to calculate prices - region_id");
    for region in [id("reg", "e", 9), crate::shop::id_in("b", "reg", "e", 1), "nonsense".to_owned()] {
        let error = shop.shopper().get(&format!("/store/products?region_id={region}")).error(400).await;
        assert_eq!(
            error,
            json!({"type": "invalid_data", "message": format!("Region with id {region} not found when populating the pricing context")})
        );
    }
    shop.change("update stores set default_region_id = (select id from regions r where r.organization_id = stores.organization_id and r.currency_code = 'usd')").await;
    // What the key says is remembered until the notice of the change arrives.
    let path = "/store/products?handle=mug&fields=*variants.calculated_price";
    let body = shop.until_answered(path, 200).await;
    assert_eq!(body["products"][0]["variants"][0]["calculated_price"]["currency_code"], "usd");
}

#[tokio::test]
async fn stock_is_that_of_the_channel() {
    let shop = Shop::open().await;
    let quantities = |body: &Value| -> Vec<Value> {
        let products = body["products"].as_array().unwrap();
        products
            .iter()
            .flat_map(|product| product["variants"].as_array().unwrap())
            .map(|variant| variant["inventory_quantity"].clone())
            .collect()
    };
    let body = list(&shop, "fields=%2Bvariants.inventory_quantity").await;
    // 10 - 3; min(9 / 2, 3 - 1); 3 - 1; nothing known of the last one.
    assert_eq!(quantities(&body), [json!(7), json!(2), json!(2), json!(0)]);

    let both = shop.anybody().with_key(&key("a", 2));
    let error = both.get("/store/products?fields=%2Bvariants.inventory_quantity").error(400).await;
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .starts_with("Inventory availability cannot be calculated in the given context.")
    );
    let query = format!("/store/products?fields=%2Bvariants.inventory_quantity&sales_channel_id={}", id("sc", "c", 2));
    let body = both.get(&query).ok().await;
    // Of channel 2 neither the shirts have stock, nor is the lamp counted.
    assert_eq!(quantities(&body), [json!(0), json!(0), Value::Null]);
}

#[tokio::test]
async fn one_product() {
    let shop = Shop::open().await;
    let id = id("prod", "1", 1);
    let body = shop.shopper().get(&format!("/store/products/{id}?fields=title,*images")).ok().await;
    assert_eq!(keys(&body), ["product"]);
    assert_eq!((&body["product"]["title"], &body["product"]["id"]), (&json!("Harbour Mug"), &json!(id)));
    assert_eq!(body["product"]["images"][1]["url"], "https://img.example/1-1.jpg");
    for unknown in ["prod_1", "nonsense", &crate::shop::id_in("b", "prod", "1", 1)] {
        let error = shop.shopper().get(&format!("/store/products/{unknown}")).error(404).await;
        assert_eq!(error["message"], format!("Product with id: {unknown} was not found"));
    }
}

#[tokio::test]
async fn the_number_of_statements_does_not_depend_on_the_number_of_products() {
    let shop = Shop::open().await;
    let region = id("reg", "e", 1);
    let query = format!(
        "region_id={region}&fields=*variants.images,+metadata,+variants.inventory_quantity,*categories,*variants.options.option&limit=500"
    );
    let count = async || {
        let before = shop.platform.app.db.statements();
        let body = list(&shop, &query).await;
        (body["products"].as_array().unwrap().len(), shop.platform.app.db.statements() - before)
    };
    let (few, statements_for_few) = count().await;
    shop.change(
        "insert into products (organization_id, title, handle, status, type_id, collection_id)
           select organization_id, 'More ' || n, 'more-' || n, 'published', type_id, collection_id
           from products, generate_series(1, 300) n where handle = 'mug';
         insert into product_sales_channels (organization_id, product_id, sales_channel_id)
           select p.organization_id, p.id, c.id from products p join sales_channels c using (organization_id)
           where p.handle like 'more-%' and c.name = 'Channel 1';
         insert into product_variants (organization_id, product_id, title, sku)
           select organization_id, id, 'One', handle from products where handle like 'more-%'",
    )
    .await;
    let (many, statements_for_many) = count().await;
    assert_eq!((few, many), (2, 302));
    assert_eq!(statements_for_few, statements_for_many);
    assert!(statements_for_many <= 18, "{statements_for_many} statements");
}
