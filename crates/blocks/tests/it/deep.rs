//! Contents that are deep, long or wide.

use std::time::Instant;

use blocks::{Content, MAX_BLOCKS, MAX_DEPTH, give_ids};
use serde_json::{Map, Value, json};

use crate::made::{columns, heading, page};

/// Takes a value apart without recursing, for dropping it would recurse.
fn dismantle(value: Value) {
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        match value {
            Value::Array(list) => left.extend(list),
            Value::Object(map) => left.extend(map.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
}

/// Columns in columns.
fn nested(depth: usize) -> Value {
    let mut blocks = Value::Array(vec![heading("inner", "x")]);
    for level in 1..depth {
        let mut column = Map::new();
        column.insert("id".into(), "l".into());
        column.insert("blocks".into(), blocks);
        let mut props = Map::new();
        props.insert("id".into(), format!("c{level}").into());
        props.insert("columns".into(), Value::Array(vec![column.into(), json!({ "id": "r", "blocks": [] })]));
        let mut block = Map::new();
        block.insert("type".into(), "columns".into());
        block.insert("props".into(), props.into());
        blocks = Value::Array(vec![block.into()]);
    }
    let mut content = Map::new();
    content.insert("blocks".into(), blocks);
    content.into()
}

#[test]
fn eight_deep_is_deep_enough() {
    assert!(Content::parse(&nested(MAX_DEPTH)).is_ok());
    let faults = Content::parse(&nested(MAX_DEPTH + 1)).expect_err("too deep");
    assert_eq!(faults.len(), 1);
    assert!(faults[0].message.contains("more than 8 deep"), "{faults:?}");
    assert_eq!(faults[0].block.as_deref(), Some("c1"));
}

#[test]
fn a_tree_of_any_depth_is_refused_at_once() {
    for depth in [1_000, 100_000] {
        let mut value = nested(depth);
        let begin = Instant::now();
        let faults = Content::parse(&value).expect_err("too deep");
        assert!(faults[0].message.contains("nested too deep"), "{faults:?}");
        assert!(give_ids(&mut value, || 1).is_err());
        assert!(begin.elapsed().as_secs() < 2);
        dismantle(value);
    }
    let mut list = json!([]);
    for _ in 0..100_000 {
        list = Value::Array(vec![list]);
    }
    let faults = Content::parse(&list).expect_err("too deep");
    assert!(faults[0].message.contains("nested too deep"), "{faults:?}");
    dismantle(list);
}

#[test]
fn a_thousand_blocks_are_enough() {
    let many =
        |count: usize| json!({ "blocks": (0..count).map(|i| heading(&format!("b{i}"), "x")).collect::<Vec<_>>() });
    assert!(Content::parse(&many(MAX_BLOCKS)).is_ok());
    let faults = Content::parse(&many(MAX_BLOCKS + 1)).expect_err("too many");
    assert_eq!(faults.len(), 1);
    assert!(faults[0].message.contains("more than 1000 blocks"), "{faults:?}");
}

#[test]
fn half_a_megabyte_is_enough() {
    let long = |count: usize| {
        let html = format!("<p>{}</p>", "x".repeat(60_000));
        json!({ "blocks": (0..count).map(|i| json!({ "type": "rich_text", "props": { "id": format!("b{i}"), "html": html } })).collect::<Vec<_>>() })
    };
    assert!(Content::parse(&long(8)).is_ok());
    for value in [long(9), json!({ "blocks": [], "x": vec![json!([]); 600_000] }), json!("x".repeat(600_000))] {
        let faults = Content::parse(&value).expect_err("too long");
        assert!(faults[0].message.contains("longer than 512 KiB"), "{faults:?}");
    }
    // What grows when it is made canonical is measured afterwards too.
    let html = format!("<p>{}</p>", ">".repeat(40_000));
    let blocks: Vec<Value> =
        (0..6).map(|i| json!({ "type": "rich_text", "props": { "id": format!("b{i}"), "html": html } })).collect();
    let faults = Content::parse(&json!({ "blocks": blocks })).expect_err("too long");
    assert!(!faults.is_empty());
}

#[test]
fn html_that_grows_when_it_is_mended_is_refused_at_once() {
    let begin = Instant::now();
    for html in [
        (0..2_000).map(|i| format!("<p><b class=k-{i}>")).collect::<Vec<_>>().concat(),
        "<div>".repeat(10_000),
        "<a><table>".repeat(5_000),
        "<b><i>".repeat(5_000),
        "<table><tr><td>".repeat(4_000),
    ] {
        let faults = Content::parse(&json!({ "blocks": [{ "type": "html", "props": { "id": "h", "html": html } }] }))
            .expect_err("too deep");
        assert!(faults[0].message.contains("close what you open"), "{faults:?}");
        assert!(
            Content::parse(&json!({ "blocks": [{ "type": "rich_text", "props": { "id": "h", "html": html } }] }))
                .is_err()
        );
    }
    assert!(begin.elapsed().as_secs() < 10);
}

#[test]
fn a_merge_that_becomes_too_large_says_so() {
    let blocks = |prefix: &str| (0..400).map(|i| heading(&format!("{prefix}{i}"), "x")).collect::<Vec<_>>();
    let with = |other: &str| page(&[blocks("base"), blocks(other)].concat());
    let merged = blocks::merge(&page(&blocks("base")), &with("o"), &with("t"));
    assert_eq!(merged.conflicts, []);
    let faults = merged.content.expect_err("too many");
    assert!(faults[0].message.contains("more than 1000 blocks"), "{faults:?}");
    let (base, ours) = (page(&[columns("c", &[], &[])]), page(&[columns("c", &[heading("a", "x")], &[])]));
    assert!(blocks::merge(&base, &ours, &base).content.is_ok());
}
