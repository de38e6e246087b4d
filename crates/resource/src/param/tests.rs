//! What queries compile to.

use sea_orm::Value;
use web::query::Params;

use super::{Has, Param, Reader};
use crate::Filter;

const PARAMS: &[Param] = &[
    Param::text("email", ""),
    Param::boolean("is_open", ""),
    Param::number("stock", "").within(0, 99),
    Param::time("created_at", ""),
    Param::has("parts", &PARTS, ""),
    Param::keys("group", |texts| texts.to_vec().into(), "").when("exists (select from l where l.g = any(?))"),
];

const PARTS: Has = Has {
    exists: "exists (select from p where p.t = t.id",
    alias: "p",
    params: &[Param::text("sku", ""), Param::number("stock", "")],
    words: &["p.sku"],
};

fn compiled(raw: &str) -> Result<(String, Vec<Value>), String> {
    let mut query = Params::parse(raw).map_err(|error| error.to_string())?;
    let mut filter = Filter::default();
    let reader = Reader { params: PARAMS.to_vec(), alias: "t", words: &["t.email"] };
    reader.read(&mut query, &mut filter);
    query.finish().map_err(|error| error.to_string())?;
    let mut values = Vec::new();
    Ok((filter.sql(&mut values), values))
}

fn sql(raw: &str) -> String {
    compiled(raw).unwrap().0
}

#[test]
fn each_operator_is_compiled() {
    assert_eq!(sql(""), "true");
    assert_eq!(sql("email=a"), "t.email = any($1)");
    assert_eq!(sql("email[]=a&email[]=b"), "t.email = any($1)");
    assert_eq!(sql("email[$in][]=a&email[$in][]=b"), "t.email = any($1)");
    assert_eq!(sql("email[$ne]=a"), "not (t.email = any($1))");
    assert_eq!(sql("email[$nin]=a,b"), "not (t.email = any($1))");
    assert_eq!(sql("email[$not][$ilike]=a%25"), "not (t.email ilike $1)");
    assert_eq!(sql("email[$like]=a_&email[$gt]=b"), "t.email like $1 and t.email > $2");
    assert_eq!(sql("email[$exists]=false"), "t.email is null");
    assert_eq!(sql("email[$re]=^a"), "t.email ~ $1");
    assert_eq!(sql("email[$fulltext]=a+b"), "(t.email ilike $1) and (t.email ilike $2)");
    assert_eq!(sql("email[$overlap][]=a&email[$contained][]=b"), "t.email = any($1) and t.email = any($2)");
    assert_eq!(sql("stock[$contains][]=1&stock[$contains][]=2"), "((t.stock = $1)) and ((t.stock = $2))");
    let groups = "exists (select from l where l.g = any($1)) and exists (select from l where l.g = any($2))";
    assert_eq!(sql("group[$contains][]=g&group[$contains][]=h"), groups);
    assert_eq!(sql("is_open=true"), "((t.is_open = $1))");
    assert_eq!(sql("stock[$gte]=1&stock[$lt]=9"), "t.stock >= $1 and t.stock < $2");
    assert_eq!(sql("stock[]=1&stock[]=2"), "((t.stock = $1) or (t.stock = $2))");
    assert_eq!(sql("created_at[$lte]=2026-01-01"), "t.created_at <= $1");
    assert_eq!(sql("group=g"), "exists (select from l where l.g = any($1))");
    assert_eq!(sql("group[$nin][]=g"), "not (exists (select from l where l.g = any($1)))");
    let either = "created_at[$or][0][$lt]=2026-01-01&created_at[$or][1][$gt]=2026-02-01";
    assert_eq!(sql(either), "((t.created_at < $1) or (t.created_at > $2))");
}

