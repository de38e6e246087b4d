//! What was just written is found by `q` at once, by shoppers and by the staff: no job has to run before.

use serde_json::{Value, json};
use testkit::Client;

use crate::{
    admin::delete,
    shop::{Shop, id},
};

async fn found(client: &Client, path: &str, words: &str) -> Vec<Value> {
    let body = client.get(&format!("{path}?fields=title&q={words}")).ok().await;
    body["products"].as_array().unwrap().iter().map(|product| product["title"].clone()).collect()
}

#[tokio::test]
async fn what_was_just_written_is_found() {
    let shop = Shop::open().await;
    let editor = shop.colleague("a", "edda", "editor").await.client;
    let body = json!({
        "title": "Zephyr Kite", "status": "published", "sales_channels": [{"id": id("sc", "c", 1)}],
        "options": [{"title": "Length", "values": ["Long"]}],
        "variants": [{"title": "Long", "sku": "KITE-900", "options": {"Length": "Long"}, "prices": []}],
    });
    let made = editor.post("/admin/products", &body).ok().await;
    let path = format!("/admin/products/{}", made["product"]["id"].as_str().unwrap());
    let everywhere = async |words: &str| {
        let (staff, shopper) =
            (found(&editor, "/admin/products", words).await, found(&shop.shopper(), "/store/products", words).await);
        assert_eq!(staff, shopper, "{words}");
        staff
    };
    for words in ["zephyr", "kite+zeph", "kite-900"] {
        assert_eq!(everywhere(words).await, ["Zephyr Kite"], "{words}");
    }
    editor.post(&path, &json!({"title": "Bora Kite", "description": "It flies in a hurricane."})).ok().await;
    for words in ["bora", "hurricane", "bora+kite-900"] {
        assert_eq!(everywhere(words).await, ["Bora Kite"], "{words}");
    }
    assert_eq!(everywhere("zephyr").await, Vec::<Value>::new(), "it is not called that any more");
    let variant = format!("{path}/variants/{}", made["product"]["variants"][0]["id"].as_str().unwrap());
    editor.post(&variant, &json!({"sku": "KITE-1000"})).ok().await;
    assert_eq!(everywhere("kite-1000").await, ["Bora Kite"]);
    assert_eq!(everywhere("kite-900").await, Vec::<Value>::new());
    delete(&editor, &path).await;
    assert_eq!(everywhere("bora").await, Vec::<Value>::new());
    assert!(shop.count("search_queue").await > 0, "the index has not been written meanwhile");
}

/// What is taken for a regular expression Postgres takes too, and nothing of it costs much.
#[tokio::test]
async fn regular_expressions() {
    let shop = Shop::open().await;
    let shopper = shop.shopper();
    let list = async |pattern: &str| {
        let pattern = super::wire::parameters::escaped(pattern);
        shopper.get(&format!("/store/products?fields=handle&title[$re]={pattern}")).send().await
    };
    for (pattern, handles) in [
        ("^Harbour", json!(["mug"])),
        ("(?i)SHIRT$", json!(["shirt"])),
        ("(Mug|Shirt)$", json!(["mug", "shirt"])),
        (r"^\w+ [A-Z]", json!(["mug", "shirt"])),
        ("b{1,2}o[ut]{1,2}r", json!(["mug"])),
        ("^shirt", json!([])),
        (r"(?:a|aa)*(?:a|aa)*(?:a|aa)*[^\d]{20}$", json!([])),
    ] {
        let answer = list(pattern).await;
        assert_eq!(answer.status.as_u16(), 200, "{pattern}: {}", answer.text);
        let body = answer.json();
        let found: Vec<&Value> = body["products"].as_array().unwrap().iter().map(|one| &one["handle"]).collect();
        assert_eq!(json!(found), handles, "{pattern}");
    }
    for pattern in ["(", "a)", "[", "*", "(a)\\1", "(?=a)", "a{2,1}", "a{999}", "\\"] {
        let answer = list(pattern).await;
        assert_eq!(answer.status.as_u16(), 400, "{pattern}: {}", answer.text);
        let message = answer.json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains("field 'title, $re' is no regular expression that lists take"), "{message}");
    }
    let many: Vec<String> = (0..6).map(|at| format!("$or[{at}][title][$re]=a")).collect();
    let error = shopper.get(&format!("/store/products?{}", many.join("&"))).error(400).await;
    assert!(error["message"].as_str().unwrap().contains("more than 50 conditions"), "each counts as ten: {error}");
    // Whatever signs stand together: it is refused by us, or answered; never an error of the server.
    let signs = [
        "a", "b", "é", "^", "$", ".", "*", "+", "?", "{2}", "{1,3}", "{2,}", "(", ")", "|", "[a-c]", "[^x]", "\\d",
        "\\.", "-", "]", " ",
    ];
    let mut state = 7_u64;
    let mut taken = 0;
    for _ in 0..400 {
        let mut pattern = String::new();
        for _ in 0..8 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            pattern.push_str(signs[usize::try_from((state >> 33) % 22).unwrap()]);
        }
        let status = list(&pattern).await.status.as_u16();
        assert!([200, 400].contains(&status), "{pattern}: {status}");
        taken += u32::from(status == 200);
    }
    assert!(taken > 20, "{taken} were taken");
}
