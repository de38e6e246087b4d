use serde_json::{Value, json};

use super::{Change, Fields, FromBody, fields::is_email};

#[derive(Debug, PartialEq)]
struct Line {
    sku: String,
    count: Option<i64>,
}

impl FromBody for Line {
    fn read(fields: &mut Fields) -> Self {
        Self { sku: fields.required_text("sku"), count: fields.integer("count", 1, 9) }
    }
}

fn complaint(body: Value, read: impl FnOnce(&mut Fields)) -> String {
    let mut fields = Fields::of(body).unwrap();
    read(&mut fields);
    fields.finish().map_or_else(|error| error.to_string(), |()| String::new())
}

#[test]
fn medusas_words() {
    let said = complaint(json!({}), |fields| drop(fields.required_text("name")));
    assert_eq!(said, "Invalid request: Field 'name' is required");
    let said = complaint(json!({"name": 1}), |fields| drop(fields.required_text("name")));
    assert_eq!(said, "Invalid request: Expected type: 'string' for field 'name', got: '1'");
    let said = complaint(json!({"a": 1, "b": 2}), |_| ());
    assert_eq!(said, "Invalid request: Unrecognized fields: 'a, b'");
    let said = complaint(json!({"kind": "c"}), |fields| {
        fields.one_of("kind", &["a", "b"]);
    });
    assert_eq!(said, "Invalid request: Expected: 'a, b' for field 'kind', but got: 'c'");
    let said = complaint(json!({"lines": [{"sku": "x", "count": 10}, {"colour": 1}]}), |fields| {
        fields.objects::<Line>("lines");
    });
    assert_eq!(
        said,
        "Invalid request: Value for field 'lines, 0, count' too big, expected at most: '9'; \
         Field 'lines, 1, sku' is required; Unrecognized fields: 'lines, 1, colour'"
    );
}

#[test]
fn absent_null_and_given_differ() {
    let mut fields = Fields::of(json!({"a": null, "b": "x"})).unwrap();
    assert_eq!(fields.change_text("a"), Change::Clear);
    assert_eq!(fields.change_text("b"), Change::Set("x".into()));
    assert_eq!(fields.change_text("c"), Change::Keep);
    fields.finish().unwrap();
    assert_eq!(Change::Clear.apply(Some(1)), None);
    assert_eq!(Change::Keep.apply(Some(1)), Some(1));
}

#[test]
fn what_postgres_cannot_keep() {
    for body in
        [json!({"metadata": {"a": "\0"}}), json!({"metadata": {"a": "x".repeat(70_000)}}), json!({"metadata": 1})]
    {
        assert!(complaint(body, |fields| drop(fields.metadata())).contains("'metadata'"));
    }
    assert!(complaint(json!({"a": "\0"}), |fields| drop(fields.text("a"))).contains("NUL"));
    assert!(complaint(json!({"a": "x".repeat(2001)}), |fields| drop(fields.text("a"))).contains("too big"));
    assert!(Fields::of(json!([])).is_err());
}

#[test]
fn addresses() {
    for good in ["a@b.c", "anna.o'neil+x@mail.example.com"] {
        assert!(is_email(good), "{good}");
    }
    for bad in ["", "a", "a@b", "@b.c", "a@", "a b@c.d", "a@b..c", ".a@b.c", "a@b.c.", "аnna@b.c", "a@b.c\n"] {
        assert!(!is_email(bad), "{bad}");
    }
}
