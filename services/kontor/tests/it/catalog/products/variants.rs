//! Variants of a product, and of all of them.

use serde_json::{Value, json};

use super::{id_of, make, mug, open, path, rows};
use crate::admin::{delete, each};

#[tokio::test]
async fn variants_below_a_product() {
    let (shop, editor) = open().await;
    let mut body = mug("variants");
    body["options"][0]["values"] = json!(["Blue", "White", "Red", "Green"]);
    let made = make(&editor, &body).await;
    let below = format!("{}/variants", path(&made));
    let list = editor.get(&format!("{below}?order=variant_rank")).ok().await;
    assert_eq!((each(&list, "variants", "title"), &list["count"]), (vec!["Blue", "White"], &json!(2)));
    assert_eq!(editor.get(&format!("{below}?sku=variants-W")).ok().await["count"], 1);
    assert_eq!(editor.get(&format!("{below}?q=white")).ok().await["count"], 1);

    let red = json!({"title": "Red", "options": {"Colour": "Red"}, "prices": [{"currency_code": "usd", "amount": 7}]});
    let changed = editor.post(&below, &red).ok().await;
    assert_eq!(changed["product"]["variants"][2]["title"], "Red");
    let one = format!("{below}/{}", id_of(&changed["product"]["variants"][2]));
    assert_eq!(editor.get(&one).ok().await["variant"]["prices"][0]["amount"], 7);
    let changed = editor.post(&one, &json!({"title": "Crimson", "sku": "RED", "weight": 12.5})).ok().await;
    assert_eq!(changed["product"]["variants"][2]["sku"], "RED");
    let before = rows(&shop).await;
    for (body, status, part) in [
        (json!({"options": {"Colour": "Blue"}}), 400, "already exists"),
        (json!({"sku": "variants-B"}), 422, "Product variant with sku: variants-B, already exists."),
        (json!({"id": made["variants"][0]["id"]}), 400, "another variant"),
        (json!({"prices": [{"currency_code": "xyz", "amount": 1}]}), 400, "'prices, 0, currency_code'"),
        (json!({"colour": 1}), 400, "colour"),
        (json!({"title": ""}), 400, "'title'"),
    ] {
        let error = editor.post(&one, &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    editor.post(&below, &json!({"title": "No colour"})).error(400).await;
    assert_eq!(rows(&shop).await, before);
    let gone = delete(&editor, &one).await.json();
    assert_eq!((&gone["object"], &gone["parent"]["id"]), (&json!("variant"), &made["id"]));
    editor.get(&one).error(404).await;
    assert_eq!(delete(&editor, &one).await.status.as_u16(), 404);
    let other = make(&editor, &mug("other")).await;
    let stray = format!("{below}/{}", id_of(&other["variants"][0]));
    editor.get(&stray).error(404).await;
    editor.post(&stray, &json!({"title": "x"})).error(404).await;
    assert_eq!(delete(&editor, &stray).await.status.as_u16(), 404);

    let batch = json!({
        "create": [{"title": "Green", "options": {"Colour": "Green"}, "prices": []}],
        "update": [{"id": made["variants"][0]["id"], "title": "Sky"}], "delete": [made["variants"][1]["id"]],
    });
    let answer = editor.post(&format!("{below}/batch"), &batch).ok().await;
    assert_eq!((&answer["created"][0]["title"], &answer["updated"][0]["title"]), (&json!("Green"), &json!("Sky")));
    assert_eq!(answer["deleted"], json!({"ids": [made["variants"][1]["id"]], "object": "variant", "deleted": true}));
    let before = rows(&shop).await;
    for (body, status) in [
        (
            json!({"create": [{"title": "Red", "options": {"Colour": "Red"}, "prices": []}], "delete": ["variant_x"]}),
            404,
        ),
        (json!({"update": [{"title": "x"}]}), 400),
        (json!({"update": [{"id": made["variants"][0]["id"]}], "delete": [made["variants"][0]["id"]]}), 400),
        (json!({"create": [{"title": "Sky", "options": {"Colour": "Blue"}, "prices": []}]}), 400),
    ] {
        editor.post(&format!("{below}/batch"), &body).error(status).await;
        assert_eq!(rows(&shop).await, before);
    }
}

#[tokio::test]
async fn variants_of_all_products() {
    let (_shop, editor) = open().await;
    let all = editor.get("/admin/product-variants?limit=2&order=sku&fields=sku,*product").ok().await;
    assert_eq!((each(&all, "variants", "sku"), &all["count"]), (vec!["LAMP", "MUG-B"], &json!(6)));
    assert_eq!(all["variants"][1]["product"]["handle"], "mug");
    // What is counted by its tallies and what is counted by its rows are the same.
    let counted = editor.get("/admin/product-variants?created_at[$gt]=2000-01-01T00:00:00Z&limit=0").ok().await;
    assert_eq!(counted["count"], all["count"]);
    for (query, found) in [
        ("q=mug", 2),
        ("q=mug%20white", 1),
        ("sku=SHIRT-S", 1),
        ("ean=4006381333931", 1),
        ("manage_inventory=false", 1),
        ("allow_backorder=true", 0),
        ("id=variant_x", 0),
        ("$or[0][sku]=LAMP&$or[1][sku]=SECRET", 2),
        ("with_deleted=true", 6),
    ] {
        assert_eq!(editor.get(&format!("/admin/product-variants?{query}")).ok().await["count"], found, "{query}");
    }
    editor.get("/admin/product-variants?colour=1").error(400).await;
    editor.get("/admin/product-variants?order=colour").error(400).await;
    let made = make(&editor, &mug("counted")).await;
    assert_eq!(editor.get("/admin/product-variants?limit=0").ok().await["count"], 8);
    delete(&editor, &path(&made)).await;
    assert_eq!(editor.get("/admin/product-variants?limit=0").ok().await["count"], 6);
}

#[tokio::test]
async fn products_are_filtered_and_paged() {
    let (_shop, editor) = open().await;
    let all = editor.get("/admin/products?order=title&fields=title").ok().await;
    assert_eq!(
        (each(&all, "products", "title"), &all["limit"]),
        (vec!["Deck Shirt", "Harbour Mug", "Lamp", "Secret"], &json!(50))
    );
    for (query, found) in [
        ("q=stoneware", 1),
        ("q=MUG-B", 1),
        ("q=nothing", 0),
        ("status=draft", 1),
        ("status[]=draft&status[]=published", 4),
        ("handle=mug", 1),
        ("title[$ilike]=%25shirt", 1),
        ("is_giftcard=true", 0),
        ("with_deleted=true", 5),
    ] {
        assert_eq!(editor.get(&format!("/admin/products?{query}")).ok().await["count"], found, "{query}");
    }
    for (field, prefix, kind, n, found) in [
        ("type_id", "ptyp", "10", 2, 1),
        ("collection_id", "pcol", "12", 1, 4),
        ("category_id", "pcat", "13", 1, 2),
        ("tag_id", "ptag", "11", 1, 3),
        ("sales_channel_id", "sc", "c", 2, 2),
        ("option_id", "opt", "15", 1, 1),
        ("option_value_id", "optval", "16", 3, 1),
    ] {
        let query = format!("/admin/products?{field}[]={}", crate::shop::id(prefix, kind, n));
        assert_eq!(editor.get(&query).ok().await["count"], found, "{field}");
    }
    let page = editor.get("/admin/products?limit=1&offset=1&order=-title&fields=id,handle").ok().await;
    assert_eq!(page["products"][0]["handle"], "lamp");
    assert_eq!(page["products"][0].as_object().unwrap().keys().collect::<Vec<_>>(), ["handle", "id"]);
    let default = editor.get("/admin/products?limit=1&handle=mug").ok().await["products"][0].clone();
    let prices: Vec<&Value> =
        default["variants"][0]["prices"].as_array().unwrap().iter().map(|price| &price["amount"]).collect();
    assert_eq!(prices.len(), 3);
    editor.get("/admin/products?colour=1").error(400).await;
}

#[tokio::test]
async fn pictures_of_variants() {
    let (shop, editor) = open().await;
    let mut body = mug("pictured");
    body["images"] = json!([{"url": "https://img.example/1.jpg"}, {"url": "https://img.example/2.jpg"}]);
    let made = make(&editor, &body).await;
    let (variant, image) = (id_of(&made["variants"][0]), id_of(&made["images"][1]));
    let of_variant = format!("{}/variants/{variant}/images/batch", path(&made));
    let of_image = format!("{}/images/{image}/variants/batch", path(&made));
    let shown = async || {
        let variant = editor.get(&format!("{}/variants/{variant}?fields=id,*images", path(&made))).ok().await;
        each(&variant["variant"], "images", "id").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let answer = editor.post(&of_variant, &json!({"add": [image]})).ok().await;
    assert_eq!(answer, json!({"added": [image], "removed": []}));
    assert_eq!(shown().await, std::slice::from_ref(&image));
    editor.post(&of_image, &json!({"remove": [variant]})).ok().await;
    assert!(shown().await.is_empty());
    let before = rows(&shop).await;
    let other = crate::shop::id("img", "14", 10);
    for (path, body) in [(&of_variant, json!({"add": [image, other]})), (&of_image, json!({"add": ["variant_x"]}))] {
        editor.post(path, &body).error(404).await;
    }
    editor.post(&of_variant, &json!({"colour": 1})).error(400).await;
    assert_eq!(rows(&shop).await, before);
    assert!(shown().await.is_empty());
}
