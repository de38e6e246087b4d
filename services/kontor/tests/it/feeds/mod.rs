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
    assert_eq!(texts(xml, "g:sale_price_effective_date"), Vec::<String>::new(), "the sale has no end");
    // In euros only what has a price in euros.
    let euros = shop.anybody().get(&format!("{}?region_id={}", feed(&key("a", 1)), id("reg", "e", 2))).send().await;
    assert_eq!(texts(&euros.text, "g:price").len(), 3);
}

const MANY: &str =
        "insert into products (organization_id, id, title, handle, status)
           select '00000000-0000-7000-8000-00000000000a', gen_random_uuid(), 'Many ' || n, 'many-' || n, 'published' from generate_series(1, 450) n;
         insert into price_sets (organization_id, id) select organization_id, id from products where handle like 'many-%';
         insert into prices (organization_id, price_set_id, currency_code, amount)
           select organization_id, id, 'usd', 5 from products where handle like 'many-%';
         insert into product_variants (organization_id, product_id, title, price_set_id, manage_inventory)
           select organization_id, id, 'One', id, false from products where handle like 'many-%';
         insert into product_sales_channels (organization_id, product_id, sales_channel_id)
           select organization_id, id, '00000000-0000-7000-800a-0000000c0001' from products where handle like 'many-%'";

/// One that is too large to be kept is written as it is read, and says the same.
#[tokio::test]
async fn a_feed_that_is_too_large() {
    let settings = [("KONTOR_FEED_KEPT", "1KB")];
    let (shop, keeping) = (Shop::open_with(&settings).await, Shop::open().await);
    let mut texts_of = Vec::new();
    for shop in [&shop, &keeping] {
        shop.change("update stores set storefront_url = 'https://a.example/p/{handle}'").await;
        shop.change(MANY).await;
        let path = format!("{}?region_id={}", feed(&key("a", 1)), id("reg", "e", 1));
        for _ in 0..2 {
            let answer = shop.anybody().get(&path).send().await;
            assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
            assert!(answer.text.ends_with("</channel>\n</rss>\n"));
            let mut links = texts(&answer.text, "g:link");
            links.sort();
            texts_of.push(links);
        }
    }
    assert_eq!(texts_of[0].len(), 454);
    assert!(texts_of.iter().all(|links| *links == texts_of[0]));
}

