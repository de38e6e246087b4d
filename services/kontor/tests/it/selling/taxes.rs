//! `/admin/tax-regions`, `/admin/tax-rates`

use serde_json::{Value, json};

use super::{buy, cart, faults, made, open, owner, set_up};
use crate::{
    admin::{delete, each},
    shop::{id, id_in},
};

const REGIONS: &str = "/admin/tax-regions";
const RATES: &str = "/admin/tax-rates";

/// What a rate is called, and how high it is.
fn rates(cart: &Value) -> Vec<(String, Value)> {
    let lines = cart["cart"]["items"][0]["tax_lines"].as_array().unwrap();
    lines.iter().map(|line| (line["code"].as_str().unwrap().to_owned(), line["rate"].clone())).collect()
}

#[tokio::test]
async fn countries_and_provinces() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let body = json!({"country_code": "US", "provider_id": "tp_system", "metadata": {"erp": "1"},
        "default_tax_rate": {"rate": 0, "code": "NONE", "name": "No tax"}});
    let country = owner.post(REGIONS, &body).ok().await;
    let region = &country["tax_region"];
    assert_eq!(
        (&region["country_code"], &region["province_code"], &region["parent"]),
        (&json!("us"), &Value::Null, &Value::Null)
    );
    assert_eq!((&region["tax_rates"][0]["code"], &region["tax_rates"][0]["rate"]), (&json!("NONE"), &json!(0)));
    let us = made(&country, "tax_region");

    // The parent is found by the country.
    let body = json!({"country_code": "us", "province_code": "US-CA", "default_tax_rate": {"rate": "7.25", "code": "CA", "name": "California"}});
    let province = owner.post(REGIONS, &body).ok().await;
    let ca = made(&province, "tax_region");
    assert_eq!(
        (&province["tax_region"]["parent_id"], &province["tax_region"]["province_code"]),
        (&json!(us), &json!("us-ca"))
    );
    assert_eq!(province["tax_region"]["tax_rates"][0]["rate"], json!(7.25));
    let whole = owner.get(&format!("{REGIONS}/{us}")).ok().await;
    assert_eq!(each(&whole["tax_region"], "children", "id"), [ca.as_str()]);
    assert_eq!(whole["tax_region"]["children"][0]["tax_rates"][0]["name"], "California");
    assert_eq!(
        owner.get(&format!("{REGIONS}/{ca}?fields=*parent")).ok().await["tax_region"]["parent"]["country_code"],
        "us"
    );
    for (query, expected) in
        [("parent_id=null", vec![&us]), ("country_code=us&province_code=us-ca", vec![&ca]), ("q=CA", vec![&ca])]
    {
        let found = owner.get(&format!("{REGIONS}?{query}")).ok().await;
        assert_eq!(each(&found, "tax_regions", "id"), expected, "{query}");
    }
    let by_parent = owner.get(&format!("{REGIONS}?parent_id={us}")).ok().await;
    assert_eq!(by_parent["count"], 1);

    let theirs = shop.colleague("b", "thea", "owner").await.client;
    for (body, part) in [
        (json!({"country_code": "xx"}), "'country_code'"),
        (json!({"country_code": "de", "parent_id": us}), "'province_code' is required"),
        (json!({"country_code": "de", "province_code": "de-sh"}), "parent does not exist"),
        (json!({"country_code": "de", "province_code": "de-sh", "parent_id": us}), "parent expects (country: us)"),
        (json!({"country_code": "us", "province_code": "us-ny", "provider_id": "tp_system"}), "'provider_id'"),
        (json!({"country_code": "us", "province_code": "new york"}), "'province_code'"),
        (json!({"country_code": "de", "provider_id": "tp_other"}), "tp_other was not found"),
        (
            json!({"country_code": "de", "default_tax_rate": {"rate": -1, "code": "x", "name": "x"}}),
            "'default_tax_rate, rate' too small",
        ),
        (
            json!({"country_code": "de", "default_tax_rate": {"rate": 1001, "code": "x", "name": "x"}}),
            "'default_tax_rate, rate' too big",
        ),
        (json!({"country_code": "de", "default_tax_rate": {"rate": 1}}), "'default_tax_rate, code' is required"),
        (json!({"country_code": "de", "colour": 1}), "colour"),
    ] {
        let error = owner.post(REGIONS, &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{part}: {error}");
    }
    let error = owner.post(REGIONS, &json!({"country_code": "us"})).error(422).await;
    assert_eq!(error["message"], "Tax region with country_code: us, already exists.");
    owner.post(REGIONS, &json!({"country_code": "us", "province_code": "us-ca"})).error(422).await;
    // Another shop's region is none of theirs, and none of its parents.
    theirs.post(&format!("{REGIONS}/{us}"), &json!({"metadata": {"a": 1}})).error(404).await;
    theirs.post(REGIONS, &json!({"country_code": "us", "province_code": "us-tx", "parent_id": us})).error(400).await;
    assert_eq!(delete(&theirs, &format!("{REGIONS}/{us}")).await.status.as_u16(), 404);
    assert_eq!(theirs.get(REGIONS).ok().await["count"], 0);

    let changed =
        owner.post(&format!("{REGIONS}/{ca}"), &json!({"province_code": "us-nv", "metadata": {"b": 2}})).ok().await;
    assert_eq!(
        (&changed["tax_region"]["province_code"], &changed["tax_region"]["metadata"]),
        (&json!("us-nv"), &json!({"b": 2}))
    );
    owner.post(&format!("{REGIONS}/{us}"), &json!({"province_code": "us-nv"})).error(400).await;
    owner.post(&format!("{REGIONS}/{ca}"), &json!({"provider_id": "tp_system"})).error(400).await;
    owner.post(&format!("{REGIONS}/{us}"), &json!({"provider_id": null})).ok().await;

    let gone = delete(&owner, &format!("{REGIONS}/{us}")).await.json();
    assert_eq!(gone, json!({"id": us, "object": "tax_region", "deleted": true}));
    assert_eq!(owner.get(REGIONS).ok().await["count"], 0, "provinces go with their country");
    assert_eq!(owner.get(RATES).ok().await["count"], 0, "and so do the rates");
    owner.post(REGIONS, &json!({"country_code": "us"})).ok().await;
    let viewer = shop.colleague("a", "vera", "viewer").await.client;
    viewer.get(REGIONS).ok().await;
    viewer.post(REGIONS, &json!({"country_code": "fr"})).error(403).await;
}

