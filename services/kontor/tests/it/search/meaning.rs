//! Searching by meaning, and what happens without.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Json, Router,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use chrono::TimeDelta;
use db::sea_orm::FromQueryResult;
use embeddings::{Embedder, Hashing};
use kontor::platform;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{HASHING, SLOW, asking, index, open, products, search, search_once, titles};
use crate::{admin::organization, shop::Shop};

#[tokio::test]
async fn words_and_meaning_are_joined() {
    let shop = open(HASHING).await;
    let vectors = shop.count("product_embeddings where model = 'hashing' and dimensions = 384").await;
    assert_eq!(vectors, shop.count("search_documents").await, "each document has one");
    let result = search(&shop, &asking("harbour mug", json!({}))).await;
    assert_eq!(result["provider_metadata"], json!({"semantic": true, "model": "hashing", "facets_exhaustive": true}));
    assert!(titles(&result).starts_with("Harbour Mug"));
    let vector = |vector: Value| json!({"search_options": {"vector": vector, "include_score": true}});
    let words = search(&shop, &asking("harbour mug", vector(json!({"semantic_ratio": 0})))).await;
    assert_eq!(titles(&words), "Harbour Mug");
    assert_eq!(words["provider_metadata"]["semantic"], false);
    let meaning = search(&shop, &asking("mug for long mornings", vector(json!({"semantic_ratio": 1})))).await;
    assert_eq!(titles(&meaning), "Harbour Mug, Deck Shirt", "the nearest first, and all of them");
    let alone =
        json!({"entity": "product", "search_options": {"vector": {"field": "embedding", "query": "shirt weather"}}});
    assert_eq!(titles(&search(&shop, &alone).await), "Deck Shirt, Harbour Mug");
    let value = Hashing::new(384).embed(vec!["shirt".to_owned()]).await.unwrap().remove(0);
    let given = json!({"entity": "product", "search_options": {"vector": {"value": value}}});
    assert_eq!(titles(&search(&shop, &given).await), "Deck Shirt, Harbour Mug");
    let short = json!({"entity": "product", "search_options": {"vector": {"value": [1, 2]}}});
    let refused = shop.shopper().post("/store/search", &short).error(400).await;
    assert_eq!(refused["message"], "Invalid request: A vector of 384 numbers is expected, got 2");
    assert_eq!(shop.count("query_embeddings").await, 3, "what was asked is kept, once");
    shop.test.clock().advance(TimeDelta::days(29));
    index(&shop).await;
    search(&shop, &alone).await;
    platform_forgets(&shop).await;
    assert_eq!(shop.count("query_embeddings").await, 3);
    shop.test.clock().advance(TimeDelta::days(2));
    platform_forgets(&shop).await;
    assert_eq!(shop.count("query_embeddings").await, 0, "what nobody asks for is forgotten");
}

async fn platform_forgets(shop: &Shop) {
    shop.change("insert into jobs (name, payload) values ('catalog.forget_queries', '{}')").await;
    index(shop).await;
}

#[derive(FromQueryResult)]
struct Near {
    product_id: Uuid,
}

async fn near(shop: &Shop, of: &str, vector: &[f32], exact_below: i32) -> Vec<Uuid> {
    let tx = shop.test.db().begin_read(db::Scope::anon(organization(of).0)).await.unwrap();
    let sql =
        "select v.product_id from private.search_vector($1, 'hashing', '', '{\"is\": \"and\", \"of\": []}', 10, $2) v";
    let rows: Vec<Near> = db::fetch_all(&tx, sql, [vector.to_vec().into(), exact_below.into()]).await.unwrap();
    rows.into_iter().map(|row| row.product_id).collect()
}

