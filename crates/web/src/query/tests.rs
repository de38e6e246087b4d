use proptest::prelude::*;

use super::{Params, QueryValue, parse::parse};

fn text(value: &str) -> QueryValue {
    QueryValue::Text(value.to_owned())
}

fn get(raw: &str, name: &str) -> QueryValue {
    parse(raw).unwrap().into_iter().find(|(known, _)| known == name).unwrap().1
}

#[test]
fn the_ways_to_write_a_list() {
    let list = QueryValue::List(vec![text("1"), text("2")]);
    for raw in ["a=1&a=2", "a[]=1&a[]=2", "a[0]=1&a[1]=2", "a%5B0%5D=1&a%5B1%5D=2", "a[7]=1&a[99999999]=2"] {
        assert_eq!(get(raw, "a"), list, "{raw}");
    }
    assert_eq!(get("a=1", "a"), text("1"));
    assert_eq!(get("a[]=1", "a"), QueryValue::List(vec![text("1")]));
}

#[test]
fn operators_and_dots_nest() {
    let gte = QueryValue::Map(vec![("$gte".to_owned(), text("2024"))]);
    assert_eq!(get("created_at[$gte]=2024", "created_at"), gte);
    assert_eq!(get("created_at.$gte=2024", "created_at"), gte);
    assert_eq!(get("a[b=c]=1", "a"), QueryValue::Map(vec![("b=c".to_owned(), text("1"))]));
}

#[test]
fn maps_in_a_list_keep_their_places() {
    let map = |name: &str, value: &str| (name.to_owned(), text(value));
    let expected = QueryValue::List(vec![
        QueryValue::Map(vec![map("a", "1"), map("c", "3")]),
        QueryValue::Map(vec![map("b", "2")]),
    ]);
    for raw in
        ["o[0][a]=1&o[1][b]=2&o[0][c]=3", "o[1][b]=2&o[0][a]=1&o[0][c]=3", "o[4][a]=1&o[99999999][b]=2&o[4][c]=3"]
    {
        assert_eq!(get(raw, "o"), expected, "{raw}");
    }
    let each = QueryValue::List(vec![QueryValue::Map(vec![map("a", "1")]), QueryValue::Map(vec![map("a", "2")])]);
    assert_eq!(get("o[][a]=1&o[][a]=2", "o"), each);
}

#[test]
fn decoding_never_fails() {
    assert_eq!(get("q=a+b%20c", "q"), text("a b c"));
    assert_eq!(get("q=%zz", "q"), text("%zz"));
    assert_eq!(get("q=100%", "q"), text("100%"));
    assert_eq!(get("q=%ff", "q"), text("%ff"));
    assert_eq!(get("q", "q"), text(""));
}

fn complaint(raw: &str, read: impl FnOnce(&mut Params)) -> String {
    let mut params = Params::parse(raw).unwrap();
    read(&mut params);
    params.finish().unwrap_err().to_string()
}

#[test]
fn complaints_are_medusas_sentences() {
    let limit = |params: &mut Params| {
        let _ = params.integer("limit", 0, 1000);
    };
    assert_eq!(complaint("limit=x", limit), "Invalid request: Expected type: 'number' for field 'limit', got: 'x'");
    assert_eq!(
        complaint("limit=-1", limit),
        "Invalid request: Value for field 'limit' too small, expected at least: '0'"
    );
    assert_eq!(
        complaint("limit=99999999999999999999", limit),
        "Invalid request: Value for field 'limit' too big, expected at most: '1000'"
    );
    assert_eq!(
        complaint("limit=x&colour=red&size[]=1", limit),
        "Invalid request: Expected type: 'number' for field 'limit', got: 'x'; Unrecognized fields: 'colour, size'"
    );
    assert_eq!(
        complaint("id[$gt]=1", |params| drop(params.texts("id"))),
        "Invalid request: Expected type: 'string, array' for field 'id', got: 'object'"
    );
}

#[test]
fn lists_of_texts() {
    let texts = |raw: &str| Params::parse(raw).unwrap().texts("id").unwrap();
    assert_eq!(texts("id=a"), ["a"]);
    assert_eq!(texts("id=a&id=b"), ["a", "b"]);
    assert_eq!(texts("id[]=a,b"), ["a", "b"]);
    assert_eq!(texts("id[$in][]=a&id[$in][]=b"), ["a", "b"]);
}

#[test]
fn numbers_are_read_as_javascript_reads_them() {
    let limit = |raw: &str| Params::parse(raw).unwrap().integer("limit", 0, 1000);
    assert_eq!(limit("limit=12abc"), Some(12));
    assert_eq!(limit("limit=1.9"), Some(1));
    assert_eq!(limit("limit=%2B5"), Some(5));
}

#[test]
fn too_much_is_refused() {
    assert!(Params::parse(&"a=1&".repeat(1001)).is_err());
    assert!(Params::parse("a[b][c][d][e][f][g][h]=1").is_ok());
    assert!(Params::parse("a[b][c][d][e][f][g][h][i]=1").is_err());
    assert!(Params::parse("q=%00").is_err() && Params::parse("a%00=1").is_err());
}

proptest! {
    #[test]
    fn any_bytes_parse_or_are_refused(raw in "\\PC{0,200}") {
        let _ = Params::parse(&raw);
    }

    #[test]
    fn what_is_encoded_is_decoded(value in "\\PC{0,40}") {
        let encoded: String = percent_encoding::utf8_percent_encode(&value, percent_encoding::NON_ALPHANUMERIC).collect();
        prop_assert_eq!(get(&format!("q={encoded}"), "q"), text(&value));
    }
}

#[test]
fn years_that_no_database_knows_are_refused() {
    for date in ["-9999-01-01", "0000-01-01", "+10000-01-01T00:00:00Z", "2026-13-01", "tomorrow"] {
        let complaint = complaint(&format!("created_at[$gte]={}", date.replace('+', "%2B")), |params| {
            let _ = params.time_range("created_at");
        });
        assert!(complaint.starts_with("Invalid request: Expected type: 'date'"), "{complaint}");
    }
}

#[test]
fn a_list_has_a_length() {
    let many = format!("id[]={}", "a,".repeat(1_001));
    assert!(complaint(&many, |params| drop(params.texts("id"))).contains("too big"));
}
