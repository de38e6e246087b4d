//! Contents made for tests: by hand, and by dice from the forms of all types.

use blocks::{Block, Content, Field, Kind, Place, forms};
use serde_json::{Map, Value, json};

/// A content that must be valid.
pub(crate) fn content(value: &Value) -> Content {
    Content::parse(value).unwrap_or_else(|faults| panic!("{faults:?}\n{value:#}"))
}

/// A page of these blocks.
pub(crate) fn page(blocks: &[Value]) -> Content {
    content(&json!({ "blocks": blocks }))
}

pub(crate) fn heading(id: &str, text: &str) -> Value {
    json!({ "type": "heading", "props": { "id": id, "text": text } })
}

pub(crate) fn words(id: &str, html: &str) -> Value {
    json!({ "type": "rich_text", "props": { "id": id, "html": html } })
}

/// Two columns, `left` and `right`.
pub(crate) fn columns(id: &str, left: &[Value], right: &[Value]) -> Value {
    json!({ "type": "columns", "props": { "id": id, "columns": [{ "id": "left", "blocks": left }, { "id": "right", "blocks": right }] } })
}

pub(crate) fn faq(id: &str, questions: &[(&str, &str, &str)]) -> Value {
    let questions: Vec<Value> = questions
        .iter()
        .map(|(id, question, answer)| json!({ "id": id, "question": question, "answer": answer }))
        .collect();
    json!({ "type": "faq", "props": { "id": id, "questions": questions } })
}

pub(crate) fn at(slot: &str, index: usize) -> Place {
    Place { slot: slot.into(), index }
}

/// A block, as its type.
pub(crate) fn block(value: Value) -> Block {
    serde_json::from_value(value).expect("a block")
}

/// An id of 26 signs.
pub(crate) fn reference(prefix: &str, number: usize) -> String {
    format!("{prefix}_01hzz{number:021}")
}

/// All ids of blocks, in the order of the page.
pub(crate) fn ids(content: &Content) -> Vec<String> {
    fn walk(value: &Value, ids: &mut Vec<String>) {
        match value {
            Value::Array(list) => list.iter().for_each(|value| walk(value, ids)),
            Value::Object(map) => {
                if map.contains_key("type") {
                    ids.push(map["props"]["id"].as_str().expect("an id").to_owned());
                }
                map.values().for_each(|value| walk(value, ids));
            }
            _ => {}
        }
    }
    let mut ids = Vec::new();
    walk(&content.to_value(), &mut ids);
    ids
}

/// Dice that fall the same way for the same seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, number: usize) -> usize {
        usize::try_from(self.roll() % number.max(1) as u64).expect("a small number")
    }

    pub(crate) fn one<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

const WORDS: [&str; 9] = [
    "",
    "Oak",
    "a < b",
    "\"quoted\" & more",
    "Ölfass 2 m",
    "<script>x</script>",
    "fish\u{a0}chips",
    "دوست",
    "{{ title }}",
];
const HTML: [&str; 8] = [
    "",
    "<p>One</p>",
    "<p>One</p><p>Two <strong>bold</strong></p><p>Three</p>",
    "<p>Tom &amp; <a href=\"https://example.com/?a=1&amp;b=2\" target=\"_blank\">a link</a></p>",
    "<ul><li><p>a</p></li><li><p>b</p></li></ul>",
    "<h2>Head</h2><pre><code class=\"language-rust\">let a = 1 &lt; 2;</code></pre>",
    "no paragraph",
    "<p>a<br>b</p><hr><blockquote><p>c</p></blockquote>",
];
const LINKS: [&str; 6] = [
    "/about",
    "https://example.com/a?b=c#d",
    "mailto:a@example.com",
    "tel:+49-40-1",
    "#prices",
    "page_01hzz000000000000000000001",
];

/// How deep the dice build.
const DEEPEST: usize = 3;

/// Makes ids that no block has yet.
pub(crate) struct Ids {
    pub(crate) prefix: &'static str,
    pub(crate) next: usize,
}