/// A shop with few products among those of a large one: the index goes on until enough of the small one's are found.
#[tokio::test]
async fn the_nearest_are_found_and_all_of_a_small_shop() {
    let shop = Shop::open_with(HASHING).await;
    let words = |salt: &str| {
        format!(
            "(array['red','blue','green','round','linen','steel','small','heavy','winter','harbour','cup','lamp'])[1 + abs(hashtext('{salt}' || n)) % 12]"
        )
    };
    let text = ["a", "b", "c", "d", "e"].map(words).join(" || ' ' || ");
    shop.change(&format!("set local kontor.bulk = 'on'; {}", products("b", 5_000, &text, "'No ' || (n % 977)"))).await;
    shop.change(&products("a", 50, &text, "null")).await;
    index(&shop).await;
    assert!(shop.count("product_search where document like '%no 9%'").await > 0, "the job wrote the words too");
    let mut hits = 0;
    let queries = [
        "red linen cup",
        "heavy steel",
        "small lamp winter",
        "harbour blue round",
        "green cup no 7",
        "lamp",
        "no 976",
        "winter",
    ];
    for query in queries {
        let vector = Hashing::new(384).embed(vec![query.to_owned()]).await.unwrap().remove(0);
        let exact = near(&shop, "b", &vector, i32::MAX).await;
        let quick = near(&shop, "b", &vector, 0).await;
        assert_eq!((exact.len(), quick.len()), (10, 10));
        hits += exact.iter().filter(|id| quick.contains(id)).count();
        let small: [Vec<Uuid>; 2] = [near(&shop, "a", &vector, i32::MAX).await, near(&shop, "a", &vector, 0).await];
        for found in small {
            assert_eq!(found.len(), 10, "{query}: a small shop finds as many");
            assert!(found.iter().all(|id| id.to_string().starts_with("00000000-0000-7000-800a")), "{found:?}");
        }
    }
    let wanted = queries.len() * 10;
    assert!(hits * 100 >= wanted * 95, "{hits} of the {wanted} nearest were found");
}

/// What an endpoint of OpenAI's kind does: counts, waits, and refuses from the `fails`th call on until it is told not to.
#[derive(Clone, Default)]
struct Endpoint {
    calls: Arc<AtomicUsize>,
    fails_at: Arc<AtomicUsize>,
    /// Milliseconds.
    waits: Arc<AtomicU64>,
}

impl Endpoint {
    async fn serve(&self) -> String {
        let endpoint = self.clone();
        let answer = move |Json(body): Json<Value>| async move { endpoint.answer(&body).await };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, Router::new().route("/v1/embeddings", post(answer))).into_future());
        url
    }

    async fn answer(&self, body: &Value) -> Response {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        tokio::time::sleep(Duration::from_millis(self.waits.load(Ordering::SeqCst))).await;
        if (1..=call).contains(&self.fails_at.load(Ordering::SeqCst)) {
            return (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "60")]).into_response();
        }
        assert_eq!((&body["model"], &body["dimensions"]), (&json!("tiny"), &json!(8)));
        let texts = body["input"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect();
        let vectors = Hashing::new(8).embed(texts).await.unwrap();
        let data: Vec<Value> =
            vectors.iter().enumerate().map(|(index, vector)| json!({"index": index, "embedding": vector})).collect();
        Json(json!({ "data": data })).into_response()
    }

    async fn shop(&self) -> Shop {
        self.shop_with(("KONTOR_OPENAI_DIMENSIONS", "8")).await
    }

    async fn shop_with(&self, more: (&str, &str)) -> Shop {
        let url = self.serve().await;
        let settings = [
            more,
            ("KONTOR_CACHE", "false"),
            ("KONTOR_EMBEDDER", "openai"),
            ("KONTOR_OPENAI_URL", &url),
            ("KONTOR_OPENAI_KEY", "sk-test"),
            ("KONTOR_OPENAI_MODEL", "tiny"),
            ("KONTOR_OPENAI_DIMENSIONS", "8"),
        ];
        Shop::open_with(&settings).await
    }
}

#[tokio::test]
async fn an_admin_waits_for_no_model() {
    let endpoint = Endpoint::default();
    let shop = endpoint.shop().await;
    let kim = shop.colleague("a", "kim", "admin").await;
    let body =
        json!({"title": "Teapot", "status": "published", "sales_channels": [{"id": crate::shop::id("sc", "c", 1)}]});
    kim.client.post("/admin/products", &body).ok().await;
    assert_eq!(endpoint.calls.load(Ordering::SeqCst), 0, "a write embeds nothing");
    index(&shop).await;
    assert!(endpoint.calls.load(Ordering::SeqCst) > 0);
    assert_eq!(shop.count("product_embeddings where model = 'tiny'").await, shop.count("search_documents").await);
    let calls = endpoint.calls.load(Ordering::SeqCst);
    let result = search(&shop, &asking("teapot", json!({}))).await;
    assert_eq!(result["provider_metadata"]["model"], "tiny");
    for _ in 0..2 {
        search(&shop, &asking(" Teapot", json!({}))).await;
    }
    assert_eq!(endpoint.calls.load(Ordering::SeqCst), calls + 1, "a query is embedded once");
    shop.change("update products set thumbnail = 'https://img.example/t.jpg'").await;
    index(&shop).await;
    assert_eq!(endpoint.calls.load(Ordering::SeqCst), calls + 1, "what reads the same is not embedded anew");
}