#[tokio::test]
async fn a_feed_of_many_pages() {
    let shop = open().await;
    shop.change(MANY).await;
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
async fn who_reads_what_is_not_his() {
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
}

/// What was made lately is answered to whoever asks, however often, and what is not has a limit of each address.
#[tokio::test]
async fn nobody_uses_up_the_feed() {
    let settings = [("KONTOR_CACHE", "false"), ("KONTOR_TRUSTED_PROXIES", "127.0.0.1")];
    let shop = Shop::open_with(&settings).await;
    shop.change("update stores set storefront_url = 'https://a.example'").await;
    let speak = "insert into store_locales (organization_id, locale_code)
        select s.organization_id, l.code from stores s, (
          select 'a' || chr(96 + n) || '-' || 'DE' as code from generate_series(1, 26) n
          union all select 'b' || chr(96 + n) || '-' || 'DE' from generate_series(1, 26) n) l where s.organization_id::text like '%a'";
    shop.change(speak).await;
    let path = |more: &str| format!("{}?region_id={}{more}", feed(&key("a", 1)), id("reg", "e", 1));
    let from = |address: &str| shop.anybody().with_header("x-forwarded-for", address);
    let stranger = from("203.0.113.9");
    let first = stranger.get(&path("")).send().await;
    assert_eq!(first.status.as_u16(), 200, "{}", first.text);
    for _ in 0..60 {
        let again = stranger.get(&path("")).send().await;
        assert_eq!((again.status.as_u16(), &again.text), (200, &first.text));
    }
    // Languages that the shop does not speak are none; what would be another feed counts.
    for n in 0..40 {
        assert_eq!(stranger.get(&path(&format!("&locale=x{n}"))).send().await.status.as_u16(), 200);
    }
    // Prices are told without taxes, so the country changes nothing.
    for n in 0..40 {
        let answer = stranger.get(&path(&format!("&country_code=us&province=p{n}"))).send().await;
        assert_eq!((answer.status.as_u16(), &answer.text), (200, &first.text));
    }
    let spoken = |n: u32| {
        format!(
            "{}{}-DE",
            char::from(b'a' + u8::try_from(n / 26).unwrap()),
            char::from(b'a' + u8::try_from(n % 26).unwrap())
        )
    };
    let mut made = 1;
    let refused = loop {
        let answer = stranger.get(&path(&format!("&locale={}", spoken(made)))).send().await;
        if answer.status.as_u16() != 200 {
            break answer;
        }
        made += 1;
    };
    assert_eq!((made, refused.status.as_u16()), (30, 429), "{}", refused.text);
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(stranger.get(&path("")).send().await.status.as_u16(), 200, "what is there is answered nevertheless");
    let google = from("198.51.100.1");
    assert_eq!(google.get(&path(&format!("&locale={}", spoken(50)))).send().await.status.as_u16(), 200);
    let theirs = format!("{}?region_id={}", feed(&key("b", 1)), id_in("b", "reg", "e", 1));
    assert_eq!(stranger.get(&theirs).send().await.status.as_u16(), 200, "another shop's is its own");

    // It is made anew after some minutes.
    shop.change("update products set title = 'New mug' where handle = 'mug'").await;
    assert!(!google.get(&path("")).send().await.text.contains("New mug"));
    shop.test.clock().advance(chrono::TimeDelta::minutes(11));
    assert!(google.get(&path("")).send().await.text.contains("New mug"));
}

/// Of all who ask for the same one makes it, and the others are answered what he made.
#[tokio::test]
async fn one_feed_is_made_at_a_time() {
    let shop = Shop::open_with(&[("KONTOR_CACHE", "false"), ("DATABASE_ACQUIRE_TIMEOUT", "60s")]).await;
    shop.change("update stores set storefront_url = 'https://a.example'").await;
    let path = |region: u32| format!("{}?region_id={}", feed(&key("a", 1)), id("reg", "e", region));
    shop.anybody().get(&path(2)).send().await;
    let before = shop.platform.app.db.statements();
    let mut many = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (client, path) = (shop.anybody(), path(1));
        many.spawn(async move { client.get(&path).send().await });
    }
    let answers = many.join_all().await;
    let all = shop.platform.app.db.statements() - before;
    for answer in &answers {
        assert_eq!((answer.status.as_u16(), &answer.text), (200, &answers[0].text));
    }
    shop.test.clock().advance(chrono::TimeDelta::minutes(11));
    let before = shop.platform.app.db.statements();
    shop.anybody().get(&path(1)).send().await;
    let one = shop.platform.app.db.statements() - before;
    // Each looks up whom the key opens for.
    assert!(one > 3 && 2 * all < 20 * one, "{all} statements of twenty, {one} of one");
}

