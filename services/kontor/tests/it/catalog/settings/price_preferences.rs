//! `/admin/price-preferences`

use serde_json::json;

use crate::{
    admin::delete,
    shop::{Shop, id},
};

#[tokio::test]
async fn whether_amounts_include_tax() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let path = "/admin/price-preferences";
    assert_eq!(owner.get(&format!("{path}?attribute=currency_code&order=value")).ok().await["count"], 2);
    let body = json!({"attribute": "region_id", "value": id("reg", "e", 1), "is_tax_inclusive": true});
    let made = owner.post(path, &body).ok().await;
    let mine = format!("{path}/{}", made["price_preference"]["id"].as_str().unwrap());
    assert_eq!(owner.get(&mine).ok().await, made);
    owner.post(path, &body).error(422).await;
    let changed = owner.post(&mine, &json!({"is_tax_inclusive": false})).ok().await;
    assert_eq!(changed["price_preference"]["is_tax_inclusive"], false);
    for (body, status, part) in [
        (json!({"attribute": "weather", "value": "x"}), 400, "attribute"),
        (json!({"attribute": "region_id", "value": "eur"}), 400, "a region's id"),
        (json!({"attribute": "currency_code", "value": "xxq"}), 400, "an ISO 4217 code"),
        (json!({"attribute": "currency_code", "value": "USD"}), 422, "already exists"),
        (json!({"value": "usd"}), 400, "attribute"),
    ] {
        let error = owner.post(path, &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    owner.post(&mine, &json!({"attribute": "currency_code", "value": "eur"})).error(422).await;
    let other = shop.colleague("b", "otto", "owner").await.client;
    other.get(&mine).error(404).await;
    other.post(&mine, &json!({"is_tax_inclusive": true})).error(404).await;
    assert_eq!(delete(&other, &mine).await.status.as_u16(), 404);
    assert_eq!(delete(&owner, &mine).await.json()["object"], "price_preference");
    owner.get(&mine).error(404).await;
}