#[tokio::test]
async fn a_model_that_is_away_or_slow_holds_up_nobody() {
    let endpoint = Endpoint::default();
    let shop = endpoint.shop().await;
    index(&shop).await;
    endpoint.waits.store(700, Ordering::SeqCst);
    let result = search_once(&shop, &asking("mug", json!({}))).await;
    assert_eq!(titles(&result), "Harbour Mug");
    assert_eq!(result["provider_metadata"]["reason"], SLOW);
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    while search_once(&shop, &asking("mug", json!({}))).await["provider_metadata"]["semantic"] != true {
        assert!(tokio::time::Instant::now() < deadline, "what was begun is never kept");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    endpoint.waits.store(0, Ordering::SeqCst);
    endpoint.fails_at.store(1, Ordering::SeqCst);
    let calls = || endpoint.calls.load(Ordering::SeqCst);
    for asked in [1, 0] {
        let before = calls();
        let result = search(&shop, &asking("shirt", json!({}))).await;
        assert_eq!(titles(&result), "Deck Shirt");
        assert_eq!(result["provider_metadata"]["reason"], "the model is not available");
        // Whoever asks the same right after is not made to wait for another refusal.
        endpoint.fails_at.store(0, Ordering::SeqCst);
        assert_eq!(calls() - before, asked);
    }
    let before = calls();
    shop.test.clock().advance(TimeDelta::seconds(11));
    let result = search(&shop, &asking("shirt", json!({}))).await;
    assert_eq!((&result["provider_metadata"]["semantic"], calls()), (&json!(true), before + 1));
}

/// Strangers ask, and somebody pays: beyond its share a shop's search goes by words, and says so.
#[tokio::test]
async fn a_shop_has_its_share_of_vectors() {
    let endpoint = Endpoint::default();
    let shop = endpoint.shop_with(("LIMIT_SHOP_MEANINGS", "4")).await;
    index(&shop).await;
    let calls = || endpoint.calls.load(Ordering::SeqCst);
    let before = calls();
    let semantic = async |words: &str| {
        let result = search(&shop, &asking(words, json!({}))).await;
        assert!(titles(&result).contains("Harbour Mug"), "{words}: {result}");
        result["provider_metadata"].clone()
    };
    for words in ["harbour", "mug"] {
        assert_eq!(semantic(words).await["semantic"], true, "{words}");
    }
    let spent = semantic("harbour mug").await;
    assert_eq!(
        (&spent["semantic"], &spent["reason"]),
        (&json!(false), &json!("the shop has had its share of vectors"))
    );
    assert_eq!(calls(), before + 2, "the model was not asked");
    assert_eq!(semantic("mug").await["semantic"], true, "what is known costs nothing");
    // Another shop has its own.
    let theirs = shop.anybody().with_key(&crate::shop::key("b", 1));
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    loop {
        let answer = theirs.post("/store/search", &asking("harbour mug", json!({}))).ok().await;
        if answer["results"][0]["provider_metadata"]["semantic"] == true {
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "{answer}");
    }
    shop.test.clock().advance(TimeDelta::minutes(16));
    assert_eq!(semantic("harbour mug").await["semantic"], true, "a quarter of an hour brings one more");
}

#[tokio::test]
async fn vectors_are_made_on_from_where_it_stopped() {
    let endpoint = Endpoint::default();
    let shop = endpoint.shop().await;
    shop.change(&products("a", 100, "'Cup ' || n", "null")).await;
    endpoint.fails_at.store(3, Ordering::SeqCst);
    let registry = platform::registry(&shop.platform);
    let done = shop.test.run_jobs(&registry).await;
    assert!(done.retried > 0 && done.dead == 0, "{done:?}");
    let made = shop.count("product_embeddings").await;
    assert!((32..=64).contains(&made), "{made}");
    endpoint.fails_at.store(0, Ordering::SeqCst);
    shop.test.clock().advance(TimeDelta::minutes(2));
    index(&shop).await;
    assert_eq!(shop.count("product_embeddings").await, shop.count("search_documents").await);
    let wanted = 2 + shop.count("search_documents").await / 32 + 4;
    let calls = i64::try_from(endpoint.calls.load(Ordering::SeqCst)).unwrap();
    assert!(calls <= wanted + 2, "{calls} calls: nothing is made twice");
}
