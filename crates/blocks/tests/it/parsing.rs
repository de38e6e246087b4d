//! What is wrong with a content is told in its place, with the remedy.

use blocks::{Content, Fault, MAX_FAULTS, NoticeCode};
use serde_json::{Value, json};

use crate::made::{columns, content, heading, page, words};

fn faults(value: &Value) -> Vec<Fault> {
    Content::parse(value).expect_err("faults")
}

fn fault(block: &Value) -> Fault {
    let mut faults = faults(&json!({ "blocks": [block] }));
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[test]
fn the_example_is_read() {
    let value = json!({ "blocks": [{ "type": "heading", "props": { "id": "b1", "level": 1, "text": "Welcome" } }] });
    let read = content(&value);
    assert_eq!(read.blocks()[0].id(), "b1");
    assert_eq!(
        read.to_value(),
        json!({ "blocks": [{ "type": "heading", "props": { "id": "b1", "level": 1, "text": "Welcome", "align": "start" } }] })
    );
}

#[test]
fn an_empty_page_is_one() {
    assert_eq!(page(&[]).to_value(), json!({ "blocks": [] }));
}

#[test]
fn a_content_must_be_one() {
    for (value, at, message) in [
        (json!([]), "", "must be an object"),
        (json!({}), "", "must have the list 'blocks'"),
        (json!({ "blocks": {} }), "blocks", "must be a list"),
        (json!({ "blocks": [], "root": {} }), "root", "is not known"),
        (json!({ "blocks": [1] }), "blocks[0]", "must be a block"),
        (
            json!({ "blocks": [{ "type": "heading", "props": { "id": "a" }, "readOnly": true }] }),
            "blocks[0].readOnly",
            "is not known",
        ),
        (json!({ "blocks": [{ "type": "heading" }] }), "blocks[0].props", "must be an object"),
        (json!({ "blocks": [{ "props": { "id": "a" } }] }), "blocks[0].type", "must be the name of a type"),
    ] {
        let faults = faults(&value);
        assert_eq!(faults.len(), 1, "{value}: {faults:?}");
        assert_eq!(faults[0].at, at, "{value}");
        assert!(faults[0].message.contains(message), "{value}: {}", faults[0].message);
    }
}

#[test]
fn a_fault_names_place_block_field_and_remedy() {
    let nested = json!({ "type": "heading", "props": { "id": "inner", "level": 9 } });
    let found = fault(&columns("c", &[heading("a", "x"), nested], &[]));
    assert_eq!(found.at, "blocks[0].props.columns[0].blocks[1].props.level");
    assert_eq!((found.block.as_deref(), found.field.as_deref()), (Some("inner"), Some("level")));
    assert_eq!(found.message, "must be a whole number from 1 to 6");
    assert_eq!(
        found.to_string(),
        "blocks[0].props.columns[0].blocks[1].props.level: must be a whole number from 1 to 6"
    );
    let found = fault(
        &json!({ "type": "hero", "props": { "id": "h", "buttons": [{ "id": "x", "link": "javascript:alert(1)" }] } }),
    );
    assert_eq!((found.block.as_deref(), found.field.as_deref()), (Some("h"), Some("buttons[0].link")));
    assert!(found.message.starts_with("must begin with https://"));
}

#[test]
fn names_that_are_nearly_right_are_told() {
    let found = fault(&json!({ "type": "headin", "props": { "id": "a" } }));
    assert_eq!(
        (found.at.as_str(), found.message.as_str()),
        ("blocks[0].type", "'headin' is no known type: did you mean 'heading'?")
    );
    let found = fault(&json!({ "type": "heading", "props": { "id": "a", "txt": "x" } }));
    assert_eq!(
        (found.at.as_str(), found.message.as_str()),
        ("blocks[0].props.txt", "'txt' is no known prop: did you mean 'text'?")
    );
    let found = fault(&json!({ "type": "heading", "props": { "id": "a", "onclick": "x" } }));
    assert_eq!(found.message, "'onclick' is no known prop: take it out");
}

#[test]
fn each_kind_of_value_is_looked_at() {
    let media = "med_01hzz0000000000000000000zz";
    for (block, field, message) in [
        (json!({ "type": "heading", "props": { "id": "a", "text": 1 } }), "text", "must be a text"),
        (json!({ "type": "heading", "props": { "id": "a", "text": null } }), "text", "must be a text"),
        (
            json!({ "type": "heading", "props": { "id": "a", "text": "x".repeat(201) } }),
            "text",
            "has 201 characters: shorten it to 200",
        ),
        (json!({ "type": "heading", "props": { "id": "a", "text": "a\nb" } }), "text", "must be one line"),
        (json!({ "type": "heading", "props": { "id": "a", "text": "a\u{7}b" } }), "text", "U+0007"),
        (json!({ "type": "hero", "props": { "id": "a", "text": "a\u{0}b" } }), "text", "U+0000"),
        (json!({ "type": "heading", "props": { "id": "a", "level": 2.5 } }), "level", "whole number"),
        (
            json!({ "type": "heading", "props": { "id": "a", "align": "middle" } }),
            "align",
            "must be one of 'start', 'center', 'end'",
        ),
        (json!({ "type": "spacer", "props": { "id": "a", "line": "yes" } }), "line", "true or false"),
        (json!({ "type": "image", "props": { "id": "a", "media": "prod_1" } }), "media", "must be an id: med_"),
        (
            json!({ "type": "image", "props": { "id": "a", "media": media.to_uppercase() } }),
            "media",
            "must be an id: med_",
        ),
        (json!({ "type": "image", "props": { "id": "a", "focal": { "x": 2, "y": 0 } } }), "focal", "from 0 to 1"),
        (
            json!({ "type": "image", "props": { "id": "a", "focal": { "x": 0, "y": 0, "z": 0 } } }),
            "focal",
            "nothing else",
        ),
        (json!({ "type": "image", "props": { "id": "a", "link": "" } }), "link", "must not be empty: leave it out"),
        (json!({ "type": "newsletter", "props": { "id": "a", "list": "My List" } }), "list", "small letters"),
        (
            json!({ "type": "product_grid", "props": { "id": "a", "products": ["x"] } }),
            "products",
            "(0) that must be an id: prod_",
        ),
        (
            json!({ "type": "product_grid", "props": { "id": "a", "products": "x" } }),
            "products",
            "must be a list of texts",
        ),
        (json!({ "type": "columns", "props": { "id": "a" } }), "columns", "must have at least 2 entries"),
        (
            json!({ "type": "columns", "props": { "id": "a", "columns": [{ "id": "x" }] } }),
            "columns",
            "has 1 entries: from 2 to 4 are possible",
        ),
        (
            json!({ "type": "faq", "props": { "id": "a", "questions": [{ "id": "x" }, { "id": "x" }] } }),
            "questions[1].id",
            "is the id of another entry too",
        ),
        (json!({ "type": "faq", "props": { "id": "a", "questions": [{}] } }), "questions[0].id", "must be there"),
        (json!({ "type": "faq", "props": { "id": "a", "questions": [3] } }), "questions[0]", "must be an object"),
    ] {
        let found = fault(&block);
        assert_eq!(found.field.as_deref(), Some(field), "{block}");
        assert!(found.message.contains(message), "{block}: {}", found.message);
    }
    let twice = "prod_01hzz0000000000000000000zz";
    assert!(
        fault(&json!({ "type": "product_grid", "props": { "id": "a", "products": [twice, twice] } }))
            .message
            .contains("twice")
    );
    let read = page(&[
        json!({ "type": "image", "props": { "id": "a", "media": media, "focal": { "x": 1, "y": 0.5 }, "link": null } }),
    ]);
    assert_eq!(read.to_value()["blocks"][0]["props"]["media"], media);
}

#[test]
fn ids_are_there_once_and_of_a_form() {
    for (id, message) in [
        (json!(null), "must be a text"),
        (json!(""), "must have 1 to 64"),
        (json!("a b"), "must have 1 to 64"),
        (json!("x".repeat(65)), "must have 1 to 64"),
    ] {
        let found = fault(&json!({ "type": "spacer", "props": { "id": id } }));
        assert_eq!(found.at, "blocks[0].props.id");
        assert!(found.message.contains(message), "{}", found.message);
    }
    let found = fault(&columns("same", &[heading("same", "x")], &[]));
    assert_eq!(found.at, "blocks[0].props.columns[0].blocks[0].props.id");
    assert!(found.message.contains("'same' is the id of another block too"));
}

#[test]
fn many_faults_are_told_at_once_and_not_all() {
    let bad: Vec<Value> = (0..50)
        .map(|i| json!({ "type": "heading", "props": { "id": format!("b{i}"), "level": 0, "no": 1 } }))
        .collect();
    let found = faults(&json!({ "blocks": bad }));
    assert_eq!(found.len(), MAX_FAULTS);
    assert_eq!(found[0].block.as_deref(), Some("b0"));
    assert_eq!(found[2].block.as_deref(), Some("b1"));
}

#[test]
fn html_says_what_was_taken_out() {
    let read = page(&[json!({ "type": "html", "props": {
        "id": "h",
        "html": "<div class=\"k-a hero\" onclick=\"x()\">a<script>b()</script><iframe src=\"/x\"></iframe><!-- c --><form><input></form></div>",
    } })]);
    assert_eq!(read.to_value()["blocks"][0]["props"]["html"], "<div class=\"k-a\">a</div>");
    let told: Vec<String> = read
        .notices()
        .into_iter()
        .filter(|notice| notice.code == NoticeCode::TakenOut)
        .map(|notice| notice.message)
        .collect();
    assert_eq!(
        told,
        [
            "'class' of <div> was taken out",
            "'onclick' of <div> was taken out",
            "<form> was taken out",
            "<iframe> was taken out",
            "<input> was taken out",
            "<script> was taken out",
            "a comment or declaration was taken out",
        ]
    );
    let clean = content(&read.to_value());
    assert_eq!(clean.notices(), []);
    assert_eq!(clean, read);
}

#[test]
fn a_draft_may_be_incomplete_and_says_so() {
    let read = page(&[
        json!({ "type": "heading", "props": { "id": "t", "text": "", "level": 1 } }),
        json!({ "type": "image", "props": { "id": "i" } }),
        json!({ "type": "image", "props": { "id": "j", "media": "med_01hzz000000000000000000000" } }),
        json!({ "type": "image", "props": { "id": "k", "media": "med_01hzz000000000000000000000", "decorative": true } }),
        json!({ "type": "product_grid", "props": { "id": "g", "source": "search" } }),
        json!({ "type": "video", "props": { "id": "v", "title": "A film", "file": "med_01hzz000000000000000000000" } }),
        json!({ "type": "waitlist", "props": { "id": "w" } }),
        words("r", "<p></p>"),
        json!({ "type": "heading", "props": { "id": "x", "text": "Deep", "level": 4 } }),
        json!({ "type": "heading", "props": { "id": "y", "text": "One", "level": 1 } }),
        json!({ "type": "heading", "props": { "id": "z", "text": "Two", "level": 1 } }),
    ]);
    let told: Vec<(String, Option<String>, NoticeCode)> =
        read.notices().into_iter().map(|notice| (notice.block, notice.field, notice.code)).collect();
    let at = |block: &str, field: &str, code| (block.to_owned(), Some(field.to_owned()), code);
    assert_eq!(
        told,
        [
            at("t", "text", NoticeCode::Lacking),
            at("i", "media", NoticeCode::Lacking),
            at("j", "alt", NoticeCode::NoAlternativeText),
            at("g", "search", NoticeCode::Lacking),
            at("w", "waitlist", NoticeCode::Lacking),
            ("x".into(), None, NoticeCode::SkippedLevel),
            ("z".into(), None, NoticeCode::SecondTitle),
        ]
    );
}
