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

    let region = "insert into store_currencies (organization_id, currency_code)
          select id, 'sek' from auth.organization where slug = 'ours';
        insert into regions (organization_id, name, currency_code)
          select id, 'Sweden', 'sek' from auth.organization where slug = 'ours'";
    shop.change(region).await;
    for (body, status, part) in [
        (fewer.clone(), 400, "A region sells in"),
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
    assert_eq!(codes(&owner.get(&path).ok().await), "eur sek usd", "what was refused changed nothing");
    let theirs = format!("/admin/stores/{}", id_in("b", "store", "5", 1));
    owner.get(&theirs).error(404).await;
    owner.post(&theirs, &json!({"name": "Mine"})).error(404).await;
}

const PRICES: &str = "prices where organization_id = '00000000-0000-7000-8000-00000000000a' and deleted_at is null";

#[tokio::test]
async fn a_currency_with_prices_is_kept() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let body = owner.get("/admin/stores").ok().await;
    let path = format!("/admin/stores/{}", body["stores"][0]["id"].as_str().unwrap());
    shop.change(
        "update regions set currency_code = 'eur' where organization_id = '00000000-0000-7000-8000-00000000000a'",
    )
    .await;
    let before = shop.count(PRICES).await;
    let euros = json!({"name": "Euros", "supported_currencies": [{"currency_code": "eur", "is_default": true}]});
    let refused = owner.post(&path, &euros).error(400).await;
    assert_eq!(
        (&refused["type"], &refused["message"]),
        (&json!("not_allowed"), &json!("There are prices in usd: delete them first"))
    );
    assert_eq!((shop.count(PRICES).await, shop.count("stores where name = 'Euros'").await), (before, 0));

    // Those that are deleted hold nothing.
    let delete = "update prices set deleted_at = now() where currency_code = 'usd' and organization_id in (
        select id from auth.organization where slug = 'ours')";
    shop.change(delete).await;
    // One that is just being made is waited for.
    let making = shop.test.db().begin_system("make a price").await.unwrap();
    let make = "insert into prices (organization_id, price_set_id, currency_code, amount)
        select organization_id, id, 'usd', 1 from price_sets
        where organization_id = '00000000-0000-7000-8000-00000000000a' limit 1";
    db::exec(&making, make, []).await.unwrap();
    let late = tokio::spawn(owner.post(&path, &euros).send());
    shop.until_waiting(1).await;
    making.commit().await.unwrap();
    let refused = late.await.unwrap();
    assert_eq!(refused.status.as_u16(), 400, "{}", refused.text);
    assert!(refused.text.contains("There are prices in usd"), "{}", refused.text);
    shop.change(delete).await;
    owner.post(&path, &euros).ok().await;
    assert_eq!(shop.count("prices where currency_code = 'usd'").await, 6, "those of the other shop, and they alone");
    // A shop goes with its prices.
    shop.change("delete from auth.organization where slug = 'theirs'").await;
    assert_eq!(shop.count("prices where currency_code = 'usd'").await, 0);
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

/// Of a new default and its end at once, one is refused.
#[tokio::test]
async fn no_deleted_channel_becomes_the_default() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let stores = owner.get("/admin/stores").ok().await;
    let settings = format!("/admin/stores/{}", stores["stores"][0]["id"].as_str().unwrap());
    for round in 0..25 {
        let made = owner.post("/admin/sales-channels", &json!({"name": format!("Market {round}")})).ok().await;
        let channel = made["sales_channel"]["id"].as_str().unwrap();
        let path = format!("/admin/sales-channels/{channel}");
        let body = json!({"default_sales_channel_id": channel, "metadata": {"round": round}});
        let (chosen, gone) = tokio::join!(owner.post(&settings, &body).send(), delete(&owner, &path));
        let statuses = (chosen.status.as_u16(), gone.status.as_u16());
        assert!(matches!(statuses, (200, 400) | (404, 200)), "{statuses:?}: {} {}", chosen.text, gone.text);
    }
    let lost = "stores s join sales_channels c on c.id = s.default_sales_channel_id where c.deleted_at is not null";
    assert_eq!(shop.count(lost).await, 0);
}
