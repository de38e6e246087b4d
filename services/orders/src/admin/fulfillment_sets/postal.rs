//! Which postal codes: `{"values": ["24103"], "prefixes": ["241"], "ranges": [["24103", "24159"]]}`, of which one matches.

use serde_json::{Map, Value};

/// The most codes of a zone, and the longest.
const MOST: usize = 10_000;
const LONGEST: usize = 20;

/// What is wrong with it.
pub(super) fn problem(expression: &Map<String, Value>) -> Option<String> {
    let known =
        "expected values, prefixes or ranges, such as {\"prefixes\": [\"241\"], \"ranges\": [[\"24103\", \"24159\"]]}";
    if expression.is_empty() || expression.keys().any(|key| !["values", "prefixes", "ranges"].contains(&key.as_str())) {
        return Some(known.to_owned());
    }
    for (key, value) in expression {
        let Value::Array(items) = value else { return Some(format!("{key} must be a list")) };
        if items.len() > MOST {
            return Some(format!("{key} has more than {MOST} entries"));
        }
        let fits = |item: &Value| if key == "ranges" { is_range(item) } else { code(item).is_some() };
        if !items.iter().all(fits) {
            return Some(match key.as_str() {
                "ranges" => "ranges must be pairs of codes of the same length, the lower one first".to_owned(),
                _ => format!("{key} must be texts of 1 to {LONGEST} signs"),
            });
        }
    }
    None
}

fn code(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| (1..=LONGEST).contains(&text.chars().count()))
}

fn is_range(item: &Value) -> bool {
    let Some([from, to]) = item.as_array().map(Vec::as_slice) else { return false };
    let (Some(from), Some(to)) = (code(from), code(to)) else { return false };
    from.chars().count() == to.chars().count() && from <= to
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_matches_nothing_is_refused() {
        let problem = |value: Value| problem(value.as_object().unwrap());
        assert_eq!(problem(json!({"values": ["24103"], "prefixes": ["24"], "ranges": [["24000", "24999"]]})), None);
        for wrong in [
            json!({}),
            json!({"codes": ["1"]}),
            json!({"values": "24103"}),
            json!({"values": [24103]}),
            json!({"prefixes": [""]}),
            json!({"ranges": ["24000-24999"]}),
            json!({"ranges": [["24999", "24000"]]}),
            json!({"ranges": [["1", "24000"]]}),
        ] {
            assert!(problem(wrong.clone()).is_some(), "{wrong}");
        }
    }
}
