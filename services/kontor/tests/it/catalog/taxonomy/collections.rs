//! `/admin/collections`

use serde_json::{Value, json};

use crate::{
    admin::delete,
    shop::{Shop, id, id_in, key},
};

/// The handles of the products that shoppers of both channels find in a collection.
async fn products(shop: &Shop, collection: &str) -> Vec<String> {
    let body = shop
        .anybody()
        .with_key(&key("a", 2))
        .get(&format!("/store/products?collection_id={collection}&fields=handle&order=handle"))
        .ok()
        .await;
    body["products"].as_array().unwrap().iter().map(|product| product["handle"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_collection_and_its_products() {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let path = "/admin/collections";
    let made = editor.post(path, &json!({"title": "Späte Ernte", "metadata": {"a": 1}})).ok().await;
    let made: &Value = &made["collection"];
    assert_eq!((&made["handle"], &made["metadata"]), (&json!("spate-ernte"), &json!({"a": 1})));
    let collection = made["id"].as_str().unwrap();
    let mine = format!("{path}/{collection}");
    assert_eq!(&editor.get(&mine).ok().await["collection"], made);

    let (mug, shirt) = (id("prod", "1", 1), id("prod", "1", 2));
    let harbour = id("pcol", "12", 1);
    editor.post(&format!("{mine}/products"), &json!({"add": [mug, shirt]})).ok().await;
    assert_eq!(products(&shop, collection).await, ["mug", "shirt"]);
    assert!(!products(&shop, &harbour).await.contains(&"mug".to_owned()), "a product is in one collection");
    editor.post(&format!("{mine}/products"), &json!({"remove": [shirt, id("prod", "1", 3)]})).ok().await;
    assert_eq!(products(&shop, collection).await, ["mug"]);
    assert_eq!(products(&shop, &harbour).await, ["lamp"], "what is in another collection stays there");

    for (body, status, part) in [
        (json!({"add": [id("prod", "1", 5)]}), 404, "was not found"),
        (json!({"add": [mug, id_in("b", "prod", "1", 1)]}), 404, "was not found"),
        (json!({"add": ["prod_nothing"]}), 404, "prod_nothing was not found"),
        (json!({"add": "x"}), 400, "add"),
        (json!({"put": []}), 400, "put"),
    ] {
        let error = editor.post(&format!("{mine}/products"), &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    assert_eq!(products(&shop, collection).await, ["mug"]);

    for (body, status, part) in [
        (json!({"title": "Other", "handle": "harbour"}), 422, "Collection with handle: harbour, already exists."),
        (json!({"title": "Other", "handle": "Har bour"}), 400, "such as 'har-bour'"),
        (json!({"title": "茶"}), 400, "Field 'handle' is required"),
        (json!({"handle": "x"}), 400, "title"),
    ] {
        let error = editor.post(path, &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    editor.post(&mine, &json!({"handle": "winter"})).error(422).await;
    let changed = editor.post(&mine, &json!({"title": "Late", "handle": "late"})).ok().await;
    assert_eq!((&changed["collection"]["title"], &changed["collection"]["handle"]), (&json!("Late"), &json!("late")));

    let theirs = format!("{path}/{}", id_in("b", "pcol", "12", 1));
    editor.get(&theirs).error(404).await;
    editor.post(&theirs, &json!({"title": "Mine"})).error(404).await;
    editor.post(&format!("{theirs}/products"), &json!({"add": [mug]})).error(404).await;
    assert_eq!(delete(&editor, &theirs).await.status.as_u16(), 404);

    assert_eq!(delete(&editor, &mine).await.json()["object"], "collection");
    editor.get(&mine).error(404).await;
    let mug = shop.shopper().get(&format!("/store/products/{mug}?fields=collection_id")).ok().await;
    assert_eq!(mug["product"]["collection_id"], json!(null));
}
