//! Parameters are refused by name.

use serde_json::{Value, json};

use crate::Client;

async fn refused(client: &Client, path: &str, body: &str) -> Value {
    let (status, answer) = client.post(path, &format!("k {body}"), body).await;
    assert_eq!(status, 400, "{body}: {answer}");
    answer["error"].clone()
}

#[tokio::test]
async fn what_is_misspelt_missing_or_of_the_wrong_kind_is_named() {
    let client = Client::start().await;
    let good = "amount=1000&currency=eur";
    for (body, code, param) in [
        ("amount=1000&currency=eur&capture_metod=manual", "parameter_unknown", "capture_metod"),
        (
            "amount=1000&currency=eur&automatic_payment_methods[enable]=true",
            "parameter_unknown",
            "automatic_payment_methods[enable]",
        ),
        ("currency=eur", "parameter_missing", "amount"),
        ("amount=1000", "parameter_missing", "currency"),
        ("amount=10.5&currency=eur", "parameter_invalid_integer", "amount"),
        ("amount=%2B1000&currency=eur", "parameter_invalid_integer", "amount"),
        ("amount=1e3&currency=eur", "parameter_invalid_integer", "amount"),
        ("amount=&currency=eur", "parameter_invalid_empty", "amount"),
        ("amount=49&currency=eur", "amount_too_small", "amount"),
        ("amount=-100&currency=eur", "amount_too_small", "amount"),
        ("amount=100000000&currency=eur", "amount_too_large", "amount"),
        ("amount=1000&currency=EUR", "", "currency"),
        ("amount=1000&currency=xyz", "", "currency"),
        ("amount=1001&currency=kwd", "", "amount"),
        ("amount=1050&currency=isk", "", "amount"),
        ("amount=1000&currency=eur&capture_method=later", "", "capture_method"),
        ("amount=1000&currency=eur&automatic_payment_methods[enabled]=yes", "", "automatic_payment_methods[enabled]"),
        ("amount=1000&currency=eur&automatic_payment_methods=true", "", "automatic_payment_methods"),
        ("amount=1000&currency=eur&metadata=x", "", "metadata"),
        ("amount=1000&currency=eur&metadata[a][b]=x", "", "metadata[a]"),
        ("amount=1000&currency=eur&expand=latest_charge", "", "expand"),
        ("amount=1000&currency=eur&expand[]=everything", "", "expand"),
        ("amount=1000&currency=eur&expand[1]=latest_charge", "", "expand"),
        ("amount=1000&currency=eur&confirm=true&payment_method=pm_card_visa", "", "return_url"),
        ("amount=1000&currency=eur&off_session=true", "", "off_session"),
        ("amount[]=1000&currency=eur", "", "amount"),
        ("amount=1000&amount=2000&currency=eur", "", "amount"),
    ] {
        let error = refused(&client, "/payment_intents", body).await;
        assert_eq!(error["type"], "invalid_request_error", "{body}");
        assert_eq!(error["code"].as_str().unwrap_or_default(), code, "{body}: {error}");
        assert_eq!(error["param"], param, "{body}: {error}");
    }
    let long_key = format!("{good}&metadata[{}]=x", "k".repeat(41));
    refused(&client, "/payment_intents", &long_key).await;
    let long_value = format!("{good}&metadata[k]={}", "v".repeat(501));
    refused(&client, "/payment_intents", &long_value).await;
    let many: Vec<String> = (0..51).map(|nth| format!("&metadata[k{nth}]=x")).collect();
    refused(&client, "/payment_intents", &format!("{good}{}", many.concat())).await;
    assert_eq!(client.get("/payment_intents").await.1["data"], json!([]), "nothing was made");
}

#[tokio::test]
async fn several_unknown_ones_are_all_named() {
    let client = Client::start().await;
    let error = refused(&client, "/refunds", "amont=1&resaon=x").await;
    assert_eq!(error["message"], "Received unknown parameters: amont, resaon");
    let error = refused(&client, "/refunds", "amount=1").await;
    assert_eq!((&error["code"], &error["param"]), (&json!("parameter_missing"), &json!("payment_intent")));
}

#[tokio::test]
async fn queries_are_checked_as_bodies_are() {
    let client = Client::start().await;
    for (query, param) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limt=10", "limt"),
        ("created[from]=1", "created[from]"),
        ("created[gte]=yesterday", "created[gte]"),
        ("starting_after=pi_nobody", "starting_after"),
    ] {
        let (status, answer) = client.get(&format!("/payment_intents?{query}")).await;
        assert_eq!((status.as_u16(), &answer["error"]["param"]), (400, &json!(param)), "{query}");
    }
    let (status, answer) = client.get("/events?types[]=charge.succeeded&delivery_success=maybe").await;
    assert_eq!((status.as_u16(), &answer["error"]["param"]), (400, &json!("delivery_success")));
}

#[tokio::test]
async fn lists_are_walked_the_youngest_first() {
    let client = Client::start().await;
    let mut ids = Vec::new();
    for nth in 0..5 {
        ids.push(client.intent(&format!("k{nth}")).await);
    }
    ids.reverse();
    let page = async |query: &str| {
        let (status, page) = client.get(&format!("/payment_intents?{query}")).await;
        assert_eq!(status, 200, "{page}");
        let found = page["data"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned());
        (found.collect::<Vec<_>>(), page["has_more"] == true)
    };
    assert_eq!(page("limit=2").await, (ids[..2].to_vec(), true));
    assert_eq!(page(&format!("limit=2&starting_after={}", ids[1])).await, (ids[2..4].to_vec(), true));
    assert_eq!(page(&format!("limit=2&starting_after={}", ids[3])).await, (ids[4..].to_vec(), false));
    assert_eq!(page(&format!("limit=2&ending_before={}", ids[3])).await, (ids[1..3].to_vec(), true));
    assert_eq!(page(&format!("ending_before={}", ids[1])).await, (ids[..1].to_vec(), false));
    assert_eq!(page("created[gt]=99999999999").await, (Vec::new(), false));
}

#[tokio::test]
async fn what_is_expanded_is_an_object() {
    let client = Client::start().await;
    let id = client.intent("k1").await;
    client.double.confirm(&id, "pm_card_visa").unwrap();
    let (_, intent) = client.get(&format!("/payment_intents/{id}")).await;
    assert!(intent["latest_charge"].is_string());
    let (_, intent) = client.get(&format!("/payment_intents/{id}?expand[]=latest_charge")).await;
    assert_eq!(intent["latest_charge"]["object"], "charge");
    assert_eq!(intent["latest_charge"]["payment_method_details"]["card"]["last4"], "4242");
}
