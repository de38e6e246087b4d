//! `/admin/shipping-options`

use serde_json::{Value, json};

use super::{cart, made, open, owner, set_up};
use crate::{
    admin::{delete, each},
    shop::{id, id_in},
};

const PATH: &str = "/admin/shipping-options";

/// What a cart is offered: names and amounts.
async fn offered(guest: &testkit::Client, at: &str) -> Vec<(String, Value)> {
    let listed = guest.get(&format!("/store/shipping-options?cart_id={}", at.rsplit('/').next().unwrap())).ok().await;
    let mut all: Vec<_> = (listed["shipping_options"].as_array().unwrap().iter())
        .map(|option| (option["name"].as_str().unwrap().to_owned(), option["amount"].clone()))
        .collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

#[tokio::test]
async fn options_with_prices_by_currency_region_and_cart() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let guest = shop.shopper();
    let at = cart(&guest, &setup, 2).await;
    let body = json!({
        "name": "Express", "service_zone_id": setup.zone, "shipping_profile_id": setup.profile, "provider_id": "manual_manual",
        "price_type": "flat", "data": {"id": "manual-fulfillment"}, "metadata": {"carrier": "dhl"}, "type": {"label": "Express", "description": "Tomorrow", "code": "express"},
        "prices": [{"currency_code": "EUR", "amount": 12}, {"region_id": setup.region, "amount": "9.95"},
            {"currency_code": "eur", "amount": 0, "rules": [{"attribute": "item_total", "operator": "gte", "value": 50}, {"attribute": "item_total", "operator": "lt", "value": 500}]}],
        "rules": []
    });
    let answer = owner.post(PATH, &body).ok().await;
    let option = &answer["shipping_option"];
    assert_eq!(
        (&option["type"]["code"], &option["shipping_profile"]["name"], &option["service_zone"]["name"]),
        (&json!("express"), &json!("Parcels"), &json!("Austria"))
    );
    assert_eq!(
        (&option["provider"], &option["data"], &option["metadata"]),
        (
            &json!({"id": "manual_manual", "is_enabled": true}),
            &json!({"id": "manual-fulfillment"}),
            &json!({"carrier": "dhl"})
        )
    );
    let prices = option["prices"].as_array().unwrap();
    let of_region = prices.iter().find(|price| price["amount"] == json!(9.95)).unwrap();
    assert_eq!(
        (&of_region["currency_code"], &of_region["raw_amount"]["value"], &of_region["rules_count"]),
        (&json!("eur"), &json!("9.95"), &json!(1))
    );
    assert_eq!(
        (&of_region["price_rules"][0]["attribute"], &of_region["price_rules"][0]["value"]),
        (&json!("region_id"), &json!(setup.region))
    );
    assert_eq!(offered(&guest, &at).await, [("Express".to_owned(), json!(9.95)), ("Post".to_owned(), json!(4.9))]);
    let line = guest.get(&at).ok().await["cart"]["items"][0]["id"].as_str().unwrap().to_owned();
    guest.post(&format!("{at}/line-items/{line}"), &json!({"quantity": 3})).ok().await;
    assert_eq!(
        offered(&guest, &at).await[0],
        ("Express".to_owned(), json!(0)),
        "from 50 euros on, two rules count before one"
    );

    // What is named by its id stays and changes; what is not named goes.
    let path = format!("{PATH}/{}", made(&answer, "shipping_option"));
    let body = json!({"name": "Overnight", "prices": [{"id": of_region["id"], "amount": 8}, {"currency_code": "usd", "amount": 15}]});
    let changed = owner.post(&path, &body).ok().await;
    let option = &changed["shipping_option"];
    let mut kept: Vec<(&Value, &Value, usize)> = (option["prices"].as_array().unwrap().iter())
        .map(|price| (&price["currency_code"], &price["amount"], price["price_rules"].as_array().unwrap().len()))
        .collect();
    kept.sort_by_key(|one| one.0.as_str());
    assert_eq!(kept, [(&json!("eur"), &json!(8), 1), (&json!("usd"), &json!(15), 0)]);
    assert_eq!(offered(&guest, &at).await[0], ("Overnight".to_owned(), json!(8)));
    owner.post(&path, &json!({"prices": [{"id": of_region["id"], "amount": 1}]})).ok().await;

    let theirs = shop.colleague("b", "thea", "owner").await.client;
    theirs.get(&path).error(404).await;
    theirs.post(&path, &json!({"name": "x"})).error(404).await;
    assert_eq!(delete(&theirs, &path).await.status.as_u16(), 404);
    let gone = delete(&owner, &path).await.json();
    assert_eq!(gone["object"], "shipping_option");
    assert_eq!(offered(&guest, &at).await, [("Post".to_owned(), json!(4.9))]);
    let viewer = shop.colleague("a", "vera", "viewer").await.client;
    assert_eq!(viewer.get(PATH).ok().await["count"], 1);
    viewer.post(PATH, &json!({})).error(403).await;
}

