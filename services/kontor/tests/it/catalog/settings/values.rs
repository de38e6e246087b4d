//! `/admin/product-options/{id}/values`

use serde_json::json;

use crate::{
    admin::{delete, each},
    shop::{Shop, id, id_in},
};

#[tokio::test]
async fn values_of_an_option() {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let path = format!("/admin/product-options/{}/values", id("opt", "15", 1));
    let names = async |query: &str| {
        let body = editor.get(&format!("{path}?order=rank&{query}")).ok().await;
        each(&body, "product_option_values", "value").join(" ")
    };
    assert_eq!(names("").await, "Blue White");
    assert_eq!(names("q=blu").await, "Blue");
    assert_eq!(names("value[$ne]=Blue").await, "White");
    assert_eq!(names(&format!("option_id={}", id("opt", "15", 2))).await, "");
    let made = editor.post(&path, &json!({"value": "Green", "metadata": {"a": 1}})).ok().await;
    assert_eq!(each(&made["product_option"], "values", "value"), ["Blue", "White", "Green"]);
    let green = format!("{path}/{}", made["product_option"]["values"][2]["id"].as_str().unwrap());
    let changed = editor.post(&green, &json!({"value": "Lime", "metadata": {"b": 2}})).ok().await;
    let lime = &changed["product_option_value"];
    assert_eq!((&lime["value"], &lime["metadata"]), (&json!("Lime"), &json!({"a": 1, "b": 2})));
    assert_eq!(editor.get(&green).ok().await["product_option_value"]["value"], "Lime");
    let with = editor.get(&format!("{green}?fields=value,*option")).ok().await;
    assert_eq!(with["product_option_value"]["option"]["title"], "Colour");

    let blue = format!("{path}/{}", id("optval", "16", 1));
    for (status, answer) in [
        (422, editor.post(&green, &json!({"value": "Blue"})).send().await),
        (422, editor.post(&path, &json!({"value": "White"})).send().await),
        (400, editor.post(&path, &json!({"value": ""})).send().await),
        (400, editor.post(&path, &json!({})).send().await),
        (400, editor.post(&green, &json!({"rank": 1})).send().await),
        (400, delete(&editor, &blue).await),
        (404, editor.get(&format!("{path}/{}", id("optval", "16", 3))).send().await),
        (404, editor.post(&format!("{path}/{}", id("optval", "16", 3)), &json!({"value": "x"})).send().await),
        (404, delete(&editor, &format!("{path}/{}", id("optval", "16", 3))).await),
        (404, editor.get(&format!("/admin/product-options/{}/values", id_in("b", "opt", "15", 1))).send().await),
        (
            404,
            editor
                .post(&format!("/admin/product-options/{}/values", id_in("b", "opt", "15", 1)), &json!({"value": "x"}))
                .send()
                .await,
        ),
    ] {
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    }
    assert_eq!(names("").await, "Blue White Lime");
    let gone = delete(&editor, &green).await.json();
    assert_eq!((&gone["object"], &gone["parent"]["title"]), (&json!("product_option_value"), &json!("Colour")));
    assert_eq!(names("").await, "Blue White");
    let marketer = shop.colleague("a", "mara", "marketer").await.client;
    marketer.get(&path).ok().await;
    marketer.post(&path, &json!({"value": "x"})).error(403).await;
}

/// What variants are is asked of products too.
#[tokio::test]
async fn products_by_their_variants() {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    for (query, expected) in [
        ("variants[sku]=MUG-W", "mug"),
        ("variants[manage_inventory]=false", "lamp"),
        ("$or[0][variants][sku]=SECRET&$or[1][handle]=shirt", "secret shirt"),
        ("variants[$or][0][sku]=LAMP&variants[$or][1][ean]=4006381333931", "lamp mug"),
    ] {
        let body = editor.get(&format!("/admin/products?fields=handle&order=handle&{query}")).ok().await;
        assert_eq!(each(&body, "products", "handle").join(" "), expected, "{query}");
    }
    editor.get("/admin/products?variants[colour]=red").error(400).await;
}
