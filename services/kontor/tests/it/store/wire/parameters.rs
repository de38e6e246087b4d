//! Each parameter that Medusa's OpenAPI document has for these routes: it is taken, does what it says, and refuses what makes no sense.

use std::fmt::Write;

use serde_json::Value;
use testkit::Client;

use super::{Route, full, routes, rows};
use crate::shop::id;

/// What is said of several texts, and of which of them no row has a column.
fn value_of(name: &str, row: &Value) -> String {
    match name {
        "tag_id" => id("ptag", "11", 1),
        "category_id" => id("pcat", "13", 1),
        "option_id" => id("opt", "15", 1),
        "option_value_id" => id("optval", "16", 1),
        "sales_channel_id" => id("sc", "c", 1),
        _ => row[name].as_str().unwrap_or_else(|| panic!("{name} of {row}")).to_owned(),
    }
}

/// What a value of the query looks like in an address.
pub(in crate::store) fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        let _ = write!(escaped, "%{byte:02X}");
        escaped
    })
}

async fn refused(client: &Client, route: &Route, query: &str, message: &str) {
    let error = client.get(&format!("/store/{}?{query}", route.path)).error(400).await;
    assert_eq!(
        (&error["type"], &error["message"]),
        (&"invalid_data".into(), &message.into()),
        "{}?{query}",
        route.path
    );
}

async fn texts(client: &Client, route: &Route, name: &str) {
    // The column is there if it may be asked for at all; else the whole is compared by ids.
    let is_column = route.allowed.iter().any(|path| path == name);
    let fields = if is_column { format!("&fields=id,{name}") } else { "&fields=id".to_owned() };
    let fields = if route.path == "currencies" { "&fields=code".to_owned() } else { fields };
    let all = rows(client, route, &format!("limit=100{fields}")).await;
    let Some(first) = all.iter().find(|row| !is_column || row[name].is_string()) else {
        panic!("{}: no row has a {name}", route.path);
    };
    let value = value_of(name, first);
    let wanted: Vec<&Value> = all.iter().filter(|row| row[name] == *value).collect();
    let value = escaped(&value);
    let mut answers = Vec::new();
    for query in
        [format!("{name}={value}"), format!("{name}[]={value}"), format!("{name}[0]={value}&{name}[1]={value}")]
    {
        let found = rows(client, route, &format!("limit=100{fields}&{query}")).await;
        assert!(
            !found.is_empty() && (!is_column || found.iter().collect::<Vec<_>>() == wanted),
            "{}?{query}: {found:?}",
            route.path
        );
        answers.push(found);
    }
    assert!(answers.iter().all(|found| *found == answers[0]), "{}: {name}", route.path);
    if name == "sales_channel_id" {
        return refused(
            client,
            route,
            "sales_channel_id=sc_x",
            "Requested sales channel is not part of the publishable key",
        )
        .await;
    }
    assert_eq!(
        rows(client, route, &format!("{name}=no-such-thing")).await,
        Vec::<Value>::new(),
        "{}: {name}",
        route.path
    );
    let wrong = format!("Invalid request: Unrecognized fields: '{name}, $nothing'");
    refused(client, route, &format!("{name}[$nothing]=x"), &wrong).await;
}

async fn boolean(client: &Client, route: &Route, name: &str) {
    let is_column = route.allowed.iter().any(|path| path == name);
    for said in [true, false] {
        for found in rows(client, route, &format!("limit=100&{name}={said}")).await {
            assert!(!is_column || found[name] == said, "{}: {name}={said}: {found}", route.path);
        }
    }
    refused(
        client,
        route,
        &format!("{name}=maybe"),
        &format!("Invalid request: Expected type: 'boolean' for field '{name}', got: 'maybe'"),
    )
    .await;
}

