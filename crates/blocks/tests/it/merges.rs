//! Two people at the same page.

use blocks::{Conflict, ConflictKind, Content, merge, merge_fields};
use serde_json::{Map, Value, json};

use crate::made::{columns, faq, heading, ids, page, words};

/// What came of it without a conflict.
fn merged(base: &Content, ours: &Content, theirs: &Content) -> Content {
    let merged = merge(base, ours, theirs);
    assert_eq!(merged.conflicts, []);
    merged.content.expect("valid")
}

/// What came of it with one conflict.
fn conflict(base: &Content, ours: &Content, theirs: &Content) -> (Content, Conflict) {
    let mut merged = merge(base, ours, theirs);
    assert_eq!(merged.conflicts.len(), 1, "{:?}", merged.conflicts);
    (merged.content.expect("valid"), merged.conflicts.remove(0))
}

fn level(id: &str, text: &str, level: i64) -> Value {
    json!({ "type": "heading", "props": { "id": id, "text": text, "level": level } })
}

#[test]
fn different_blocks_and_different_fields_merge() {
    let base = page(&[level("a", "A", 2), level("b", "B", 2)]);
    let both = merged(
        &base,
        &page(&[level("a", "A!", 2), level("b", "B", 2)]),
        &page(&[level("a", "A", 3), level("b", "B!", 2)]),
    );
    assert_eq!(both, page(&[level("a", "A!", 3), level("b", "B!", 2)]));
}

#[test]
fn the_same_field_changed_twice_is_a_conflict_and_ours_stays() {
    let base = page(&[heading("a", "A")]);
    let (content, found) = conflict(&base, &page(&[heading("a", "ours")]), &page(&[heading("a", "theirs")]));
    assert_eq!(content, page(&[heading("a", "ours")]));
    assert_eq!((found.kind, found.block.as_str(), found.field.as_deref()), (ConflictKind::Changed, "a", Some("text")));
    assert_eq!((found.base, found.ours, found.theirs), (json!("A"), json!("ours"), json!("theirs")));
    merged(&base, &page(&[heading("a", "same")]), &page(&[heading("a", "same")]));
}

#[test]
fn two_questions_of_the_same_list_merge() {
    let base = page(&[faq("f", &[("x", "One?", ""), ("y", "Two?", "")])]);
    let both = merged(
        &base,
        &page(&[faq("f", &[("x", "One!", ""), ("y", "Two?", ""), ("o", "Ours?", "")])]),
        &page(&[faq("f", &[("t", "Theirs?", ""), ("x", "One?", ""), ("y", "Two!", "")])]),
    );
    assert_eq!(
        both,
        page(&[faq("f", &[("t", "Theirs?", ""), ("x", "One!", ""), ("y", "Two!", ""), ("o", "Ours?", "")])])
    );
    let (_, found) = conflict(
        &base,
        &page(&[faq("f", &[("y", "Two?", "")])]),
        &page(&[faq("f", &[("x", "One!", ""), ("y", "Two?", "")])]),
    );
    assert_eq!((found.kind, found.entry.as_deref()), (ConflictKind::Removed, Some("questions[x]")));
    assert_eq!((found.ours, &found.theirs["question"]), (Value::Null, &json!("One!")));
}

#[test]
fn insertions_at_the_same_place_are_both_kept_in_the_same_order_for_both() {
    let base = page(&[heading("a", "A"), heading("z", "Z")]);
    let ours = page(&[heading("a", "A"), heading("o1", ""), heading("o2", ""), heading("z", "Z")]);
    let theirs = page(&[heading("a", "A"), heading("t1", ""), heading("z", "Z")]);
    assert_eq!(ids(&merged(&base, &ours, &theirs)), ["a", "o1", "o2", "t1", "z"]);
    assert_eq!(ids(&merged(&base, &theirs, &ours)), ["a", "o1", "o2", "t1", "z"]);
}