#[test]
fn what_rows_have() {
    let parts = "exists (select from p where p.t = t.id and";
    assert_eq!(sql("parts[sku]=a&email=b"), format!("t.email = any($1) and {parts} p.sku = any($2))"));
    assert_eq!(
        sql("parts[$or][0][sku][$like]=a&parts[$or][1][stock][$gt]=2"),
        format!("{parts} ((p.sku like $1) or (p.stock > $2)))")
    );
    assert_eq!(sql("$or[0][parts][q]=x"), format!("(({parts} (p.sku ilike $1))))"));
    assert_eq!(sql("parts[$and][0][sku]=a"), format!("{parts} p.sku = any($1))"));
    for (raw, part) in [
        ("parts=a", "Expected type: 'object' for field 'parts', got: 'a'"),
        ("parts[colour]=a", "Unrecognized fields: 'parts, colour'"),
        ("parts[stock]=a", "Expected type: 'number' for field 'parts, stock', got: 'a'"),
    ] {
        assert_eq!(compiled(raw).unwrap_err(), format!("Invalid request: {part}"), "{raw}");
    }
}

#[test]
fn groups_are_put_together() {
    assert_eq!(
        sql("$or[0][email]=a&$or[0][stock][$gt]=1&$or[1][q]=x&is_open=true"),
        "((t.is_open = $1)) and ((t.email = any($2) and t.stock > $3) or ((t.email ilike $4)))"
    );
    assert_eq!(sql("$and[0][email]=a&$and[1][email]=b"), "t.email = any($1) and t.email = any($2)");
    // Indexes may come in any order and leave gaps.
    assert_eq!(sql("$or[1][email]=b&$or[0][email]=a&$or[1][stock]=1").matches(" or ").count(), 1);
    assert_eq!(sql("$or[7][email]=b"), "((t.email = any($1)))");
    assert_eq!(sql("$or[0][$and][0][email]=a&$or[0][$and][1][stock]=1"), "((t.email = any($1) and ((t.stock = $2))))");
}

#[test]
fn what_is_wrong_is_named() {
    for (raw, part) in [
        ("stock[$re]=a", "Unrecognized fields: 'stock, $re'"),
        (
            "email[$re]=(a",
            "Value for field 'email, $re' is no regular expression that lists take: a bracket is not closed",
        ),
        ("email[$re][]=a", "Expected type: 'string' for field 'email, $re', got: 'array'"),
        ("group[$contained][]=g", "Unrecognized fields: 'group, $contained'"),
        ("group[$like]=a", "Unrecognized fields: 'group, $like'"),
        ("group[$exists]=true", "Unrecognized fields: 'group, $exists'"),
        ("is_open[$gt]=true", "Unrecognized fields: 'is_open, $gt'"),
        ("is_open=maybe", "Expected type: 'boolean' for field 'is_open', got: 'maybe'"),
        ("stock[$gt]=x", "Expected type: 'number' for field 'stock, $gt', got: 'x'"),
        ("stock[$gt]=-1", "Value for field 'stock, $gt' too small, expected at least: '0'"),
        ("stock=100", "Value for field 'stock' too big, expected at most: '99'"),
        ("created_at[$gt]=soon", "Expected type: 'date' for field 'created_at, $gt', got: 'soon'"),
        ("email[$like]=a%5C", "Value for field 'email, $like' must not end with a backslash"),
        ("email[$exists]=x", "Expected type: 'boolean' for field 'email, $exists', got: 'x'"),
        ("$or[0][colour]=red", "Unrecognized fields: '$or, 0, colour'"),
        ("$or[email]=red", "Expected type: 'array' for field '$or', got: 'object'"),
        ("$or[]=red", "Expected type: 'object' for field '$or, 0', got: 'red'"),
        ("$or[0][email][$gt][x]=1", "Expected type: 'string' for field '$or, 0, email, $gt', got: 'object'"),
    ] {
        let complaint = compiled(raw).unwrap_err();
        assert_eq!(complaint, format!("Invalid request: {part}"), "{raw}");
    }
    assert!(compiled("email[$like]=a%5C%5C").is_ok(), "two backslashes are one sign");
    let many = |members: usize| (0..members).map(|at| format!("$or[{at}][q]=a+b+c")).collect::<Vec<_>>().join("&");
    assert!(compiled(&many(66)).is_ok(), "198 words, each counts as one and a half");
    let complaint = compiled(&many(67)).unwrap_err();
    assert!(complaint.contains("more than 300 conditions, most of them in '$or'"), "{complaint}");
    assert!(complaint.ends_with("ask for less at once"), "{complaint}");
}