#[tokio::test]
async fn what_is_refused_of_options() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let base = json!({"name": "x", "service_zone_id": setup.zone, "shipping_profile_id": setup.profile, "provider_id": "manual_manual", "price_type": "flat", "prices": []});
    let with = |more: Value| {
        let mut body = base.clone();
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    let eur = |more: Value| {
        let mut price = json!({"currency_code": "eur", "amount": 1});
        for (name, value) in more.as_object().unwrap() {
            price[name] = value.clone();
        }
        json!({"prices": [price]})
    };
    for (status, more, part) in [
        (400, json!({"price_type": "free"}), "'price_type'"),
        (400, json!({"prices": null}), "'prices' is required"),
        (
            400,
            json!({"type": {"label": "a", "code": "a"}, "type_id": id("sotype", "9", 1)}),
            "Only one of 'type' or 'type_id'",
        ),
        (400, json!({"type": {"label": "a"}}), "'type, code' is required"),
        (404, json!({"type_id": id("sotype", "9", 1)}), "Shipping option type with id"),
        (404, json!({"service_zone_id": id_in("b", "serzo", "34", 1)}), "Service zone with id"),
        (404, json!({"shipping_profile_id": "x"}), "Shipping profile with id: x"),
        (400, json!({"provider_id": "dhl_dhl"}), "Providers (dhl_dhl) are not enabled for the service location"),
        (400, eur(json!({"amount": -1})), "'prices, 0, amount' too small"),
        (400, eur(json!({"amount": 1e30})), "'prices, 0, amount' too big"),
        (400, eur(json!({"amount": null})), "'prices, 0, amount' is required"),
        (400, eur(json!({"currency_code": "sek"})), "not supported by the store"),
        (400, eur(json!({"region_id": setup.region})), "say different things"),
        (400, json!({"prices": [{"amount": 1}]}), "'prices, 0, currency_code' is required"),
        (404, json!({"prices": [{"amount": 1, "region_id": id_in("b", "reg", "e", 2)}]}), "Region with id"),
        (
            400,
            json!({"prices": [{"currency_code": "eur", "amount": 1}, {"currency_code": "eur", "amount": 2}]}),
            "'prices, 1'",
        ),
        (
            400,
            eur(json!({"rules": [{"attribute": "colour", "operator": "eq", "value": 1}]})),
            "nothing that prices know: 'colour'",
        ),
        (
            400,
            eur(json!({"rules": [{"attribute": "item_total", "operator": "in", "value": 1}]})),
            "'prices, 0, rules, 0, operator'",
        ),
        (
            400,
            eur(json!({"rules": [{"attribute": "item_total", "operator": "gt", "value": "much"}]})),
            "'prices, 0, rules, 0, value'",
        ),
        (400, json!({"rules": [{"attribute": "is_return", "operator": "eq", "value": "yes"}]}), "'rules, 0, value'"),
        (
            400,
            json!({"rules": [{"attribute": "item_total", "operator": "in", "value": "1"}]}),
            "Expected type: 'array' for field 'rules, 0, value'",
        ),
        (
            400,
            json!({"rules": [{"attribute": "item_total", "operator": "eq", "value": ["1"]}]}),
            "Expected type: 'string'",
        ),
        (
            400,
            json!({"rules": [{"attribute": "item_total", "operator": "like", "value": "1"}]}),
            "'rules, 0, operator'",
        ),
        (400, json!({"rules": [{"attribute": "item_total", "value": "1"}]}), "'rules, 0, operator' is required"),
        (400, json!({"price_type": "calculated"}), "Cannot calculate pricing for: [x]"),
        (
            400,
            json!({"price_type": "calculated", "provider_id": "weight_weight", "data": {"base": "-1", "per_kg": 1}}),
            "field 'data' must say",
        ),
    ] {
        let error = owner.post(PATH, &with(more.clone())).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{more}: {part}: {error}");
    }
    assert_eq!(owner.get(PATH).ok().await["count"], 1, "nothing was made");
    assert_eq!(owner.get("/admin/shipping-option-types").ok().await["count"], 1, "no kinds either");

    let path = format!("{PATH}/{}", setup.option);
    for (status, body, part) in [
        (400, json!({"price_type": "calculated"}), "Cannot calculate"),
        (400, json!({"provider_id": "dhl_dhl"}), "not enabled"),
        (404, json!({"prices": [{"id": id("price", "9", 1), "amount": 1}]}), "Price with id"),
        (
            404,
            json!({"rules": [{"id": id("sorul", "9", 1), "attribute": "a", "operator": "eq", "value": "1"}]}),
            "Shipping option rule with id",
        ),
        (400, json!({"service_zone_id": setup.zone}), "service_zone_id"),
        (400, json!({"name": ""}), "'name'"),
    ] {
        let error = owner.post(&path, &body).error(status).await;
        assert!(error["message"].as_str().unwrap().contains(part), "{body}: {part}: {error}");
    }
}

