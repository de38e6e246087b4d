//! Kinds of options, reasons for refunds, providers, and how a shop sells.

use serde_json::{Value, json};

use super::{cart, made, open, owner, set_up};
use crate::{
    admin::{delete, each},
    shop::id,
};

#[tokio::test]
async fn kinds_of_options() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let types = "/admin/shipping-option-types";
    let kind = owner.post(types, &json!({"label": "Bike", "code": "bike", "description": "Green"})).ok().await;
    let path = format!("{types}/{}", made(&kind, "shipping_option_type"));
    let changed = owner.post(&path, &json!({"label": "Cargo bike", "description": null})).ok().await;
    assert_eq!(
        (&changed["shipping_option_type"]["label"], &changed["shipping_option_type"]["description"]),
        (&json!("Cargo bike"), &Value::Null)
    );
    assert_eq!(owner.get(&path).ok().await, changed);
    let option = format!("/admin/shipping-options/{}", setup.option);
    let with = owner.post(&option, &json!({"type_id": made(&kind, "shipping_option_type")})).ok().await;
    assert_eq!(with["shipping_option"]["type"]["code"], "bike");
    assert_eq!(each(&owner.get(&format!("{types}?q=cargo")).ok().await, "shipping_option_types", "code"), ["bike"]);
    let gone = delete(&owner, &path).await.json();
    assert_eq!(gone["object"], "shipping_option_type");
    let without = owner.get(&option).ok().await;
    assert_eq!(
        (&without["shipping_option"]["type"], &without["shipping_option"]["shipping_option_type_id"]),
        (&Value::Null, &Value::Null)
    );
    let at = cart(&shop.shopper(), &setup, 1).await;
    let listed =
        shop.shopper().get(&format!("/store/shipping-options?cart_id={}", at.rsplit('/').next().unwrap())).ok().await;
    assert_eq!(listed["shipping_options"][0]["type"], Value::Null);
    owner.get(&path).error(404).await;
    owner.post(types, &json!({"label": "x"})).error(400).await;
    let theirs = shop.colleague("b", "thea", "owner").await.client;
    assert_eq!(theirs.get(types).ok().await["count"], 0);
}

#[tokio::test]
async fn reasons_for_refunds() {
    let shop = open().await;
    let support = shop.colleague("a", "sam", "support").await.client;
    let reasons = "/admin/refund-reasons";
    let late = support.post(reasons, &json!({"label": "Late", "code": "late", "metadata": {"a": 1}})).ok().await;
    let path = format!("{reasons}/{}", made(&late, "refund_reason"));
    let error = support.post(reasons, &json!({"label": "Too late", "code": "late"})).error(422).await;
    assert_eq!(error["message"], "Refund reason with code: late, already exists.");
    let changed =
        support.post(&path, &json!({"description": "After the day we said", "metadata": {"b": 2}})).ok().await;
    assert_eq!(
        (&changed["refund_reason"]["description"], &changed["refund_reason"]["metadata"]),
        (&json!("After the day we said"), &json!({"a": 1, "b": 2}))
    );
    assert_eq!(support.get(&format!("{reasons}?code=late")).ok().await["count"], 1);
    support.post(&path, &json!({"label": ""})).error(400).await;
    assert_eq!(
        delete(&support, &path).await.json(),
        json!({"id": made(&late, "refund_reason"), "object": "refund_reason", "deleted": true})
    );
    support.get(&path).error(404).await;
    support.post(reasons, &json!({"label": "Late", "code": "late"})).ok().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    editor.get(reasons).error(403).await;
    let theirs = shop.colleague("b", "thea", "owner").await.client;
    assert_eq!(theirs.get(reasons).ok().await["count"], 0);
}

#[tokio::test]
async fn providers_are_listed() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let taxes = owner.get("/admin/tax-providers").ok().await;
    assert_eq!(
        taxes,
        json!({"tax_providers": [{"id": "tp_system", "is_enabled": true}], "count": 1, "offset": 0, "limit": 20})
    );
    let payments = owner.get("/admin/payments/payment-providers?is_enabled=true&fields=id").ok().await;
    assert_eq!(payments["payment_providers"], json!([{"id": "pp_system_default"}]));
    let senders = "/admin/fulfillment-providers";
    assert_eq!(each(&owner.get(senders).ok().await, "fulfillment_providers", "id"), ["manual_manual", "weight_weight"]);
    assert_eq!(
        each(&owner.get(&format!("{senders}?order=-id&limit=1")).ok().await, "fulfillment_providers", "id"),
        ["weight_weight"]
    );
    let at = |place: &str| format!("{senders}?stock_location_id={place}");
    assert_eq!(owner.get(&at(&setup.location)).ok().await["count"], 2);
    assert_eq!(owner.get(&at(&id("sloc", "20", 1))).ok().await["count"], 0);
    assert_eq!(owner.get(&format!("{senders}?is_enabled=false")).ok().await["count"], 0);
    let options = owner.get(&format!("{senders}/manual_manual/options")).ok().await;
    assert_eq!(options["fulfillment_options"][1], json!({"id": "manual-fulfillment-return", "is_return": true}));
    owner.get(&format!("{senders}/dhl_dhl/options")).error(404).await;
    owner.get(&format!("{senders}?colour=red")).error(400).await;
}

