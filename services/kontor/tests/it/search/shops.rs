//! Nobody finds what is another shop's.

use db::{Scope, sea_orm::FromQueryResult};
use serde_json::json;

use super::{HASHING, asking, index, open, search, titles};
use crate::{
    admin::organization,
    shop::{Shop, id, id_in, key},
};

#[tokio::test]
async fn each_shop_finds_its_own() {
    let shop = open(HASHING).await;
    let theirs = shop.anybody().with_key(&key("b", 1));
    for body in [
        asking("harbour mug", json!({})),
        asking("harbour mug", json!({"search_options": {"vector": {"semantic_ratio": 1}}})),
        json!({"entity": "product"}),
    ] {
        for (client, of) in [(shop.shopper(), "a"), (theirs.clone(), "b")] {
            let answer = client.post("/store/search", &body).ok().await;
            let hits = answer["results"][0]["hits"].as_array().unwrap();
            assert!(!hits.is_empty());
            let own = [id_in(of, "prod", "1", 1), id_in(of, "prod", "1", 2)];
            assert!(hits.iter().all(|hit| own.contains(&hit["id"].as_str().unwrap().to_owned())), "{of}: {answer}");
        }
    }
    let foreign = json!({"entity": "product", "filters": {"id": id("prod", "1", 1)}});
    assert_eq!(theirs.post("/store/search", &foreign).ok().await["results"][0]["hits"], json!([]));
    // What the index still has and the policies hide is not shown.
    shop.change("update products set status = 'draft' where handle = 'mug'").await;
    assert_eq!(
        titles(
            &search(&shop, &asking("harbour mug", json!({"search_options": {"vector": {"semantic_ratio": 0}}}))).await
        ),
        ""
    );
    index(&shop).await;
}

#[derive(FromQueryResult)]
struct Answer {
    of_others: i64,
    all: i64,
}

/// Each function that looks past the policies, asked by one shop about the other one's products.
#[tokio::test]
async fn each_function_stays_in_its_shop() {
    let shop = Shop::open_with(HASHING).await;
    shop.change(
        "insert into search_synonyms (organization_id, synonyms) select id, array['mug', id::text] from auth.organization where slug <> '';
         insert into search_pins (organization_id, query, product_id, position) select organization_id, 'mug', id, 1 from products where handle = 'mug';
         insert into product_sales (organization_id, order_id, product_id)
           select p.organization_id, k.order_id, p.id from products p,
             (values ('00000000-0000-7000-8000-000000000001'::uuid), ('00000000-0000-7000-8000-000000000002')) k (order_id)
           where p.handle in ('mug', 'shirt');
         select private.refresh_product_pairs()",
    )
    .await;
    index(&shop).await;
    let all = "'{\"is\": \"and\", \"of\": []}'";
    let everybody = "(select array_agg(('00000000-0000-7000-8' || s || '-00000001000' || n)::uuid)
        from unnest(array['00a', '00b']) s, generate_series(1, 5) n)";
    let vector = "(select array_agg(1::real) from generate_series(1, 384))";
    let functions = [
        format!("select product_id from private.search_text('''mug''', '', {all}, 100)"),
        format!("select product_id from private.search_vector({vector}, 'hashing', '', {all}, 100)"),
        format!("select product_id from private.search_vector({vector}, 'hashing', '', {all}, 100, 0)"),
        format!("select product_id from private.search_hybrid('''mug''', {vector}, 'hashing', '', {all}, 0.5, 100)"),
        format!("select product_id from private.search_browse({all}, '', 'usd', '', 100, 0, 100)"),
        format!("select product_id from private.search_hits({everybody}, '', '', null, 'usd', '', '{{}}')"),
        "select product_id from private.find_products('{mug}')".to_owned(),
        "select product_id from private.search_hints('mug', '{mug}', '{}', true, true, '') where product_id is not null"
            .to_owned(),
    ];
    let mut asked: Vec<(String, bool)> = functions.into_iter().map(|sql| (sql, true)).collect();
    for of in ["a", "b"] {
        let product = format!("'00000000-0000-7000-800{of}-000000010001'");
        for call in [
            format!("select product_id from private.related_products({product}, 'hashing', {all}, 100)"),
            format!("select product_id from private.similar_products({product}, {all}, 100)"),
            format!("select product_id from private.bought_together({product}, 100)"),
        ] {
            asked.push((call, of == "a"));
        }
    }
    for (sql, finds) in asked {
        let tx = shop.test.db().begin_read(Scope::anon(organization("a").0)).await.unwrap();
        let count = format!(
            "select count(*) as \"all\", count(*) filter (where product_id::text not like '00000000-0000-7000-800a-%') as of_others from ({sql}) f"
        );
        let answer: Answer = db::fetch_one(&tx, &count, []).await.unwrap();
        assert_eq!((answer.of_others, answer.all > 0), (0, finds), "{sql}");
    }
    let tx = shop.test.db().begin_read(Scope::anon(organization("a").0)).await.unwrap();
    let facets = format!(
        "select count(*) as \"all\", count(*) filter (where matches > 1) as of_others
         from private.search_facet_counts({everybody}, {all}, '{{type_id}}', '[]', 'usd', '', '{{}}')"
    );
    let answer: Answer = db::fetch_one(&tx, &facets, []).await.unwrap();
    assert_eq!((answer.all, answer.of_others), (2, 1), "kitchen: mug and lamp; clothing: shirt");
    let hints: Answer = db::fetch_one(
        &tx,
        "select count(*) as \"all\", count(*) filter (where others::text not like '%00000000a}') as of_others
         from private.search_hints('x', '{mug}', '{}', true, true, '')",
        [],
    )
    .await
    .unwrap();
    assert_eq!((hints.all, hints.of_others), (1, 0));
}

/// The tables behind them are nobody's to read, and what writes them is Kontor's alone.
#[tokio::test]
async fn the_index_itself_is_closed() {
    let shop = open(HASHING).await;
    for table in [
        "search_documents",
        "search_facets",
        "search_prices",
        "search_queue",
        "search_words",
        "product_embeddings",
        "query_embeddings",
    ] {
        for scope in [Scope::anon(organization("a").0), Scope::authenticated(organization("a").0, uuid::Uuid::nil())] {
            let tx = shop.test.db().begin(scope).await.unwrap();
            let read = tx.batch(&format!("select * from public.{table}")).await;
            assert!(matches!(read, Err(db::Error::Forbidden(_))), "{table}");
        }
    }
    let organization = "'00000000-0000-7000-8000-00000000000a'";
    for call in [
        format!("private.index_queued({organization}, 10, now())"),
        format!("private.index_search({organization}, '{{}}', now())"),
        format!("private.queue_search({organization}, '{{}}')"),
        format!("private.queue_search_of({organization}, 'shop', '{{}}')"),
        format!("private.search_query({organization}, 'x', '')"),
        format!("private.said_query({organization}, 'x', '')"),
        format!("private.shop_language({organization})"),
        format!("private.search_corrections({organization}, '{{mugg}}', '', true)"),
        format!("private.forget_words({organization}, now())"),
        "private.refresh_product_pairs()".to_owned(),
    ] {
        for scope in
            [Scope::anon(self::organization("b").0), Scope::authenticated(self::organization("b").0, uuid::Uuid::nil())]
        {
            let tx = shop.test.db().begin(scope).await.unwrap();
            let called = tx.batch(&format!("select {call}")).await;
            assert!(matches!(called, Err(db::Error::Forbidden(_))), "{call}");
        }
    }
}