#[test]
fn a_move_and_an_edit_merge() {
    let base = page(&[heading("a", "A"), heading("b", "B"), columns("c", &[], &[])]);
    let ours = page(&[heading("b", "B"), columns("c", &[heading("a", "A")], &[])]);
    let theirs = page(&[heading("a", "A!"), heading("b", "B"), columns("c", &[], &[])]);
    assert_eq!(merged(&base, &ours, &theirs), page(&[heading("b", "B"), columns("c", &[heading("a", "A!")], &[])]));
}

#[test]
fn moves_of_different_blocks_merge() {
    let list = |names: [&str; 6]| page(&names.map(|name| heading(name, name)));
    let base = list(["a", "b", "c", "d", "e", "f"]);
    let both = merged(&base, &list(["b", "c", "a", "d", "e", "f"]), &list(["a", "b", "c", "d", "f", "e"]));
    assert_eq!(both, list(["b", "c", "a", "d", "f", "e"]));
}

#[test]
fn two_moves_of_the_same_block_are_a_conflict() {
    let list = |names: [&str; 4]| page(&names.map(|name| heading(name, name)));
    let (content, found) =
        conflict(&list(["a", "b", "c", "d"]), &list(["b", "c", "a", "d"]), &list(["b", "c", "d", "a"]));
    assert_eq!(content, list(["b", "c", "a", "d"]));
    assert_eq!((found.kind, found.block.as_str()), (ConflictKind::Moved, "a"));
    assert_eq!((&found.ours["index"], &found.theirs["index"]), (&json!(2), &json!(3)));
    let base = page(&[heading("a", "A"), columns("c", &[], &[])]);
    let (left, right) =
        (page(&[columns("c", &[heading("a", "A")], &[])]), page(&[columns("c", &[], &[heading("a", "A")])]));
    let (content, found) = conflict(&base, &left, &right);
    assert_eq!((content, found.kind), (left.clone(), ConflictKind::Moved));
    assert_eq!(merged(&base, &left, &left), left);
}

#[test]
fn removed_here_and_changed_there_is_a_conflict_and_it_stays() {
    let base = page(&[heading("a", "A"), heading("b", "B")]);
    let (removed, changed) = (page(&[heading("b", "B")]), page(&[heading("a", "A!"), heading("b", "B")]));
    for (ours, theirs) in [(&removed, &changed), (&changed, &removed)] {
        let (content, found) = conflict(&base, ours, theirs);
        assert_eq!(content, changed);
        assert_eq!((found.kind, found.block.as_str(), found.field), (ConflictKind::Removed, "a", None));
        assert_eq!(found.ours.is_null(), *ours == removed);
    }
    assert_eq!(merged(&base, &removed, &base), removed);
    assert_eq!(merged(&base, &removed, &removed), removed);
}

#[test]
fn what_is_put_into_something_removed_keeps_it() {
    let base = page(&[heading("a", "A"), columns("c", &[heading("d", "D")], &[])]);
    let removed = page(&[heading("a", "A")]);
    let (content, found) = conflict(
        &base,
        &removed,
        &page(&[heading("a", "A"), columns("c", &[heading("d", "D")], &[heading("n", "new")])]),
    );
    assert_eq!((found.kind, found.block.as_str(), found.entry), (ConflictKind::Removed, "c", None));
    assert_eq!(ids(&content), ["a", "c", "n"]);
    let moved_in = page(&[columns("c", &[heading("d", "D")], &[heading("a", "A")])]);
    let (content, found) = conflict(&base, &moved_in, &removed);
    assert_eq!((found.kind, found.block.as_str()), (ConflictKind::Removed, "c"));
    assert_eq!(ids(&content), ["c", "a"]);
}

#[test]
fn what_was_taken_out_of_something_removed_stays_without_it() {
    let base = page(&[columns("c", &[heading("d", "D")], &[])]);
    let both = merged(&base, &page(&[heading("d", "D")]), &page(&[columns("c", &[heading("d", "D!")], &[])]));
    assert_eq!(both, page(&[heading("d", "D!")]));
}

