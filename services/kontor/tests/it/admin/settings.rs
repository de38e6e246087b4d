//! `/admin/stores`, `/admin/sales-channels`.

use serde_json::json;

use super::{delete, each};
use crate::shop::{Shop, id, id_in};

#[tokio::test]
async fn settings_of_the_shop() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let body = owner.get("/admin/stores").ok().await;
    assert_eq!(body["count"], 1);
    let store = body["stores"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/admin/stores/{store}");
    let codes = |body: &serde_json::Value| {
        let mut codes: Vec<String> =
            each(&body["store"], "supported_currencies", "currency_code").into_iter().map(str::to_owned).collect();
        codes.sort();
        codes.join(" ")
    };
    assert_eq!(codes(&owner.get(&path).ok().await), "eur usd");
    let change = json!({
        "name": "Harbour", "default_region_id": id("reg", "e", 2), "metadata": {"a": 1},
        "supported_currencies": [{"currency_code": "EUR", "is_default": true}, {"currency_code": "usd"}, {"currency_code": "dkk"}]
    });
    let changed = owner.post(&path, &change).ok().await;
    assert_eq!(codes(&changed), "dkk eur usd");
    let default =
        changed["store"]["supported_currencies"].as_array().unwrap().iter().find(|one| one["is_default"] == true);
    assert_eq!(default.unwrap()["currency_code"], "eur");
    assert_eq!(
        (&changed["store"]["name"], &changed["store"]["default_region_id"]),
        (&json!("Harbour"), &json!(id("reg", "e", 2)))
    );
    let fewer = json!({"supported_currencies": [{"currency_code": "eur"}, {"currency_code": "usd"}]});
    assert_eq!(codes(&owner.post(&path, &fewer).ok().await), "eur usd", "the default one stays it");
    let cleared = owner.post(&path, &json!({"default_region_id": null})).ok().await;
    assert_eq!((&cleared["store"]["default_region_id"], &cleared["store"]["name"]), (&json!(null), &json!("Harbour")));

    for (body, status, part) in [
        (json!({"supported_currencies": [{"currency_code": "eur", "is_default": true}]}), 400, "A region sells in"),
        (json!({"supported_currencies": [{"currency_code": "dkk"}]}), 400, "default currency"),
        (json!({"supported_currencies": [{"currency_code": "e1"}]}), 400, "currency_code"),
        (json!({"supported_currencies": [{"currency_code": "usd"}, {"currency_code": "USD"}]}), 400, "twice"),
        (json!({"default_sales_channel_id": id_in("b", "sc", "c", 1)}), 404, "was not found in this shop"),
        (json!({"default_location_id": "sloc_nowhere"}), 404, "sloc_nowhere was not found"),
        (json!({"name": ""}), 400, "'name'"),
        (json!({"colour": 1}), 400, "colour"),
    ] {
        let error = owner.post(&path, &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    assert_eq!(codes(&owner.get(&path).ok().await), "eur usd", "what was refused changed nothing");
    let theirs = format!("/admin/stores/{}", id_in("b", "store", "5", 1));
    owner.get(&theirs).error(404).await;
    owner.post(&theirs, &json!({"name": "Mine"})).error(404).await;
}

#[tokio::test]
async fn sales_channels() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let list = owner.get("/admin/sales-channels?order=name&fields=name").ok().await;
    assert_eq!(each(&list, "sales_channels", "name"), ["Channel 1", "Channel 2"]);
    let body = json!({"name": "Market", "description": "Every Saturday"});
    let made = owner.post("/admin/sales-channels", &body).ok().await;
    assert_eq!(made["sales_channel"]["is_disabled"], json!(false));
    let path = format!("/admin/sales-channels/{}", made["sales_channel"]["id"].as_str().unwrap());
    let changed = owner.post(&path, &json!({"is_disabled": true, "description": null})).ok().await;
    assert_eq!(
        (&changed["sales_channel"]["is_disabled"], &changed["sales_channel"]["description"]),
        (&json!(true), &json!(null))
    );
    assert_eq!(owner.get("/admin/sales-channels?is_disabled=true&q=mark").ok().await["count"], 1);
    let shown = owner.get(&format!("/admin/sales-channels?publishable_key_id={}", id("apk", "a", 1))).ok().await;
    assert_eq!(each(&shown, "sales_channels", "name"), ["Channel 1"]);
    assert_eq!(delete(&owner, &path).await.json()["object"], "sales-channel");
    owner.get(&path).error(404).await;
    owner.post(&path, &json!({"name": "x"})).error(404).await;
    let default = format!("/admin/sales-channels/{}", id("sc", "c", 1));
    let refused = delete(&owner, &default).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["type"]), (400, &json!("not_allowed")));
    let theirs = format!("/admin/sales-channels/{}", id_in("b", "sc", "c", 2));
    owner.get(&theirs).error(404).await;
    owner.post(&theirs, &json!({"name": "x"})).error(404).await;
    assert_eq!(delete(&owner, &theirs).await.status.as_u16(), 404);
    owner.post("/admin/sales-channels", &json!({})).error(400).await;
    owner.post("/admin/sales-channels", &json!({"name": "x", "colour": 1})).error(400).await;
}