#[tokio::test]
async fn rules_in_batches_and_lists() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let guest = shop.shopper();
    let at = cart(&guest, &setup, 1).await;
    let path = format!("{PATH}/{}", setup.option);
    let rules = owner.get(&path).ok().await["shipping_option"]["rules"].as_array().unwrap().clone();
    let of = |attribute: &str| rules.iter().find(|rule| rule["attribute"] == attribute).unwrap()["id"].clone();
    let batch = format!("{path}/rules/batch");
    let body = json!({
        "create": [{"attribute": "item_total", "operator": "gte", "value": "20"}],
        "update": [{"id": of("enabled_in_store"), "attribute": "shipping_address.city", "operator": "in", "value": ["Linz", "Wels"]}],
        "delete": [of("is_return")]
    });
    let done = owner.post(&batch, &body).ok().await;
    assert_eq!(
        (&done["created"][0]["attribute"], &done["updated"][0]["value"]),
        (&json!("item_total"), &json!(["Linz", "Wels"]))
    );
    assert_eq!(done["deleted"], json!({"ids": [of("is_return")], "object": "shipping_option_rule", "deleted": true}));
    assert_eq!(offered(&guest, &at).await, [], "18 euros are less than 20");
    owner.post(&batch, &json!({"delete": [done["created"][0]["id"]]})).ok().await;
    assert_eq!(offered(&guest, &at).await.len(), 1);
    owner.post(&batch, &json!({"delete": [done["created"][0]["id"]]})).error(404).await;
    owner
        .post(&batch, &json!({"update": [{"id": of("is_return"), "attribute": "a", "operator": "eq", "value": "1"}]}))
        .error(404)
        .await;
    let many: Vec<Value> =
        (0..100).map(|n| json!({"attribute": "a", "operator": "ne", "value": n.to_string()})).collect();
    let error = owner.post(&batch, &json!({"create": many})).error(400).await;
    assert_eq!(error["message"], "A shipping option has at most 100 rules");
    let theirs = shop.colleague("b", "thea", "owner").await.client;
    theirs.post(&batch, &json!({})).error(404).await;

    let body = json!({"name": "Back", "service_zone_id": setup.zone, "shipping_profile_id": setup.profile, "provider_id": "manual_manual", "price_type": "flat",
        "prices": [{"currency_code": "eur", "amount": 3}], "rules": [{"attribute": "is_return", "operator": "eq", "value": "true"},
            {"attribute": "enabled_in_store", "operator": "eq", "value": "false"}]});
    owner.post(PATH, &body).ok().await;
    for (query, expected) in [
        ("is_return=true".to_owned(), vec!["Back"]),
        ("is_return=false".to_owned(), vec!["Post"]),
        ("admin_only=true".to_owned(), vec!["Back"]),
        (format!("stock_location_id={}&order=name", setup.location), vec!["Back", "Post"]),
        (format!("stock_location_id={}", id("sloc", "20", 1)), vec![]),
        (format!("service_zone_id={}&q=pos", setup.zone), vec!["Post"]),
        (format!("shipping_profile_id={}&provider_id=weight_weight", setup.profile), vec![]),
    ] {
        let found = owner.get(&format!("{PATH}?{query}")).ok().await;
        assert_eq!(each(&found, "shipping_options", "name"), expected, "{query}");
    }
    let deep = owner
        .get(&format!("{PATH}?q=post&fields=name,*service_zone.fulfillment_set.location,prices.price_rules"))
        .ok()
        .await;
    assert_eq!(deep["shipping_options"][0]["service_zone"]["fulfillment_set"]["location"]["name"], "Linz");
}

