//! What search engines read.

use serde_json::json;

use crate::shop::{Shop, id, id_in, key};

async fn open() -> Shop {
    let shop = Shop::open().await;
    shop.change(
        "update stores set storefront_url = 'https://a.example/p/{handle}', name = 'Ours & <co>';
         update products set description = '<p>Fish &amp; <b>chips</b></p><script>alert(1)</script>', title = 'Mug ]]> </item><x>' || chr(7),
           metadata = '{\"vendor\": \"Käptn & Söhne\"}' where handle = 'mug';
         update product_variants set weight = 350 where sku = 'MUG-B'",
    )
    .await;
    shop
}

fn feed(key: &str) -> String {
    format!("/feeds/{key}/google-merchant.xml")
}

/// The texts of an element, of all items.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_feed_for_google() {
    let shop = open().await;
    shop.change(
        "insert into price_lists (organization_id, id, title, type, status)
           select id, '00000000-0000-7000-800a-003000000001', 'Sale', 'sale', 'active' from auth.organization where slug = 'ours';
         insert into price_list_prices (organization_id, price_list_id, price_set_id, currency_code, amount)
           select s.organization_id, '00000000-0000-7000-800a-003000000001', s.id, 'usd', 15
           from price_sets s where s.id = '00000000-0000-7000-800a-000000170001'",
    )
    .await;
    let answer = shop.anybody().get(&format!("{}?region_id={}", feed(&key("a", 1)), id("reg", "e", 1))).send().await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/xml; charset=utf-8");
    let xml = &answer.text;
    assert!(xml.starts_with("<?xml") && xml.ends_with("</channel>\n</rss>\n"), "{xml}");
    assert_eq!(xml.matches("<item>").count(), xml.matches("</item>").count());
    assert_eq!(texts(xml, "title"), ["Ours &amp; &lt;co&gt;"]);
    assert!(!xml.contains('\u{7}') && !xml.contains("<script") && !xml.contains("alert"), "{xml}");
    // Two mugs and two shirts; the lamp is of a channel that the key does not show, the rest no shopper sees.
    assert_eq!(texts(xml, "g:id").len(), 4);
    assert_eq!(texts(xml, "g:title")[0], "Mug ]]&gt; &lt;/item&gt;&lt;x&gt; – Blue");
    assert_eq!(texts(xml, "g:description")[0], "Fish &amp; chips");
    assert_eq!(texts(xml, "g:link")[0], "https://a.example/p/mug");
    assert_eq!(texts(xml, "g:image_link")[0], "https://img.example/mug.jpg");
    assert_eq!(texts(xml, "g:price"), ["19.90 USD", "21.00 USD", "60.00 USD", "60.00 USD"]);
    assert_eq!(texts(xml, "g:sale_price"), ["15.00 USD"]);
    assert_eq!(texts(xml, "g:availability")[..2], ["in_stock", "in_stock"]);
    assert_eq!(texts(xml, "g:availability")[3], "out_of_stock");
    assert_eq!(texts(xml, "g:gtin"), ["4006381333931"]);
    assert_eq!(texts(xml, "g:brand")[0], "Käptn &amp; Söhne");
    assert_eq!(texts(xml, "g:shipping_weight"), ["350 g"]);
    assert_eq!(texts(xml, "g:item_group_id")[0], id("prod", "1", 1));
    // In euros only what has a price in euros.
    let euros = shop.anybody().get(&format!("{}?region_id={}", feed(&key("a", 1)), id("reg", "e", 2))).send().await;
    assert_eq!(texts(&euros.text, "g:price").len(), 3);
}