#[tokio::test]
async fn rates_and_what_they_are_meant_for() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let region = made(&owner.post(REGIONS, &json!({"country_code": "de"})).ok().await, "tax_region");
    let product = json!({"reference": "product", "reference_id": id("prod", "1", 1)});
    let kind = json!({"reference": "product_type", "reference_id": id("ptyp", "10", 1)});
    let body = json!({"tax_region_id": region, "name": "Reduced", "code": "DE7", "rate": 7, "rules": [product, kind]});
    let rate = owner.post(RATES, &body).ok().await;
    let shown = &rate["tax_rate"];
    assert_eq!(
        (&shown["rate"], &shown["is_default"], &shown["is_combinable"]),
        (&json!(7), &json!(false), &json!(false))
    );
    assert_eq!(shown["tax_region"]["country_code"], "de");
    assert_eq!(each(shown, "rules", "reference"), ["product", "product_type"]);
    assert_eq!(each(shown, "rules", "reference_id"), [id("prod", "1", 1), id("ptyp", "10", 1)]);
    let path = format!("{RATES}/{}", made(&rate, "tax_rate"));

    // What it is meant for already, it is meant for once.
    let option = json!({"reference": "shipping_option", "reference_id": id("so", "35", 1)});
    owner.post(&format!("{path}/rules"), &product).ok().await;
    let more = owner.post(&format!("{path}/rules"), &option).ok().await;
    assert_eq!(more["tax_rate"]["rules"].as_array().unwrap().len(), 3);
    let rule = more["tax_rate"]["rules"][0]["id"].as_str().unwrap().to_owned();
    let gone = delete(&owner, &format!("{path}/rules/{rule}")).await.json();
    assert_eq!((&gone["id"], &gone["object"], &gone["deleted"]), (&json!(rule), &json!("tax_rate_rule"), &json!(true)));
    assert_eq!(gone["parent"]["rules"].as_array().unwrap().len(), 2);
    assert_eq!(delete(&owner, &format!("{path}/rules/{rule}")).await.status.as_u16(), 404);

    let changed = owner.post(&path, &json!({"rate": "7.5", "name": "Less", "rules": [product]})).ok().await;
    assert_eq!((&changed["tax_rate"]["rate"], &changed["tax_rate"]["code"]), (&json!(7.5), &json!("DE7")));
    assert_eq!(each(&changed["tax_rate"], "rules", "reference"), ["product"]);
    assert_eq!(owner.get(&format!("{RATES}?tax_region_id={region}&is_default=false")).ok().await["count"], 1);

    let default = json!({"tax_region_id": region, "name": "Full", "code": "DE19", "rate": 19, "is_default": true});
    let full = made(&owner.post(RATES, &default).ok().await, "tax_rate");
    owner.post(RATES, &default).error(422).await;
    owner.post(&path, &json!({"is_default": true})).error(422).await;
    for (body, part) in [
        (json!({"rate": 1}), "'name' is required"),
        (
            json!({"tax_region_id": region, "name": "x", "code": "x", "rules": [{"reference": "customer", "reference_id": "x"}]}),
            "'rules, 0, reference'",
        ),
        (
            json!({"tax_region_id": region, "name": "x", "code": "x", "rules": [{"reference": "product", "reference_id": id("ptyp", "10", 1)}]}),
            "is no id of a product",
        ),
        (json!({"tax_region_id": region, "name": "x", "code": "x", "rate": "0.00000000001"}), "too many digits"),
        (json!({"tax_region_id": region, "name": "x", "code": "x", "rate": "1e9"}), "'rate'"),
    ] {
        let error = owner.post(RATES, &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{part}: {error}");
    }
    owner
        .post(RATES, &json!({"tax_region_id": id_in("b", "txreg", "31", 1), "name": "x", "code": "x"}))
        .error(404)
        .await;
    let theirs = shop.colleague("b", "thea", "owner").await.client;
    theirs.get(&path).error(404).await;
    theirs.post(&format!("{path}/rules"), &option).error(404).await;
    theirs.post(RATES, &json!({"tax_region_id": region, "name": "x", "code": "x"})).error(404).await;
    let gone = delete(&owner, &format!("{RATES}/{full}")).await.json();
    assert_eq!(gone["object"], "tax_rate");
    owner.post(RATES, &default).ok().await;
}

