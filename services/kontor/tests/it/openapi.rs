//! The OpenAPI document.

use kontor::platform::{SERVICES, document};
use serde_json::Value;

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

#[test]
fn every_operation_has_words_examples_errors_and_auth() {
    for (path, methods) in openapi()["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = format!("{method} {path}");
            assert!(operation["summary"].is_string() && operation["operationId"].is_string(), "{name}");
            assert!(operation["tags"][0].is_string(), "{name}");
            assert!(operation["security"].is_array(), "{name} names no way to authenticate");
            let responses = operation["responses"].as_object().unwrap();
            let good = responses.iter().find(|(status, _)| status.starts_with('2')).unwrap().1;
            assert!(!good["content"]["application/json"]["example"].is_null(), "{name} has no example");
            for status in ["400", "404", "500", "503"] {
                assert!(responses.contains_key(status), "{name} does not say {status}");
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
