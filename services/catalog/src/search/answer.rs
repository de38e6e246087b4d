//! What a search answers: hits, what is marked in them, and counts.

use bigdecimal::BigDecimal;
use entity::ids::{CategoryId, CollectionId, ProductTagId, ProductTypeId};
use serde_json::{Map, Number, Value, json};
use uuid::Uuid;

use super::{
    ask::{Facet, FacetKind, Highlight, SHOWN},
    filter::units_of,
    statements::{Counted, Found, Hit},
};
use crate::html;

/// Signs that no document holds: the index takes them out.
const MARKS: [char; 2] = ['\u{E000}', '\u{E001}'];

/// The hits of a page.
pub(super) fn hits(
    shown: &[Hit],
    found: &[Found],
    fields: Option<&[String]>,
    currency: Option<&str>,
    with_score: bool,
    highlight: Option<&Highlight>,
) -> Vec<Value> {
    shown
        .iter()
        .map(|hit| {
            let mut answer = json!({ "id": hit.id, "document": document(hit, fields, currency) });
            if with_score {
                let score = found.iter().find(|found| found.product_id == hit.id.0).map(|found| found.score);
                answer["score"] = json!(score);
            }
            if let Some(highlight) = highlight {
                answer["highlights"] = highlights(hit, highlight);
            }
            answer
        })
        .collect()
}

fn document(hit: &Hit, fields: Option<&[String]>, currency: Option<&str>) -> Value {
    let mut document = Map::new();
    for name in SHOWN {
        if *name != "id" && fields.is_some_and(|fields| !fields.iter().any(|field| field == name)) {
            continue;
        }
        let value = match *name {
            "id" => json!(hit.id),
            "title" => json!(hit.title),
            "subtitle" => json!(hit.subtitle),
            "handle" => json!(hit.handle),
            "description" => json!(hit.description.as_deref().map(html::shown)),
            "thumbnail" => json!(hit.thumbnail),
            "collection_id" => json!(hit.collection_id),
            "type_id" => json!(hit.type_id),
            "category_ids" => hit.category_ids.iter().map(|id| json!(CategoryId(*id))).collect(),
            "tag_ids" => hit.tag_ids.iter().map(|id| json!(ProductTagId(*id))).collect(),
            "options" => json!(hit.options),
            "price" => hit.price_e4.map_or(Value::Null, |e4| number(&BigDecimal::new(e4.into(), 4))),
            "currency_code" => json!(hit.price_e4.and(currency)),
            "rating" => hit.rating.as_ref().map_or(Value::Null, number),
            "rating_count" => json!(hit.rating_count),
            "in_stock" => json!(hit.in_stock),
            _ => json!(hit.created_at),
        };
        document.insert((*name).to_owned(), value);
    }
    Value::Object(document)
}

/// A number from its digits.
fn number(number: &BigDecimal) -> Value {
    let digits: Option<Number> = number.normalized().to_plain_string().parse().ok();
    digits.map_or(Value::Null, Value::Number)
}

fn highlights(hit: &Hit, highlight: &Highlight) -> Value {
    let mut marked = Map::new();
    let texts =
        [("title", highlight.title, &hit.marked_title), ("description", highlight.description, &hit.marked_body)];
    for (name, _, text) in texts.into_iter().filter(|(_, is_wanted, _)| *is_wanted) {
        if let Some(text) = text.as_deref().filter(|text| text.contains(MARKS[0])) {
            marked.insert(name.to_owned(), json!([mark(text, highlight)]));
        }
    }
    Value::Object(marked)
}

/// The text is escaped, and what marks it is not: the tags are the storefront's own.
fn mark(text: &str, Highlight { pre, post, .. }: &Highlight) -> String {
    let mut marked = String::with_capacity(text.len() + 32);
    for sign in text.chars() {
        match sign {
            '&' => marked.push_str("&amp;"),
            '<' => marked.push_str("&lt;"),
            '>' => marked.push_str("&gt;"),
            '"' => marked.push_str("&quot;"),
            '\'' => marked.push_str("&#39;"),
            sign if sign == MARKS[0] => marked.push_str(pre),
            sign if sign == MARKS[1] => marked.push_str(post),
            sign => marked.push(sign),
        }
    }
    marked
}