/// What is taxed how, seen from a cart; and that carts and orders outlive rates and regions.
#[tokio::test]
async fn carts_are_taxed_and_outlive_their_taxes() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let guest = shop.shopper();
    let at = cart(&guest, &setup, 1).await;
    let again = async || guest.post(&at, &json!({"metadata": {"touched": true}})).ok().await;
    assert_eq!(rates(&again().await), [("AT20".to_owned(), json!(20))]);

    // A type of products; then one of them; then the province of Linz, alone and beside the country.
    let rule = |reference: &str, reference_id: String| json!([{"reference": reference, "reference_id": reference_id}]);
    let body = json!({"tax_region_id": setup.tax_region, "name": "Kitchen", "code": "AT13", "rate": 13, "rules": rule("product_type", id("ptyp", "10", 1))});
    owner.post(RATES, &body).ok().await;
    assert_eq!(rates(&again().await), [("AT13".to_owned(), json!(13))]);
    let body = json!({"tax_region_id": setup.tax_region, "name": "Mugs", "code": "AT10", "rate": 10, "rules": rule("product", id("prod", "1", 1))});
    let mugs = made(&owner.post(RATES, &body).ok().await, "tax_rate");
    assert_eq!(rates(&again().await), [("AT10".to_owned(), json!(10))]);
    let body = json!({"country_code": "at", "province_code": "at-4", "default_tax_rate": {"rate": 1, "code": "OOE", "name": "Upper Austria"}});
    let province = owner.post(REGIONS, &body).ok().await;
    assert_eq!(rates(&again().await), [("OOE".to_owned(), json!(1))]);
    let of_province = format!("{RATES}/{}", province["tax_region"]["tax_rates"][0]["id"].as_str().unwrap());
    owner.post(&of_province, &json!({"is_combinable": true})).ok().await;
    let both = again().await;
    assert_eq!(rates(&both), [("OOE".to_owned(), json!(1)), ("AT10".to_owned(), json!(10))]);
    assert_eq!((&both["cart"]["total"], &both["cart"]["tax_total"]), (&json!(18), &json!(1.78)), "18 - 18 / 1.11");
    delete(&owner, &format!("{REGIONS}/{}", made(&province, "tax_region"))).await;
    delete(&owner, &format!("{RATES}/{mugs}")).await;
    assert_eq!(rates(&again().await), [("AT13".to_owned(), json!(13))]);

    // A rate that ends after it was told is paid as it was told; one that ended before is not.
    guest.post(&format!("{at}/shipping-methods"), &json!({"option_id": setup.option})).ok().await;
    super::pay(&guest, &at).await;
    let told = guest.get(&at).ok().await["cart"]["total"].clone();
    delete(&owner, &format!("{REGIONS}/{}", setup.tax_region)).await;
    let order = super::order(&guest, &at).await;
    assert_eq!(order["total"], told);
    assert_eq!(order["items"][0]["tax_lines"][0]["code"], "AT13");
    let next = cart(&guest, &setup, 1).await;
    let untaxed = buy(&guest, &next, &setup.option).await;
    assert_eq!((&untaxed["tax_total"], &untaxed["total"]), (&json!(0), &json!(22.9)));
    let read = guest.get(&format!("/store/orders/{}", order["id"].as_str().unwrap())).ok().await;
    assert_eq!(read["order"]["items"][0]["tax_lines"][0]["rate"], json!(13));
    assert_eq!(faults(&shop).await, 0);
}
