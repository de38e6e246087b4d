//! `/admin/product-categories`: the tree, its order, and that it stays one.

use serde_json::{Value, json};
use testkit::Client;

use crate::{
    admin::delete,
    shop::{Shop, id, id_in},
};

const PATH: &str = "/admin/product-categories";

/// `name rank` of the children of a category, or of the roots.
async fn children(client: &Client, parent: &str) -> Vec<String> {
    let body = client.get(&format!("{PATH}?parent_category_id={parent}&order=rank&fields=name,rank")).ok().await;
    let all = body["product_categories"].as_array().unwrap();
    all.iter().map(|one| format!("{} {}", one["name"].as_str().unwrap(), one["rank"])).collect()
}

async fn make(client: &Client, body: &Value) -> String {
    client.post(PATH, body).ok().await["product_category"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn siblings_make_room_and_close_up() {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let root = make(&editor, &json!({"name": "Tea", "is_active": true})).await;
    assert_eq!(children(&editor, "null").await, ["Home 0", "Hidden 1", "Tea 2"], "ranks close up");
    let green = make(&editor, &json!({"name": "Green", "parent_category_id": root})).await;
    let black = make(&editor, &json!({"name": "Black", "parent_category_id": root, "rank": 0})).await;
    make(&editor, &json!({"name": "White", "parent_category_id": root, "rank": 99})).await;
    assert_eq!(children(&editor, &root).await, ["Black 0", "Green 1", "White 2"]);
    editor.post(&format!("{PATH}/{green}"), &json!({"rank": 0})).ok().await;
    assert_eq!(children(&editor, &root).await, ["Green 0", "Black 1", "White 2"]);

    let body = json!({"parent_category_id": id("pcat", "13", 1), "rank": 0, "description": "Strong."});
    let moved = editor.post(&format!("{PATH}/{black}"), &body).ok().await;
    let moved = &moved["product_category"];
    assert_eq!((&moved["parent_category"]["name"], &moved["description"]), (&json!("Home"), &json!("Strong.")));
    assert_eq!(children(&editor, &root).await, ["Green 0", "White 1"]);
    assert_eq!(children(&editor, &id("pcat", "13", 1)).await, ["Black 0", "Cups 1", "Staff only 2"]);
    editor.post(&format!("{PATH}/{black}"), &json!({"parent_category_id": null})).ok().await;
    assert_eq!(children(&editor, "null").await, ["Home 0", "Hidden 1", "Tea 2", "Black 3"]);

    delete(&editor, &format!("{PATH}/{green}")).await;
    assert_eq!(children(&editor, &root).await, ["White 0"]);
    let refused = delete(&editor, &format!("{PATH}/{root}")).await;
    assert_eq!(refused.status.as_u16(), 400);
    assert_eq!(
        refused.json()["message"],
        format!("Deleting ProductCategory ({root}) with category children is not allowed")
    );
}

#[tokio::test]
async fn a_tree_stays_a_tree() {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let (home, mugs) = (id("pcat", "13", 1), id("pcat", "13", 3));
    for (path, body, status, part) in [
        (format!("{PATH}/{home}"), json!({"parent_category_id": mugs}), 400, "cannot be below itself"),
        (format!("{PATH}/{home}"), json!({"parent_category_id": home}), 400, "cannot be below itself"),
        (format!("{PATH}/{home}"), json!({"parent_category_id": "pcat_no"}), 400, "with id: 'pcat_no' does not exist"),
        (
            PATH.to_owned(),
            json!({"name": "x", "parent_category_id": id_in("b", "pcat", "13", 1)}),
            400,
            "does not exist",
        ),
        (PATH.to_owned(), json!({"name": "x", "handle": "home/cups"}), 422, "with handle: home/cups, already exists."),
        (PATH.to_owned(), json!({"name": "x", "handle": "home//cups"}), 400, "handle"),
        (PATH.to_owned(), json!({"name": "x", "rank": -1}), 400, "rank"),
        (PATH.to_owned(), json!({"name": "x", "is_active": "yes"}), 400, "is_active"),
        (PATH.to_owned(), json!({"description": "x"}), 400, "name"),
    ] {
        let error = editor.post(&path, &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    assert_eq!(children(&editor, "null").await, ["Home 1", "Hidden 4"], "what was refused changed nothing");

    let mut above = make(&editor, &json!({"name": "Level 1"})).await;
    for level in 2..=32 {
        above = make(&editor, &json!({"name": format!("Level {level}"), "parent_category_id": above})).await;
    }
    let error = editor.post(PATH, &json!({"name": "Level 33", "parent_category_id": above})).error(400).await;
    assert!(error["message"].as_str().unwrap().contains("at most 32 deep"), "{error}");

    let theirs = format!("{PATH}/{}", id_in("b", "pcat", "13", 1));
    editor.get(&theirs).error(404).await;
    editor.post(&theirs, &json!({"name": "Mine"})).error(404).await;
    assert_eq!(delete(&editor, &theirs).await.status.as_u16(), 404);
}

/// Two moves, each of which is right by itself, would tie a knot together.
#[tokio::test]
async fn two_moves_at_once_tie_no_knot() {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let one = make(&editor, &json!({"name": "One"})).await;
    let two = make(&editor, &json!({"name": "Two"})).await;
    let (first, second) = (format!("{PATH}/{one}"), format!("{PATH}/{two}"));
    for round in 0..25 {
        let (below_two, below_one) = (json!({"parent_category_id": two}), json!({"parent_category_id": one}));
        let (a, b) = tokio::join!(editor.post(&first, &below_two).send(), editor.post(&second, &below_one).send());
        let mut statuses = [a.status.as_u16(), b.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 400], "round {round}: {} {}", a.text, b.text);
        for path in [&first, &second] {
            editor.post(path, &json!({"parent_category_id": null})).ok().await;
        }
    }
}

#[tokio::test]
async fn what_is_above_and_below() {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let cups = editor.get(&format!("{PATH}/{}", id("pcat", "13", 2))).ok().await;
    let cups = &cups["product_category"];
    assert_eq!(cups["parent_category"]["name"], "Home");
    assert_eq!(cups["category_children"][0]["name"], "Mugs");
    let list = editor.get(&format!("{PATH}?is_internal=true&fields=name,parent_category.name")).ok().await;
    let only = &list["product_categories"][0];
    assert_eq!(
        (&list["count"], &only["name"], &only["parent_category"]),
        (&json!(1), &json!("Staff only"), &json!({"name": "Home"}))
    );
    assert_eq!(editor.get(&format!("{PATH}?q=cups&is_active=true")).ok().await["count"], 2);
}

#[tokio::test]
async fn products_of_a_category() {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let tea = make(&editor, &json!({"name": "Tea", "is_active": true})).await;
    let path = format!("{PATH}/{tea}/products");
    let (mug, lamp) = (id("prod", "1", 1), id("prod", "1", 3));
    editor.post(&path, &json!({"add": [mug, lamp]})).ok().await;
    editor.post(&path, &json!({"add": [mug], "remove": [lamp]})).ok().await;
    let found = shop.shopper().get(&format!("/store/products?category_id={tea}&fields=id")).ok().await;
    assert_eq!((&found["count"], &found["products"][0]["id"]), (&json!(1), &json!(mug)));
    editor.post(&path, &json!({"add": [id_in("b", "prod", "1", 1)]})).error(404).await;
    editor.post(&format!("{PATH}/{}/products", id_in("b", "pcat", "13", 1)), &json!({"add": [mug]})).error(404).await;
}
