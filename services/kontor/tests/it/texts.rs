//! Whatever somebody types into whatever field of carts, orders and what belongs to them: it is taken or refused, and never a 5xx.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use testkit::{Answer, Client};

use crate::{
    documents::{address, buy, open, ready, text},
    quotes,
    shop::{Shop, id},
};

/// Ids that there are, by their prefix.
type Known = BTreeMap<String, Vec<String>>;

/// The prefix of an id.
fn prefix(text: &str) -> Option<&str> {
    let (prefix, key) = text.rsplit_once('_')?;
    let is_key = key.len() == 26 && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    (is_key && !prefix.is_empty()).then_some(prefix)
}

fn learn(known: &mut Known, said: &Value) {
    match said {
        Value::String(text) => {
            if let Some(prefix) = prefix(text) {
                let all = known.entry(prefix.to_owned()).or_default();
                if !all.contains(text) {
                    all.push(text.clone());
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|one| learn(known, one)),
        Value::Object(all) => all.values().for_each(|one| learn(known, one)),
        _ => {}
    }
}

/// The same with ids that there are.
fn real(known: &Known, said: &Value) -> Value {
    match said {
        Value::String(text) => {
            let found = prefix(text).and_then(|prefix| known.get(prefix)).and_then(|all| all.first());
            json!(found.unwrap_or(text))
        }
        Value::Array(all) => all.iter().map(|one| real(known, one)).collect(),
        Value::Object(all) => Value::Object(all.iter().map(|(name, one)| (name.clone(), real(known, one))).collect()),
        other => other.clone(),
    }
}

/// Where something stands in a body: pointers of JSON.
fn leaves(said: &Value, at: &str, out: &mut Vec<String>) {
    match said {
        Value::Array(all) => all.iter().enumerate().for_each(|(nth, one)| leaves(one, &format!("{at}/{nth}"), out)),
        Value::Object(all) => all.iter().for_each(|(name, one)| leaves(one, &format!("{at}/{name}"), out)),
        _ => out.push(at.to_owned()),
    }
}

/// What is typed instead.
fn wrong(said: &Value) -> Vec<Value> {
    let long = |many: usize| json!("ü".repeat(many));
    match said {
        // Of a kind that there is, and is not there.
        Value::String(text) => match prefix(text) {
            Some(prefix) => vec![json!(format!("{prefix}_01jd6nwvvgfa5sr38y5wx4pq3d")), long(2_000)],
            None => vec![long(36), long(256), long(501), long(2_000), json!("a\u{7}b\nc"), json!("")],
        },
        Value::Number(_) => [
            json!(-1),
            json!(0),
            json!(0.123_456_789),
            json!(1_000_000_000),
            json!(1e15),
            json!(9_007_199_254_740_991_i64),
        ]
        .into(),
        Value::Bool(_) => Vec::new(),
        _ => vec![long(2_000), json!({})],
    }
}

/// Somebody buys, and the staff begins one of everything with it.
async fn world(shop: &Shop, staff: &Client) -> Known {
    let mut known = Known::new();
    let guest = shop.shopper();
    let cart = ready(&guest, "cart@example.com").await;
    let mut heard = vec![guest.get(&cart).ok().await];
    let mut orders = Vec::new();
    for _ in 0..6 {
        orders.push(buy(&guest, "ann@example.com").await);
    }
    let region = id("reg", "e", 2);
    let items = json!([{"variant_id": id("variant", "18", 1), "quantity": 1}]);
    let tried = |path: &str, body: Value| staff.post(path, &body).send();
    heard.push(quotes::draft(staff).await);
    let of_order = |nth: usize| json!({"order_id": orders[nth]["id"]});
    let place = id("sloc", "20", 1);
    for (nth, order) in orders.iter().enumerate().skip(1).take(4) {
        let at = format!("/admin/orders/{}", text(&order["id"]));
        let all = json!({"items": [{"id": order["items"][0]["id"], "quantity": 2}], "location_id": place});
        let sent = tried(&format!("{at}/fulfillments"), all).await;
        let fulfillment = sent.json()["order"]["fulfillments"][0]["id"].clone();
        heard.push(sent.json());
        if let Some(fulfillment) = fulfillment.as_str().filter(|_| nth > 1) {
            let shipped = json!({"items": [{"id": order["items"][0]["id"], "quantity": 2}]});
            heard.push(tried(&format!("{at}/fulfillments/{fulfillment}/shipments"), shipped).await.json());
        }
    }
    for (path, body) in [
        (
            "/admin/draft-orders",
            json!({"region_id": region, "email": "d@example.com", "items": items, "shipping_address": address()}),
        ),
        ("/admin/order-edits", of_order(0)),
        ("/admin/returns", of_order(2)),
        ("/admin/claims", json!({"order_id": orders[3]["id"], "type": "refund"})),
        ("/admin/exchanges", of_order(4)),
        ("/admin/gift-cards", json!({"value": 10, "currency_code": "eur"})),
        ("/admin/store-credit-accounts", json!({"currency_code": "eur"})),
        ("/admin/refund-reasons", json!({"label": "Lost", "code": "lost"})),
        ("/admin/campaigns", json!({"name": "c", "campaign_identifier": "c", "budget": {"type": "usage", "limit": 3}})),
        (
            "/admin/promotions",
            json!({"code": "P", "type": "standard", "status": "active", "application_method":
            {"type": "fixed", "target_type": "order", "value": 5, "currency_code": "eur"}}),
        ),
        ("/admin/loyalty/tiers", json!({"name": "Gold", "least_points": 5})),
        ("/admin/order-mails", json!({"kind": "order_placed", "subject": "a", "body": "b"})),
    ] {
        let answer: Answer = tried(path, body).await;
        heard.push(if answer.status.is_success() { answer.json() } else { json!({ "missing": path }) });
    }
    heard.extend(orders);
    for one in &heard {
        learn(&mut known, one);
    }
    known
}

#[tokio::test]
async fn whatever_is_typed() {
    let shop = open().await;
    let staff = shop.colleague("a", "olga", "owner").await.client;
    let guest = shop.shopper();
    let mut known = world(&shop, &staff).await;
    let document = serde_json::to_value(orders::admin().merge(orders::router()).into_openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    for path in paths.iter().filter(|(path, one)| !path.contains('{') && one.get("get").is_some()).map(|(path, _)| path)
    {
        let client = if path.starts_with("/admin") { &staff } else { &guest };
        let listed = client.get(&format!("{path}?limit=3")).send().await;
        if listed.status.is_success() {
            learn(&mut known, &listed.json());
        }
    }
    let (mut tried, mut found) = (0, 0);
    let mut faults: Vec<String> = Vec::new();
    for (path, methods) in paths {
        let client = if path.starts_with("/admin") { &staff } else { &guest };
        let Some(operation) = methods.get("post") else { continue };
        let example = &operation["requestBody"]["content"]["application/json"]["example"];
        let properties = operation["requestBody"]["content"]["application/json"]["schema"]["properties"].as_object();
        let mut right = real(&known, example);
        // What the example leaves out has one of its own.
        for (name, property) in properties.into_iter().flatten() {
            if right.is_object() && right.get(name).is_none() && !property["example"].is_null() {
                right[name] = real(&known, &property["example"]);
            }
        }
        let mut at = path.clone();
        for parameter in operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "path") {
            let there = real(&known, &parameter["example"]);
            at = at.replace(&format!("{{{}}}", text(&parameter["name"])), there.as_str().unwrap_or("x"));
        }
        let mut all = Vec::new();
        leaves(&right, "", &mut all);
        for leaf in all {
            for value in wrong(right.pointer(&leaf).unwrap()) {
                let mut body = right.clone();
                *body.pointer_mut(&leaf).unwrap() = value.clone();
                let answer = client.post(&at, &body).send().await;
                tried += 1;
                found += u32::from(answer.status.as_u16() != 404);
                if answer.status.is_server_error() {
                    let value: String = value.to_string().chars().take(30).collect();
                    faults.push(format!("{} {path}{leaf}: {value}", answer.status.as_u16()));
                    break;
                }
            }
        }
    }
    assert!(faults.is_empty(), "{tried} tried, {found} found:\n{}", faults.join("\n"));
    assert!(tried > 1_000 && found * 2 > tried, "{tried} {found}");
}
