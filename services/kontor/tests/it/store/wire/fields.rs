//! `fields`: what is answered when nobody says, what may be asked for, and that nothing else is told.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Route, full, keys, routes, rows};
use crate::shop::id;

/// What Medusa lets shoppers ask for and Kontor keeps to the shop's staff: what lies where, and what is not for everybody's price. It
/// is left out, as Medusa leaves out what is on no list.
const OF_THE_STAFF: &[&str] = &["variants.inventory_items", "variants.prices"];
/// On Medusa's list, and in no answer of it either: countries have no ids, and providers come with payments.
const OF_NOBODY: &[&str] = &["countries.id", "payment_providers.id", "payment_providers.is_enabled"];

/// Children of parents of children: as many as the square of the children are.
fn is_unbounded(path: &str) -> bool {
    path.contains("parent_category.category_children")
}

fn is_of_staff(path: &str) -> bool {
    let path = path.strip_prefix("products.").unwrap_or(path);
    OF_THE_STAFF.iter().any(|kept| path == *kept || path.strip_prefix(kept).is_some_and(|rest| rest.starts_with('.')))
}

/// Prices and stock need a region and a channel, which only the routes of products and variants take.
fn is_priced(route: &Route, path: &str) -> bool {
    path.ends_with("calculated_price") && route.parameters.contains_key("region_id") || path == "calculated_price"
}

fn of_context(path: &str) -> bool {
    path.starts_with("products.variants.calculated_price") || path.starts_with("products.variants.inventory_quantity")
}

/// As the rows of these tests have their keys: that they are answered in the order of the request, products.rs looks at.
fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names
}

/// The values at the end of a path, and the keys of all that lies on the way there.
fn follow<'a>(row: &'a Value, path: &str, on_the_way: &mut Vec<Vec<&'a str>>) -> Vec<&'a Value> {
    let mut found = vec![row];
    for segment in path.split('.') {
        let objects = found.into_iter().flat_map(|value| match value {
            Value::Array(values) => values.iter().collect(),
            other => vec![other],
        });
        let objects: Vec<&Value> = objects.filter(|value| value.is_object()).collect();
        on_the_way.extend(objects.iter().map(|object| keys(object)));
        found = objects.into_iter().filter_map(|object| object.get(segment)).collect();
    }
    found
}

/// The query that asks for a path, with what it needs.
fn asking(route: &Route, path: &str) -> String {
    let region = if is_priced(route, path) { format!("&region_id={}", id("reg", "e", 1)) } else { String::new() };
    let channel = if path.ends_with("inventory_quantity") {
        format!("&sales_channel_id={}", id("sc", "c", 1))
    } else {
        String::new()
    };
    format!("limit=20{region}{channel}&fields=")
}

#[tokio::test]
async fn what_is_answered_when_nobody_says() {
    let (_shop, client) = full().await;
    for route in routes() {
        let body = client.get(&format!("/store/{}", route.path)).ok().await;
        assert_eq!(keys(&body), sorted(vec![&*route.many, "count", "offset", "limit"]), "{}", route.path);
        assert_eq!((&body["offset"], &body["limit"]), (&0.into(), &route.limit.into()), "{}", route.path);
        let mut wanted: Vec<&str> = Vec::new();
        for path in &route.defaults {
            let first = path.trim_start_matches('*').split('.').next().unwrap();
            if !wanted.contains(&first) {
                wanted.push(first);
            }
        }
        let wanted = sorted(wanted);
        let list = body[&route.many].as_array().unwrap();
        assert!(!list.is_empty(), "{}", route.path);
        let mut seen = BTreeSet::new();
        for row in list {
            assert_eq!(keys(row), wanted, "{}", route.path);
            for (name, value) in row.as_object().unwrap() {
                let Some(types) = route.types.get(name) else { continue };
                let kind = match value {
                    Value::Null => continue,
                    Value::Bool(_) => "boolean",
                    Value::Number(_) => "number",
                    Value::String(_) => "string",
                    Value::Array(_) => "array",
                    Value::Object(_) => "object",
                };
                assert!(types.contains(kind), "{}: {name} is {value}, and in Medusa {types:?}", route.path);
                seen.insert(name.as_str());
            }
        }
        assert!(seen.len() * 3 > wanted.len(), "{}: hardly anything was there to see: {seen:?}", route.path);

        let key = list[0].get("id").or_else(|| list[0].get("code")).unwrap().as_str().unwrap();
        let one = client.get(&format!("/store/{}/{key}", route.path)).ok().await;
        assert_eq!(keys(&one), [&*route.one]);
        assert_eq!(one[&route.one], list[0], "{}", route.path);
    }
    let locales = client.get("/store/locales").ok().await;
    assert_eq!(keys(&locales), ["locales"]);
    assert_eq!(keys(&locales["locales"][0]), ["code", "created_at", "deleted_at", "name", "updated_at"]);
}

