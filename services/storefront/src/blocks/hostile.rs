//! Scripts in every prop of every type: what is rendered has the elements and attributes that it has with a plain word, and where HTML is
//! taken, nothing in it runs.

#[path = "../../../../crates/blocks/tests/it/payloads.rs"]
mod payloads;

use blocks::{Content, Field, Form, Kind, forms, give_ids};
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment, tendril::TendrilSink};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use serde_json::{Value, json};

use super::{Found, How, Renderer};
use crate::{shops::Shop, theme::Theme};
use payloads::PAYLOADS;

/// What would run, load from elsewhere or take over the page.
const FORBIDDEN: [&str; 14] = [
    "script", "style", "iframe", "frame", "object", "embed", "svg", "math", "template", "link", "meta", "base", "form",
    "input",
];

fn parse(html: &str) -> RcDom {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), false).one(html)
}

/// The elements with the names of their attributes, in order; of the field at `html`, which takes HTML, only that it is there.
fn skeleton(node: &Handle, html: Option<&str>, found: &mut Vec<String>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attrs = attrs.borrow();
        let mut names: Vec<String> = attrs.iter().map(|attribute| attribute.name.local.to_string()).collect();
        names.sort();
        found.push(format!("{} {names:?}", name.local));
        let field = attrs.iter().find(|attribute| &*attribute.name.local == "data-field");
        if html.is_some() && field.map(|attribute| &*attribute.value) == html {
            harmless(node);
            return;
        }
    }
    for child in node.children.borrow().iter() {
        skeleton(child, html, found);
    }
}

/// Nothing below runs.
fn harmless(node: &Handle) {
    for child in node.children.borrow().iter() {
        if let NodeData::Element { name, attrs, .. } = &child.data {
            assert!(!FORBIDDEN.contains(&&*name.local), "<{}>", name.local);
            for attribute in attrs.borrow().iter() {
                let (name, value) = (&*attribute.name.local, attribute.value.to_lowercase());
                assert!(!name.starts_with("on") && name != "style" && name != "srcdoc", "{name}");
                assert!(!value.replace(|c: char| c.is_control() || c == ' ', "").starts_with("javascript:"), "{value}");
            }
        }
        harmless(child);
    }
}

/// The paths of all props that are typed.
fn typed(fields: &'static [Field], before: &[&'static str], found: &mut Vec<(Vec<&'static str>, &'static Kind)>) {
    for field in fields {
        let path: Vec<&'static str> = before.iter().copied().chain([field.name]).collect();
        match &field.kind {
            Kind::List { fields, .. } => typed(fields, &path, found),
            Kind::Text { .. }
            | Kind::Textarea { .. }
            | Kind::RichText { .. }
            | Kind::Html { .. }
            | Kind::Words { .. } => {
                found.push((path, &field.kind));
            }
            _ => {}
        }
    }
}

fn set(props: &mut Value, path: &[&'static str], value: &Value) {
    match path {
        [name] => props[*name] = value.clone(),
        [list, rest @ ..] => set(&mut props[*list][0], rest, value),
        [] => {}
    }
}

/// A content of one block with this text at a path; none where it is refused.
fn content(form: &'static Form, path: &[&'static str], kind: &Kind, text: &str) -> Option<Content> {
    let mut props = form.defaults.clone();
    for field in &form.fields {
        if let Kind::List { min, .. } = field.kind
            && props[field.name].as_array().is_none_or(Vec::is_empty)
        {
            props[field.name] = vec![json!({}); min.max(1)].into();
        }
    }
    props["id"] = "b1".into();
    let is_list = matches!(kind, Kind::Words { .. });
    set(&mut props, path, &if is_list { json!([text]) } else { json!(text) });
    if form.type_name == "form" {
        props["fields"][0]["kind"] = json!(if is_list { "radio" } else { "text" });
    }
    let mut content = json!({ "blocks": [{ "type": form.type_name, "props": props }] });
    let mut next = 0;
    give_ids(&mut content, || {
        next += 1;
        next
    })
    .expect("ids");
    Content::parse(&content).ok()
}

#[test]
fn no_payload_changes_what_a_page_is_made_of() {
    let theme = Theme::open(None, "harbour").now();
    let shop = Shop {
        key: String::new(),
        name: None,
        theme: None,
        files: None,
        tagline: None,
        locale: "en".into(),
        country: None,
        url: "https://shop.example".into(),
    };
    let found = Found::default();
    let render = |content: &Content, how| {
        let renderer = Renderer::new(&theme, "en", &shop, content, &found, how);
        renderer.blocks(content.blocks()).expect("a block is rendered")
    };
    let (mut tried, mut taken) = (0, 0);
    for form in forms() {
        let mut paths = Vec::new();
        typed(&form.fields, &[], &mut paths);
        for (path, kind) in paths {
            let takes_html = matches!(kind, Kind::RichText { .. } | Kind::Html { .. });
            let plain =
                content(form, &path, kind, if takes_html { "<p>word</p>" } else { "word" }).expect("a word is taken");
            for payload in PAYLOADS {
                tried += 1;
                let Some(hostile) = content(form, &path, kind, payload) else { continue };
                taken += 1;
                for how in [How::Shown, How::Edited] {
                    let [usual, tried] = [&plain, &hostile].map(|content| {
                        let html = render(content, how);
                        let dom = parse(&html);
                        let at = takes_html.then(|| field_of(&html, &path));
                        let mut found = Vec::new();
                        skeleton(&dom.document, at.as_deref(), &mut found);
                        found
                    });
                    assert_eq!(tried, usual, "{} {path:?} {payload:?}", form.type_name);
                }
            }
        }
    }
    assert!(tried > 3_000 && taken > 1_500, "tried {tried}, taken {taken}");
}

/// The `data-field` of a path, with the ids of its entries.
fn field_of(html: &str, path: &[&'static str]) -> String {
    let last = format!(".{}\"", path.last().expect("a path"));
    let fields = html.split("data-field=\"").skip(1).filter_map(|rest| rest.split_once('"').map(|(field, _)| field));
    let mut fields = fields.filter(|field| format!("{field}\"").ends_with(&last) && field.contains(path[0]));
    fields.next().unwrap_or_default().to_owned()
}
