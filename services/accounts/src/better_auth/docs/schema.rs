//! Types, read off examples.

use serde_json::{Map, Value, json};

/// The schema of values like this one. Of `null` nothing is known but that it may be.
pub(super) fn of(example: &Value) -> Value {
    match example {
        // utoipa wants a type, and leaves this one out.
        Value::Null => json!({ "type": null }),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(text) if is_time(text) => json!({ "type": "string", "format": "date-time" }),
        Value::String(text) if text.parse::<uuid::Uuid>().is_ok() => json!({ "type": "string", "format": "uuid" }),
        Value::String(_) => json!({ "type": "string" }),
        Value::Array(items) => json!({ "type": "array", "items": of(items.first().unwrap_or(&Value::Null)) }),
        Value::Object(fields) if fields.is_empty() => json!({ "type": "object" }),
        // Lists of words by name are permissions, whose names are the caller's choice.
        Value::Object(fields) if fields.values().all(is_words) => {
            let words = json!({ "type": "array", "items": { "type": "string" } });
            json!({ "type": "object", "additionalProperties": words })
        }
        Value::Object(fields) => {
            let properties: Map<_, _> = fields.iter().map(|(name, value)| (name.clone(), of(value))).collect();
            json!({ "type": "object", "properties": properties })
        }
    }
}

/// The schema of values like one of these.
pub(super) fn of_any(examples: &[Value]) -> Value {
    match examples {
        [one] => of(one),
        several => {
            let schemas = several.iter().map(|example| {
                let mut schema = of(example);
                schema["examples"] = json!([example]);
                schema
            });
            json!({ "anyOf": schemas.collect::<Vec<_>>() })
        }
    }
}

fn is_words(value: &Value) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_string))
}

/// As all times are written here.
fn is_time(text: &str) -> bool {
    text.len() == "2026-01-01T00:00:00.000Z".len() && text.ends_with('Z') && text.as_bytes()[10] == b'T'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_examples() {
        let example = json!({ "at": "2026-01-01T00:00:00.000Z", "all": [1], "none": null, "is": true, "share": 0.5 });
        let expected = json!({ "type": "object", "properties": {
            "at": { "type": "string", "format": "date-time" },
            "all": { "type": "array", "items": { "type": "integer" } },
            "none": { "type": null },
            "is": { "type": "boolean" },
            "share": { "type": "number" },
        }});
        assert_eq!(of(&example), expected);
    }
}