impl Ids {
    fn take(&mut self) -> String {
        self.next += 1;
        format!("{}{}", self.prefix, self.next)
    }
}

/// A value for a prop.
pub(crate) fn value(kind: &Kind, dice: &mut Dice, ids: &mut Ids, depth: usize) -> Value {
    match kind {
        Kind::Text { .. } => (*dice.one(&WORDS)).into(),
        Kind::Textarea { .. } => (0..dice.below(4)).map(|_| *dice.one(&WORDS)).collect::<Vec<_>>().join("\n").into(),
        Kind::RichText { .. } => (*dice.one(&HTML)).into(),
        Kind::Html { .. } => dice
            .one(&["", "<div class=\"k-box\">a</div>", "<table><tbody><tr><td>1</td></tr></tbody></table>"])
            .to_string()
            .into(),
        Kind::Number { min, max } => {
            (min + i64::try_from(dice.below(usize::try_from(max - min + 1).expect("small"))).expect("small")).into()
        }
        Kind::Select { options } | Kind::Color { options } => dice.one(options).value.into(),
        Kind::Toggle => (dice.below(2) == 0).into(),
        Kind::Media => reference("med", dice.below(5)).into(),
        Kind::Product => reference("prod", dice.below(5)).into(),
        Kind::Collection => reference("pcol", dice.below(5)).into(),
        Kind::Category => reference("pcat", dice.below(5)).into(),
        Kind::Reusable => reference("rblk", dice.below(5)).into(),
        Kind::Products { .. } => (0..dice.below(4)).map(|number| reference("prod", number)).collect(),
        Kind::Link => (*dice.one(&LINKS)).into(),
        Kind::Video => "https://youtu.be/dQw4w9WgXcQ".into(),
        Kind::FocalPoint => json!({ "x": *dice.one(&[0.0, 0.25, 1.0]), "y": 0.5 }),
        Kind::Key => (*dice.one(&["", "news", "a-b_1"])).into(),
        Kind::Words { .. } => (0..dice.below(3)).map(|_| (*dice.one(&WORDS)).to_owned()).collect(),
        Kind::List { fields, min, max } => {
            let count = min + dice.below(max.saturating_sub(*min).min(2) + 1);
            (0..count).map(|i| props(fields, &format!("e{i}"), dice, ids, depth)).collect()
        }
        Kind::Slot { .. } if depth >= DEEPEST => json!([]),
        Kind::Slot { .. } => (0..dice.below(3)).map(|_| any_block(dice, ids, depth + 1)).collect(),
    }
}

fn props(fields: &[Field], id: &str, dice: &mut Dice, ids: &mut Ids, depth: usize) -> Value {
    let mut map = Map::new();
    map.insert("id".into(), id.into());
    for field in fields {
        // Columns must be there.
        if dice.below(3) > 0 || matches!(field.kind, Kind::List { min, .. } if min > 0) {
            map.insert(field.name.into(), value(&field.kind, dice, ids, depth));
        }
    }
    map.into()
}

/// A block of any type.
pub(crate) fn any_block(dice: &mut Dice, ids: &mut Ids, depth: usize) -> Value {
    // Columns are what is nested: they come often.
    let columns = forms().iter().find(|form| form.type_name == "columns").expect("columns");
    let form = if dice.below(4) == 0 { columns } else { dice.one(forms()) };
    let id = ids.take();
    json!({ "type": form.type_name, "props": props(&form.fields, &id, dice, ids, depth) })
}

/// A content of some blocks at the top.
pub(crate) fn any_content(seed: u64, count: usize) -> Content {
    let (mut dice, mut ids) = (Dice(seed), Ids { prefix: "b", next: 0 });
    let blocks: Vec<Value> = (0..count).map(|_| any_block(&mut dice, &mut ids, 1)).collect();
    page(&blocks)
}

