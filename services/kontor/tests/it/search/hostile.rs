//! Whatever is asked, no text of a request becomes SQL or an operator of a tsquery.

use proptest::{
    prelude::{Just, Strategy, any, prop_oneof},
    strategy::ValueTree,
    test_runner::TestRunner,
};
use serde_json::{Map, Value, json};

use super::{WORDS, found, index, open, products};
use crate::{admin::organization, shop::id};

const TRIES: usize = 150;

/// Texts that would end a literal, a dollar quote, a tsquery or a format.
fn hostile() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        Just("'".to_owned()),
        Just("''".to_owned()),
        Just("\\".to_owned()),
        Just("$$".to_owned()),
        Just("$1".to_owned()),
        Just("%L".to_owned()),
        Just("%s".to_owned()),
        Just(":*".to_owned()),
        Just("<->".to_owned()),
        Just("| !&()".to_owned()),
        Just("--".to_owned()),
        Just("; select 1/0".to_owned()),
        Just("E'\\''".to_owned()),
        Just("\u{0}".to_owned()),
        Just("\u{E000}".to_owned()),
        Just("mug".to_owned()),
        Just("size:m".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(sign, 1..6).prop_map(|parts| parts.concat())
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        hostile().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        Just(json!(id("prod", "1", 1))),
        Just(json!("2026-01-01T00:00:00Z")),
        proptest::collection::vec(hostile().prop_map(Value::from), 0..3).prop_map(Value::from),
    ]
}

fn filters() -> impl Strategy<Value = Value> {
    let field = prop_oneof![
        Just("id".to_owned()),
        Just("options".to_owned()),
        Just("price".to_owned()),
        Just("rating".to_owned()),
        Just("created_at".to_owned()),
        Just("in_stock".to_owned()),
        Just("category_ids".to_owned()),
        Just("currency_code".to_owned()),
        Just("q".to_owned()),
        Just("region_id".to_owned()),
        hostile(),
    ];
    let operator = prop_oneof![
        Just("$eq"),
        Just("$ne"),
        Just("$in"),
        Just("$nin"),
        Just("$gt"),
        Just("$lte"),
        Just("$exists"),
        Just("$contains"),
        Just("$x"),
    ];
    let test = prop_oneof![value(), (operator, value()).prop_map(|(operator, value)| json!({ operator: value }))];
    let leaf = (field, test).prop_map(|(field, test)| json!({ field: test }));
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(|parts| json!({ "$and": parts })),
            proptest::collection::vec(inner.clone(), 0..3).prop_map(|parts| json!({ "$or": parts })),
            inner.prop_map(|part| json!({ "$not": part })),
        ]
    })
}

#[tokio::test]
async fn requests_are_answered_or_refused() {
    let shop = open(WORDS).await;
    let mut runner = TestRunner::deterministic();
    let (mut answered, mut refused) = (0, 0);
    for _ in 0..TRIES {
        let filters = filters().new_tree(&mut runner).unwrap().current();
        let words = hostile().new_tree(&mut runner).unwrap().current();
        let mut with_words = filters.clone();
        with_words["q"] = json!(words.replace('\0', ""));
        let options =
            json!({"facets": ["options", "price"], "highlight": true, "locales": [words], "match_strategy": "last"});
        for filters in [filters, with_words, json!({"q": words.replace('\0', "")})] {
            let body = json!({"entity": "product", "filters": filters, "search_options": options});
            let answer = shop.shopper().post("/store/search", &body).send().await;
            match answer.status.as_u16() {
                200 => answered += 1,
                400 => refused += 1,
                status => panic!("{status} {}: {body}", answer.text),
            }
        }
    }
    assert!(answered > TRIES && refused > 10, "{answered} were answered, {refused} refused");
    assert_eq!(shop.count("products").await, 10);
}

/// The second line: nodes that reach the database without having been read here.
#[tokio::test]
async fn nodes_are_cast_and_quoted() {
    let shop = open(WORDS).await;
    let mut runner = TestRunner::deterministic();
    let mut refused = 0;
    for _ in 0..TRIES {
        let mut node = Map::new();
        for name in ["any", "from", "below", "currency", "region", "yes", "channels"] {
            node.insert(name.to_owned(), value().new_tree(&mut runner).unwrap().current());
        }
        for is in ["option", "price", "rating", "created_at", "in_stock", "product", "category", "' or true --"] {
            node.insert("is".to_owned(), json!(is));
            let json = Value::Object(node.clone());
            if json.to_string().contains("\\u0000") {
                continue;
            }
            let tx = shop.test.db().begin_read(db::Scope::anon(organization("a").0)).await.unwrap();
            let sql = "select b.product_id from private.search_browse($1, 'price', 'usd', '', 100, 0, 100) b
                where b.product_id::text not like '00000000-0000-7000-800a-%'";
            match db::exec(&tx, sql, [json.clone().into()]).await {
                Ok(foreign) => assert_eq!(foreign, 0, "{json}"),
                Err(error) => {
                    refused += 1;
                    let said = format!("{error:?}");
                    let is_cast = [
                        "22P02",
                        "22003",
                        "22007",
                        "22008",
                        "22023",
                        "invalid",
                        "out of range",
                        "cannot",
                        "unknown filter",
                    ];
                    assert!(
                        is_cast.iter().any(|word| said.contains(word)) && !said.contains("syntax error at"),
                        "{json}: {said}"
                    );
                }
            }
        }
    }
    assert!(refused > 0);
}

/// Words that would end a literal, or be too long for a tsvector once they bear their shop's sign.
#[tokio::test]
async fn whatever_a_product_says_is_indexed() {
    let shop = open(WORDS).await;
    let texts = r"(array['O''Neil''s', 'back\slash ''quoted''', '1½ ''', '''', 'https://a.example/it''s?q=''x''', 'plain',
        repeat('y', 2044) || ' end'])[n]";
    shop.change(&products(
        "a",
        7,
        texts,
        "case when n = 6 then repeat('x', 2045) || ' ' || repeat('z', 1990) || ' described' end",
    ))
    .await;
    index(&shop).await;
    for (words, handle) in [
        ("o'neil's", "O'Neil's"),
        ("slash", "back\\slash 'quoted'"),
        ("described", "plain"),
        ("https://a.example/it's?q='x'", "https://a.example/it's?q='x'"),
    ] {
        assert_eq!(found(&shop, words).await, handle, "{words}");
    }
    assert!(found(&shop, "end").await.ends_with("end"));
}
