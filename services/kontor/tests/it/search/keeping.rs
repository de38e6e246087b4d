//! `/admin/search`: what a shop says of its search.

use serde_json::{Value, json};

use super::{HASHING, WORDS, found, index, open};
use crate::{
    admin::{delete, each, organization},
    shop::{id, id_in},
};

#[tokio::test]
async fn synonyms_are_kept() {
    let shop = open(WORDS).await;
    let kim = shop.colleague("a", "kim", "editor").await.client;
    let path = "/admin/search/synonyms";
    let made = kim.post(path, &json!({"synonyms": ["Mug", " drinking  vessel ", "mug"]})).ok().await;
    let made = &made["synonym"];
    assert_eq!(
        (&made["kind"], &made["term"], &made["synonyms"], &made["locale_code"]),
        (&json!("mutual"), &Value::Null, &json!(["Mug", "drinking vessel"]), &json!(""))
    );
    assert_eq!(found(&shop, "drinking vessel").await, "Harbour Mug");
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    let changed = kim.post(&one, &json!({"term": "pot", "synonyms": ["mug"]})).ok().await;
    assert_eq!(changed["synonym"]["kind"], "one_way");
    assert_eq!(
        (found(&shop, "pot").await.as_str(), found(&shop, "drinking vessel").await.as_str()),
        ("Harbour Mug", "")
    );
    let changed = kim.post(&one, &json!({"locale_code": "de"})).ok().await;
    assert_eq!((&changed["synonym"]["term"], &changed["synonym"]["locale_code"]), (&json!("pot"), &json!("de")));
    assert_eq!(found(&shop, "pot").await, "", "in German only");
    assert_eq!(kim.get(&format!("{path}?kind=one_way&q=pot")).ok().await["count"], 1);
    for (body, part) in [
        (json!({"synonyms": ["mug"]}), "Value for field 'synonyms' too small, expected at least: '2'"),
        (json!({"term": "pot"}), "Value for field 'synonyms' too small, expected at least: '1'"),
        (
            json!({"term": "pot", "synonyms": ["!"]}),
            "Value for field 'synonyms' must be words of 100 characters at most",
        ),
        (
            json!({"term": "x".repeat(101), "synonyms": ["a"]}),
            "Value for field 'term' must be words of 100 characters at most",
        ),
        (
            json!({"synonyms": ["a", "b"], "locale_code": "'"}),
            "Value for field 'locale_code' must be a language such as 'de' or 'pt-BR'",
        ),
        (json!({"synonyms": ["a", "b"], "kind": "mutual"}), "Unrecognized fields: 'kind'"),
    ] {
        assert_eq!(kim.post(path, &body).error(400).await["message"], format!("Invalid request: {part}"));
    }
    let sue = shop.colleague("b", "sue", "owner").await.client;
    sue.get(&one).error(404).await;
    sue.post(&one, &json!({"term": "x"})).error(404).await;
    assert_eq!(delete(&sue, &one).await.status.as_u16(), 404);
    assert_eq!(delete(&kim, &one).await.json()["deleted"], true);
    kim.get(&one).error(404).await;
    let reader = shop.colleague("a", "sam", "support").await.client;
    reader.get(path).ok().await;
    reader.post(path, &json!({"synonyms": ["a", "b"]})).error(403).await;
}

#[tokio::test]
async fn pins_are_kept() {
    let shop = open(WORDS).await;
    let kim = shop.colleague("a", "kim", "editor").await.client;
    let path = "/admin/search/pins";
    let shirt = id("prod", "1", 2);
    let made = kim.post(path, &json!({"query": " MUG ", "product_id": shirt})).ok().await;
    let made = &made["pin"];
    assert_eq!((&made["query"], &made["product_id"], &made["position"]), (&json!("mug"), &json!(shirt), &json!(1)));
    assert_eq!(found(&shop, "mug").await, "Deck Shirt, Harbour Mug");
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    kim.post(&one, &json!({"position": 2})).ok().await;
    assert_eq!(found(&shop, "Mug").await, "Harbour Mug, Deck Shirt");
    let taken = kim.post(path, &json!({"query": "mug", "product_id": shirt})).error(422).await;
    assert_eq!(taken["message"], format!("Pin with query: mug, product_id: {shirt}, already exists."));
    for product in [id_in("b", "prod", "1", 1), "nonsense".to_owned(), id("prod", "1", 5)] {
        let missing = kim.post(path, &json!({"query": "mug", "product_id": product})).error(404).await;
        assert_eq!(missing["message"], format!("Product with id: {product} was not found"));
    }
    for (body, part) in [
        (json!({"query": "mug"}), "Field 'product_id' is required"),
        (
            json!({"query": "mug", "product_id": shirt, "position": 0}),
            "Value for field 'position' too small, expected at least: '1'",
        ),
        (
            json!({"query": "x".repeat(256), "product_id": shirt}),
            "Value for field 'query' too big, expected at most: '255'",
        ),
    ] {
        assert_eq!(kim.post(path, &body).error(400).await["message"], format!("Invalid request: {part}"));
    }
    let page = kim.get(&format!("{path}?product_id={shirt}")).ok().await;
    assert_eq!(each(&page, "pins", "query"), ["mug"]);
    shop.colleague("b", "sue", "owner").await.client.get(&one).error(404).await;
    assert_eq!(delete(&kim, &one).await.json()["deleted"], true);
    assert_eq!(found(&shop, "mug").await, "Harbour Mug");
}

#[tokio::test]
async fn the_index_tells_how_far_it_is() {
    let shop = open(HASHING).await;
    let sam = shop.colleague("a", "sam", "support").await.client;
    let told = sam.get("/admin/search/status").ok().await;
    assert_eq!(
        told,
        json!({"search": {"model": "hashing", "dimensions": 384, "documents": 4, "embedded": 4, "queued": 0}})
    );
    shop.change("update products set title = 'Pitcher' where handle = 'mug'").await;
    assert_eq!(sam.get("/admin/search/status").ok().await["search"]["queued"], 1);
}

/// What `kontor embeddings rebuild` does.
#[tokio::test]
async fn vectors_are_made_anew() {
    let shop = open(HASHING).await;
    let all = shop.count("product_embeddings").await;
    let mut tx = shop.test.db().begin_system("make them anew").await.unwrap();
    tx.work_in(organization("a").0).await.unwrap();
    assert_eq!(catalog::search::rebuild(&tx, &shop.platform.semantics).await.unwrap(), 4);
    tx.commit().await.unwrap();
    assert_eq!(shop.count("product_embeddings").await, all - 4, "another shop's stay");
    index(&shop).await;
    assert_eq!(shop.count("product_embeddings").await, all);
}
