//! Every field there and back.

use serde_json::{Value, json};

use super::{id_of, make, mug, of_fixture, open, path};

#[tokio::test]
async fn every_field_comes_back() {
    let (shop, editor) = open().await;
    shop.change("insert into shipping_profiles (organization_id, id, name, type) select id, '00000000-0000-7000-800a-000000990001', 'Letter', 'default' from auth.organization where slug = 'ours'").await;
    let profile = crate::shop::id("sp", "99", 1);
    let own = json!({
        "title": "Harbour <Mug>", "subtitle": "For long mornings", "handle": "harbour", "status": "published",
        "is_giftcard": false, "discountable": false, "thumbnail": "https://img.example/t.jpg", "weight": "400",
        "length": "120.5", "height": "95", "width": "80", "hs_code": "6912", "origin_country": "de", "mid_code": "MID",
        "material": "Stoneware", "external_id": "erp-1", "metadata": {"care": {"hand": true}, "n": 1.5},
        "description": "<p>Good</p>", "type_id": of_fixture("ptyp"), "collection_id": of_fixture("pcol"),
        "shipping_profile_id": profile,
    });
    let variant = json!({
        "title": "Blue", "sku": "H-B", "ean": "4006381333932", "upc": "012345678905", "barcode": "B-1",
        "hs_code": "6913", "mid_code": "M2", "allow_backorder": true, "manage_inventory": false, "variant_rank": 7,
        "weight": 401.5, "length": 1.0, "height": 2.0, "width": 3.0, "origin_country": "dk", "material": "Clay",
        "metadata": {"shelf": "A7"},
    });
    let mut body = own.clone();
    for (field, number) in [("weight", 400.0), ("length", 120.5), ("height", 95.0), ("width", 80.0)] {
        body[field] = json!(number);
    }
    body["origin_country"] = json!("DE");
    body["images"] = json!([{"url": "https://img.example/1.jpg"}, {"url": "/media/2.jpg"}]);
    body["tags"] = json!([{"id": of_fixture("ptag")}]);
    body["categories"] = json!([{"id": of_fixture("pcat")}]);
    body["sales_channels"] = json!([{"id": of_fixture("sc")}]);
    body["options"] = json!([{"title": "Colour", "values": ["White", "Blue"], "metadata": {"as": "squares"}}]);
    let mut of = variant.clone();
    of["options"] = json!({"Colour": "Blue"});
    of["prices"] = json!([
        {"currency_code": "EUR", "amount": 18.9}, {"currency_code": "usd", "amount": "21.0050"},
        {"currency_code": "eur", "amount": 15, "min_quantity": 10, "max_quantity": 99},
        {"currency_code": "eur", "amount": 17.25, "rules": {"region_id": of_fixture("reg")}},
    ]);
    body["variants"] = json!([of]);
    body["additional_data"] = json!({"hook": 1});

    let made = make(&editor, &body).await;
    let read = editor
        .get(&format!("{}?fields=*categories,*shipping_profile,*variants.options.option", path(&made)))
        .ok()
        .await;
    let all = editor.get(&path(&made)).ok().await;
    assert_eq!(all["product"], made, "what is answered is what is read");
    for (field, value) in own.as_object().unwrap() {
        assert_eq!(&made[field], value, "{field}");
    }
    assert_eq!(made["type"]["value"], "Kitchen");
    assert_eq!(made["collection"]["handle"], "harbour");
    assert_eq!(made["tags"][0]["value"], "new");
    assert_eq!(made["sales_channels"][0]["name"], "Channel 1");
    assert_eq!(read["product"]["categories"][0]["name"], "Home");
    assert_eq!(read["product"]["shipping_profile"]["name"], "Letter");
    assert_eq!(read["product"]["variants"][0]["options"][0]["option"]["title"], "Colour");
    let urls: Vec<&Value> = made["images"].as_array().unwrap().iter().map(|image| &image["url"]).collect();
    assert_eq!(urls, [&json!("https://img.example/1.jpg"), &json!("/media/2.jpg")]);
    let option = &made["options"][0];
    assert_eq!((&option["title"], &option["metadata"]), (&json!("Colour"), &json!({"as": "squares"})));
    let values: Vec<&Value> = option["values"].as_array().unwrap().iter().map(|value| &value["value"]).collect();
    assert_eq!(values, [&json!("White"), &json!("Blue")]);

    let shown = &made["variants"][0];
    for (field, value) in variant.as_object().unwrap() {
        assert_eq!(&shown[field], value, "{field}");
    }
    assert_eq!(shown["options"][0]["value"], "Blue");
    let mut prices: Vec<String> = shown["prices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|price| {
            assert_eq!(price["variant_id"], shown["id"]);
            format!(
                "{} {} {} {} {}",
                price["currency_code"], price["amount"], price["min_quantity"], price["max_quantity"], price["rules"]
            )
        })
        .collect();
    prices.sort();
    let region = of_fixture("reg");
    assert_eq!(
        prices,
        [
            "\"eur\" 15 10 99 {}".to_owned(),
            format!("\"eur\" 17.25 null null {{\"region_id\":\"{region}\"}}"),
            "\"eur\" 18.9 null null {}".to_owned(),
            "\"usd\" 21.005 null null {}".to_owned(),
        ]
    );
    // Shoppers buy it at once, at the price that was said.
    let bought = shop
        .shopper()
        .get(&format!("/store/products/{}?region_id={}", id_of(&made), crate::shop::id("reg", "e", 2)))
        .ok()
        .await;
    assert_eq!(bought["product"]["variants"][0]["calculated_price"]["calculated_amount"], 18.9);
}