#[tokio::test]
async fn each_path_that_may_be_asked_for() {
    let (_shop, client) = full().await;
    for route in routes() {
        let mut nowhere = Vec::new();
        for path in route.allowed.iter().filter(|path| !is_of_staff(path) && !is_unbounded(path) && !of_context(path)) {
            let list = rows(&client, &route, &format!("{}{path}", asking(&route, path))).await;
            let mut found = Vec::new();
            for row in &list {
                let mut levels = Vec::new();
                found.extend(follow(row, path, &mut levels));
                let segments: Vec<&str> = path.split('.').collect();
                let mut top: Vec<&str> = vec![segments[0]];
                if segments[0] != "id" && route.allowed.iter().any(|path| path == "id") {
                    top.push("id");
                }
                assert_eq!(keys(row), sorted(top), "{}: {path}", route.path);
                for below in levels.iter().skip(1) {
                    let is_asked = below.iter().all(|key| segments.contains(key));
                    assert!(below.len() <= 1 && is_asked, "{}: {path}: {below:?}", route.path);
                }
            }
            if found.is_empty() {
                nowhere.push(path.as_str());
            }
            // A relation alone, and with a star: all of its own, and its id.
            let relation = found.iter().find_map(|value| match value {
                Value::Array(values) => values.first().filter(|value| value.is_object()),
                value if value.is_object() && !path.ends_with("metadata") => Some(*value),
                _ => None,
            });
            let is_too_deep = path.split('.').count() > route.relations;
            if let Some(relation) = relation.filter(|_| !path.ends_with("calculated_price") && !is_too_deep) {
                assert!(keys(relation).len() > 1, "{}: {path}: {relation}", route.path);
                for starred in [format!("id,*{path}"), format!("id,{path}.*")] {
                    let list = rows(&client, &route, &format!("{}{starred}", asking(&route, path))).await;
                    let starred: Vec<Value> =
                        list.iter().flat_map(|row| follow(row, path, &mut Vec::new())).cloned().collect();
                    assert!(starred.iter().collect::<Vec<_>>() == found, "{}: {path}", route.path);
                }
            }
        }
        nowhere.retain(|path| !OF_NOBODY.contains(path));
        assert!(nowhere.is_empty(), "{}: nothing is answered at {nowhere:?}", route.path);
    }
}

#[tokio::test]
async fn what_is_on_no_list_is_left_out() {
    let (_shop, client) = full().await;
    let routes = routes();
    let own = [
        "organization_id",
        "created_by",
        "price_set_id",
        "search",
        "sales_channels",
        "variants.price_set",
        "variants.product",
        "products.sales_channels",
        "product.variants",
        "product.status",
        "product",
        "values.option",
        "automatic_taxes",
        "countries.region",
    ];
    let all: BTreeSet<&str> = routes.iter().flat_map(|route| &route.allowed).map(String::as_str).chain(own).collect();
    let mut told = BTreeSet::new();
    for route in &routes {
        let depth = |path: &str| path.split('.').count() - 1;
        let foreign: Vec<&str> = all
            .iter()
            .copied()
            .filter(|path| depth(path) <= route.relations)
            .filter(|path| {
                !route.allowed.iter().any(|known| known == path)
                    || is_of_staff(path)
                    || is_unbounded(path)
                    || of_context(path)
            })
            .collect();
        assert!(foreign.len() > 50, "{}", route.path);
        for some in foreign.chunks(60) {
            let list = rows(&client, route, &format!("limit=20&fields={}", some.join(","))).await;
            for row in list {
                // Currencies have no id that is always told: who asks for nothing that they have is told all that he may be.
                let is_asked = |key: &str| match &*route.path {
                    "currencies" => route.allowed.iter().any(|path| path == key),
                    _ => key == "id",
                };
                let more = keys(&row).into_iter().filter(|key| !is_asked(key));
                told.extend(more.map(|key| format!("{}: {key}", route.path)));
            }
        }
        let deep = format!("{}.x", vec!["a"; route.relations].join("."));
        let path = format!("/store/{}?fields=*{deep}", route.path);
        let error = client.get(&path).error(400).await;
        let most = route.relations;
        assert_eq!(
            error["message"],
            format!("The following fields expand more than the maximum of {most} allowed relations: {deep}")
        );
    }
    assert!(told.is_empty(), "{told:?} is on no list of Medusa's");
}

#[tokio::test]
async fn plus_and_minus() {
    let (_shop, client) = full().await;
    for route in routes() {
        let defaults = rows(&client, &route, "limit=20").await;
        let wanted = keys(&defaults[0]);
        for path in route.allowed.iter().filter(|path| !path.contains('.') && !is_priced(&route, path)) {
            let context = asking(&route, path);
            if !wanted.contains(&&**path) {
                for plus in ["%2B", "+", ""] {
                    // Without a sign a relation with a star is added too.
                    let asked = if plus.is_empty() { format!("*{path}") } else { format!("{plus}{path}") };
                    let list = rows(&client, &route, &format!("{context}{asked}")).await;
                    let mut more = wanted.clone();
                    more.push(path);
                    let more = sorted(more);
                    assert!(list.iter().all(|row| keys(row) == more), "{}: {asked}: {:?}", route.path, keys(&list[0]));
                }
                continue;
            }
            let list = rows(&client, &route, &format!("{context}-{path}")).await;
            // The id is always there.
            let less: Vec<&str> = wanted.iter().copied().filter(|key| key != path || path == "id").collect();
            assert!(list.iter().all(|row| keys(row) == less), "{}: -{path}: {:?}", route.path, keys(&list[0]));
        }
    }
}
