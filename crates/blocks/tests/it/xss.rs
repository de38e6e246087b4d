//! Scripts in every text, link and HTML of every type: each is refused, or is harmless in what is rendered, as a browser would read it.

use blocks::{Content, Field, Kind, RawHtml, RichText, forms, give_ids};
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment, tendril::TendrilSink};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use serde_json::{Value, json};

use crate::payloads::PAYLOADS;

/// Where a prop stands in a block.
fn set(props: &mut Value, path: &[&'static str], value: &Value) {
    match path {
        [name] => props[*name] = value.clone(),
        [list, rest @ ..] => set(&mut props[*list][0], rest, value),
        [] => {}
    }
}

/// The paths of all props that are texts, lists of texts too.
fn texts(fields: &'static [Field], before: &[&'static str], found: &mut Vec<(Vec<&'static str>, &'static Kind)>) {
    for field in fields {
        let path: Vec<&'static str> = before.iter().copied().chain([field.name]).collect();
        match &field.kind {
            Kind::List { fields, .. } => texts(fields, &path, found),
            Kind::Toggle | Kind::Number { .. } | Kind::Slot { .. } | Kind::FocalPoint => {}
            kind => found.push((path, kind)),
        }
    }
}

/// A block of a type, with an entry in each list.
fn sample(form: &'static blocks::Form) -> Value {
    let mut props = form.defaults.clone();
    for field in &form.fields {
        if let Kind::List { min, .. } = field.kind
            && props[field.name].as_array().is_none_or(Vec::is_empty)
        {
            props[field.name] = vec![json!({}); min.max(1)].into();
        }
    }
    props["id"] = "b1".into();
    json!({ "type": form.type_name, "props": props })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// What a page makes of a text that was taken.
fn rendered(kind: &Kind, text: &str) -> Vec<String> {
    match kind {
        Kind::RichText { .. } => {
            vec![RichText::<65536>::try_from(text.to_owned()).expect("taken before").render_safe()]
        }
        Kind::Html { .. } => vec![RawHtml::<65536>::try_from(text.to_owned()).expect("taken before").render_safe()],
        Kind::Link | Kind::Video => vec![format!("<a href=\"{0}\">x</a><img src=\"{0}\">", escaped(text))],
        _ => vec![format!("<p title=\"{0}\">{0}</p>", escaped(text))],
    }
}

/// What would run, load or deceive, as a browser reads it.
fn harm(html: &str) -> Vec<String> {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let dom = parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), false).one(html);
    let mut harm = Vec::new();
    let mut left: Vec<Handle> = vec![dom.document.clone()];
    while let Some(node) = left.pop() {
        left.extend(node.children.borrow().iter().cloned());
        let NodeData::Element { name, attrs, .. } = &node.data else { continue };
        let element = name.local.to_string();
        if name.ns != ns!(html) || FORBIDDEN.contains(&element.as_str()) {
            harm.push(format!("<{element}>"));
        }
        for attribute in attrs.borrow().iter() {
            let name = attribute.name.local.to_string();
            if name.starts_with("on")
                || ["style", "srcdoc", "srcset", "formaction", "action", "background", "data"].contains(&name.as_str())
            {
                harm.push(format!("{name} of <{element}>"));
            }
            if ["href", "src", "cite"].contains(&name.as_str()) {
                let address: String =
                    attribute.value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
                let address = address.to_lowercase();
                let fits = ["https://", "http://", "mailto:", "tel:", "/", "#", "page_", "prod_", "pcol_", "pcat_"]
                    .iter()
                    .any(|start| address.starts_with(start));
                if !fits || address.starts_with("//") || address.contains('\\') || address.contains("user:pass@") {
                    harm.push(format!("{name}={address}"));
                }
            }
        }
    }
    harm
}

const FORBIDDEN: [&str; 25] = [
    "script",
    "style",
    "iframe",
    "frame",
    "object",
    "embed",
    "svg",
    "math",
    "template",
    "noscript",
    "link",
    "meta",
    "base",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "title",
    "audio",
    "video",
    "source",
    "marquee",
    "xmp",
    "plaintext",
];

#[test]
fn no_payload_harms_in_any_prop() {
    let (mut tried, mut taken) = (0, 0);
    for form in forms() {
        let mut paths = Vec::new();
        texts(&form.fields, &[], &mut paths);
        for (path, kind) in paths {
            for payload in PAYLOADS {
                let mut block = sample(form);
                let is_list = matches!(kind, Kind::Words { .. } | Kind::Products { .. });
                set(&mut block["props"], &path, &if is_list { json!([payload]) } else { json!(payload) });
                let mut content = json!({ "blocks": [block] });
                let mut next = 0;
                give_ids(&mut content, || {
                    next += 1;
                    next
                })
                .expect("ids");
                tried += 1;
                let Ok(content) = Content::parse(&content) else { continue };
                taken += 1;
                let value = content.to_value();
                let mut kept = &value["blocks"][0]["props"];
                for (i, step) in path.iter().enumerate() {
                    kept = if i + 1 == path.len() { &kept[*step] } else { &kept[*step][0] };
                }
                let kept = if is_list { &kept[0] } else { kept };
                for html in rendered(kind, kept.as_str().unwrap_or_default()) {
                    assert_eq!(harm(&html), Vec::<String>::new(), "{} {path:?} {payload:?}: {html}", form.type_name);
                }
                // Closed sets and ids take nothing at all.
                let is_open = matches!(
                    kind,
                    Kind::Text { .. }
                        | Kind::Textarea { .. }
                        | Kind::RichText { .. }
                        | Kind::Html { .. }
                        | Kind::Words { .. }
                );
                assert!(is_open, "{} {path:?} took {payload:?}", form.type_name);
            }
        }
    }
    assert!(tried > 5_000 && taken > 1_000, "tried {tried}, taken {taken}");
}

#[test]
fn the_test_sees_harm() {
    for payload in [
        "<script>x</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=' javascript:x'>x</a>",
        "<svg></svg>",
        "<a href='//evil.example'>x</a>",
    ] {
        assert_ne!(harm(payload), Vec::<String>::new(), "{payload}");
    }
    assert_eq!(harm("<p>x <a href=\"https://a.example\">y</a></p>"), Vec::<String>::new());
}

#[test]
fn what_the_html_block_keeps_stays_the_same_when_it_is_cleaned_again() {
    for payload in PAYLOADS {
        if let Ok(html) = RawHtml::<65536>::try_from((*payload).to_owned()) {
            assert_eq!(html.render_safe(), html.as_str(), "{payload}");
            assert_eq!(harm(html.as_str()), Vec::<String>::new(), "{payload}");
        }
    }
}
