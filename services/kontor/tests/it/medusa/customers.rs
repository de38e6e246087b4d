//! `/store/customers/me`

use serde_json::{Value, json};

use super::visitor::{ANN, Visitor, open, said};

#[tokio::test]
async fn a_customer_reads_and_changes_himself() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    let change = json!({"last_name": "Hansen", "phone": "+45 1", "metadata": {"a": 1, "b": {"c": 2}}});
    let answer = ann.post("/store/customers/me", &change).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    let customer = ann.me().await.json()["customer"].clone();
    assert_eq!((&customer["first_name"], &customer["last_name"]), (&json!("Ann"), &json!("Hansen")));
    // Metadata is merged at the top level.
    let change = json!({"phone": null, "metadata": {"a": "", "b": {"d": 3}, "e": null}});
    let changed = ann.post("/store/customers/me?fields=phone,metadata", &change).await.json()["customer"].clone();
    assert_eq!(changed, json!({"phone": null, "metadata": {"b": {"d": 3}, "e": null}, "id": customer["id"]}));
    let cleared = ann.post("/store/customers/me", &json!({"metadata": null})).await.json();
    assert_eq!(cleared["customer"]["metadata"], Value::Null);

    let big = json!({"metadata": {"x": "a".repeat(60_000), "z": ""}});
    ann.post("/store/customers/me", &json!({"metadata": {"w": "a".repeat(60_000)}})).await;
    assert_eq!(ann.post("/store/customers/me", &big).await.status.as_u16(), 200);
    let more = ann.post("/store/customers/me", &json!({"metadata": {"y": "a".repeat(40_000)}})).await;
    assert_eq!(more.status.as_u16(), 400, "{}", more.text);
    assert!(ann.me().await.json()["customer"]["metadata"].get("y").is_none());
}

#[tokio::test]
async fn what_is_refused() {
    let shop = open().await;
    let mut ann = Visitor::new(&shop);
    ann.join(ANN).await;
    for field in ["email", "role", "has_account", "user_id", "groups", "deleted_at"] {
        let answer = ann.post("/store/customers/me", &json!({field: "x"})).await;
        assert_eq!(said(&answer), (400, format!("Invalid request: Unrecognized fields: '{field}'")));
    }
    let wrong = ann.post("/store/customers/me", &json!({"phone": 1, "metadata": []})).await;
    assert_eq!(wrong.status.as_u16(), 400);
    let nobody = Visitor::new(&shop);
    for path in ["/store/customers/me", "/store/customers/me/addresses"] {
        assert_eq!(said(&nobody.get(path).await), (401, "Unauthorized".into()));
        assert_eq!(nobody.post(path, &json!({})).await.status.as_u16(), 401);
        let without_key = shop.anybody().get(path).send().await;
        assert_eq!(without_key.status.as_u16(), 400);
    }
    let starter = ann.get("/store/customers/me?fields=*orders").await;
    assert_eq!(starter.json()["customer"]["email"], ANN);
    let unknown = ann.get("/store/customers/me?colour=red").await;
    assert_eq!(said(&unknown), (400, "Invalid request: Unrecognized fields: 'colour'".into()));
}
