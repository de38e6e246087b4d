//! `/admin/promotions`, `/admin/campaigns`: made, changed, refused.

use serde_json::{Value, json};

use super::{body, make, open};
use crate::admin::{delete, each};

#[tokio::test]
async fn a_promotion_from_beginning_to_end() {
    let (shop, staff) = open().await;
    let made = staff
        .post(
            "/admin/promotions",
            &json!({
                "code": "SPRING", "type": "standard", "campaign": {"name": "Spring", "campaign_identifier": "spring-27",
                    "budget": {"type": "spend", "limit": 100, "currency_code": "EUR"}},
                "application_method": {"type": "fixed", "target_type": "items", "allocation": "each", "max_quantity": 2, "value": 3,
                    "currency_code": "EUR", "max_amount": 20,
                    "target_rules": [{"attribute": "items.product.id", "operator": "eq", "values": super::mug()}]},
                "rules": [{"attribute": "region.id", "operator": "in", "values": [crate::carts::europe()]}],
                "metadata": {"a": 1}, "additional_data": {}
            }),
        )
        .ok()
        .await;
    let made = &made["promotion"];
    assert_eq!((&made["status"], &made["used"], &made["limit"]), (&json!("draft"), &json!(0), &json!(null)));
    let method = &made["application_method"];
    assert_eq!(
        (&method["value"], &method["currency_code"], &method["max_amount"], &method["allocation"]),
        (&json!(3), &json!("eur"), &json!(20), &json!("each"))
    );
    assert_eq!(method["target_rules"][0]["values"], json!([{"value": super::mug()}]));
    assert_eq!(made["rules"][0]["attribute"], "region.id");
    assert_eq!(made["campaign"]["budget"]["limit"], 100);
    let at = format!("/admin/promotions/{}", made["id"].as_str().unwrap());
    assert_eq!(staff.get(&at).ok().await["promotion"], *made);
    let few = staff.get(&format!("{at}?fields=id,rules.attribute,campaign.budget.used")).ok().await;
    assert_eq!(
        few["promotion"],
        json!({"id": made["id"], "rules": [{"attribute": "region.id"}], "campaign": {"budget": {"used": 0}}})
    );

    let changed = staff
        .post(&at, &json!({"status": "active", "limit": 7, "application_method": {"value": 4, "max_quantity": 1, "max_amount": null}}))
        .ok()
        .await;
    let changed = &changed["promotion"];
    assert_eq!((&changed["status"], &changed["limit"]), (&json!("active"), &json!(7)));
    let method = &changed["application_method"];
    assert_eq!(
        (&method["value"], &method["max_quantity"], &method["max_amount"]),
        (&json!(4), &json!(1), &json!(null))
    );
    for (query, count) in [
        ("q=spri", 1),
        ("code=SPRING", 1),
        ("campaign_id=procamp_x", 0),
        ("application_method[currency_code]=eur&code=SPRING", 1),
        ("application_method[currency_code]=usd", 0),
        ("status=active&is_automatic=false&code[$ilike]=spr%25", 1),
    ] {
        assert_eq!(staff.get(&format!("/admin/promotions?{query}")).ok().await["count"], count, "{query}");
    }

    let theirs = shop.colleague("b", "eve", "owner").await.client;
    theirs.get(&at).error(404).await;
    theirs.post(&at, &json!({"status": "draft"})).error(404).await;
    let campaign = made["campaign_id"].as_str().unwrap();
    let stolen = json!({"code": "X", "type": "standard", "campaign_id": campaign, "application_method": {"type": "percentage",
        "target_type": "order", "value": 1}});
    theirs.post("/admin/promotions", &stolen).error(404).await;

    assert_eq!(delete(&staff, &at).await.json()["deleted"], true);
    staff.get(&at).error(404).await;
    assert_eq!(delete(&staff, &at).await.status.as_u16(), 404);
    // The code is free again.
    make(&staff, &body("SPRING", json!({"type": "percentage", "target_type": "order", "value": 5}))).await;
}