/// A time with Medusa's operators, against what each of them says of the times that the rows have.
async fn operators(client: &Client, route: &Route, name: &str) {
    let is_shown = route.allowed.iter().any(|path| path == name);
    let fields = format!("limit=100&fields={name}");
    let all = if is_shown { rows(client, route, &fields).await } else { Vec::new() };
    // What was deleted nobody sees, so nothing has such a time.
    let known: Vec<String> = all.iter().filter_map(|row| row[name].as_str()).map(str::to_owned).collect();
    assert_eq!(known.is_empty(), name == "deleted_at", "{}: {name}", route.path);
    // The wire has milliseconds and the database microseconds: a bound lies between the rows, or on whole milliseconds.
    let middle = known.first().cloned().unwrap_or_else(|| "2026-02-03T00:00:00.000Z".to_owned());
    let past = "2001-01-01T00:00:00Z";
    let future = "2099-01-01T00:00:00Z";
    let whole = all.len();
    for (query, count) in [
        (format!("{name}[$gt]={past}"), known.len()),
        (format!("{name}[$gte]={past}&{name}[$lte]={future}"), known.len()),
        (format!("{name}[$lt]={past}"), 0),
        (format!("{name}[$eq]={past}"), 0),
        (format!("{name}[$eq][]={past}&{name}[$eq][]={future}"), 0),
        (format!("{name}[$in][]={past}&{name}[$in][]={future}"), 0),
        (format!("{name}[$not][$lt]={past}"), known.len()),
        (format!("{name}[$ne]={past}"), known.len()),
        (format!("{name}[$nin][]={past}&{name}[$nin][]={future}"), known.len()),
        (format!("{name}[$not]={past}"), known.len()),
        (format!("{name}[$exists]=true"), known.len()),
        (format!("{name}[$exists]=false"), whole - known.len()),
        (format!("{name}[$and][0][$gt]={past}&{name}[$and][1][$lt]={future}"), known.len()),
        (format!("{name}[$or][0][$lt]={past}&{name}[$or][1][$gt]={future}"), 0),
        (format!("{name}[$contains][]={past}"), 0),
        (format!("{name}[$contained][]={past}&{name}[$contained][]={future}"), 0),
        (format!("{name}[$overlap][]={past}"), 0),
    ] {
        if name == "deleted_at" {
            client.get(&format!("/store/{}?{query}", route.path)).ok().await;
            continue;
        }
        assert_eq!(rows(client, route, &format!("{fields}&{query}")).await.len(), count, "{}?{query}", route.path);
    }
    if name == "deleted_at" {
        return;
    }
    let later = rows(client, route, &format!("{fields}&{name}[$gte]={middle}")).await;
    let earlier = rows(client, route, &format!("{fields}&{name}[$lt]={middle}")).await;
    assert_eq!(later.len() + earlier.len(), whole, "{}: {name}: nothing is in both or in none", route.path);
    let message = format!("Invalid request: Expected type: 'date' for field '{name}, $gt', got: 'soon'");
    refused(client, route, &format!("{name}[$gt]=soon"), &message).await;
    // Of a time Medusa hands these to Postgres, which knows no such comparison: there it is an error of the server.
    for operator in ["$like", "$ilike", "$re", "$fulltext"] {
        let message = format!("Invalid request: Unrecognized fields: '{name}, {operator}'");
        refused(client, route, &format!("{name}[{operator}]=x"), &message).await;
    }
}

async fn number(client: &Client, route: &Route, name: &str) {
    let all = rows(client, route, "limit=100").await;
    match name {
        "limit" => assert_eq!(rows(client, route, "limit=1").await, all[..1]),
        "offset" => assert_eq!(rows(client, route, "limit=100&offset=1").await, all[1..]),
        other => panic!("{}: what does {other} do?", route.path),
    }
    refused(
        client,
        route,
        &format!("{name}=x"),
        &format!("Invalid request: Expected type: 'number' for field '{name}', got: 'x'"),
    )
    .await;
    let small = format!("Invalid request: Value for field '{name}' too small, expected at least: '0'");
    refused(client, route, &format!("{name}=-1"), &small).await;
}

