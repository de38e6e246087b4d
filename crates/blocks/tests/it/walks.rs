//! What is in a content, and single blocks put in, moved and taken out.

use blocks::Used;
use serde_json::json;

use crate::made::{at, block, columns, content, faq, heading, ids, page, reference, words};

#[test]
fn what_is_used_is_told_with_its_place() {
    let (med, prod, pcol, pcat, rblk, to) = (
        reference("med", 1),
        reference("prod", 2),
        reference("pcol", 3),
        reference("pcat", 4),
        reference("rblk", 5),
        reference("page", 6),
    );
    let read = page(&[
        json!({ "type": "gallery", "props": { "id": "g", "images": [{ "id": "p1", "media": med }, { "id": "p2" }] } }),
        columns(
            "c",
            &[
                json!({ "type": "product_grid", "props": { "id": "pg", "products": [prod, reference("prod", 7)], "collection": pcol, "category": pcat } }),
            ],
            &[],
        ),
        json!({ "type": "reusable", "props": { "id": "r", "block": rblk } }),
        json!({ "type": "hero", "props": { "id": "h", "buttons": [{ "id": "x", "link": to }, { "id": "y", "link": "/about" }, { "id": "z", "link": prod }] } }),
    ]);
    let told: Vec<(Used, String, String, String)> =
        read.uses().into_iter().map(|one| (one.kind, one.id, one.block, one.field)).collect();
    let one = |kind, id: &str, block: &str, field: &str| (kind, id.to_owned(), block.to_owned(), field.to_owned());
    assert_eq!(
        told,
        [
            one(Used::Media, &med, "g", "images[p1].media"),
            one(Used::Collection, &pcol, "pg", "collection"),
            one(Used::Category, &pcat, "pg", "category"),
            one(Used::Product, &prod, "pg", "products"),
            one(Used::Product, &reference("prod", 7), "pg", "products"),
            one(Used::Reusable, &rblk, "r", "block"),
            one(Used::Page, &to, "h", "buttons[x].link"),
            one(Used::Product, &prod, "h", "buttons[z].link"),
        ]
    );
}

#[test]
fn the_words_are_those_that_visitors_read() {
    let read = page(&[
        json!({ "type": "hero", "props": { "id": "h", "title": "  Hello\u{a0} you ", "text": "One\nTwo", "alt": "not read", "buttons": [{ "id": "b", "label": "Go" }] } }),
        columns(
            "c",
            &[words("w", "<p>Fish &amp; <em>chips</em></p><p>and peas</p>")],
            &[
                json!({ "type": "html", "props": { "id": "x", "html": "<table><tr><td>1</td><td>2</td></tr></table><script>no</script>" } }),
            ],
        ),
        faq("f", &[("q", "Why?", "<p>So.</p>")]),
        json!({ "type": "form", "props": { "id": "k", "key": "secret", "title": "Write" } }),
    ]);
    assert_eq!(read.text(), "Hello you One Two Go Fish & chips and peas 1 2 Why? So. Write");
}

#[test]
fn the_outline_is_that_of_the_page() {
    let hero = json!({ "type": "hero", "props": { "id": "h", "title": "Shop" } });
    let read = page(&[
        hero.clone(),
        heading("a", "Part"),
        words("w", "<h3>A <em>b</em></h3><p>x</p>"),
        faq("f", &[]),
        heading("empty", " "),
    ]);
    let told: Vec<(String, i64, String)> =
        read.headings().into_iter().map(|one| (one.block, one.level, one.text)).collect();
    assert_eq!(told, [("h".into(), 1, "Shop".into()), ("a".into(), 2, "Part".into()), ("w".into(), 3, "A b".into())]);
    assert_eq!(page(&[heading("a", "First"), hero]).headings()[1].level, 2);
}

#[test]
fn a_block_is_found_with_its_place() {
    let read = page(&[heading("a", "x"), columns("c", &[heading("b", "y")], &[])]);
    let (found, place) = read.find("b").expect("there");
    assert_eq!((found.id(), place), ("b", at("c.columns[left].blocks", 0)));
    assert!(read.find("z").is_none());
    assert!(read.find("c.columns[left]").is_none());
}

#[test]
fn blocks_are_put_in_moved_and_taken_out() {
    let read = page(&[heading("a", "x"), columns("c", &[heading("b", "y")], &[])]);
    let more = read
        .insert(&at("c.columns[right].blocks", 0), &block(columns("d", &[heading("e", "z")], &[])))
        .expect("a place");
    assert_eq!(ids(&more), ["a", "c", "b", "d", "e"]);
    assert_eq!(ids(&read), ["a", "c", "b"], "the old one stays as it was");
    let moved = more.relocate("e", &at("blocks", 0)).expect("a place");
    assert_eq!(ids(&moved), ["e", "a", "c", "b", "d"]);
    let (less, taken) = moved.remove("c").expect("there");
    assert_eq!((ids(&less), taken.id()), (vec!["e".to_owned(), "a".to_owned()], "c"));
    assert_eq!(
        more.relocate("a", &at("blocks", 1)).map(|read| ids(&read)).expect("a place"),
        ["c", "b", "d", "e", "a"]
    );
}

#[test]
fn what_cannot_be_done_is_refused() {
    let read = page(&[heading("a", "x"), columns("c", &[columns("d", &[], &[])], &[])]);
    let new = block(heading("n", "x"));
    for (done, fault) in [
        (read.insert(&at("blocks", 3), &new), "is past its end"),
        (read.insert(&at("a.blocks", 0), &new), "there is no slot 'a.blocks'"),
        (read.insert(&at("c.columns", 0), &new), "there is no slot 'c.columns'"),
        (read.insert(&at("c.columns[no].blocks", 0), &new), "there is no slot"),
        (
            read.insert(&at("blocks", 0), &block(columns("n", &[heading("a", "y")], &[]))),
            "'a' is the id of another block too",
        ),
        (read.relocate("z", &at("blocks", 0)), "there is no block 'z'"),
        (read.relocate("c.columns[left]", &at("blocks", 0)), "there is no block"),
        (read.relocate("c", &at("c.columns[left].blocks", 0)), "into itself"),
        (read.relocate("c", &at("d.columns[left].blocks", 0)), "into itself"),
        (read.remove("z").map(|(read, _)| read), "there is no block 'z'"),
    ] {
        let faults = done.expect_err(fault);
        assert!(faults[0].message.contains(fault), "{faults:?}");
    }
    let mut deep = page(&[columns("c1", &[], &[])]);
    for level in 2..=8 {
        let place = at(&format!("c{}.columns[left].blocks", level - 1), 0);
        deep = deep.insert(&place, &block(columns(&format!("c{level}"), &[], &[]))).expect("not too deep");
    }
    assert!(deep.insert(&at("c8.columns[left].blocks", 0), &new).expect_err("too deep")[0].message.contains("deep"));
    assert_eq!(content(&deep.to_value()), deep);
}
