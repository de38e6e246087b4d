//! `/admin/regions`

use serde_json::{Value, json};

use crate::{
    admin::delete,
    shop::{Shop, id, id_in},
};

const PATH: &str = "/admin/regions";

fn countries(body: &Value) -> String {
    let countries = body["region"]["countries"].as_array().unwrap();
    countries.iter().map(|country| country["iso_2"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_region_and_its_countries() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let body = json!({
        "name": "North", "currency_code": "EUR", "countries": ["NO", "se"], "is_tax_inclusive": true,
        "payment_providers": ["pp_system_default"], "metadata": {"a": 1}
    });
    let made = owner.post(PATH, &body).ok().await;
    assert_eq!((&made["region"]["currency_code"], &made["region"]["automatic_taxes"]), (&json!("eur"), &json!(true)));
    assert_eq!(countries(&made), "no se");
    let region = made["region"]["id"].as_str().unwrap().to_owned();
    let mine = format!("{PATH}/{region}");
    assert_eq!(owner.get(&mine).ok().await, made);
    let preference = owner.get(&format!("/admin/price-preferences?attribute=region_id&value={region}")).ok().await;
    assert_eq!(preference["price_preferences"][0]["is_tax_inclusive"], true);

    let changed = owner.post(&mine, &json!({"countries": ["se", "fi"], "is_tax_inclusive": false})).ok().await;
    assert_eq!(countries(&changed), "fi se");
    assert_eq!(countries(&owner.post(&mine, &json!({"name": "Norden"})).ok().await), "fi se");
    let preference = owner.get(&format!("/admin/price-preferences?value={region}")).ok().await;
    assert_eq!(
        (&preference["count"], &preference["price_preferences"][0]["is_tax_inclusive"]),
        (&json!(1), &json!(false))
    );

    for (body, part) in [
        (
            json!({"countries": ["de", "dk", "fi"]}),
            "Countries with codes: \"de\", \"dk\" are already assigned to a region",
        ),
        (json!({"countries": ["fi", "x1"]}), "Countries with codes: \"x1\" do not exist"),
        (json!({"currency_code": "sek"}), "sek is not supported by the store"),
        (json!({"payment_providers": ["pp_other"]}), "Payment provider with id: pp_other was not found"),
        (json!({"name": ""}), "name"),
        (json!({"colour": 1}), "colour"),
    ] {
        let error = owner.post(&mine, &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    assert_eq!(countries(&owner.get(&mine).ok().await), "fi se", "what was refused changed nothing");
    owner.post(PATH, &json!({"name": "x"})).error(400).await;
    owner.post(PATH, &json!({"name": "x", "currency_code": "sek"})).error(400).await;

    let theirs = format!("{PATH}/{}", id_in("b", "reg", "e", 1));
    owner.get(&theirs).error(404).await;
    owner.post(&theirs, &json!({"name": "Mine"})).error(404).await;
    assert_eq!(delete(&owner, &theirs).await.status.as_u16(), 404);

    assert_eq!(delete(&owner, &mine).await.json()["object"], "region");
    owner.get(&mine).error(404).await;
    let europe = format!("{PATH}/{}", id("reg", "e", 2));
    assert_eq!(countries(&owner.post(&europe, &json!({"countries": ["fi"]})).ok().await), "fi", "they are free again");
}

/// A country is given to one region, however many ask for it at once.
#[tokio::test]
async fn a_country_belongs_to_one_region() {
    let shop = Shop::open_with(&[("DATABASE_ACQUIRE_TIMEOUT", "60s")]).await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let mut tries = tokio::task::JoinSet::new();
    for at in 0..8 {
        let body = json!({"name": format!("Region {at}"), "currency_code": "eur", "countries": ["fr"]});
        let owner = owner.clone();
        tries.spawn(async move { owner.post(PATH, &body).send().await.status.as_u16() });
    }
    let mut statuses = tries.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400, 400, 400, 400, 400, 400, 400]);
}

/// Whether its prices include tax is said among what a region is: no permission to write prices is asked for.
#[tokio::test]
async fn who_writes_settings_says_whether_tax_is_included() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await;
    let key = shop.program(&owner, &["shop:write"]).await;
    let region = id("reg", "e", 1);
    for said in [true, false] {
        key.post(&format!("{PATH}/{region}"), &json!({"is_tax_inclusive": said})).ok().await;
        let found = owner.client.get(&format!("/admin/price-preferences?value={region}")).ok().await;
        assert_eq!(found["price_preferences"][0]["is_tax_inclusive"], said);
    }
    let other = json!({"attribute": "region_id", "value": region, "is_tax_inclusive": true});
    key.post("/admin/price-preferences", &other).error(403).await;
}