#[tokio::test]
async fn what_does_not_go_together() {
    let (_shop, staff) = open().await;
    let percent = json!({"type": "percentage", "target_type": "order", "value": 10});
    make(&staff, &body("THERE", percent.clone())).await;
    let rule = json!({"attribute": "items.product.id", "operator": "eq", "values": super::mug()});
    for (method, words) in [
        (json!({"type": "percentage", "target_type": "order", "value": 101}), "percentage number between 0 and 100"),
        (json!({"type": "percentage", "target_type": "order", "value": 0}), "percentage number between 0 and 100"),
        (json!({"type": "fixed", "target_type": "order", "value": 5}), "currency_code is required"),
        (json!({"type": "fixed", "target_type": "order", "value": 5, "currency_code": "xxq"}), "ISO 4217"),
        (
            json!({"type": "fixed", "target_type": "order", "value": -5, "currency_code": "eur"}),
            "'application_method, value' too small",
        ),
        (
            json!({"type": "percentage", "target_type": "items", "value": 5}),
            "application_method.allocation should be either",
        ),
        (
            json!({"type": "percentage", "target_type": "items", "value": 5, "allocation": "each"}),
            "max_quantity is required",
        ),
        (
            json!({"type": "percentage", "target_type": "items", "value": 5, "allocation": "across", "max_quantity": 1}),
            "not allowed to be set for allocation (across)",
        ),
        (
            json!({"type": "percentage", "target_type": "order", "value": 5, "target_rules": [rule]}),
            "target type (order) is not allowed",
        ),
        (json!({"type": "percentage", "target_type": "order", "value": 5, "buy_rules": [rule]}), "Can't add buy rules"),
        (
            json!({"type": "half", "target_type": "order", "value": 5}),
            "Expected: 'fixed, percentage' for field 'application_method, type'",
        ),
        (json!({"type": "percentage", "target_type": "order"}), "Field 'application_method, value' is required"),
    ] {
        let error = staff.post("/admin/promotions", &body("X", method.clone())).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(words), "{method} {error}");
    }
    for (change, words) in [
        (json!({"code": "TWO WORDS"}), "must not contain blanks"),
        (json!({"application_method": null}), "Field 'application_method' is required"),
        (json!({"type": "gift"}), "Expected: 'standard, buyget'"),
        (json!({"type": "buyget"}), "apply_to_quantity is a required field"),
        (json!({"limit": 0}), "'limit' too small"),
        (json!({"is_automatic": true, "limit": 3}), "Automatic promotions cannot have a usage limit"),
        (
            json!({"rules": [{"attribute": "region.id", "operator": "eq", "values": []}]}),
            "'rules, 0, values' too small",
        ),
        (json!({"rules": [{"attribute": "item_total", "operator": "gt", "values": "much"}]}), "must be numbers"),
        (
            json!({"campaign_id": "procamp_x", "campaign": {"name": "a", "campaign_identifier": "b"}}),
            "either the `campaign` or `campaign_id`",
        ),
        (json!({"colour": 1}), "Unrecognized fields: 'colour'"),
    ] {
        let mut whole = body("X", percent.clone());
        whole.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let error = staff.post("/admin/promotions", &whole).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(words), "{change} {error}");
    }
    let many: Vec<Value> = (0..21).map(|_| rule.clone()).collect();
    let mut whole = body("X", percent.clone());
    whole["rules"] = json!(many);
    let error = staff.post("/admin/promotions", &whole).error(400).await;
    assert!(error["message"].as_str().unwrap().contains("at most 20 rules"), "{error}");
    let error = staff.post("/admin/promotions", &body("THERE", percent.clone())).error(422).await;
    assert_eq!(error["message"], "Promotion with code: THERE, already exists.");
    let mut unknown = body("X", percent);
    unknown["campaign_id"] = json!("procamp_x");
    staff.post("/admin/promotions", &unknown).error(404).await;
    assert_eq!(staff.get("/admin/promotions?code=X").ok().await["count"], 0);
}

