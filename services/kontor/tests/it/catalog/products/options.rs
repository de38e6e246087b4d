//! Options of a product, and those that several products have.

use serde_json::{Value, json};

use super::{id_of, make, mug, open, path};
use crate::admin::{delete, each};

fn values(option: &Value) -> Vec<&str> {
    option["values"].as_array().unwrap().iter().map(|value| value["value"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn options_below_a_product() {
    let (_shop, editor) = open().await;
    let made = make(&editor, &mug("options")).await;
    let below = format!("{}/options", path(&made));
    let list = editor.get(&below).ok().await;
    assert_eq!((each(&list, "product_options", "title"), &list["count"]), (vec!["Colour"], &json!(1)));
    let colour = format!("{below}/{}", id_of(&made["options"][0]));
    assert_eq!(values(&editor.get(&colour).ok().await["product_option"]), ["Blue", "White"]);

    let changed = editor.post(&colour, &json!({"title": "Color", "values": ["Green", "White", "Blue"]})).ok().await;
    let option = &changed["product"]["options"][0];
    assert_eq!((&option["title"], values(option)), (&json!("Color"), vec!["Green", "White", "Blue"]));
    assert_eq!(changed["product"]["variants"][0]["options"][0]["value"], "Blue", "the variant keeps its value");
    let used = editor.post(&colour, &json!({"values": ["Green", "White"]})).error(400).await;
    assert!(used["message"].as_str().unwrap().contains("would lose 'Blue', which variant 'Blue' has"), "{used}");
    assert_eq!(delete(&editor, &colour).await.status.as_u16(), 400);

    let added = editor.post(&below, &json!({"title": "Size", "values": ["S"]})).ok().await;
    assert_eq!(added["product"]["options"][1]["title"], "Size");
    editor.post(&below, &json!({"title": "Size", "values": []})).error(422).await;
    editor.post(&below, &json!({"values": ["x"]})).error(400).await;
    let size = format!("{below}/{}", id_of(&added["product"]["options"][1]));
    assert_eq!(delete(&editor, &size).await.json()["object"], "product_option");
    editor.get(&size).error(404).await;
    assert_eq!(delete(&editor, &size).await.status.as_u16(), 404);

    let batch = json!({
        "add": [{"title": "Form", "values": ["Round"]}],
        "update": [{"product_option_id": made["options"][0]["id"], "add": [{"value": "Red"}]}],
    });
    let changed = editor.post(&format!("{below}/batch"), &batch).ok().await;
    assert_eq!(values(&changed["product"]["options"][0]), ["Green", "White", "Blue", "Red"]);
    assert_eq!(changed["product"]["options"][1]["title"], "Form");
    let wrong = json!({"add": [{"title": "X"}], "update": [{"product_option_id": made["options"][0]["id"], "remove": ["optval_x"]}]});
    editor.post(&format!("{below}/batch"), &wrong).error(404).await;
    assert_eq!(editor.get(&below).ok().await["count"], 2);
}

#[tokio::test]
async fn an_option_of_several_products() {
    let (_shop, editor) = open().await;
    let made =
        editor.post("/admin/product-options", &json!({"title": "Material", "values": ["Wood", "Tin"]})).ok().await;
    let option = made["product_option"].clone();
    assert_eq!((&option["is_exclusive"], values(&option)), (&json!(false), vec!["Wood", "Tin"]));
    let body = |handle: &str| {
        json!({"title": handle, "handle": handle, "options": [{"id": option["id"]}],
               "variants": [{"title": "W", "options": {"Material": "Wood"}, "prices": []}]})
    };
    let (first, second) = (make(&editor, &body("one")).await, make(&editor, &body("two")).await);
    assert_eq!(first["options"][0]["id"], second["options"][0]["id"]);
    assert_eq!(values(&second["options"][0]), ["Wood", "Tin"]);
    let lone = make(&editor, &json!({"title": "three", "handle": "three"})).await;
    let batch = format!("{}/options/batch", path(&lone));
    let linked = editor.post(&batch, &json!({"add": [option["id"]]})).ok().await;
    assert_eq!(linked["product"]["options"][0]["id"], option["id"], "an id alone says which");
    let wrong = editor.post(&batch, &json!({"add": ["opt_x"]})).error(400).await;
    assert!(wrong["message"].as_str().unwrap().contains("add, 0"), "{wrong}");
    editor.post(&batch, &json!({"add": [1]})).error(400).await;
    editor.post(&batch, &json!({"add": "x"})).error(400).await;
    delete(&editor, &path(&lone)).await;
    let one = format!("/admin/product-options/{}", id_of(&option));
    assert_eq!(values(&editor.get(&one).ok().await["product_option"]), ["Wood", "Tin"]);
    let below = format!("{}/options/{}", path(&first), id_of(&option));
    assert_eq!(values(&editor.get(&below).ok().await["product_option"]), ["Wood", "Tin"]);

    let refused = editor.post(&below, &json!({"values": ["Wood"]})).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("belongs to several products"), "{refused}");
    let used = editor.post(&one, &json!({"values": ["Tin"]})).error(400).await;
    assert!(used["message"].as_str().unwrap().contains("would lose 'Wood'"), "{used}");
    let changed =
        editor.post(&one, &json!({"title": "Stuff", "values": ["Wood", "Steel"], "ranks": {"Wood": 5}})).ok().await;
    assert_eq!(values(&changed["product_option"]), ["Steel", "Wood"]);
    assert_eq!(delete(&editor, &one).await.status.as_u16(), 400);
    // One product goes, and the other keeps it.
    assert_eq!(delete(&editor, &path(&first)).await.status.as_u16(), 200);
    assert_eq!(editor.get(&path(&second)).ok().await["product"]["options"][0]["title"], "Stuff");
    assert_eq!(delete(&editor, &path(&second)).await.status.as_u16(), 200);
    assert_eq!(delete(&editor, &one).await.json()["deleted"], true);
    editor.get(&one).error(404).await;
    let list = editor.get("/admin/product-options?is_exclusive=true&order=title&limit=2").ok().await;
    assert_eq!(each(&list, "product_options", "title"), ["Colour", "Format"]);
    editor.post("/admin/product-options", &json!({"title": ""})).error(400).await;
    editor.post("/admin/product-options", &json!({})).error(400).await;
}

/// An option of several products cannot be made one product's own, or that one would take it from the others.
#[tokio::test]
async fn what_is_shared_stays_shared() {
    let (_shop, editor) = open().await;
    let made = editor.post("/admin/product-options", &json!({"title": "Cut", "values": ["Slim"]})).ok().await;
    let option = id_of(&made["product_option"]);
    let body = |handle: &str| json!({"title": handle, "handle": handle, "options": [{"id": option}]});
    let first = make(&editor, &body("one")).await;
    let at = format!("/admin/product-options/{option}");
    let second = make(&editor, &body("two")).await;
    let refused = editor.post(&at, &json!({"is_exclusive": true})).error(400).await;
    assert!(refused["message"].as_str().unwrap().contains("belongs to several products"), "{refused}");
    let change = json!({"options": [{"id": option, "metadata": {"as": "squares"}}]});
    editor.post(&path(&first), &change).error(400).await;
    let own = json!({"options": [{"title": "Own", "values": ["x"], "value_ids": ["optval_x"]}]});
    editor.post(&path(&first), &own).error(400).await;
    delete(&editor, &path(&second)).await;
    editor.post(&at, &json!({"is_exclusive": true})).ok().await;
}

/// A product may have some values of an option that several share; others keep all of them.
#[tokio::test]
async fn some_values_of_a_shared_option() {
    let (shop, editor) = open().await;
    let made =
        editor.post("/admin/product-options", &json!({"title": "Cut", "values": ["Slim", "Wide", "Short"]})).ok().await;
    let option = made["product_option"].clone();
    let id = |value: &str| {
        let found = option["values"].as_array().unwrap().iter().find(|known| known["value"] == value).unwrap();
        id_of(found)
    };
    let channel = crate::shop::id("sc", "c", 1);
    let body = |handle: &str, ids: Value| {
        json!({"title": handle, "handle": handle, "status": "published", "sales_channels": [{"id": channel}],
               "options": [{"id": option["id"], "value_ids": ids}],
               "variants": [{"title": "S", "options": {"Cut": "Slim"}, "prices": []}]})
    };
    let some = make(&editor, &body("some", json!([id("Slim"), id("Wide")]))).await;
    let all = make(&editor, &body("all", Value::Null)).await;
    assert_eq!(values(&some["options"][0]), ["Slim", "Wide"]);
    assert_eq!(values(&all["options"][0]), ["Slim", "Wide", "Short"]);
    let at = format!("{}/options", path(&some));
    assert_eq!(values(&editor.get(&at).ok().await["product_options"][0]), ["Slim", "Wide"]);
    let own = format!("{at}/{}", id_of(&option));
    assert_eq!(values(&editor.get(&own).ok().await["product_option"]), ["Slim", "Wide"]);

    // What shoppers see.
    let seen = shop.shopper().get("/store/products?handle=some&fields=*options,*options.values").ok().await;
    assert_eq!(values(&seen["products"][0]["options"][0]), ["Slim", "Wide"]);

    // A variant has a value that its product has.
    let variants = format!("{}/variants", path(&some));
    let short = json!({"title": "Short", "options": {"Cut": "Short"}, "prices": []});
    editor.post(&variants, &short).error(400).await;
    let batch = format!("{at}/batch");
    let update = |add: Value, remove: Value| json!({"update": [{"product_option_id": option["id"], "add": add, "remove": remove}]});
    let changed = editor.post(&batch, &update(json!([id("Short")]), json!([id("Wide")]))).ok().await;
    assert_eq!(values(&changed["product"]["options"][0]), ["Slim", "Short"]);
    editor.post(&variants, &short).ok().await;
    let lost = editor.post(&batch, &update(json!([]), json!([id("Short")]))).error(400).await;
    assert!(lost["message"].as_str().unwrap().contains("would lose 'Short'"), "{lost}");
    let unnamed = editor.post(&batch, &update(json!([{"value": "New"}]), json!([]))).error(400).await;
    assert!(unnamed["message"].as_str().unwrap().contains("'update, 0, add, 0, id' is required"), "{unnamed}");

    // What is read may be sent back; a change of something else keeps what was chosen.
    let as_read = json!({"options": [{"id": option["id"], "title": "Cut", "values": ["Slim", "Short"]}]});
    editor.post(&path(&some), &as_read).ok().await;
    let renamed = editor.post(&path(&some), &json!({"title": "Some"})).ok().await;
    assert_eq!(values(&renamed["product"]["options"][0]), ["Slim", "Short"]);
    for (ids, words) in [
        (json!([]), "is empty"),
        (json!(["optval_x"]), "is no value of the option"),
        (json!([id("Slim"), id("Slim")]), "stands twice"),
    ] {
        let change = json!({"options": [{"id": option["id"], "value_ids": ids}]});
        let refused = editor.post(&path(&some), &change).error(400).await;
        assert!(refused["message"].as_str().unwrap().contains(words), "{refused}");
    }
    // Later values come to who has all of them alone.
    let later = format!("/admin/product-options/{}/values", id_of(&option));
    editor.post(&later, &json!({"value": "Long"})).ok().await;
    assert_eq!(values(&editor.get(&path(&some)).ok().await["product"]["options"][0]), ["Slim", "Short"]);
    assert_eq!(values(&editor.get(&path(&all)).ok().await["product"]["options"][0]), ["Slim", "Wide", "Short", "Long"]);

    // Nothing added and nothing removed is no choice; null takes it back.
    editor.post(&format!("{}/options/batch", path(&all)), &update(json!([]), json!([]))).ok().await;
    editor.post(&later, &json!({"value": "Wider"})).ok().await;
    let four = ["Slim", "Wide", "Short", "Long", "Wider"];
    assert_eq!(values(&editor.get(&path(&all)).ok().await["product"]["options"][0]), four);
    let every = json!({"options": [{"id": option["id"], "value_ids": null}]});
    assert_eq!(values(&editor.post(&path(&some), &every).ok().await["product"]["options"][0]), four);
    let two = json!({"options": [{"id": option["id"], "value_ids": [id("Slim"), id("Short")]}]});
    editor.post(&path(&some), &two).ok().await;

    // What becomes its own again has all values, and is changed like any other.
    delete(&editor, &path(&all)).await;
    editor.post(&format!("/admin/product-options/{}", id_of(&option)), &json!({"is_exclusive": true})).ok().await;
    let own = json!({"options": [{"id": option["id"], "values": ["Slim", "Short", "Large"]}]});
    assert_eq!(
        values(&editor.post(&path(&some), &own).ok().await["product"]["options"][0]),
        ["Slim", "Short", "Large"]
    );
    editor.post(&path(&some), &json!({"title": "Renamed"})).ok().await;
}

#[tokio::test]
async fn more_values_than_anybody_names() {
    let (_shop, editor) = open().await;
    let values: Vec<String> = (0..1_000).map(|n| format!("V{n}")).collect();
    let made = editor.post("/admin/product-options", &json!({"title": "Cut", "values": values})).ok().await;
    let option = made["product_option"]["id"].clone();
    let at = format!("/admin/product-options/{}/values", option.as_str().unwrap());
    for value in ["X", "Y"] {
        editor.post(&at, &json!({ "value": value })).ok().await;
    }
    let product = make(&editor, &json!({"title": "Big", "handle": "big", "options": [{"id": option}]})).await;
    let gone =
        json!({"update": [{"product_option_id": option, "remove": [id_of(&made["product_option"]["values"][0])]}]});
    let left = editor.post(&format!("{}/options/batch", path(&product)), &gone).ok().await;
    assert_eq!(left["product"]["options"][0]["values"].as_array().unwrap().len(), 1_001);
}