/// The ranges of a facet, as the database counts them.
pub(super) fn ranges(facet: &Facet) -> Vec<Value> {
    let FacetKind::Ranges(ranges) = &facet.kind else { return Vec::new() };
    let places = if facet.field == "price" { 4 } else { 2 };
    // Rounded up: what lies below a bound by less than a unit is not in the index.
    let units = |bound: &Option<BigDecimal>| {
        let (units, is_exact) = units_of(bound.as_ref()?, places)?;
        let units = if is_exact { units } else { units + 1 };
        Some(if facet.field == "price" { units.to_string() } else { BigDecimal::new(units.into(), 2).to_string() })
    };
    ranges
        .iter()
        .map(|range| {
            json!({ "field": facet.field, "key": range.key, "from": units(&range.from), "below": units(&range.to) })
        })
        .collect()
}

/// The counts of all facets.
pub(super) fn facets(facets: &[Facet], counted: &[Counted]) -> Value {
    facets.iter().map(|facet| (facet.field.to_owned(), one(facet, counted))).collect()
}

fn one(facet: &Facet, counted: &[Counted]) -> Value {
    let of = |name: String| counted.iter().filter(move |row| row.facet == name);
    match &facet.kind {
        FacetKind::Values { limit, by_name, containing } => {
            let named = of(facet.field.to_owned())
                .filter_map(|row| Some((wire(facet.field, row.value.as_deref()?)?, row.matches)));
            let mut values: Vec<(String, i64)> = named
                .filter(|(value, _)| containing.as_ref().is_none_or(|text| value.contains(text.as_str())))
                .collect();
            values.sort_by(|one, other| {
                let by_count = if *by_name { std::cmp::Ordering::Equal } else { other.1.cmp(&one.1) };
                by_count.then_with(|| one.0.cmp(&other.0))
            });
            let rest: i64 = values.iter().skip(*limit).map(|(_, count)| count).sum();
            values.truncate(*limit);
            let values: Vec<Value> =
                values.into_iter().map(|(value, count)| json!({ "value": value, "count": count })).collect();
            json!({ "type": "value", "values": values, "other_count": rest })
        }
        FacetKind::Ranges(ranges) => {
            let ranges: Vec<Value> = ranges
                .iter()
                .map(|range| {
                    let row =
                        of(format!("range:{}", facet.field)).find(|row| row.value.as_deref() == Some(&*range.key));
                    let bound = |bound: &Option<BigDecimal>| bound.as_ref().map_or(Value::Null, number);
                    let count = row.map_or(0, |row| row.matches);
                    json!({ "key": range.key, "from": bound(&range.from), "to": bound(&range.to), "count": count })
                })
                .collect();
            json!({ "type": "range", "ranges": ranges })
        }
        FacetKind::Stats => {
            let row = of(format!("stats:{}", facet.field)).next();
            let scale = if facet.field == "price" { 4 } else { 0 };
            let shown = |value: Option<&BigDecimal>| {
                let value = value.map(|value| value * BigDecimal::new(1.into(), scale));
                value.map_or(Value::Null, |value| number(&value.round(4)))
            };
            let count = row.map_or(0, |row| row.matches);
            let total = row.and_then(|row| row.total.as_ref());
            let average = total.map(|total| total / BigDecimal::from(count.max(1)));
            json!({
                "type": "stats", "min": shown(row.and_then(|row| row.lowest.as_ref())),
                "max": shown(row.and_then(|row| row.highest.as_ref())), "avg": shown(average.as_ref()), "sum": shown(total),
                "count": count
            })
        }
    }
}

/// A value as it is sent; ids as the wire has them.
fn wire(field: &str, value: &str) -> Option<String> {
    let id = || value.parse::<Uuid>().ok();
    Some(match field {
        "category_ids" => CategoryId(id()?).to_string(),
        "tag_ids" => ProductTagId(id()?).to_string(),
        "collection_id" => CollectionId(id()?).to_string(),
        "type_id" => ProductTypeId(id()?).to_string(),
        _ => value.to_owned(),
    })
}