#[tokio::test]
async fn what_is_calculated_and_what_is_asked_for() {
    let shop = open().await;
    let owner = owner(&shop).await;
    let setup = set_up(&owner).await;
    let guest = shop.shopper();
    let at = cart(&guest, &setup, 1).await;
    let body = json!({"name": "By weight", "service_zone_id": setup.zone, "shipping_profile_id": setup.profile, "provider_id": "weight_weight",
        "price_type": "calculated", "data": {"base": 2.5, "per_kg": "1.25"}});
    let option = made(&owner.post(PATH, &body).ok().await, "shipping_option");
    assert_eq!(offered(&guest, &at).await, [("By weight".to_owned(), Value::Null), ("Post".to_owned(), json!(4.9))]);
    let cart_id = at.rsplit('/').next().unwrap();
    let calculate = format!("/store/shipping-options/{option}/calculate");
    let priced = guest.post(&calculate, &json!({"cart_id": cart_id})).ok().await;
    assert_eq!(priced["shipping_option"]["amount"], json!(2.5), "a mug without a weight");
    let chosen = guest.post(&format!("{at}/shipping-methods"), &json!({"option_id": option})).ok().await;
    assert_eq!(chosen["cart"]["shipping_total"], json!(2.5));

    // Only what is asked for is told.
    let asked = guest.get(&format!("/store/shipping-options?cart_id={cart_id}&fields=name,amount")).ok().await;
    let keys: Vec<&String> = asked["shipping_options"][0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["amount", "id", "insufficient_inventory", "is_tax_inclusive", "name"]);
    let less = guest
        .get(&format!("/store/shipping-options?cart_id={cart_id}&fields=-prices,-rules,service_zone.id"))
        .ok()
        .await;
    assert_eq!(less["shipping_options"][0].get("prices"), None);
    let priced = guest.post(&format!("{calculate}?fields=+provider_id"), &json!({"cart_id": cart_id})).ok().await;
    assert_eq!(priced["shipping_option"]["provider_id"], "weight_weight");
}
