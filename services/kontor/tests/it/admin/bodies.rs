//! What the document says of bodies, and what is read of them.

use http::Method;
use kontor::platform::{SERVICES, document};
use serde_json::{Map, Value, json};

use crate::shop::Shop;

#[tokio::test]
async fn data_for_hooks_is_taken_and_kept_nowhere() {
    let shop = Shop::open().await;
    let staff = shop.colleague("a", "sam", "support").await.client;
    let body = json!({"email": "ann@example.test", "additional_data": {"canary": "7c1f"}});
    let made = staff.post("/admin/customers", &body).ok().await;
    assert!(made["customer"].get("additional_data").is_none() && !made.to_string().contains("7c1f"));
    let path = format!("/admin/customers/{}", made["customer"]["id"].as_str().unwrap());
    staff.post(&path, &json!({"additional_data": {"canary": "7c1f"}})).ok().await;
    let addresses = format!("{path}/addresses");
    staff.post(&addresses, &json!({"city": "Kiel", "additional_data": {"canary": "7c1f"}})).ok().await;
    let kept = "customers c where c::text like '%7c1f%'";
    assert_eq!(shop.count(kept).await, 0);
    assert_eq!(shop.count("saved_addresses a where a::text like '%7c1f%'").await, 0);
    let error = staff.post(&path, &json!({"additional_data": "7c1f"})).error(400).await;
    let message = "Invalid request: Expected type: 'object' for field 'additional_data', got: '7c1f'";
    assert_eq!(error["message"], message);
    // Where Medusa's bodies have it not, ours have it neither.
    let error = staff.post("/admin/customer-groups", &json!({"name": "VIP", "additional_data": {}})).error(400).await;
    assert_eq!(error["message"], "Invalid request: Unrecognized fields: 'additional_data'");
}

/// Each field that is documented is read, with the type that is documented.
#[tokio::test]
async fn every_field_that_is_documented_is_read() {
    let shop = Shop::open().await;
    let owner = shop.colleague("a", "olga", "owner").await.client;
    let document = serde_json::to_value(document(SERVICES)).unwrap();
    let mut tried = 0;
    for (path, methods) in document["paths"].as_object().unwrap().iter().filter(|(path, _)| path.starts_with("/admin"))
    {
        for (method, operation) in methods.as_object().unwrap() {
            let said = &operation["requestBody"]["content"]["application/json"];
            let schema = &said["schema"];
            // Three complaints are told at most, so what else is required is there.
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let right: Map<String, Value> =
                required.map(|field| (field.to_owned(), said["example"][field].clone())).collect();
            let called = path.replace(['{', '}'], "");
            for (field, property) in schema["properties"].as_object().into_iter().flatten() {
                // A number is no text, and nothing else is a number.
                let kind = property["type"].to_string();
                let is_number = kind.contains("integer") || kind.contains("number");
                let wrong = if is_number { json!("x") } else { json!(1) };
                let mut body = right.clone();
                body.insert(field.clone(), wrong);
                let body = Value::Object(body);
                let token = if path.ends_with("/accept") { "?token=x" } else { "" };
                let method = if method == "put" { Method::PUT } else { Method::POST };
                let request = owner.request(method, &format!("{called}{token}"));
                let request =
                    request.header("if-match", "\"1\"").body("application/json", body.to_string().into_bytes());
                let answer = request.send().await;
                let text = &answer.text;
                assert_eq!(answer.status.as_u16(), 400, "{path}: {field}: {text}");
                assert!(!text.contains("Unrecognized") && text.contains(field), "{path}: {field}: {text}");
                tried += 1;
            }
        }
    }
    assert!(tried > 60, "{tried}");
}
