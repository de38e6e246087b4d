//! `/admin/currencies`, `/admin/locales`, and what the store's settings take of them; sales channels.

use serde_json::{Value, json};

use crate::{
    admin::{delete, each},
    shop::{Shop, id, id_in},
};

#[tokio::test]
async fn currencies_and_languages() {
    let shop = Shop::open().await;
    let viewer = shop.colleague("a", "vic", "viewer").await.client;
    let all = viewer.get("/admin/currencies").ok().await;
    assert!(all["count"].as_i64().unwrap() > 100 && all["limit"] == 200);
    let euro = viewer.get("/admin/currencies/eur?fields=name,symbol,decimal_digits,rounding").ok().await;
    assert_eq!(euro, json!({"currency": {"name": "Euro", "symbol": "€", "decimal_digits": 2, "rounding": 0.0}}));
    for (path, list, expected) in [
        ("currencies?q=yen", "currencies", "jpy"),
        ("currencies?code[]=usd&code[]=eur&order=-code", "currencies", "usd eur"),
        ("currencies?code[$like]=ch%25", "currencies", "chf"),
        ("currencies?limit=2&offset=1&fields=code", "currencies", "afn all"),
        ("currencies?$or[0][code]=eur&$or[1][q]=yen", "currencies", "eur jpy"),
        ("currencies?name=Euro&with_deleted=true", "currencies", "eur"),
        ("locales?q=german aust", "locales", "de-AT"),
        ("locales?code=zh-Hans&code=sv", "locales", "sv zh-Hans"),
        ("locales?order=-name&limit=1", "locales", "zu"),
    ] {
        let body = viewer.get(&format!("/admin/{path}")).ok().await;
        assert_eq!(each(&body, list, "code").join(" "), expected, "{path}");
    }
    assert_eq!(viewer.get("/admin/locales/de-AT").ok().await["locale"]["name"], "German (Austria)");
    for (path, message) in [
        ("currencies/xyz", "Currency with code: xyz was not found"),
        ("currencies/EUR'", "Currency with code: EUR' was not found"),
        ("locales/xx", "Locale with code: xx was not found"),
    ] {
        assert_eq!(viewer.get(&format!("/admin/{path}")).error(404).await["message"], message);
    }
    for path in ["currencies?colour=red", "currencies?order=symbol", "locales?code[$gt][x]=1", "locales?limit=-1"] {
        viewer.get(&format!("/admin/{path}")).error(400).await;
    }
}

async fn settings(shop: &Shop) -> (testkit::Client, String) {
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let stores = owner.get("/admin/stores").ok().await;
    (owner, format!("/admin/stores/{}", stores["stores"][0]["id"].as_str().unwrap()))
}