/// All places where blocks may stand, with how many do.
fn slots(content: &Content) -> Vec<(String, usize)> {
    fn walk(home: String, blocks: &Value, slots: &mut Vec<(String, usize)>) {
        slots.push((home, blocks.as_array().map_or(0, Vec::len)));
        for block in blocks.as_array().into_iter().flatten().filter(|block| block["type"] == "columns") {
            for column in block["props"]["columns"].as_array().into_iter().flatten() {
                let home = format!("{}.columns[{}].blocks", text(&block["props"]["id"]), text(&column["id"]));
                walk(home, &column["blocks"], slots);
            }
        }
    }
    let mut all = Vec::new();
    walk("blocks".into(), &content.to_value()["blocks"], &mut all);
    all
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn place(content: &Content, dice: &mut Dice) -> Place {
    let slots = slots(content);
    let (slot, count) = dice.one(&slots);
    Place { slot: slot.clone(), index: dice.below(count + 1) }
}

/// What somebody makes of a content. What is not possible (into itself, too deep, too few) is not done.
pub(crate) fn edited(content: &Content, seed: u64, prefix: &'static str, steps: usize) -> Content {
    let (mut dice, mut new) = (Dice(seed), Ids { prefix, next: 0 });
    let mut content = content.clone();
    for _ in 0..steps {
        let ids = ids(&content);
        let (step, id) = if ids.is_empty() { (0, String::new()) } else { (dice.below(6), dice.one(&ids).clone()) };
        let done = match step {
            0 => {
                let value = any_block(&mut dice, &mut new, DEEPEST);
                content.insert(&place(&content, &mut dice), &block(value))
            }
            1 => content.remove(&id).map(|(content, _)| content),
            2 => {
                let place = place(&content, &mut dice);
                content.relocate(&id, &place)
            }
            _ => {
                let mut value = content.to_value();
                change(&mut value, &id, &mut dice, &mut new);
                Content::parse(&value)
            }
        };
        content = done.unwrap_or(content);
    }
    content
}

/// Changes a field of a block, or an entry of it.
fn change(content: &mut Value, id: &str, dice: &mut Dice, ids: &mut Ids) {
    let Some(block) = find(content, id) else { return };
    let form = forms().iter().find(|form| form.type_name == text(&block["type"])).expect("a form");
    if form.fields.is_empty() {
        return;
    }
    let field = dice.one(&form.fields);
    let props = block["props"].as_object_mut().expect("props");
    let Kind::List { fields, .. } = &field.kind else {
        props.insert(field.name.into(), value(&field.kind, dice, ids, DEEPEST));
        return;
    };
    let entries = props.entry(field.name).or_insert_with(|| json!([])).as_array_mut().expect("a list");
    match dice.below(4) {
        0 => {
            let id = ids.take();
            let at = dice.below(entries.len() + 1);
            entries.insert(at, self::props(fields, &id, dice, ids, DEEPEST));
        }
        1 if !entries.is_empty() => {
            entries.remove(dice.below(entries.len()));
        }
        2 if !entries.is_empty() => {
            let (a, b) = (dice.below(entries.len()), dice.below(entries.len()));
            entries.swap(a, b);
        }
        _ if !entries.is_empty() => {
            let at = dice.below(entries.len());
            let plain: Vec<&Field> = fields.iter().filter(|field| !matches!(field.kind, Kind::Slot { .. })).collect();
            let field = dice.one(&plain);
            entries[at][field.name] = value(&field.kind, dice, ids, DEEPEST);
        }
        _ => {}
    }
}

/// The block with this id, wherever it stands.
pub(crate) fn find<'a>(value: &'a mut Value, id: &str) -> Option<&'a mut Value> {
    if value.get("type").is_some() && value["props"]["id"] == id {
        return Some(value);
    }
    match value {
        Value::Array(list) => list.iter_mut().find_map(|value| find(value, id)),
        Value::Object(map) => map.values_mut().find_map(|value| find(value, id)),
        _ => None,
    }
}
