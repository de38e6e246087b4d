//! What is not well-formed: Medusa's error bodies, never a 5xx, and nothing hangs.

use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::shop::{Shop, id, key};

fn invalid(message: &str) -> Value {
    json!({"type": "invalid_data", "message": message})
}

#[tokio::test]
async fn complaints_name_the_field() {
    let shop = Shop::open().await;
    let cases = [
        ("colour=red", "Invalid request: Unrecognized fields: 'colour'"),
        ("colour=red&size=1", "Invalid request: Unrecognized fields: 'colour, size'"),
        ("limit=many", "Invalid request: Expected type: 'number' for field 'limit', got: 'many'"),
        ("limit[]=1&limit[]=2", "Invalid request: Expected type: 'number' for field 'limit', got: 'array'"),
        ("limit=-1", "Invalid request: Value for field 'limit' too small, expected at least: '0'"),
        ("limit=1000000000", "Invalid request: Value for field 'limit' too big, expected at most: '1000'"),
        (
            "offset=99999999999999999999",
            "Invalid request: Value for field 'offset' too big, expected at most: '10000000'",
        ),
        ("q[a]=1", "Invalid request: Expected type: 'string' for field 'q', got: 'object'"),
        ("is_giftcard=perhaps", "Invalid request: Expected type: 'boolean' for field 'is_giftcard', got: 'perhaps'"),
        ("id[$gt]=1", "Invalid request: Unrecognized fields: 'id, $gt'"),
        ("created_at[$gte]=soon", "Invalid request: Expected type: 'date' for field 'created_at, $gte', got: 'soon'"),
        ("created_at[$near]=2026-01-01", "Invalid request: Unrecognized fields: 'created_at, $near'"),
        ("a[b][c][d][e][f][g][h][i]=1", "Invalid request: Query parameters are nested too deeply"),
    ];
    for (query, message) in cases {
        let body = shop.shopper().get(&format!("/store/products?{query}")).error(400).await;
        assert_eq!(body, invalid(message), "{query}");
    }
    for path in [
        "product-categories",
        "collections",
        "product-tags",
        "product-types",
        "product-options",
        "product-variants",
        "return-reasons",
        "regions",
        "currencies",
    ] {
        let body = shop.shopper().get(&format!("/store/{path}?colour=red")).error(400).await;
        assert_eq!(body, invalid("Invalid request: Unrecognized fields: 'colour'"), "{path}");
        let body = shop.shopper().get(&format!("/store/{path}/x?limit=1")).error(400).await;
        assert_eq!(body, invalid("Invalid request: Unrecognized fields: 'limit'"), "{path}");
    }
}

#[tokio::test]
async fn broken_percent_encoding() {
    let shop = Shop::open().await;
    let found = shop.shopper().get("/store/products?q=%zz").ok().await;
    assert_eq!(found["count"], 0);
    shop.shopper().get("/store/products?q=%ff%fe&handle=%").ok().await;
    let body = shop.shopper().get("/store/products?limit=%zz").error(400).await;
    assert_eq!(body["message"], "Invalid request: Expected type: 'number' for field 'limit', got: '%zz'");
    let body = shop.shopper().get("/store/products/%ff").error(400).await;
    assert_eq!(body, invalid("Invalid request: The path is not valid percent-encoded UTF-8"));
    for path in ["products?q=%00", "products?handle=%00", "products?%00=1", "regions?name=%00"] {
        let body = shop.shopper().get(&format!("/store/{path}")).error(400).await;
        assert_eq!(body["message"], "Invalid request: Query parameters must not contain NUL characters", "{path}");
    }
    for path in [
        "products/%00",
        "regions/%00",
        "currencies/%00",
        "gift-cards/%00",
        "gift-cards/a%00b",
        "quotes/%00",
        "nowhere/%00",
    ] {
        shop.shopper().get(&format!("/store/{path}")).error(404).await;
    }
}