#[tokio::test]
async fn a_region_takes_the_payments_that_it_names() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let body = json!({"name": "Norway", "currency_code": "eur", "countries": ["no"], "payment_providers": ["pp_system_default", "pp_system_default"]});
    let made_region = owner.post("/admin/regions?fields=*payment_providers", &body).ok().await;
    let all = json!([{"id": "pp_system_default", "is_enabled": true}]);
    assert_eq!(made_region["region"]["payment_providers"], all);
    let region = made(&made_region, "region");
    let path = format!("/admin/regions/{region}?fields=*payment_providers");
    assert_eq!(owner.post(&path, &json!({"name": "Norge"})).ok().await["region"]["payment_providers"], all);
    assert_eq!(
        owner.post(&path, &json!({"payment_providers": []})).ok().await["region"]["payment_providers"],
        json!([])
    );
    owner.post(&path, &json!({"payment_providers": ["pp_other"]})).error(400).await;
    owner.post(&path, &json!({"payment_providers": ["pp_system_default"]})).ok().await;
    let shown = shop.shopper().get(&format!("/store/regions/{region}?fields=*payment_providers")).ok().await;
    assert_eq!(shown["region"]["payment_providers"], all);
    let providers = shop.shopper().get(&format!("/store/payment-providers?region_id={region}")).ok().await;
    assert_eq!(providers["payment_providers"], all);
}

#[tokio::test]
async fn how_a_shop_sells() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let store = owner.get("/admin/stores").ok().await["stores"][0].clone();
    assert_eq!(
        (
            &store["totals_rounding"],
            &store["payment_capture"],
            &store["deposit_percent"],
            &store["deposit_days"],
            &store["return_days"],
            &store["legal_name"]
        ),
        (&json!("currency"), &json!("manual"), &json!(50), &json!(7), &json!(30), &Value::Null)
    );
    let path = format!("/admin/stores/{}", store["id"].as_str().unwrap());
    let said = json!({"totals_rounding": "none", "payment_capture": "automatic", "deposit_percent": "33.5", "deposit_days": 0, "return_days": 14, "invoice_when_paid": true,
        "legal_name": "Ours GmbH", "legal_address": "1 Quay\n24103 Kiel", "tax_number": "DE1"});
    let changed = owner.post(&path, &said).ok().await["store"].clone();
    for (name, value) in said.as_object().unwrap() {
        let expected = if name == "deposit_percent" { json!(33.5) } else { value.clone() };
        assert_eq!(changed[name], expected, "{name}");
    }
    let cleared = owner.post(&path, &json!({"tax_number": null})).ok().await;
    assert_eq!((&cleared["store"]["tax_number"], &cleared["store"]["legal_name"]), (&Value::Null, &json!("Ours GmbH")));
    for body in [
        json!({"totals_rounding": "up"}),
        json!({"payment_capture": "later"}),
        json!({"deposit_percent": 0}),
        json!({"deposit_percent": 100.5}),
        json!({"deposit_days": -1}),
        json!({"return_days": 3651}),
        json!({"legal_name": "x".repeat(501)}),
    ] {
        let field = body.as_object().unwrap().keys().next().unwrap().clone();
        let error = owner.post(&path, &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(&field), "{error}");
    }
    // With Medusa's arithmetic a third of a cent stays a third of a cent.
    let setup = set_up(&owner).await;
    let at = cart(&shop.shopper(), &setup, 1).await;
    assert_eq!(shop.shopper().get(&at).ok().await["cart"]["subtotal"], json!(15));
    let exact = owner
        .post(
            &format!(
                "/admin/tax-rates/{}",
                owner.get("/admin/tax-rates").ok().await["tax_rates"][0]["id"].as_str().unwrap()
            ),
            &json!({"rate": 19}),
        )
        .ok()
        .await;
    assert_eq!(exact["tax_rate"]["rate"], 19);
    let touched = shop.shopper().post(&at, &json!({"metadata": {"a": 1}})).ok().await;
    assert!(touched["cart"]["subtotal"].to_string().starts_with("15.12605042"), "{}", touched["cart"]["subtotal"]);
}