#[tokio::test]
async fn a_feed_of_many_pages() {
    let shop = open().await;
    shop.change(
        "insert into products (organization_id, id, title, handle, status)
           select '00000000-0000-7000-8000-00000000000a', gen_random_uuid(), 'Many ' || n, 'many-' || n, 'published' from generate_series(1, 450) n;
         insert into price_sets (organization_id, id) select organization_id, id from products where handle like 'many-%';
         insert into prices (organization_id, price_set_id, currency_code, amount)
           select organization_id, id, 'usd', 5 from products where handle like 'many-%';
         insert into product_variants (organization_id, product_id, title, price_set_id, manage_inventory)
           select organization_id, id, 'One', id, false from products where handle like 'many-%';
         insert into product_sales_channels (organization_id, product_id, sales_channel_id)
           select organization_id, id, '00000000-0000-7000-800a-0000000c0001' from products where handle like 'many-%'",
    )
    .await;
    let path = format!("{}?region_id={}", feed(&key("a", 1)), id("reg", "e", 1));
    let answer = shop.anybody().get(&path).send().await;
    let mut links = texts(&answer.text, "g:link");
    assert_eq!(links.len(), 454);
    links.sort();
    links.dedup();
    assert_eq!(links.len(), 452, "each product once, and two of two variants");

    let mut found = Vec::new();
    let mut after = String::new();
    loop {
        let page = shop.shopper().get(&format!("/store/sitemap?limit=100{after}")).ok().await;
        found.extend(page["entries"].as_array().unwrap().iter().map(|entry| entry["loc"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(found.len(), 452);
    found.sort();
    assert_eq!(found, links);
}

#[tokio::test]
async fn who_reads_too_often_or_what_is_not_his() {
    let shop = Shop::open().await;
    let of_region = |key: &str| format!("{}?region_id={}", feed(key), id("reg", "e", 1));
    for unknown in ["pk_nothing", "nonsense", &key("a", 4)] {
        assert_eq!(shop.anybody().get(&of_region(unknown)).send().await.status.as_u16(), 404, "{unknown}");
    }
    let none = shop.anybody().get(&of_region(&key("a", 1))).error(404).await;
    assert!(none["message"].as_str().unwrap().contains("storefront_url"));
    shop.shopper().get("/store/sitemap").error(404).await;
    shop.change("update stores set storefront_url = 'https://a.example'").await;
    shop.anybody().get(&of_region(&key("a", 3))).error(400).await;
    shop.anybody().get(&format!("{}?region_id=reg_x", feed(&key("a", 1)))).error(400).await;
    shop.anybody().get(&format!("{}?colour=red", feed(&key("a", 1)))).error(400).await;
    let theirs = format!("{}?region_id={}", feed(&key("b", 1)), id_in("b", "reg", "e", 1));
    let theirs = shop.anybody().get(&theirs).send().await.text;
    assert!(theirs.contains(&id_in("b", "variant", "18", 1)) && !theirs.contains(&id("variant", "18", 1)));
    let mut refused = None;
    for _ in 0..40 {
        let answer = shop.anybody().get(&of_region(&key("a", 1))).send().await;
        if answer.status.as_u16() != 200 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.unwrap();
    assert_eq!(refused.status.as_u16(), 429);
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(
        shop.anybody().get(&of_region(&key("a", 2))).send().await.status.as_u16(),
        200,
        "another key's is its own"
    );
}

#[tokio::test]
async fn structured_data_of_a_product() {
    let shop = open().await;
    let ann = shop.buyer("a", "ann").await;
    ann.client.post(&format!("/store/products/{}/reviews", id("prod", "1", 1)), &json!({"rating": 4})).ok().await;
    shop.change("update reviews set status = 'approved'").await;
    let path = |product: &str| format!("/store/products/{product}/json-ld?region_id={}", id("reg", "e", 1));
    let answer = shop.shopper().get(&path(&id("prod", "1", 1))).send().await;
    assert!(!answer.text.contains(['<', '>', '&']), "{}", answer.text);
    let said = answer.json()["json_ld"].clone();
    assert_eq!([&said["@type"], &said["description"]], [&json!("Product"), &json!("Fish & chips")]);
    assert_eq!(said["url"], "https://a.example/p/mug");
    assert_eq!(
        said["offers"][0],
        json!({
            "@type": "Offer", "name": "Blue", "price": "19.90", "priceCurrency": "USD", "sku": "MUG-B", "gtin": "4006381333931",
            "availability": "https://schema.org/InStock", "itemCondition": "https://schema.org/NewCondition", "url": "https://a.example/p/mug"
        })
    );
    assert_eq!(said["aggregateRating"]["ratingValue"], 4.0);
    for product in [id("prod", "1", 3), id("prod", "1", 4), id_in("b", "prod", "1", 1), "nonsense".to_owned()] {
        shop.shopper().get(&path(&product)).error(404).await;
    }
    shop.shopper().get(&format!("/store/products/{}/json-ld", id("prod", "1", 1))).error(400).await;
}
