//! `/admin/product-tags`, `/admin/product-types`, `/admin/shipping-profiles`.

use serde_json::{Value, json};

use crate::{
    admin::{delete, each},
    shop::{Shop, id, id_in},
};

#[tokio::test]
async fn tags_and_types() {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    for (path, one, many, name, prefix, kind, first) in [
        ("/admin/product-tags", "product_tag", "product_tags", "Product tag", "ptag", "11", "new"),
        ("/admin/product-types", "product_type", "product_types", "Product type", "ptyp", "10", "Kitchen"),
    ] {
        let made = editor.post(path, &json!({"value": "Organic", "metadata": {"a": 1}})).ok().await;
        let made: &Value = &made[one];
        assert_eq!(
            (&made["value"], &made["metadata"], &made["deleted_at"]),
            (&json!("Organic"), &json!({"a": 1}), &json!(null))
        );
        let mine = format!("{path}/{}", made["id"].as_str().unwrap());
        assert_eq!(&editor.get(&mine).ok().await[one], made);

        let taken = editor.post(path, &json!({"value": "Organic"})).error(422).await;
        assert_eq!(taken["message"], format!("{name} with value: Organic, already exists."));
        let first_one = format!("{path}/{}", id(prefix, kind, 1));
        editor.post(&first_one, &json!({"value": "Organic"})).error(422).await;
        assert_eq!(editor.get(&first_one).ok().await[one]["value"], first, "what was refused changed nothing");

        let changed = editor.post(&mine, &json!({"value": "Bio", "external_id": "x-1"})).ok().await;
        assert_eq!((&changed[one]["value"], &changed[one]["external_id"]), (&json!("Bio"), &json!("x-1")));
        assert_eq!(editor.get(&format!("{path}?q=bi&value=Bio")).ok().await["count"], 1);
        assert_eq!(
            editor.get(&format!("{path}?external_id=x-1&fields=id,value")).ok().await[many].as_array().unwrap().len(),
            1
        );
        assert_eq!(each(&editor.get(&format!("{path}?order=-value&limit=1")).ok().await, many, "value").len(), 1);

        for (body, part) in [
            (json!({}), "value"),
            (json!({"value": ""}), "value"),
            (json!({"value": 1}), "value"),
            (json!({"value": "x", "colour": 1}), "colour"),
        ] {
            let error = editor.post(path, &body).error(400).await;
            assert!(error["message"].as_str().unwrap().contains(part), "{error}");
        }

        let gone = delete(&editor, &mine).await.json();
        assert_eq!((&gone["object"], &gone["deleted"]), (&json!(one), &json!(true)));
        editor.get(&mine).error(404).await;
        editor.post(&mine, &json!({"value": "x"})).error(404).await;
        assert_eq!(delete(&editor, &mine).await.status.as_u16(), 404);
        editor.post(path, &json!({"value": "Bio"})).ok().await;

        let theirs = format!("{path}/{}", id_in("b", prefix, kind, 1));
        editor.get(&theirs).error(404).await;
        editor.post(&theirs, &json!({"value": "Mine"})).error(404).await;
        assert_eq!(delete(&editor, &theirs).await.status.as_u16(), 404);
    }
}

#[tokio::test]
async fn shipping_profiles() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let path = "/admin/shipping-profiles";
    let made = owner.post(path, &json!({"name": "Heavy goods", "type": "heavy"})).ok().await;
    let mine = format!("{path}/{}", made["shipping_profile"]["id"].as_str().unwrap());
    assert_eq!(owner.get(&mine).ok().await, made);
    let taken = owner.post(path, &json!({"name": "Heavy goods", "type": "other"})).error(422).await;
    assert_eq!(taken["message"], "Shipping profile with name: Heavy goods, already exists.");
    let changed = owner.post(&mine, &json!({"type": "freight"})).ok().await;
    assert_eq!(changed["shipping_profile"]["type"], "freight");
    assert_eq!(owner.get("/admin/shipping-profiles?type=freight").ok().await["count"], 1);
    for (body, part) in [
        (json!({"name": "x"}), "type"),
        (json!({"type": "x"}), "name"),
        (json!({"name": "x", "type": "y", "z": 1}), "z"),
    ] {
        let error = owner.post(path, &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    let other = shop.colleague("b", "otto", "owner").await.client;
    other.get(&mine).error(404).await;
    assert_eq!(delete(&other, &mine).await.status.as_u16(), 404);
    assert_eq!(delete(&owner, &mine).await.json()["object"], "shipping_profile");
    owner.get(&mine).error(404).await;
}
