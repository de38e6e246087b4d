//! Rich text: a small closed set of elements, which is what TipTap's starter kit with links makes.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::Builder;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{
    is_void,
    tokens::{Piece, cut},
    write::write,
};
use crate::{
    form::Kind,
    props::{Prop, check_address},
};

/// How deep elements may stand in each other: deeper than any list that somebody reads.
const DEEPEST: usize = 32;

/// Rich text of at most `MAX` characters of HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RichText<const MAX: usize>(String);

impl<const MAX: usize> RichText<MAX> {
    /// The HTML that may stand in a page: cleaned again.
    pub fn render_safe(&self) -> String {
        RULES.clean(&self.0).to_string()
    }

    /// The HTML as it is kept. Not for pages: see [`Self::render_safe`].
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its words alone.
    pub fn text(&self) -> String {
        super::text(&self.0)
    }
}

impl<const MAX: usize> TryFrom<String> for RichText<MAX> {
    type Error = String;

    fn try_from(html: String) -> Result<Self, String> {
        match check(&html, MAX).into_iter().next() {
            Some(fault) => Err(fault),
            None => canonical(&html).map(Self),
        }
    }
}

impl<const MAX: usize> From<RichText<MAX>> for String {
    fn from(html: RichText<MAX>) -> Self {
        html.0
    }
}

impl<const MAX: usize> JsonSchema for RichText<MAX> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "RichText".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "maxLength": MAX, "contentMediaType": "text/html" })
    }
}

impl<const MAX: usize> Prop for RichText<MAX> {
    fn kind() -> Kind {
        Kind::RichText { max: MAX }
    }

    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

/// The attributes that an element may have; none for an element that is not allowed.
fn attributes_of(element: &str) -> Option<&'static [&'static str]> {
    match element {
        "a" => Some(&["href", "title", "target", "rel"]),
        "ol" => Some(&["start", "type"]),
        "code" => Some(&["class"]),
        "p" | "br" | "strong" | "em" | "u" | "s" | "ul" | "li" | "blockquote" | "h2" | "h3" | "h4" | "pre" | "hr"
        | "sub" | "sup" => Some(&[]),
        _ => None,
    }
}

/// What is written instead.
fn instead_of(element: &str) -> &'static str {
    match element {
        "b" => "write <strong>",
        "i" => "write <em>",
        "del" | "strike" => "write <s>",
        "ins" => "write <u>",
        "h1" => "write <h2>: the page has its title above",
        "h5" | "h6" => "write <h4>",
        "div" | "section" | "article" => "write <p>",
        "img" | "figure" | "video" | "iframe" | "table" => "take it out, and use a block of its own",
        _ => "take it out",
    }
}

/// What keeps a text from being rich text, with the remedies.
pub(crate) fn check(html: &str, max: usize) -> Vec<String> {
    if let Err(fault) = check_length(html, max) {
        return vec![fault];
    }
    if let Some(c) = html.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return vec![format!("holds the control character U+{:04X}: take it out", u32::from(c))];
    }
    let cut = cut(html);
    let mut faults: Vec<String> = cut.broken.into_iter().collect();
    let mut open: Vec<&str> = Vec::new();
    for piece in &cut.pieces {
        match piece {
            Piece::Open(name, attributes) => {
                check_element(name, attributes, &mut faults);
                if attributes_of(name).is_some() && !is_void(name) {
                    open.push(name);
                    if open.len() > DEEPEST {
                        faults.push(format!("has elements in each other more than {DEEPEST} deep: flatten it"));
                        return faults;
                    }
                }
            }
            Piece::Close(name) if is_void(name) => {
                faults.push(format!("closes <{name}>, which has no end: write <{name}>"));
            }
            Piece::Close(name) if attributes_of(name).is_none() => {}
            Piece::Close(name) => match open.last() {
                Some(last) if last == name => {
                    open.pop();
                }
                Some(last) => {
                    faults.push(format!("closes <{name}> while <{last}> is open: close <{last}> first"));
                    return faults;
                }
                None => faults.push(format!("closes <{name}>, which is not open: take </{name}> out")),
            },
            Piece::Text(text) => {
                if let Some(c) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
                    faults.push(format!("holds the control character U+{:04X}: take it out", u32::from(c)));
                }
            }
            Piece::Odd(what) => faults.push(format!("holds {what}: take it out")),
        }
    }
    if let Some(last) = open.last() {
        faults.push(format!("does not close <{last}>: write </{last}>"));
    }
    // Escaping makes texts longer: what is near the limit is measured as it will be kept.
    if faults.is_empty() && html.len() > max / 8 {
        match canonical(html) {
            Ok(html) => faults.extend(check_length(&html, max).err()),
            Err(fault) => faults.push(fault),
        }
    }
    faults
}

