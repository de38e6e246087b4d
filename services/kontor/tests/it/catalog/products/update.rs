//! What is named changes, what is not stays.

use serde_json::{Value, json};

use super::{id_of, make, mug, of_fixture, open, path, rows};

#[tokio::test]
async fn what_is_not_named_stays() {
    let (_shop, editor) = open().await;
    let mut body = mug("kept");
    body["tags"] = json!([{"id": of_fixture("ptag")}]);
    body["images"] = json!([{"url": "https://img.example/1.jpg"}, {"url": "https://img.example/2.jpg"}]);
    body["subtitle"] = json!("Kept");
    let made = make(&editor, &body).await;
    let changed = editor.post(&path(&made), &json!({"title": "Other"})).ok().await["product"].clone();
    let mut expected = made.clone();
    expected["title"] = json!("Other");
    expected["updated_at"] = changed["updated_at"].clone();
    assert_eq!(changed, expected);
    let cleared = editor.post(&path(&made), &json!({"subtitle": null, "tags": [], "thumbnail": null})).ok().await;
    let cleared = &cleared["product"];
    assert_eq!(
        (&cleared["subtitle"], &cleared["tags"], &cleared["thumbnail"]),
        (&json!(null), &json!([]), &json!(null))
    );

    // Pictures keep their ids, by id or by address; the others go.
    let second = id_of(&made["images"][1]);
    let images =
        json!({"images": [{"id": second, "url": "https://img.example/3.jpg"}, {"url": "https://img.example/1.jpg"}]});
    let changed = editor.post(&path(&made), &images).ok().await;
    let now: Vec<&Value> = changed["product"]["images"].as_array().unwrap().iter().map(|image| &image["id"]).collect();
    assert_eq!(now, [&made["images"][1]["id"], &made["images"][0]["id"]]);
    let none = editor
        .post(&path(&made), &json!({"images": [{"id": "img_x", "url": "https://img.example/4.jpg"}]}))
        .error(400)
        .await;
    assert!(none["message"].as_str().unwrap().contains("'images, 0, id' is no image of this product"), "{none}");
    editor.post("/admin/products/prod_nothing", &json!({"title": "x"})).error(404).await;
}

#[tokio::test]
async fn variants_that_are_named_replace_the_others() {
    let (shop, editor) = open().await;
    let made = make(&editor, &mug("replaced")).await;
    let (blue, white) = (made["variants"][0].clone(), made["variants"][1].clone());
    let body = json!({"variants": [
        {"id": white["id"], "title": "Weiß"},
        {"title": "Sky", "sku": "SKY", "options": {"Colour": "Blue"}, "prices": [{"currency_code": "usd", "amount": 5}]}
    ]});
    let changed = editor.post(&path(&made), &body).ok().await["product"].clone();
    let titles: Vec<&Value> = changed["variants"].as_array().unwrap().iter().map(|variant| &variant["title"]).collect();
    assert_eq!(titles, [&json!("Weiß"), &json!("Sky")]);
    assert_eq!((&changed["variants"][0]["id"], &changed["variants"][0]["sku"]), (&white["id"], &white["sku"]));
    assert_eq!(shop.count("product_variants v where v.sku = 'replaced-B' and v.deleted_at is not null").await, 1);
    // Its price set, its prices and its item went with it, and its SKU is free again.
    let gone = "prices p join product_variants v on v.price_set_id = p.price_set_id where v.sku = 'replaced-B' and p.deleted_at is null";
    assert_eq!(shop.count(gone).await, 0);
    assert_eq!(shop.count("inventory_items i where i.sku = 'replaced-B' and i.deleted_at is null").await, 0);
    let again = json!({"title": "Again", "sku": "replaced-B", "options": {"Colour": "Blue"}, "prices": []});
    let twice = editor.post(&format!("{}/variants", path(&made)), &again).error(400).await;
    assert_eq!(twice["message"], "Invalid request: Variant (Sky) with provided options already exists.");
    editor
        .post(
            "/admin/products",
            &json!({"title": "New", "variants": [{"title": "One", "sku": "replaced-B", "prices": []}]}),
        )
        .ok()
        .await;
    let foreign = json!({"variants": [{"id": blue["id"], "title": "Back"}]});
    editor.post(&path(&made), &foreign).error(404).await;
    let twice = json!({"variants": [{"id": white["id"]}, {"id": white["id"]}]});
    editor.post(&path(&made), &twice).error(400).await;
}