#[test]
fn two_blocks_moved_into_each_other_are_a_conflict_and_neither_is_lost() {
    let base = page(&[columns("c", &[], &[]), columns("d", &[], &[])]);
    let ours = page(&[columns("d", &[columns("c", &[], &[])], &[])]);
    let theirs = page(&[columns("c", &[columns("d", &[], &[])], &[])]);
    let merged = merge(&base, &ours, &theirs);
    assert_eq!(merged.content.expect("valid"), ours);
    let found: Vec<(ConflictKind, &str)> = merged.conflicts.iter().map(|one| (one.kind, one.block.as_str())).collect();
    assert_eq!(found, [(ConflictKind::Moved, "d"), (ConflictKind::Moved, "c")]);
}

#[test]
fn a_block_that_became_another_type_is_one_thing() {
    let base = page(&[heading("a", "A")]);
    let other = page(&[words("a", "<p>A</p>")]);
    assert_eq!(merged(&base, &other, &base), other);
    let (content, found) = conflict(&base, &other, &page(&[heading("a", "B")]));
    assert_eq!((content, found.kind), (other, ConflictKind::Retyped));
    assert_eq!(found.theirs["props"]["text"], "B");
}

#[test]
fn paragraphs_merge_where_that_is_certain() {
    let text = |parts: &[&str]| page(&[words("a", &format!("<p>{}</p>", parts.join("</p><p>")))]);
    let base = text(&["one", "two", "three", "four", "five"]);
    let both = merged(
        &base,
        &text(&["one!", "two", "three", "four", "five"]),
        &text(&["one", "two", "three", "four?", "five", "six"]),
    );
    assert_eq!(both, text(&["one!", "two", "three", "four?", "five", "six"]));
    for (ours, theirs) in [
        // Beside each other, in the same place, or where paragraphs are alike.
        (text(&["one!", "two", "three", "four", "five"]), text(&["one", "two?", "three", "four", "five"])),
        (
            text(&["one", "two", "three", "four", "five", "six"]),
            text(&["one", "two", "three", "four", "five", "seven"]),
        ),
        (text(&["one", "one", "three", "four", "five"]), text(&["one", "two", "three", "four", "six"])),
        (text(&["new", "one", "two", "three", "four", "five"]), text(&["one", "two", "three", "four", "five", "new"])),
    ] {
        let (content, found) = conflict(&base, &ours, &theirs);
        assert_eq!((content, found.kind), (ours, ConflictKind::Changed));
    }
}

#[test]
fn lines_of_plain_texts_merge_too() {
    let hero = |text: &str| page(&[json!({ "type": "hero", "props": { "id": "h", "text": text } })]);
    let both = merged(&hero("a\nb\nc\nd"), &hero("A\nb\nc\nd"), &hero("a\nb\nc\nD"));
    assert_eq!(both, hero("A\nb\nc\nD"));
}

#[test]
fn the_fields_around_merge_alike() {
    let map = |value: Value| -> Map<String, Value> { value.as_object().cloned().expect("an object") };
    let base = map(
        json!({ "title": "T", "slug": "t", "seo": { "title": "S", "robots": { "index": true } }, "tags": [1], "gone": 1 }),
    );
    let ours = map(
        json!({ "title": "T!", "slug": "t", "seo": { "title": "ours", "robots": { "index": false } }, "tags": [1, 2], "new": 1 }),
    );
    let theirs = map(
        json!({ "title": "T", "slug": "u", "seo": { "title": "theirs", "description": "D", "robots": { "index": true } }, "tags": [3], "gone": 1 }),
    );
    let merged = merge_fields(&base, &ours, &theirs);
    assert_eq!(
        Value::from(merged.fields),
        json!({ "title": "T!", "slug": "u", "seo": { "title": "ours", "description": "D", "robots": { "index": false } }, "tags": [1, 2], "new": 1 })
    );
    let found: Vec<(&str, &Value, &Value, &Value)> =
        merged.conflicts.iter().map(|one| (one.field.as_str(), &one.base, &one.ours, &one.theirs)).collect();
    assert_eq!(
        found,
        [
            ("seo.title", &json!("S"), &json!("ours"), &json!("theirs")),
            ("tags", &json!([1]), &json!([1, 2]), &json!([3]))
        ]
    );
    assert_eq!(merge_fields(&base, &base, &ours).fields, ours);
    assert_eq!(merge_fields(&base, &ours, &base).fields, ours);
}