#[tokio::test]
async fn what_is_not_served_says_so() {
    let shop = Shop::open().await;
    let body = shop.shopper().get("/store/nowhere").error(404).await;
    assert_eq!(body, json!({"type": "not_found", "message": "Cannot GET /store/nowhere"}));
    let body = shop.anybody().get("/nowhere").error(404).await;
    assert_eq!(body["type"], "not_found");
    let answer = shop.shopper().post("/store/products", &json!({})).send().await;
    assert_eq!((answer.status.as_u16(), &answer.json()["type"]), (405, &json!("not_allowed")));
}

/// Speaks HTTP by hand, as no client would.
async fn raw(shop: &Shop, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(shop.address).await.unwrap();
    // The server may answer and stop reading before everything is written.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await.expect("an answer").unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn body_of(answer: &str) -> Value {
    let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {answer}"));
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

#[tokio::test]
async fn a_query_of_ten_megabytes() {
    let shop = Shop::open().await;
    let key = key("a", 1);
    let mut request = b"GET /store/products?q=".to_vec();
    request.extend(std::iter::repeat_n(b'a', 10_000_000));
    request.extend(format!(" HTTP/1.1\r\nhost: x\r\nx-publishable-api-key: {key}\r\n\r\n").bytes());
    let answer = raw(&shop, &request).await;
    assert!(answer.starts_with("HTTP/1.1 431 ") || answer.starts_with("HTTP/1.1 414 "), "{answer}");
    assert_eq!(body_of(&answer)["type"], "invalid_data");
    // A query that fits, but not into reason.
    let long = "a".repeat(30_000);
    shop.shopper().get(&format!("/store/products?q={long}")).ok().await;
    shop.shopper().get(&format!("/store/products?fields={long}")).error(400).await;
    shop.shopper().get(&format!("/store/products?{}", "id=x&".repeat(1_500))).error(400).await;
}

#[tokio::test]
async fn what_is_not_http() {
    let shop = Shop::open().await;
    for request in [
        &b"GET /store/products\xff HTTP/1.1\r\nhost: x\r\n\r\n"[..],
        b"NONSENSE\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
    ] {
        let answer = raw(&shop, request).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert_eq!(body_of(&answer), json!({"type": "invalid_data", "message": "The request is not valid HTTP."}));
    }
    let mut headers = b"GET /health HTTP/1.1\r\nhost: x\r\n".to_vec();
    headers.extend(format!("x-long: {}\r\n\r\n", "a".repeat(200_000)).bytes());
    let answer = raw(&shop, &headers).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    assert_eq!(body_of(&answer)["type"], "invalid_data");
}

#[tokio::test]
async fn every_answer_carries_a_request_id() {
    let shop = Shop::open().await;
    let answer = shop.anybody().get("/store/products").send().await;
    assert_eq!(answer.header("x-request-id").len(), 32);
    let answer = shop.anybody().get("/health").header("x-request-id", "from-the-proxy-1").send().await;
    assert_eq!(answer.header("x-request-id"), "from-the-proxy-1");
    let answer = shop.anybody().get("/health").header("x-request-id", "<script>").send().await;
    assert_eq!(answer.header("x-request-id").len(), 32);
}

/// Any query at all is answered, and never with a 5xx.
#[test]
fn any_query_is_answered() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let shop = runtime.block_on(Shop::open());
    let names = prop::sample::select(vec![
        "limit",
        "offset",
        "order",
        "q",
        "fields",
        "id",
        "handle",
        "category_id",
        "region_id",
        "created_at[$gte]",
        "variants",
        "a[b]",
        "[]",
        "]",
        "$or[0][id]",
        "is_giftcard",
        "sales_channel_id",
    ]);
    let values = prop_oneof![
        "\\PC{0,30}".prop_map(|text| text),
        Just("1".to_owned()),
        Just(id("prod", "1", 1)),
        Just("*variants,+metadata,-id".to_owned()),
        "[a-z*.,+-]{0,30}",
    ];
    let queries = prop::collection::vec((names, values), 0..6);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&queries, |query| {
            let status = runtime.block_on(async {
                let mut request = shop.shopper().get("/store/products");
                for (name, value) in &query {
                    request = request.query(name, value);
                }
                request.send().await.status
            });
            prop_assert!(!status.is_server_error(), "{} for {:?}", status, query);
            Ok(())
        })
        .unwrap();
    runtime.block_on(async { drop(shop) });
}
