//! The OpenAPI document.

use kontor::platform::{SERVICES, document};
use serde_json::{Value, json};

use crate::shop::Shop;

fn openapi() -> Value {
    serde_json::to_value(document(SERVICES)).unwrap()
}

/// The paths and parameters of the API: a change here is a change for clients.
#[test]
fn operations_are_as_reviewed() {
    let document = openapi();
    let mut lines = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let parameters: Vec<_> = operation["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|parameter| parameter["name"].as_str().unwrap())
                .collect();
            lines.push(format!("{} {path} ({})", method.to_uppercase(), parameters.join(" ")));
        }
    }
    insta::assert_snapshot!("operations", lines.join("\n"));
}

/// They belong to ways of Better Auth and Medusa that are not used here.
const ALWAYS_REFUSE: &[&str] =
    &["post /api/auth/get-session", "post /api/auth/update-session", "get /auth/{actor_type}/{auth_provider}"];

#[test]
fn every_operation_has_words_examples_errors_and_auth() {
    for (path, methods) in openapi()["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = format!("{method} {path}");
            assert!(operation["summary"].is_string() && operation["operationId"].is_string(), "{name}");
            assert!(operation["tags"][0].is_string(), "{name}");
            assert!(operation["security"].is_array(), "{name} names no way to authenticate");
            let responses = operation["responses"].as_object().unwrap();
            for (status, response) in responses {
                assert!(response["description"].is_string() || response["$ref"].is_string(), "{name} {status}");
            }
            if let Some((_, good)) = responses.iter().find(|(status, _)| status.starts_with('2')) {
                let content = good["content"].as_object().unwrap();
                assert!(content.values().all(|one| !one["example"].is_null()), "{name} has no example");
            } else {
                let is_refused = ALWAYS_REFUSE.contains(&&*name) || path.ends_with("/callback");
                assert!(responses.contains_key("302") || is_refused, "{name} has no good answer");
            }
            // A form of files has no fields to be described.
            let is_form = operation["requestBody"]["content"]["application/json"].is_null()
                && operation["requestBody"]["content"]["multipart/form-data"].is_object();
            if !operation["requestBody"].is_null() && !is_form {
                let body = &operation["requestBody"]["content"]["application/json"];
                assert!(body["example"].is_object(), "{name} has no example of its body");
                let properties = body["schema"]["properties"].as_object();
                let properties = properties.filter(|fields| !fields.is_empty() || body["example"] == json!({}));
                for (field, schema) in properties.unwrap_or_else(|| panic!("{name} does not say what its body takes")) {
                    assert!(schema["description"].is_string(), "{name}: {field} has no words");
                    let has_example = !schema["example"].is_null() || !body["example"][field].is_null();
                    assert!(path.starts_with("/api/auth/") || has_example, "{name}: {field} has no example");
                    let has_type = ["type", "$ref", "oneOf", "anyOf"].iter().any(|key| !schema[key].is_null());
                    assert!(path.starts_with("/api/auth/") || has_type, "{name}: {field} has no type");
                }
            }
            let all: &[&str] = if path.starts_with("/api/auth/") {
                &["500", "503"]
            } else if path.starts_with("/auth/") {
                &["400", "401", "403", "404", "429", "500", "503"]
            } else if path.starts_with("/admin/") || path.starts_with("/store/customers") {
                &["400", "401", "403", "404", "500", "503"]
            } else {
                &["400", "404", "500", "503"]
            };
            for status in all {
                assert!(responses.contains_key(*status), "{name} does not say {status}");
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(parameter["description"].is_string(), "{name}: {parameter}");
            }
        }
    }
}

#[tokio::test]
async fn the_document_and_its_page_are_served() {
    let shop = Shop::open().await;
    let served = shop.anybody().get("/openapi.json").ok().await;
    assert_eq!(served, openapi());
    let page = shop.anybody().get("/docs/").send().await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(page.text.contains("swagger-ui") && !page.text.contains("https://"), "{}", page.text);
}

/// The page that documents an operation and the process that serves it are the same: nothing is documented that is not there.
#[tokio::test]
async fn what_is_documented_of_the_accounts_is_there() {
    let shop = Shop::open_with(&[("KONTOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let mut called = 0;
    for (path, methods) in openapi()["paths"].as_object().unwrap() {
        if !path.starts_with("/api/auth/") {
            continue;
        }
        for (method, operation) in methods.as_object().unwrap() {
            let body = operation.pointer("/requestBody/content/application~1json/example").cloned();
            let request = match method.as_str() {
                "get" => shop.anybody().get(path),
                _ => shop.anybody().post(path, &body.unwrap_or_else(|| json!({}))),
            };
            let answer = request.header("x-forwarded-for", &format!("198.18.7.{}", called + 1)).send().await;
            let status = answer.status.as_u16();
            assert!(!(status == 404 && answer.text.is_empty()), "{method} {path} is not there");
            assert!(
                operation["responses"].get(answer.status.as_str()).is_some(),
                "{method} {path}: {status} {}",
                answer.text
            );
            // A stranger who says everything right is refused for who he is, and never for what he says.
            let is_wrong = answer.text.contains("VALIDATION_ERROR") || answer.text.contains("UNSUPPORTED_MEDIA_TYPE");
            assert!(
                method == "get" || !is_wrong,
                "{method} {path}: the example of its body is refused: {}",
                answer.text
            );
            called += 1;
        }
    }
    assert!(called > 100, "{called}");
}
