//! The documentation of `/api/auth`: a `docs.rs` beside the routes of each plugin, made into an OpenAPI document here.
//!
//! Types are read off the examples, so an operation that is documented has one. What the document says is held to the truth
//! by tests/better-auth/documented.mjs, which compares it with every call that Better Auth's client makes in its tests.

pub(super) mod examples;
mod operation;
mod schema;
mod writing;

pub(super) use operation::{Access, Operation, get, post};

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

use super::BASE;

/// Everything that is documented.
pub fn operations() -> Vec<Operation> {
    let plugins = [
        super::core::docs::operations(),
        super::admin::docs::operations(),
        super::api_key::docs::operations(),
        super::jwt::docs::operations(),
        super::organization::docs::operations(),
        super::email_otp::docs::operations(),
        super::magic_link::docs::operations(),
        super::passkey::docs::operations(),
        super::social::docs::operations(),
        super::two_factor::docs::operations(),
    ];
    plugins.into_iter().flatten().collect()
}

/// The document, to be merged into that of a process.
pub fn document() -> OpenApi {
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations() {
        let path = paths.entry(format!("{BASE}{}", operation.path)).or_insert_with(|| json!({}));
        path[operation.method.as_str().to_ascii_lowercase()] = operation.written();
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Accounts", "version": env!("CARGO_PKG_VERSION") },
        "paths": paths,
        "components": writing::components(),
    });
    serde_json::from_value(document).expect("what is written here is OpenAPI, as the tests have seen")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_is_routed_is_documented_and_nothing_else() {
        let all_routes = crate::better_auth::routes();
        let routed: BTreeSet<_> = all_routes.routed().iter().map(|(method, path)| format!("{method} {path}")).collect();
        let all = operations();
        let documented: BTreeSet<_> = all.iter().map(|one| format!("{} {}", one.method, one.path)).collect();
        assert_eq!(routed, documented);
        assert_eq!(documented.len(), all.len(), "something is documented twice");
        assert_eq!(routed.len(), all_routes.routed().len());
    }

    #[test]
    fn the_document_says_what_is_written() {
        let document = serde_json::to_value(document()).expect("a document is JSON");
        let paths = document["paths"].as_object().expect("there are paths");
        assert_eq!(paths.values().filter_map(Value::as_object).map(Map::len).sum::<usize>(), operations().len());
        // What utoipa does not know it drops.
        for operation in operations() {
            let method = operation.method.as_str().to_ascii_lowercase();
            let mut written = operation.written();
            let kept = &paths[&format!("{BASE}{}", operation.path)][&method];
            for part in ["operationId", "summary", "description", "security", "responses", "requestBody"] {
                assert_eq!(kept[part], typeless(written[part].take()), "{method} {} {part}", operation.path);
            }
        }
    }
    /// Without the types that say nothing.
    fn typeless(value: Value) -> Value {
        match value {
            Value::Object(fields) => {
                let kept = fields.into_iter().filter(|(name, value)| !(name == "type" && value.is_null()));
                kept.map(|(name, value)| (name, typeless(value))).collect::<Map<_, _>>().into()
            }
            Value::Array(items) => items.into_iter().map(typeless).collect(),
            other => other,
        }
    }
}