#[tokio::test]
async fn skus_may_be_swapped() {
    let (_shop, editor) = open().await;
    let made = make(&editor, &mug("swap")).await;
    let ids = [id_of(&made["variants"][0]), id_of(&made["variants"][1])];
    let body = json!({"variants": [{"id": ids[0], "sku": "swap-W"}, {"id": ids[1], "sku": "swap-B"}]});
    let changed = editor.post(&path(&made), &body).ok().await;
    assert_eq!(changed["product"]["variants"][0]["sku"], "swap-W");
    assert_eq!(changed["product"]["variants"][1]["sku"], "swap-B");
}

#[tokio::test]
async fn prices_that_are_named_replace_the_others() {
    let (shop, editor) = open().await;
    let made = make(&editor, &mug("priced")).await;
    let variant = &made["variants"][0];
    let one = format!("{}/variants/{}", path(&made), id_of(variant));
    let euro = variant["prices"].as_array().unwrap().iter().find(|price| price["currency_code"] == "eur").unwrap();
    let dollar = variant["prices"].as_array().unwrap().iter().find(|price| price["currency_code"] == "usd").unwrap();
    let body = json!({"prices": [
        {"id": euro["id"], "amount": 20.5, "min_quantity": 2}, {"currency_code": "eur", "amount": 30},
    ]});
    editor.post(&one, &body).ok().await;
    let now = editor.get(&one).ok().await["variant"]["prices"].clone();
    let now: Vec<(&Value, &Value, &Value)> = now
        .as_array()
        .unwrap()
        .iter()
        .map(|price| (&price["currency_code"], &price["amount"], &price["min_quantity"]))
        .collect();
    assert!(
        now.contains(&(&json!("eur"), &json!(20.5), &json!(2)))
            && now.contains(&(&json!("eur"), &json!(30), &json!(null))),
        "{now:?}"
    );
    assert_eq!(now.len(), 2);
    let gone = id_of(dollar);
    let again = editor.post(&one, &json!({"prices": [{"id": gone, "amount": 1}]})).error(400).await;
    assert!(again["message"].as_str().unwrap().contains("is no price of this variant"), "{again}");
    // The same price said again keeps its id: nothing is written.
    let before = rows(&shop).await;
    let kept = editor.get(&one).ok().await["variant"]["prices"].clone();
    let same = json!({"prices": [{"currency_code": "eur", "amount": 30}, {"currency_code": "eur", "amount": 20.5, "min_quantity": 2}]});
    editor.post(&one, &same).ok().await;
    assert_eq!(editor.get(&one).ok().await["variant"]["prices"], kept);
    assert_eq!(rows(&shop).await, before);
}

/// As Medusa merges it: at the top level, and an empty text takes a key away.
#[tokio::test]
async fn metadata_is_merged() {
    let (_shop, editor) = open().await;
    let mut body = mug("merged");
    body["metadata"] = json!({"a": 1, "b": {"c": 2}, "none": ""});
    body["variants"][0]["metadata"] = json!({"shelf": "A7"});
    let made = make(&editor, &body).await;
    assert_eq!(made["metadata"], json!({"a": 1, "b": {"c": 2}}));
    let changed = editor.post(&path(&made), &json!({"metadata": {"a": "", "d": 4}})).ok().await;
    assert_eq!(changed["product"]["metadata"], json!({"b": {"c": 2}, "d": 4}));
    let variant = format!("{}/variants/{}", path(&made), id_of(&made["variants"][0]));
    let fields = "?fields=variants.metadata,variants.id";
    editor.post(&variant, &json!({"metadata": {"row": 3}})).ok().await;
    let found = editor.get(&format!("{}{fields}", path(&made))).ok().await;
    assert_eq!(found["product"]["variants"][0]["metadata"], json!({"shelf": "A7", "row": 3}));
    let cleared = editor.post(&path(&made), &json!({"metadata": null})).ok().await;
    assert_eq!(cleared["product"]["metadata"], json!(null));
    // It grows by what each request may bring, up to what a row keeps.
    for (n, status) in [(0, 200), (1, 200), (2, 400)] {
        let body = json!({"metadata": {format!("k{n}"): "x".repeat(60_000)}});
        let answer = editor.post(&path(&made), &body).send().await;
        assert_eq!(answer.status.as_u16(), status, "{n}");
    }
}
