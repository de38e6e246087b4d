//! `/_test`, as tests in other languages use it.

use serde_json::{Value, json};

use crate::{Client, answer};

async fn control(client: &Client, path: &str, body: Value) -> (u16, Value) {
    let (status, answer) = answer(client.http.post(format!("{}{path}", client.double.control())).json(&body)).await;
    (status.as_u16(), answer)
}

#[tokio::test]
async fn a_customer_pays_by_his_client_secret() {
    let client = Client::start().await;
    let (_, intent) = client.post("/payment_intents", "k1", "amount=1000&currency=eur&capture_method=manual").await;
    let pay =
        |card: &str| control(&client, "/confirm", json!({ "intent": intent["client_secret"], "payment_method": card }));
    let (status, declined) = pay("pm_card_visa_chargeDeclined").await;
    assert_eq!((status, &declined["error"]["code"]), (402, &json!("card_declined")));
    let (status, paid) = pay("pm_card_visa").await;
    assert_eq!((status, &paid["status"]), (200, &json!("requires_capture")));
    let (status, again) = pay("pm_card_visa").await;
    assert_eq!((status, &again["error"]["code"]), (400, &json!("payment_intent_unexpected_state")));
    let (status, nobody) = pay("pm_card_of_nobody").await;
    assert_eq!((status, &nobody["error"]["code"]), (400, &json!("payment_intent_unexpected_state")));
}

#[tokio::test]
async fn knobs_are_turned_over_http_and_misspelt_ones_refused() {
    let client = Client::start().await;
    let (status, fault) =
        control(&client, "/faults", json!({ "harm": "rate_limit", "path": "/v1/refunds", "times": 2 })).await;
    assert_eq!((status, &fault["times"]), (200, &json!(2)));
    assert_eq!(client.get("/refunds").await.0, 429);
    assert_eq!(client.get("/payment_intents").await.0, 200);
    let bad = client.http.post(format!("{}/webhooks", client.double.control())).json(&json!({ "dorp": 30 }));
    assert_eq!(bad.send().await.unwrap().status(), 422);
    let (_, before) = control(&client, "/clock", json!({})).await;
    let (_, after) = control(&client, "/clock", json!({ "advance": 3600 })).await;
    assert!(after["now"].as_i64().unwrap() - before["now"].as_i64().unwrap() >= 3600);
    let (_, stands) = control(&client, "/clock", json!({ "stand": 1_800_000_000 })).await;
    assert_eq!(stands["now"], 1_800_000_000);
}

#[tokio::test]
async fn books_say_what_truly_happened() {
    let client = Client::start().await;
    let id = client.intent("k1").await;
    client.double.confirm(&id, "pm_card_visa").unwrap();
    client.post("/refunds", "k2", &format!("payment_intent={id}&amount=300&metadata[refund_id]=ref_1")).await;
    let url = format!("{}/books", client.double.control());
    let (_, books) = answer(client.http.get(url)).await;
    assert_eq!(books["sums"]["eur"], json!({ "captured": 1000, "refunded": 300, "disputed": 0, "balance": 700 }));
    assert_eq!(books["intents"][0]["refunded"], 300);
    assert_eq!(books["succeeded"], 1);
    let kinds: Vec<_> = client.double.events().iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect();
    let expected =
        ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "refund.created", "charge.refunded"];
    assert_eq!(kinds, expected);
}