/// Whether HTML is short enough.
pub(super) fn check_length(html: &str, max: usize) -> Result<(), String> {
    let length = if html.len() <= max { 0 } else { html.chars().count() };
    if length > max { Err(format!("has {length} characters of HTML: shorten it to {max}")) } else { Ok(()) }
}

fn check_element(name: &str, attributes: &[(String, String)], faults: &mut Vec<String>) {
    let Some(allowed) = attributes_of(name) else {
        let name: String = name.chars().take(40).collect();
        faults.push(format!("must not hold <{name}>: {}", instead_of(&name)));
        return;
    };
    for (attribute, value) in attributes {
        if !allowed.contains(&attribute.as_str()) {
            let attribute: String = attribute.chars().take(40).collect();
            faults.push(format!("must not hold the attribute '{attribute}' of <{name}>: take it out"));
        } else if let Err(fault) = check_value(name, attribute, value) {
            faults.push(format!("has '{attribute}' of <{name}>, which {fault}"));
        }
    }
}

fn check_value(element: &str, attribute: &str, value: &str) -> Result<(), String> {
    let fits = match (element, attribute) {
        ("a", "href") => return check_address(value),
        ("a", "title") => value.chars().count() <= 300 && !value.chars().any(char::is_control),
        ("a", "target") => matches!(value, "_blank" | "_self"),
        ("a", "rel") => value.split_ascii_whitespace().all(|word| RELATIONS.contains(&word)),
        ("ol", "start") => value.parse::<i16>().is_ok(),
        ("ol", "type") => matches!(value, "1" | "a" | "A" | "i" | "I"),
        ("code", "class") => {
            value.len() <= 40
                && value.strip_prefix("language-").is_some_and(|language| {
                    !language.is_empty() && language.bytes().all(|b| b.is_ascii_alphanumeric() || b"+#-_".contains(&b))
                })
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err("has a value that is not allowed: take it out".into()) }
}

/// What a link may say of what it leads to.
const RELATIONS: [&str; 5] = ["nofollow", "noopener", "noreferrer", "sponsored", "ugc"];

/// The canonical form of what `check` has nothing against.
fn canonical(html: &str) -> Result<String, String> {
    let mut pieces = cut(html).pieces;
    for piece in &mut pieces {
        if let Piece::Open(name, attributes) = piece {
            if name == "a" {
                relate(attributes);
            }
            let order = attributes_of(name).unwrap_or_default();
            attributes.sort_by_key(|(attribute, _)| order.iter().position(|one| one == attribute));
        }
    }
    let mut html = write(&pieces);
    // A browser may close what stands where it must not, which takes a second look; what does not come to rest is refused.
    for _ in 0..4 {
        let clean = RULES.clean(&html).to_string();
        if clean == html {
            return Ok(html);
        }
        html = clean;
    }
    Err("has elements where they must not stand: put them on their own".into())
}

/// What a link to elsewhere says: that the other site gets no hold of this one. Links of this site say nothing, so that they count as visits from within.
fn relate(attributes: &mut Vec<(String, String)>) {
    let leads_out = attributes.iter().any(|(name, value)| name == "href" && !value.starts_with(['/', '#']));
    let given = attributes.iter().find(|(name, _)| name == "rel").map(|(_, value)| value.clone()).unwrap_or_default();
    let mut words: Vec<&str> =
        given.split_ascii_whitespace().filter(|word| !word.starts_with("no") || *word == "nofollow").collect();
    if leads_out {
        words.extend(["noopener", "noreferrer"]);
    }
    words.sort_unstable();
    words.dedup();
    attributes.retain(|(name, value)| name != "rel" && !(name == "target" && value == "_self"));
    if !words.is_empty() {
        attributes.push(("rel".into(), words.join(" ")));
    }
}

static RULES: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let elements = [
        "p",
        "br",
        "strong",
        "em",
        "u",
        "s",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h2",
        "h3",
        "h4",
        "code",
        "pre",
        "hr",
        "sub",
        "sup",
    ];
    let mut rules = Builder::empty();
    rules
        .tags(HashSet::from(elements))
        .clean_content_tags(super::raw::unread())
        .generic_attributes(HashSet::new())
        .tag_attributes(
            elements
                .into_iter()
                .map(|element| (element, attributes_of(element).unwrap_or_default().iter().copied().collect()))
                .collect::<HashMap<_, HashSet<_>>>(),
        )
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(None)
        .attribute_filter(|element, attribute, value| {
            check_value(element, attribute, value).is_ok().then_some(Cow::Borrowed(value))
        });
    rules
});
