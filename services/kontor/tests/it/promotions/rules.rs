//! Rules below a promotion, and what they may say.

use serde_json::{Value, json};

use super::{body, make, mug, open, shirt};
use crate::{carts::europe, shop::id};

fn rule(attribute: &str, values: &Value) -> Value {
    json!({"attribute": attribute, "operator": "in", "values": values})
}

#[tokio::test]
async fn rules_in_batches() {
    let (shop, staff) = open().await;
    let made = make(
        &staff,
        &json!({"code": "2FOR1", "type": "buyget", "status": "active", "application_method": {
            "type": "percentage", "target_type": "items", "allocation": "each", "max_quantity": 1, "value": 100,
            "apply_to_quantity": 1, "buy_rules_min_quantity": 2,
            "buy_rules": [rule("items.product.id", &json!([mug()]))], "target_rules": [rule("items.product.id", &json!([shirt()]))]}}),
    )
    .await;
    let at = format!("/admin/promotions/{}", made["id"].as_str().unwrap());
    let batch = |kind: &str| format!("{at}/{kind}/batch");
    let said = staff
        .post(
            &batch("rules"),
            &json!({"create": [rule("region.id", &json!([europe()])), rule("foreign", &json!("x"))]}),
        )
        .ok()
        .await;
    let created = said["created"].as_array().unwrap();
    assert_eq!((created.len(), &created[1]["values"]), (2, &json!([{"value": "x"}])));
    assert_eq!(said["deleted"], json!({"ids": [], "object": "promotion-rule", "deleted": true}));
    let (first, second) = (created[0]["id"].as_str().unwrap(), created[1]["id"].as_str().unwrap());
    let changed = staff
        .post(
            &batch("rules"),
            &json!({"update": [{"id": first, "operator": "ne", "values": "reg_x"}], "delete": [second]}),
        )
        .ok()
        .await;
    assert_eq!((&changed["updated"][0]["operator"], &changed["deleted"]["ids"]), (&json!("ne"), &json!([second])));
    // A rule of another kind is none of these.
    staff.post(&batch("buy-rules"), &json!({"delete": [first]})).error(404).await;
    staff.post(&batch("rules"), &json!({"update": [{"id": second, "values": "x"}]})).error(404).await;
    let last = made["application_method"]["buy_rules"][0]["id"].as_str().unwrap();
    let refused = staff.post(&batch("buy-rules"), &json!({"delete": [last]})).error(400).await;
    assert_eq!(refused["message"], "Buy rules are required for buyget promotion type");
    let other = make(&staff, &body("P", json!({"type": "percentage", "target_type": "order", "value": 1}))).await;
    let path = format!("/admin/promotions/{}/target-rules/batch", other["id"].as_str().unwrap());
    let create = json!({"create": [rule("items.product.id", &json!([mug()]))]});
    staff.post(&path, &create).error(400).await;
    let theirs = shop.colleague("b", "eve", "owner").await.client;
    theirs.post(&batch("rules"), &create).error(404).await;

    // In people's words.
    let rules = staff.get(&format!("{at}/buy-rules")).ok().await;
    let rules = rules["rules"].as_array().unwrap();
    assert_eq!(rules[0]["values"], json!([{"value": mug(), "label": "Harbour Mug"}]));
    assert_eq!((&rules[0]["attribute_label"], &rules[0]["operator_label"]), (&json!("Product"), &json!("In")));
    assert_eq!((&rules[1]["attribute"], &rules[1]["values"]), (&json!("buy_rules_min_quantity"), &json!(2)));
    let wrong = staff.get(&format!("{at}/colours")).error(400).await;
    assert_eq!(wrong["message"], "Invalid param rule_type (colours)");
    staff.get("/admin/promotions/promo_x/rules").error(404).await;
}

#[tokio::test]
async fn what_rules_may_say() {
    let (_shop, staff) = open().await;
    let ids = |body: &Value| {
        let all = body["attributes"].as_array().unwrap();
        all.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let options = "/admin/promotions/rule-attribute-options";
    let rules = staff.get(&format!("{options}/rules?application_method_type=fixed")).ok().await;
    assert_eq!(ids(&rules), "customer_group region country sales_channel item_total currency_code");
    assert_eq!(rules["attributes"][5]["required"], true);
    let buy = staff.get(&format!("{options}/buy-rules?promotion_type=buyget")).ok().await;
    assert!(ids(&buy).ends_with("product_tag buy_rules_min_quantity"), "{buy}");
    let methods = format!("{options}/target-rules?application_method_target_type=shipping_methods");
    assert_eq!(ids(&staff.get(&methods).ok().await), "shipping_option_type");
    staff.get(&format!("{options}/colours")).error(400).await;

    let values = "/admin/promotions/rule-value-options";
    let regions = staff.get(&format!("{values}/rules/region")).ok().await;
    assert_eq!(
        (&regions["values"][0], &regions["count"], &regions["limit"]),
        (&json!({"label": "Europe", "value": europe()}), &json!(2), &json!(100))
    );
    let one = staff.get(&format!("{values}/target-rules/product?value={}", mug())).ok().await;
    assert_eq!(one["values"], json!([{"label": "Harbour Mug", "value": mug()}]));
    assert_eq!(staff.get(&format!("{values}/target-rules/product?q=deck")).ok().await["count"], 1);
    let page = staff.get(&format!("{values}/rules/country?limit=1&offset=1")).ok().await;
    assert_eq!(page, json!({"values": [{"label": "Denmark", "value": "dk"}], "count": 3, "offset": 1, "limit": 1}));
    let currencies = staff.get(&format!("{values}/rules/currency_code?q=euro")).ok().await;
    assert_eq!(currencies["values"], json!([{"label": "Euro", "value": "eur"}]));
    for attribute in ["product_category", "product_collection", "product_type", "product_tag"] {
        let found = staff.get(&format!("{values}/buy-rules/{attribute}")).ok().await;
        assert!(found["count"].as_i64().unwrap() > 0, "{attribute}");
    }
    let wrong = staff.get(&format!("{values}/rules/product")).error(400).await;
    assert_eq!(wrong["message"], "Invalid rule attribute - product");
    assert!(regions["values"].as_array().unwrap().iter().all(|one| one["value"] != id("reg", "b", 1)));
}
