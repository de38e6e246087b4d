//! `/admin/return-reasons`

use serde_json::json;

use crate::{admin::delete, shop::Shop};

#[tokio::test]
async fn reasons_have_two_levels() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let path = "/admin/return-reasons";
    let made = owner.post(path, &json!({"value": "damaged", "label": "It came damaged"})).ok().await;
    let parent = made["return_reason"]["id"].as_str().unwrap().to_owned();
    let body =
        json!({"value": "box", "label": "The box", "parent_return_reason_id": parent, "description": "Only that."});
    let child = owner.post(path, &body).ok().await;
    let below = child["return_reason"]["id"].as_str().unwrap().to_owned();
    assert_eq!(child["return_reason"]["parent_return_reason_id"], json!(parent));
    let list = owner.get(&format!("{path}?parent_return_reason_id={parent}")).ok().await;
    assert_eq!(list["return_reasons"][0]["id"], json!(below));

    for (body, status, part) in [
        (json!({"value": "box", "label": "x"}), 422, "Return reason with value: box, already exists."),
        (json!({"value": "x", "label": "x", "parent_return_reason_id": below}), 400, "there are two levels"),
        (json!({"value": "x", "label": "x", "parent_return_reason_id": "rr_nothing"}), 400, "rr_nothing was not found"),
        (json!({"value": "x"}), 400, "label"),
        (json!({"label": "x"}), 400, "value"),
    ] {
        let error = owner.post(path, &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    let changed = owner.post(&format!("{path}/{below}"), &json!({"label": "Box", "description": null})).ok().await;
    assert_eq!(
        (&changed["return_reason"]["label"], &changed["return_reason"]["description"]),
        (&json!("Box"), &json!(null))
    );

    let other = shop.colleague("b", "otto", "owner").await.client;
    other.get(&format!("{path}/{parent}")).error(404).await;
    let stolen = json!({"value": "x", "label": "x", "parent_return_reason_id": parent});
    other.post(path, &stolen).error(400).await;

    delete(&owner, &format!("{path}/{parent}")).await;
    owner.get(&format!("{path}/{parent}")).error(404).await;
    owner.get(&format!("{path}/{below}")).error(404).await;
}

#[tokio::test]
async fn shoppers_read_them() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let path = "/admin/return-reasons";
    let made =
        owner.post(path, &json!({"value": "damaged", "label": "It came damaged", "metadata": {"a": 1}})).ok().await;
    let parent = made["return_reason"]["id"].as_str().unwrap();
    let body = json!({"value": "box", "label": "The box", "parent_return_reason_id": parent});
    owner.post(path, &body).ok().await;

    let one = shop.shopper().get(&format!("/store/return-reasons/{parent}")).ok().await;
    let one = &one["return_reason"];
    assert_eq!((&one["label"], &one["parent_return_reason"]), (&json!("It came damaged"), &json!(null)));
    assert_eq!(one["return_reason_children"][0]["label"], "The box");
    assert_eq!(one["metadata"], json!(null), "what is the shop's own is not shown");
    let list =
        shop.shopper().get("/store/return-reasons?order=value&fields=value,parent_return_reason.label").ok().await;
    assert_eq!((&list["count"], &list["limit"]), (&json!(2), &json!(20)));
    assert_eq!(list["return_reasons"][0]["value"], "box");
    assert_eq!(shop.shopper().get("/store/return-reasons/rr_nothing").ok().await, json!({}), "as Medusa does");
    shop.anybody().get("/store/return-reasons").error(400).await;
    shop.shopper().get("/store/return-reasons?colour=1").error(400).await;
    let theirs = shop.anybody().with_key(&crate::shop::key("b", 1)).get("/store/return-reasons").ok().await;
    assert_eq!(theirs["count"], 0);
}

/// What the table does not take is said before it is asked.
#[tokio::test]
async fn names_that_are_too_long() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let long = |n: usize| "\u{1f375}".repeat(n);
    for (path, body, field) in [
        ("/admin/return-reasons", json!({"value": long(256), "label": "x"}), "value"),
        ("/admin/return-reasons", json!({"value": "x", "label": long(501)}), "label"),
        ("/admin/shipping-profiles", json!({"name": long(501), "type": "x"}), "name"),
        ("/admin/shipping-profiles", json!({"name": "x", "type": long(256)}), "type"),
        ("/admin/product-tags", json!({"value": long(256)}), "value"),
        ("/admin/product-types", json!({"value": long(256)}), "value"),
        ("/admin/inventory-items", json!({"sku": long(256)}), "sku"),
    ] {
        let error = owner.post(path, &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(&format!("'{field}' too big")), "{path}: {error}");
    }
    owner.post("/admin/product-tags", &json!({"value": long(255)})).ok().await;
    owner.post("/admin/return-reasons", &json!({"value": long(255), "label": long(500)})).ok().await;
}
