//! `/store/product-variants`, `/store/product-options`, `/store/locales`

use serde_json::{Value, json};

use crate::shop::{Shop, id, id_in, key};

const ROUTES: [(&str, &str, &str); 2] =
    [("product-variants", "variants", "variant"), ("product-options", "product_options", "product_option")];

fn path(number: u32) -> String {
    format!("/store/product-variants/{}", id("variant", "18", number))
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// Medusa's defaults and nothing else, in its order.
#[tokio::test]
async fn what_is_answered_when_nobody_says() {
    let shop = Shop::open().await;
    let one = shop.shopper().get(&path(1)).ok().await;
    let mut expected: Vec<&str> = "id title sku barcode ean upc allow_backorder manage_inventory variant_rank product_id thumbnail \
        hs_code origin_country mid_code material weight length height width created_at updated_at metadata options images product"
        .split_whitespace()
        .collect();
    expected.sort_unstable();
    assert_eq!(keys(&one["variant"]), expected);
    assert_eq!(one["variant"]["product"], json!({"id": id("prod", "1", 1), "type_id": id("ptyp", "10", 1)}));
    assert_eq!(one["variant"]["options"][0]["value"], "Blue");
    let option = shop.shopper().get(&format!("/store/product-options/{}", id("opt", "15", 1))).ok().await;
    let option = &option["product_option"];
    assert_eq!(keys(option), ["created_at", "id", "is_exclusive", "metadata", "title", "updated_at", "values"]);
    assert_eq!(option["values"].as_array().unwrap().len(), 2);
    let few = shop.shopper().get("/store/product-options?is_exclusive=true&fields=title,values.value").ok().await;
    assert_eq!(keys(&few["product_options"][0]), ["id", "title", "values"]);
    assert_eq!(few["product_options"][0]["values"][0], json!({"value": "Blue"}));
    for (query, expected) in [
        ("fields=sku,secret,price_set_id", json!({"sku": "MUG-B", "id": id("variant", "18", 1)})),
        ("fields=id,options.value,prices", json!({"id": id("variant", "18", 1), "options": [{"value": "Blue"}]})),
    ] {
        let body = shop.shopper().get(&format!("{}?{query}", path(1))).ok().await;
        assert_eq!(body["variant"], expected, "{query}");
    }
}

#[tokio::test]
async fn prices_and_stock_in_a_context() {
    let shop = Shop::open().await;
    let region = id("reg", "e", 1);
    let one = shop.shopper().get(&format!("{}?region_id={region}&fields=%2Binventory_quantity", path(1))).ok().await;
    let variant = &one["variant"];
    assert_eq!(variant["calculated_price"]["calculated_amount"], 19.9);
    assert_eq!(variant["inventory_quantity"], 7);
    assert_eq!(variant["sku"], "MUG-B", "the defaults stay");
    let same = format!("/store/products/{}?region_id={region}&fields=*variants.calculated_price", id("prod", "1", 1));
    let product = shop.shopper().get(&same).ok().await;
    assert_eq!(product["product"]["variants"][0]["calculated_price"], variant["calculated_price"]);
    let none = shop.shopper().get(&path(1)).ok().await;
    assert!(none["variant"].get("calculated_price").is_none() && none["variant"].get("inventory_quantity").is_none());
    let taxed = format!("{}?region_id={}&country_code=de&fields=calculated_price", path(1), id("reg", "e", 2));
    let taxed = shop.shopper().get(&taxed).ok().await;
    assert_eq!(taxed["variant"]["calculated_price"]["calculated_amount_with_tax"], 18);
    let list = format!("/store/product-variants?region_id={region}&fields=sku,calculated_price,inventory_quantity");
    let list = shop.shopper().get(&list).ok().await;
    let quantities: Vec<&Value> =
        list["variants"].as_array().unwrap().iter().map(|variant| &variant["inventory_quantity"]).collect();
    assert_eq!(quantities, [&json!(7), &json!(2), &json!(2), &json!(0)]);

    let both = shop.anybody().with_key(&key("a", 2));
    for (client, query, part) in [
        (shop.shopper(), "fields=calculated_price".to_owned(), "Missing required pricing context"),
        (
            shop.shopper(),
            format!("region_id={}", id_in("b", "reg", "e", 1)),
            "not found when populating the pricing context",
        ),
        (both.clone(), "fields=inventory_quantity".to_owned(), "Inventory availability cannot be calculated"),
        (shop.shopper(), format!("sales_channel_id={}", id("sc", "c", 2)), "not part of the publishable key"),
        (shop.anybody().with_key(&key("a", 3)), String::new(), "needs to have a sales channel configured"),
        (shop.shopper(), "sku=MUG-B".to_owned(), "Unrecognized fields: 'sku'"),
    ] {
        let error = client.get(&format!("{}?{query}", path(1))).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    let channel = format!("{}?fields=inventory_quantity&sales_channel_id={}", path(5), id("sc", "c", 2));
    assert_eq!(both.get(&channel).ok().await["variant"]["inventory_quantity"], json!(null), "nobody counts lamps");
}

#[tokio::test]
async fn shoppers_see_what_their_key_shows() {
    let shop = Shop::open().await;
    // The lamp is sold in channel 2 only, the secret is a draft, and there is another shop.
    for hidden in
        [id("variant", "18", 5), id("variant", "18", 6), id_in("b", "variant", "18", 1), "nonsense".to_owned()]
    {
        let error = shop.shopper().get(&format!("/store/product-variants/{hidden}")).error(404).await;
        assert_eq!(error["message"], format!("Product variant with id: {hidden} was not found"));
    }
    shop.anybody().with_key(&key("a", 2)).get(&path(5)).ok().await;
    for hidden in [id("opt", "15", 3), id_in("b", "opt", "15", 1), "opt_x".to_owned()] {
        let error = shop.shopper().get(&format!("/store/product-options/{hidden}")).error(404).await;
        assert_eq!(error["message"], format!("Product option with id: {hidden} was not found"));
    }
    for (path, plural, _) in ROUTES {
        let ours = shop.anybody().with_key(&key("a", 2)).get(&format!("/store/{path}?fields=id")).ok().await;
        let theirs = shop.anybody().with_key(&key("b", 2)).get(&format!("/store/{path}?fields=id")).ok().await;
        assert_eq!(ours["count"], theirs["count"], "{path}: the shops are alike");
        let ours = ours[plural].as_array().unwrap();
        assert!(theirs[plural].as_array().unwrap().iter().all(|row| !ours.contains(row)), "{path}");
    }
}

/// A page costs as many statements for many variants as for one.
#[tokio::test]
async fn statements_do_not_grow_with_the_page() {
    let shop = Shop::open().await;
    shop.change(&format!(
        "insert into store_locales (organization_id, locale_code) select id, 'de' from auth.organization where slug = 'ours';
         insert into price_sets (organization_id, id)
           select organization_id, ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid
           from products, generate_series(1, 300) n where id = '{mug}';
         insert into product_variants (organization_id, product_id, title, price_set_id)
           select organization_id, id, 'V' || n, ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid
           from products, generate_series(1, 300) n where id = '{mug}';
         insert into price_lists (organization_id, title, status) select id, 'Sale', 'active' from auth.organization",
        mug = "00000000-0000-7000-800a-000000010001"
    ))
    .await;
    let region = id("reg", "e", 1);
    let german = shop.shopper().with_header("x-medusa-locale", "de");
    let count = async |path: &str| shop.statements_of(&german, path).await;
    let query = format!("region_id={region}&fields=%2Binventory_quantity&limit=");
    let list = |limit: u32| format!("/store/product-variants?{query}{limit}");
    let (one, many) = (count(&list(1)).await, count(&list(300)).await);
    assert_eq!(one, many);
    assert!(many <= 20, "{many}");
    let products = |limit: u32| {
        format!(
            "/store/products?region_id={region}&fields=*variants.images,*categories,%2Bvariants.inventory_quantity&limit={limit}"
        )
    };
    let (one, two) = (count(&products(1)).await, count(&products(2)).await);
    assert_eq!(one, two);
    assert!(two <= 20, "{two}");
}