#[tokio::test]
async fn languages_of_the_store() {
    let shop = Shop::open().await;
    let (owner, path) = settings(&shop).await;
    let locales = |body: &Value| each(&body["store"], "supported_locales", "locale_code").join(" ");
    assert_eq!(locales(&owner.get(&path).ok().await), "");
    let said =
        json!({"supported_locales": [{"locale_code": "DE-at"}, {"locale_code": "de"}, {"locale_code": "ZH-hant-hk"}]});
    let mut codes: Vec<String> = locales(&owner.post(&path, &said).ok().await).split(' ').map(str::to_owned).collect();
    codes.sort();
    assert_eq!(codes, ["de", "de-AT", "zh-Hant-HK"]);
    let shown = shop.shopper().get("/store/locales?fields=code").ok().await;
    assert_eq!(each(&shown, "locales", "code"), ["de-AT", "de", "zh-Hant-HK"], "in the order that was said");
    let fewer = json!({"supported_locales": [{"locale_code": "de"}, {"locale_code": "de-AT"}]});
    owner.post(&path, &fewer).ok().await;
    let shown = shop.shopper().get("/store/locales?fields=code").ok().await;
    assert_eq!(each(&shown, "locales", "code"), ["de", "de-AT"]);

    let product = json!({"create": [{"reference": "product", "reference_id": id("prod", "1", 1), "locale_code": "de",
        "translations": {"title": "Hafenbecher"}}]});
    let made = owner.post("/admin/translations/batch", &product).ok().await;
    let refused = owner.post(&path, &json!({"name": "x", "supported_locales": []})).error(400).await;
    assert_eq!(
        (&refused["type"], &refused["message"]),
        (&json!("not_allowed"), &json!("There are translations into de: delete them first"))
    );
    assert_eq!(owner.get(&path).ok().await["store"]["name"], "Shop");
    owner.post("/admin/translations/batch", &json!({"delete": [made["created"][0]["id"]]})).ok().await;
    assert_eq!(locales(&owner.post(&path, &json!({"supported_locales": []})).ok().await), "");

    for (body, part) in [
        (json!({"supported_locales": [{"locale_code": "german"}]}), "'supported_locales, 0, locale_code'"),
        (json!({"supported_locales": [{"locale_code": "d"}]}), "locale_code"),
        (json!({"supported_locales": [{"locale_code": "de-A1"}]}), "locale_code"),
        (json!({"supported_locales": [{"locale_code": "de_AT"}]}), "locale_code"),
        (json!({"supported_locales": [{"locale_code": "de"}, {"locale_code": "DE"}]}), "A language stands twice"),
        (json!({"supported_locales": [{}]}), "is required"),
        (json!({"default_locale_code": "german"}), "'default_locale_code'"),
        (json!({"storefront_url": "shop.example"}), "'storefront_url'"),
        (json!({"storefront_url": "javascript:alert(1)"}), "'storefront_url'"),
        (json!({"storefront_url": "https://x.example/{handle}/{handle}"}), "'storefront_url'"),
        (json!({"storefront_url": "https://x.example/a b"}), "'storefront_url'"),
    ] {
        let error = owner.post(&path, &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{body}: {error}");
    }
    let spoken = owner.post(&path, &json!({"default_locale_code": "de"})).ok().await;
    assert_eq!(spoken["store"]["default_locale_code"], "de");
    let url = "https://shop.example/p/{handle}?x=1";
    let changed = owner.post(&path, &json!({"storefront_url": url})).ok().await;
    assert_eq!(changed["store"]["storefront_url"], url);
    assert_eq!(owner.post(&path, &json!({"storefront_url": null})).ok().await["store"]["storefront_url"], json!(null));
}

#[tokio::test]
async fn whether_prices_of_a_currency_include_tax() {
    let shop = Shop::open().await;
    let (owner, path) = settings(&shop).await;
    let inclusive = |body: &Value| {
        let currencies = body["store"]["supported_currencies"].as_array().unwrap().iter();
        let mut said: Vec<String> = currencies
            .map(|one| format!("{} {}", one["currency_code"].as_str().unwrap(), one["is_tax_inclusive"]))
            .collect();
        said.sort();
        said.join(", ")
    };
    assert_eq!(inclusive(&owner.get(&path).ok().await), "eur true, usd false");
    let said = json!({"supported_currencies": [
        {"currency_code": "usd", "is_default": true, "is_tax_inclusive": true}, {"currency_code": "eur"}, {"currency_code": "dkk"}
    ]});
    assert_eq!(inclusive(&owner.post(&path, &said).ok().await), "dkk false, eur true, usd true");
    let preferences = owner.get("/admin/price-preferences?attribute=currency_code&value=usd").ok().await;
    assert_eq!(preferences["price_preferences"][0]["is_tax_inclusive"], true);
    let price = format!("/store/products?handle=mug&region_id={}&fields=variants.calculated_price", id("reg", "e", 1));
    let body = shop.shopper().get(&price).ok().await;
    let price = &body["products"][0]["variants"][0]["calculated_price"];
    assert_eq!(price["is_calculated_price_tax_inclusive"], true);
}

#[tokio::test]
async fn products_of_a_sales_channel() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let path = format!("/admin/sales-channels/{}", id("sc", "c", 1));
    let handles = async || {
        let body = shop.shopper().get("/store/products?fields=handle").ok().await;
        assert_eq!(body["count"], body["products"].as_array().unwrap().len());
        each(&body, "products", "handle").join(" ")
    };
    assert_eq!(handles().await, "mug shirt");
    let change =
        json!({"add": [id("prod", "1", 3), id("prod", "1", 1)], "remove": [id("prod", "1", 2), "prod_nothing"]});
    let done = owner.post(&format!("{path}/products"), &change).ok().await;
    assert_eq!(
        (&done["sales_channel"]["id"], &done["sales_channel"]["name"]),
        (&json!(id("sc", "c", 1)), &json!("Channel 1"))
    );
    assert_eq!(handles().await, "mug lamp");
    for (body, status, part) in [
        (json!({"add": ["prod_nothing"]}), 404, "prod_nothing was not found"),
        (json!({"add": [id_in("b", "prod", "1", 1)]}), 404, "was not found"),
        (json!({"add": [id("prod", "1", 5)]}), 404, "was not found"),
        (json!({"products": []}), 400, "Unrecognized fields: 'products'"),
    ] {
        let error = owner.post(&format!("{path}/products"), &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    assert_eq!(handles().await, "mug lamp", "what was refused changed nothing");
    let theirs = format!("/admin/sales-channels/{}/products", id_in("b", "sc", "c", 1));
    owner.post(&theirs, &json!({"add": []})).error(404).await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    editor.post(&format!("{path}/products"), &json!({"add": []})).error(403).await;

    let of_place = owner.get(&format!("/admin/sales-channels?location_id={}", id("sloc", "20", 2))).ok().await;
    assert_eq!(each(&of_place, "sales_channels", "name"), ["Channel 2"]);
    let made = owner.post("/admin/sales-channels", &json!({"name": "Market"})).ok().await;
    let gone = format!("/admin/sales-channels/{}", made["sales_channel"]["id"].as_str().unwrap());
    delete(&owner, &gone).await;
    owner.post(&format!("{gone}/products"), &json!({"add": []})).error(404).await;
}
