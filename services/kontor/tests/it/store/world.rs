//! Regions and currencies.

use serde_json::json;

use crate::shop::{Shop, id, id_in};

#[tokio::test]
async fn regions_with_their_countries() {
    let shop = Shop::open().await;
    let body = shop.shopper().get("/store/regions").ok().await;
    assert_eq!(body["count"], 2);
    let europe = &body["regions"][1];
    assert_eq!((&europe["name"], &europe["currency_code"]), (&json!("Europe"), &json!("eur")));
    assert_eq!(
        europe["countries"][0],
        json!({
            "iso_2": "de", "iso_3": "deu", "num_code": "276", "name": "GERMANY", "display_name": "Germany",
            "region_id": id("reg", "e", 2)
        })
    );
    let by_currency = shop.shopper().get("/store/regions?currency_code=usd&fields=name").ok().await;
    assert_eq!(by_currency["regions"], json!([{"name": "United States", "id": id("reg", "e", 1)}]));
    let one = shop.shopper().get(&format!("/store/regions/{}", id("reg", "e", 1))).ok().await;
    assert_eq!(one["region"]["name"], "United States");
    for unknown in [id_in("b", "reg", "e", 1), "nonsense".to_owned()] {
        let error = shop.shopper().get(&format!("/store/regions/{unknown}")).error(404).await;
        assert_eq!(error, json!({"type": "not_found", "message": format!("Region with id: {unknown} was not found")}));
    }
}

#[tokio::test]
async fn currencies_of_the_shop() {
    let shop = Shop::open().await;
    let body = shop.shopper().get("/store/currencies").ok().await;
    assert_eq!((&body["count"], &body["limit"]), (&json!(2), &json!(50)));
    assert_eq!(
        body["currencies"][0],
        json!({"code": "eur", "name": "Euro", "symbol": "€", "symbol_native": "€", "decimal_digits": 2, "rounding": 0.0})
    );
    let one = shop.shopper().get("/store/currencies/usd?fields=symbol").ok().await;
    assert_eq!(one, json!({"currency": {"symbol": "$"}}));
    let error = shop.shopper().get("/store/currencies/xyz").error(404).await;
    assert_eq!(error, json!({"type": "not_found", "message": "Currency with code: xyz was not found"}));
    let found = shop.shopper().get("/store/currencies?q=dollar&limit=1").ok().await;
    assert_eq!(found["currencies"][0]["code"], "usd");
}
