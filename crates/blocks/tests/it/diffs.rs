//! What changed.

use blocks::{Diff, SpanKind, apply, diff};
use serde_json::{Value, json};

use crate::made::{at, columns, faq, heading, page, words};

#[test]
fn a_change_is_told_per_field_and_word() {
    let (before, after) = (page(&[heading("a", "The old house")]), page(&[heading("a", "The new house")]));
    let found = diff(&before, &after);
    assert_eq!(
        serde_json::to_value(&found).expect("JSON"),
        json!({ "changes": [{
            "block": "a",
            "type": "heading",
            "from": { "slot": "blocks", "index": 0 },
            "to": { "slot": "blocks", "index": 0 },
            "moved": false,
            "fields": [{
                "field": "text",
                "before": "The old house",
                "after": "The new house",
                "spans": [
                    { "kind": "same", "text": "The " },
                    { "kind": "removed", "text": "old" },
                    { "kind": "added", "text": "new" },
                    { "kind": "same", "text": " house" },
                ],
            }],
        }] })
    );
}

#[test]
fn of_html_the_words_are_compared() {
    let found = diff(
        &page(&[words("a", "<p>One <em>two</em></p>")]),
        &page(&[words("a", "<p>One <strong>three</strong></p>")]),
    );
    let spans: Vec<(SpanKind, &str)> =
        found.changes[0].fields[0].spans.iter().map(|span| (span.kind, span.text.as_str())).collect();
    assert_eq!(spans, [(SpanKind::Same, "One "), (SpanKind::Removed, "two"), (SpanKind::Added, "three")]);
}

/// What happened to each: added, removed, moved or changed.
fn told(found: &Diff) -> Vec<(String, &'static str)> {
    let what = |change: &blocks::Change| match (&change.from, &change.to) {
        (None, _) => "added",
        (_, None) => "removed",
        _ if change.moved && !change.fields.is_empty() => "moved and changed",
        _ if change.moved => "moved",
        _ => "changed",
    };
    let name = |change: &blocks::Change| {
        change.entry.as_ref().map_or(change.block.clone(), |entry| format!("{}.{entry}", change.block))
    };
    found.changes.iter().map(|change| (name(change), what(change))).collect()
}

#[test]
fn what_happened_is_told_of_each_block_at_any_depth() {
    let before =
        page(&[heading("a", "1"), heading("b", "2"), columns("c", &[heading("d", "3")], &[heading("e", "4")])]);
    let after =
        page(&[heading("b", "2"), heading("new", "5"), columns("c", &[], &[heading("e", "4!"), heading("d", "3")])]);
    let found = diff(&before, &after);
    assert_eq!(
        told(&found),
        [("new".into(), "added"), ("e".into(), "changed"), ("d".into(), "moved"), ("a".into(), "removed")]
    );
    assert_eq!(found.changes[2].from, Some(at("c.columns[left].blocks", 0)));
    assert_eq!(found.changes[2].to, Some(at("c.columns[right].blocks", 1)));
    assert_eq!(apply(&before, &found).expect("applies"), after);
}

#[test]
fn entries_of_lists_are_told_by_their_ids() {
    let before =
        page(&[faq("f", &[("x", "One?", "<p>1</p>"), ("y", "Two?", "<p>2</p>"), ("z", "Three?", "<p>3</p>")])]);
    let after = page(&[faq("f", &[("z", "Three?", "<p>3</p>"), ("x", "One!", "<p>1</p>"), ("new", "Four?", "")])]);
    let found = diff(&before, &after);
    assert_eq!(
        told(&found),
        [
            ("f.questions[z]".into(), "moved"),
            ("f.questions[x]".into(), "changed"),
            ("f.questions[new]".into(), "added"),
            ("f.questions[y]".into(), "removed"),
        ]
    );
    assert_eq!(apply(&before, &found).expect("applies"), after);
}

#[test]
fn a_block_that_is_put_first_is_the_only_one_that_moved() {
    let many: Vec<Value> = (0..20).map(|i| heading(&format!("b{i}"), "x")).collect();
    let mut other = many.clone();
    let last = other.pop().expect("one");
    other.insert(0, last);
    assert_eq!(told(&diff(&page(&many), &page(&other))), [("b19".into(), "moved")]);
}

#[test]
fn a_difference_of_another_content_is_refused() {
    let (a, b) = (page(&[heading("a", "x")]), page(&[heading("a", "x"), columns("c", &[heading("d", "y")], &[])]));
    let found = diff(&a, &b);
    assert!(apply(&b, &found).expect_err("there already")[0].message.contains("is there already"));
    assert!(apply(&a, &diff(&b, &a)).expect_err("not there")[0].message.contains("is not there"));
    let mut twice = found.clone();
    twice.changes.push(found.changes[0].clone());
    assert!(apply(&a, &twice).expect_err("twice")[0].message.contains("is told twice"));
    let mut lost = found.clone();
    lost.changes.retain(|change| change.block != "c" || change.entry.is_some());
    assert!(apply(&a, &lost).is_err());
    let mut ring = diff(&b, &b);
    ring.changes.push(blocks::Change {
        moved: true,
        to: Some(at("c.columns[left].blocks", 0)),
        ..diff(&b, &a).changes[0].clone()
    });
    assert!(apply(&b, &ring).is_err());
}