async fn group(client: &Client, route: &Route, name: &str) {
    let key = if route.path == "currencies" { "code" } else { "id" };
    let all = rows(client, route, &format!("limit=100&fields={key}")).await;
    let ids: Vec<&str> = all.iter().map(|row| row[key].as_str().unwrap()).collect();
    let (first, last) = (ids[0], ids[ids.len() - 1]);
    if route.parameters.contains_key(key) {
        let query = format!("limit=100&fields={key}&{name}[0][{key}]={first}&{name}[1][{key}]={last}");
        let expected = match (name, first == last) {
            (_, true) => 1,
            ("$or", false) => 2,
            (_, false) => 0,
        };
        assert_eq!(rows(client, route, &query).await.len(), expected, "{}?{query}", route.path);
    }
    let message = format!("Invalid request: Expected type: 'array' for field '{name}', got: 'x'");
    refused(client, route, &format!("{name}=x"), &message).await;
    let message = format!("Invalid request: Unrecognized fields: '{name}, 0, no_such_field'");
    refused(client, route, &format!("{name}[0][no_such_field]=x"), &message).await;
}

/// What is said of a relation.
async fn object(client: &Client, route: &Route, name: &str) {
    let all = rows(client, route, "limit=100&fields=id").await.len();
    let queries = match name {
        "variants" => vec![
            ("variants[sku]=MUG-B".to_owned(), 1),
            ("variants[sku][]=MUG-B&variants[sku][]=SHIRT-S".to_owned(), 2),
            ("variants[manage_inventory]=false".to_owned(), 1),
            ("variants[allow_backorder]=false".to_owned(), all),
            (format!("variants[product_id]={}", id("prod", "1", 1)), 1),
            (format!("variants[id]={}", id("variant", "18", 1)), 1),
            ("variants[q]=mug-b".to_owned(), 1),
            ("variants[options][value]=Blue".to_owned(), 1),
            (format!("variants[options][option_id]={}", id("opt", "15", 2)), 1),
            ("variants[created_at][$gt]=2001-01-01&variants[updated_at][$gt]=2001-01-01".to_owned(), all),
            ("variants[deleted_at][$gt]=2001-01-01".to_owned(), 0),
            ("variants[$or][0][sku]=MUG-B&variants[$or][1][sku]=SHIRT-S".to_owned(), 2),
            ("variants[$and][0][sku]=MUG-B&variants[$and][1][sku]=SHIRT-S".to_owned(), 0),
        ],
        "options" => vec![
            ("options[value]=Blue".to_owned(), 1),
            (format!("options[option_id]={}", id("opt", "15", 2)), 2),
            (format!("options[value]=Blue&options[option_id]={}", id("opt", "15", 2)), 0),
        ],
        other => panic!("{}: what does {other} do?", route.path),
    };
    for (query, count) in queries {
        assert_eq!(
            rows(client, route, &format!("limit=100&fields=id&{query}")).await.len(),
            count,
            "{}?{query}",
            route.path
        );
    }
    refused(
        client,
        route,
        &format!("{name}=x"),
        &format!("Invalid request: Expected type: 'object' for field '{name}', got: 'x'"),
    )
    .await;
    let message = format!("Invalid request: Unrecognized fields: '{name}, colour'");
    refused(client, route, &format!("{name}[colour]=x"), &message).await;
}