#[tokio::test]
async fn campaigns() {
    let (shop, staff) = open().await;
    let one = make(
        &staff,
        &body("ONE", json!({"type": "fixed", "target_type": "order", "value": 1, "currency_code": "eur"})),
    )
    .await;
    let dollars = make(
        &staff,
        &body("USD", json!({"type": "fixed", "target_type": "order", "value": 1, "currency_code": "usd"})),
    )
    .await;
    let percent = make(&staff, &body("P", json!({"type": "percentage", "target_type": "order", "value": 1}))).await;
    let made = staff
        .post(
            "/admin/campaigns",
            &json!({"name": "Winter", "campaign_identifier": "w", "description": "cold", "starts_at": "2026-12-01T00:00:00Z",
                "budget": {"type": "spend", "limit": 50, "currency_code": "eur"}, "promotions": [{"id": one["id"]}]}),
        )
        .ok()
        .await["campaign"]
        .clone();
    assert_eq!(made["budget"]["used"], 0);
    let at = format!("/admin/campaigns/{}", made["id"].as_str().unwrap());
    let links = format!("{at}/promotions");
    let linked = staff.post(&format!("{links}?fields=promotions.code"), &json!({"add": [percent["id"]]})).ok().await;
    assert_eq!(each(&linked["campaign"], "promotions", "code"), ["ONE", "P"]);
    let refused = staff.post(&links, &json!({"add": [dollars["id"]]})).error(400).await;
    assert_eq!(refused["message"], "Cannot add promotions to campaign where currency_code don't match.");
    staff.post(&links, &json!({"add": ["promo_x"]})).error(404).await;
    let out = staff.post(&format!("{links}?fields=promotions.code"), &json!({"remove": [one["id"]]})).ok().await;
    assert_eq!(each(&out["campaign"], "promotions", "code"), ["P"]);
    let changed = staff
        .post(&at, &json!({"name": "Frost", "ends_at": "2027-01-01T00:00:00Z", "budget": {"limit": 80}}))
        .ok()
        .await;
    assert_eq!(
        (&changed["campaign"]["name"], &changed["campaign"]["budget"]["limit"], &changed["campaign"]["description"]),
        (&json!("Frost"), &json!(80), &json!("cold"))
    );
    for (body, words) in [
        (json!({"ends_at": "2026-01-01T00:00:00Z"}), "'ends_at' must be later"),
        (json!({"budget": {"type": "usage"}}), "Unrecognized fields"),
        (json!({"name": ""}), "'name'"),
    ] {
        let error = staff.post(&at, &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(words), "{error}");
    }
    for (budget, words) in [
        (json!({"type": "spend", "limit": 1}), "currency_code is required when budget type is spend"),
        (json!({"type": "usage", "limit": 1, "currency_code": "eur"}), "currency_code should not be present"),
        (json!({"type": "use_by_attribute", "limit": 1}), "attribute is required when budget type is use_by_attribute"),
        (json!({"type": "usage", "limit": 1, "attribute": "customer_id"}), "attribute should not be present"),
        (json!({"type": "usage", "limit": -1}), "too small"),
    ] {
        let body = json!({"name": "x", "campaign_identifier": "x", "budget": budget});
        let error = staff.post("/admin/campaigns", &body).error(400).await;
        assert!(error["message"].as_str().unwrap().contains(words), "{error}");
    }
    let again = staff.post("/admin/campaigns", &json!({"name": "x", "campaign_identifier": "w"})).error(422).await;
    assert_eq!(again["message"], "Campaign with campaign_identifier: w, already exists.");
    for (query, count) in
        [("q=fro", 1), ("campaign_identifier=w", 1), ("budget[currency_code]=eur", 1), ("budget[type]=usage", 0)]
    {
        assert_eq!(staff.get(&format!("/admin/campaigns?{query}")).ok().await["count"], count, "{query}");
    }
    let theirs = shop.colleague("b", "eve", "owner").await.client;
    theirs.get(&at).error(404).await;
    theirs.post(&links, &json!({"add": []})).error(404).await;
    assert_eq!(delete(&staff, &at).await.json()["object"], "campaign");
    let freed = staff.get(&format!("/admin/promotions/{}", percent["id"].as_str().unwrap())).ok().await;
    assert_eq!((&freed["promotion"]["campaign_id"], &freed["promotion"]["campaign"]), (&json!(null), &json!(null)));
    // A budget by customer has room for what it says.
    let mine = json!({"name": "m", "campaign_identifier": "m", "budget": {"type": "spend_by_attribute", "limit": 9.5,
        "currency_code": "eur", "attribute": "customer_email"}});
    let mine = staff.post("/admin/campaigns", &mine).ok().await;
    assert_eq!(mine["campaign"]["budget"]["attribute"], "customer_email");
}