#[tokio::test]
async fn a_title_is_enough() {
    let (shop, editor) = open().await;
    let made = make(&editor, &json!({"title": "Größe & Straße"})).await;
    assert_eq!((&made["handle"], &made["status"]), (&json!("grosse-strasse"), &json!("draft")));
    assert_eq!((&made["variants"], &made["options"], &made["images"]), (&json!([]), &json!([]), &json!([])));
    assert_eq!(made["discountable"], true);
    let odd = make(&editor, &json!({"title": "茶"})).await;
    assert_eq!(odd["handle"], json!(id_of(&odd).replace('_', "-")));
    let pictured = make(&editor, &json!({"title": "P", "images": [{"url": "https://img.example/1.jpg"}]})).await;
    assert_eq!(pictured["thumbnail"], "https://img.example/1.jpg");
    // A draft is nobody's to see.
    shop.shopper().get(&format!("/store/products/{}", id_of(&made))).error(404).await;
}

#[tokio::test]
async fn what_runs_is_taken_out_of_texts() {
    let (shop, editor) = open().await;
    let evil = "<p onclick=\"x()\">Fine</p><script>alert(1)</script><img src=x onerror=alert(1)>\
                <a href=\"javascript:alert(1)\">a</a><svg onload=alert(1)></svg><img src=\"data:image/svg+xml;base64,PHN2Zz4=\">";
    let mut body = mug("evil");
    body["description"] = json!(evil);
    body["status"] = json!("published");
    body["sales_channels"] = json!([{"id": of_fixture("sc")}]);
    body["title"] = json!("<b>Bold</b>");
    let made = make(&editor, &body).await;
    let clean = "<p>Fine</p><img src=\"x\"><a rel=\"noopener noreferrer\">a</a><img>";
    assert_eq!((&made["description"], &made["title"]), (&json!(clean), &json!("<b>Bold</b>")));
    let changed = editor.post(&path(&made), &json!({"description": evil})).ok().await;
    assert_eq!(changed["product"]["description"], clean);
    // What somebody wrote with psql is clean where it is shown.
    let id = id_of(&made);
    shop.change(&format!("update products set description = '{}' where handle = 'evil'", evil.replace('\'', "''")))
        .await;
    let shown = shop.shopper().get(&format!("/store/products/{id}")).ok().await;
    assert_eq!(shown["product"]["description"], clean);
    assert_eq!(editor.get(&path(&made)).ok().await["product"]["description"], clean);
    for url in ["javascript:alert(1)", "data:text/html,x", "https://a b", "x.jpg"] {
        for body in [json!({"thumbnail": url}), json!({"images": [{"url": url}]})] {
            let error = editor.post(&path(&made), &body).error(400).await;
            assert!(error["message"].as_str().unwrap().contains("is no address"), "{error}");
        }
    }
}

#[tokio::test]
async fn what_happened_is_told() {
    let (shop, editor) = open().await;
    let made = make(&editor, &mug("told")).await;
    let count = async |name: &str| shop.count(&format!("events e where e.name = '{name}'")).await;
    assert_eq!((count("product.created").await, count("product_variant.created").await), (1, 2));
    editor.post(&path(&made), &json!({"title": "Other"})).ok().await;
    editor.post(&path(&made), &json!({"title": "Other"})).ok().await;
    assert_eq!(count("product.updated").await, 1, "what changes nothing is not told");
    crate::admin::delete(&editor, &path(&made)).await;
    assert_eq!((count("product.deleted").await, count("product_variant.deleted").await), (1, 2));
}