async fn string(client: &Client, route: &Route, name: &str) {
    let region = id("reg", "e", 2);
    match name {
        // Of their own: fields.rs, languages.rs.
        "fields" => {}
        "locale" => {
            client.get(&format!("/store/{}?locale=de", route.path)).ok().await;
            // A language that the shop does not have is none.
            client.get(&format!("/store/{}?locale=xx", route.path)).ok().await;
        }
        "q" => {
            let all = rows(client, route, "limit=100").await;
            let word = ["title", "name", "value"].iter().find_map(|name| all[0][name].as_str()).unwrap();
            let word = escaped(&word.to_uppercase());
            let found = rows(client, route, &format!("limit=100&q={word}")).await;
            assert!(found.contains(&all[0]), "{}?q={word}", route.path);
            assert_eq!(
                rows(client, route, &format!("q={word}+no-such-word")).await,
                Vec::<Value>::new(),
                "{}",
                route.path
            );
        }
        "order" => {
            let key = if route.path == "currencies" { "code" } else { "id" };
            let up = rows(client, route, &format!("limit=100&fields={key}&order={key}")).await;
            let mut down = rows(client, route, &format!("limit=100&fields={key}&order=-{key}")).await;
            down.reverse();
            assert!(up == down && up.is_sorted_by_key(|row| row[key].as_str().unwrap().to_owned()), "{}", route.path);
            refused(client, route, "order=no_such_field", "Order field no_such_field is not valid").await;
        }
        "region_id" => {
            for row in rows(client, route, &format!("region_id={region}&limit=2")).await {
                let variant = row.pointer("/variants/0").unwrap_or(&row);
                assert_eq!(variant["calculated_price"]["currency_code"], "eur", "{}", route.path);
            }
            refused(
                client,
                route,
                "region_id=reg_x",
                "Region with id reg_x not found when populating the pricing context",
            )
            .await;
        }
        "country_code" => {
            let list = rows(client, route, &format!("region_id={region}&country_code=de&limit=1")).await;
            let price =
                list[0].pointer("/variants/0/calculated_price").or_else(|| list[0].get("calculated_price")).unwrap();
            assert!(price["calculated_amount_with_tax"].is_number(), "{}: {price}", route.path);
        }
        "province" => {
            let query = format!("region_id={region}&country_code=de&province=de-sh&limit=1");
            assert_eq!(rows(client, route, &query).await.len(), 1);
        }
        // There are no carts yet: none is found, and the region of the request counts.
        "cart_id" => assert_eq!(rows(client, route, "cart_id=cart_x&limit=1").await.len(), 1),
        other => panic!("{}: what does {other} do?", route.path),
    }
}

#[tokio::test]
async fn each_parameter_of_each_list() {
    let (_shop, client) = full().await;
    for route in routes() {
        for (name, kind) in &route.parameters {
            match &**kind {
                "texts" => texts(&client, &route, name).await,
                "boolean" => boolean(&client, &route, name).await,
                "operators" => operators(&client, &route, name).await,
                "number" => number(&client, &route, name).await,
                "group" => group(&client, &route, name).await,
                "object" => object(&client, &route, name).await,
                "string" => string(&client, &route, name).await,
                other => panic!("{}: {name} is {other}", route.path),
            }
        }
        refused(&client, &route, "no_such_field=x", "Invalid request: Unrecognized fields: 'no_such_field'").await;
        refused(&client, &route, "a=1&b=2", "Invalid request: Unrecognized fields: 'a, b'").await;
    }
}

#[tokio::test]
async fn each_parameter_of_reading_one() {
    let (_shop, client) = full().await;
    for route in routes() {
        let first = rows(&client, &route, "limit=1").await.remove(0);
        let key = first.get("id").or_else(|| first.get("code")).unwrap().as_str().unwrap();
        let path = format!("/store/{}/{key}", route.path);
        for name in &route.of_one {
            let value = match &**name {
                "fields" => "id".to_owned(),
                "region_id" => id("reg", "e", 2),
                "country_code" => format!("de&region_id={}", id("reg", "e", 2)),
                "include_ancestors_tree" | "include_descendants_tree" => "true".to_owned(),
                _ => "de".to_owned(),
            };
            client.get(&format!("{path}?{name}={value}")).ok().await;
        }
        let error = client.get(&format!("{path}?no_such_field=x")).error(400).await;
        assert_eq!(error["message"], "Invalid request: Unrecognized fields: 'no_such_field'", "{path}");
    }
}