/// Texts in the language that is asked for; what it does not say, the wider one says, and then the product itself.
#[tokio::test]
async fn in_the_language_that_is_asked_for() {
    let shop = open().await;
    let say = |reference: &str, id: &str, locale: &str, texts: serde_json::Value| {
        format!(
            "insert into translations (organization_id, reference, reference_id, locale_code, translations)
             select id, '{reference}', '00000000-0000-7000-800a-0000{id}', '{locale}', '{texts}' from auth.organization
             where slug = 'ours';"
        )
    };
    shop.change(
        &[
            "insert into store_locales (organization_id, locale_code, rank)
             select id, code, n from auth.organization, unnest(array['de', 'de-AT']) with ordinality l (code, n)
             where slug = 'ours';"
                .to_owned(),
            say(
                "product",
                "00010001",
                "de",
                json!({"title": "Hafenbecher", "description": "<p>Ein &amp; Becher.</p>"}),
            ),
            say("product", "00010001", "de-AT", json!({"title": "Hafenhäferl"})),
            say("product_variant", "00180001", "de", json!({"title": "Blauer"})),
        ]
        .concat(),
    )
    .await;
    for (locale, title) in [("de-AT", "Hafenhäferl"), ("de", "Hafenbecher")] {
        let path = format!("{}?region_id={}&locale={locale}", feed(&key("a", 1)), id("reg", "e", 1));
        let answer = shop.anybody().get(&path).send().await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        assert_eq!(texts(&answer.text, "g:title")[0], format!("{title} – Blauer"));
        assert_eq!(texts(&answer.text, "g:description")[0], "Ein &amp; Becher.");
        assert!(texts(&answer.text, "g:title")[2].starts_with("Deck Shirt"), "{:?}", texts(&answer.text, "g:title"));

        let path = format!("/store/products/{}/json-ld?region_id={}", id("prod", "1", 1), id("reg", "e", 1));
        let by_query = shop.shopper().get(&format!("{path}&locale={locale}")).ok().await;
        let by_header = shop.shopper().with_header("x-medusa-locale", locale).get(&path).ok().await;
        assert_eq!(by_query, by_header);
        let said = &by_query["json_ld"];
        assert_eq!([&said["name"], &said["description"]], [&json!(title), &json!("Ein & Becher.")]);
        assert_eq!(said["offers"][0]["name"], "Blauer");
    }
    let path = format!("{}?region_id={}&locale=fr", feed(&key("a", 1)), id("reg", "e", 1));
    assert!(texts(&shop.anybody().get(&path).send().await.text, "g:title")[0].starts_with("Mug "));
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

/// A sale that ends says when, and only of what it makes cheaper.
#[tokio::test]
async fn a_sale_with_dates() {
    let shop = open().await;
    shop.change(
        "insert into price_lists (organization_id, id, title, type, status, starts_at, ends_at)
           select id, '00000000-0000-7000-800a-003000000002', 'Sale', 'sale', 'active', '2020-01-02 03:04:05Z', '2200-01-01 00:00Z'
           from auth.organization where slug = 'ours';
         insert into price_list_prices (organization_id, price_list_id, price_set_id, currency_code, amount)
           select s.organization_id, '00000000-0000-7000-800a-003000000002', s.id, 'usd', case s.id when '00000000-0000-7000-800a-000000170001' then 15 else 500 end
           from price_sets s where s.id in ('00000000-0000-7000-800a-000000170001', '00000000-0000-7000-800a-000000170002')",
    )
    .await;
    let xml = shop.anybody().get(&format!("{}?region_id={}", feed(&key("a", 1)), id("reg", "e", 1))).send().await.text;
    assert_eq!(texts(&xml, "g:sale_price"), ["15.00 USD"]);
    assert_eq!(texts(&xml, "g:sale_price_effective_date"), ["2020-01-02T03:04+0000/2200-01-01T00:00+0000"]);
    let path = format!("/store/products/{}/json-ld?region_id={}", id("prod", "1", 1), id("reg", "e", 1));
    let said = shop.shopper().get(&path).ok().await;
    assert_eq!(said["json_ld"]["offers"][0]["priceValidUntil"], "2199-12-31");
    assert!(said["json_ld"]["offers"][1].get("priceValidUntil").is_none(), "{said}");
}

/// A key of several channels: what one of them has is in stock, and each by itself tells its own.
#[tokio::test]
async fn the_stock_of_the_channel_that_is_asked_for() {
    let shop = open().await;
    // The small shirt lies at the second place alone, and is sold in both channels; the blue mug in the first alone.
    shop.change(
        "update inventory_levels set stocked_quantity = 0, reserved_quantity = 0
           where location_id = '00000000-0000-7000-800a-000000200001';
         insert into inventory_levels (organization_id, inventory_item_id, location_id, stocked_quantity)
           select '00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000210003', '00000000-0000-7000-800a-000000200002', 4",
    )
    .await;
    let of = async |more: &str| {
        let path = format!("{}?region_id={}{more}", feed(&key("a", 2)), id("reg", "e", 1));
        let xml = shop.anybody().get(&path).send().await.text;
        let all = texts(&xml, "g:id").into_iter().zip(texts(&xml, "g:availability"));
        all.collect::<std::collections::BTreeMap<_, _>>()
    };
    let (mug, shirt) = (id("variant", "18", 1), id("variant", "18", 3));
    let both = of("").await;
    assert_eq!(both[&shirt], "in_stock", "{both:?}");
    // The second place has five blue mugs, and they are not sold there.
    assert_eq!(both[&mug], "out_of_stock", "{both:?}");
    assert!(both.contains_key(&id("variant", "18", 5)));
    let first = of(&format!("&sales_channel_id={}", id("sc", "c", 1))).await;
    assert_eq!([&first[&shirt], &first[&mug]], ["out_of_stock", "out_of_stock"]);
    assert!(!first.contains_key(&id("variant", "18", 5)), "the lamp is not sold there");
    let second = of(&format!("&sales_channel_id={}", id("sc", "c", 2))).await;
    assert_eq!(second[&shirt], "in_stock");
    assert!(!second.contains_key(&mug));
    for wrong in [id("sc", "c", 9), id_in("b", "sc", "c", 1), "nonsense".to_owned()] {
        let path = format!("{}?region_id={}&sales_channel_id={wrong}", feed(&key("a", 2)), id("reg", "e", 1));
        shop.anybody().get(&path).error(400).await;
    }
}
