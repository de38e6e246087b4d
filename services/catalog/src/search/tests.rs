//! What filters become, against what they say.

use bigdecimal::BigDecimal;
use proptest::prelude::{ProptestConfig, Strategy, any, proptest};
use serde_json::{Value, json};
use web::body::Fields;

use super::filter::{Around, Filters};

fn rendered(filters: &Value) -> Value {
    let mut fields = Fields::of(json!({ "filters": filters })).unwrap();
    let read = Filters::read(&mut fields);
    fields.finish().unwrap();
    read.node(None).render(Around { currency: Some("eur"), region: "", channels: &[] })
}

/// Whether a price in ten-thousandths passes a tree of prices, as the database would have it.
fn passes(node: &Value, price: i64) -> bool {
    let parts = || node["of"].as_array().unwrap().iter();
    match node["is"].as_str().unwrap() {
        "and" => parts().all(|part| passes(part, price)),
        "or" => parts().any(|part| passes(part, price)),
        "not" => !passes(&node["of"], price),
        "price" => {
            assert_eq!(node["currency"], "eur");
            node["any"].as_array().is_none_or(|any| any.contains(&json!(price)))
                && node["from"].as_i64().is_none_or(|from| price >= from)
                && node["below"].as_i64().is_none_or(|below| price < below)
        }
        other => panic!("{other}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Bounds may have more digits than the index: nothing is rounded across them.
    #[test]
    fn prices_are_compared_exactly(
        price in 0_i64..50_000,
        bound in (0_i64..5_000_000, 2_i64..7).prop_map(|(digits, scale)| BigDecimal::new(digits.into(), scale)),
        negate in any::<bool>(),
    ) {
        let exact = BigDecimal::new(price.into(), 4);
        for (operator, holds) in [
            ("$eq", exact == bound), ("$ne", exact != bound), ("$gt", exact > bound), ("$gte", exact >= bound),
            ("$lt", exact < bound), ("$lte", exact <= bound), ("$in", exact == bound), ("$nin", exact != bound),
        ] {
            let value = if operator.ends_with("in") { json!([bound.to_plain_string()]) } else { json!(bound.to_plain_string()) };
            let filter = json!({ "price": { operator: value } });
            let (filter, holds) = if negate { (json!({ "$not": filter }), !holds) } else { (filter, holds) };
            assert_eq!(passes(&rendered(&filter), price), holds, "{exact} {filter}");
        }
    }
}

#[test]
fn a_facet_is_counted_without_its_own_condition() {
    let mut fields =
        Fields::of(json!({ "filters": { "price": 1, "options": "size:m", "$or": [{ "options": "size:s" }] } }))
            .unwrap();
    let filters = Filters::read(&mut fields);
    let around = Around { currency: None, region: "", channels: &[] };
    let kinds = |but: Option<&str>| {
        let node = filters.node(but).render(around);
        node["of"].as_array().unwrap().iter().map(|part| part["is"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(None).len(), 3);
    assert!(!kinds(Some("options")).contains(&"option".to_owned()) && kinds(Some("options")).len() == 2);
    assert!(filters.is_about("price") && !filters.is_about("rating"));
}
