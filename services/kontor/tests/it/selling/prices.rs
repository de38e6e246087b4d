//! What products cost with tax and without, where goods go.

use serde_json::{Value, json};

use super::{made, open, owner, set_up};
use crate::shop::id;

fn both(price: &Value) -> [&Value; 4] {
    [
        "calculated_amount_with_tax",
        "calculated_amount_without_tax",
        "original_amount_with_tax",
        "original_amount_without_tax",
    ]
    .map(|name| &price[name])
}

#[tokio::test]
async fn prices_with_and_without_tax() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let guest = shop.shopper();
    let ask = async |query: &str| {
        let path = format!("/store/product-variants/{}?fields=calculated_price&{query}", super::mug());
        guest.get(&path).ok().await["variant"]["calculated_price"].clone()
    };
    // Prices in euros include tax, those in dollars do not.
    let europe = format!("region_id={}", setup.region);
    assert_eq!(
        both(&ask(&format!("{europe}&country_code=AT")).await),
        [&json!(18), &json!(15), &json!(18), &json!(15)]
    );
    assert_eq!(ask(&europe).await.get("calculated_amount_with_tax"), None, "nobody knows where to");
    assert_eq!(
        both(&ask(&format!("{europe}&country_code=de")).await),
        [&json!(18), &json!(18), &json!(18), &json!(18)],
        "untaxed there"
    );
    let body = json!({"country_code": "us", "default_tax_rate": {"rate": 0, "code": "NONE", "name": "None"}});
    owner.post("/admin/tax-regions", &body).ok().await;
    let body = json!({"country_code": "us", "province_code": "us-ca", "default_tax_rate": {"rate": 7.25, "code": "CA", "name": "California"}});
    let province = owner.post("/admin/tax-regions", &body).ok().await;
    let usa = format!("region_id={}&country_code=us", id("reg", "e", 1));
    assert_eq!(both(&ask(&usa).await)[..2], [&json!(19.9), &json!(19.9)]);
    assert_eq!(both(&ask(&format!("{usa}&province=US-CA")).await)[..2], [&json!(21.34), &json!(19.9)]);

    // What is meant for the product counts before what is meant for all, and a list is answered as one is.
    let rate = json!({"tax_region_id": made(&province, "tax_region"), "name": "Mugs", "code": "MUG", "rate": 10,
        "rules": [{"reference": "product", "reference_id": id("prod", "1", 1)}]});
    owner.post("/admin/tax-rates", &rate).ok().await;
    assert_eq!(both(&ask(&format!("{usa}&province=us-ca")).await)[..2], [&json!(21.89), &json!(19.9)]);
    let listed = guest
        .get(&format!("/store/products?handle=mug&{usa}&province=us-ca&fields=handle,*variants.calculated_price"))
        .ok()
        .await;
    assert_eq!(listed["products"][0]["variants"][0]["calculated_price"]["calculated_amount_with_tax"], json!(21.89));

    // A region that does not reckon taxes by itself tells none.
    owner.post(&format!("/admin/regions/{}", setup.region), &json!({"automatic_taxes": false})).ok().await;
    assert_eq!(ask(&format!("{europe}&country_code=at")).await.get("calculated_amount_with_tax"), None);
}
