//! HTML of somebody's own: a wide set of elements; what runs, loads, frames, asks or hides is taken out.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::Builder;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{
    is_void,
    rich::check_length,
    tokens::{Piece, Pieces, cut},
};
use crate::{
    form::Kind,
    props::{Prop, check_address, check_image},
};

/// HTML of at most `MAX` characters, made harmless.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RawHtml<const MAX: usize>(String);

impl<const MAX: usize> RawHtml<MAX> {
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

impl<const MAX: usize> TryFrom<String> for RawHtml<MAX> {
    type Error = String;

    fn try_from(html: String) -> Result<Self, String> {
        canonical(html, MAX).map(Self)
    }
}

impl<const MAX: usize> From<RawHtml<MAX>> for String {
    fn from(html: RawHtml<MAX>) -> Self {
        html.0
    }
}

impl<const MAX: usize> JsonSchema for RawHtml<MAX> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "RawHtml".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "maxLength": MAX, "contentMediaType": "text/html" })
    }
}

impl<const MAX: usize> Prop for RawHtml<MAX> {
    fn kind() -> Kind {
        Kind::Html { max: MAX }
    }

    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a text is HTML that can be kept, cleaned.
pub(crate) fn check(html: &str, max: usize) -> Result<(), String> {
    canonical(html.to_owned(), max).map(drop)
}

/// The HTML, cleaned.
fn canonical(mut html: String, max: usize) -> Result<String, String> {
    check_growth(&html, max)?;
    for _ in 0..4 {
        let clean = RULES.clean(&html).to_string();
        if clean == html {
            check_length(&html, max)?;
            return Ok(html);
        }
        html = clean;
    }
    Err("has elements where they must not stand: put them on their own".into())
}

/// Whether HTML is worth cleaning: not too long, and nothing that grows when a browser mends it.
fn check_growth(html: &str, max: usize) -> Result<(), String> {
    check_length(html, max)?;
    if html.contains('\0') {
        return Err("holds the character U+0000: take it out".into());
    }
    let mut depth = 0_usize;
    let mut styles: HashMap<String, usize> = HashMap::new();
    for piece in cut(html).pieces {
        match piece {
            Piece::Open(name, _) if !is_void(&name) => {
                if is_style(&name) {
                    *styles.entry(name).or_default() += 1;
                } else if !ends_by_itself(&name) {
                    depth += 1;
                }
            }
            Piece::Close(name) => match styles.get_mut(&name) {
                Some(open) => *open = open.saturating_sub(1),
                None if is_style(&name) || ends_by_itself(&name) => {}
                None => depth = depth.saturating_sub(1),
            },
            _ => {}
        }
        if depth > 100 {
            return Err("has elements in each other more than 100 deep: close what you open".into());
        }
        // Each that stays open is made anew in every paragraph that follows.
        if styles.values().sum::<usize>() > 30 {
            return Err("leaves more than 30 elements such as <b> and <a> open: close what you open".into());
        }
    }
    Ok(())
}

fn is_style(name: &str) -> bool {
    matches!(
        name,
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt" | "u"
    )
}

fn ends_by_itself(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "option"
            | "optgroup"
            | "rp"
            | "rt"
    )
}

/// What cleaning takes out, in words, each once: `<script>`, `'onclick' of <div>`.
pub(crate) fn taken_out(html: &str) -> Vec<String> {
    let given = cut(html);
    let mut left: BTreeMap<(String, String, String), i64> = BTreeMap::new();
    let clean = RULES.clean(html).to_string();
    count(&cut(&clean), 1, &mut left);
    count(&given, -1, &mut left);
    let lacking = |element: &str| left.get(&(element.to_owned(), String::new(), String::new())).is_some_and(|n| *n < 0);
    let mut out: Vec<String> = Vec::new();
    for ((element, attribute, _), _) in left.iter().filter(|(_, n)| **n < 0) {
        let name = |text: &str| text.chars().take(40).collect::<String>();
        let words = match attribute.as_str() {
            "" => format!("<{}>", name(element)),
            _ if lacking(element) => continue,
            attribute => format!("'{}' of <{}>", name(attribute), name(element)),
        };
        if !out.contains(&words) {
            out.push(words);
        }
    }
    out.extend(
        given.pieces.iter().any(|piece| matches!(piece, Piece::Odd(_))).then(|| "a comment or declaration".to_owned()),
    );
    out
}

fn count(html: &Pieces, by: i64, left: &mut BTreeMap<(String, String, String), i64>) {
    for piece in &html.pieces {
        if let Piece::Open(name, attributes) = piece {
            *left.entry((name.clone(), String::new(), String::new())).or_default() += by;
            for (attribute, value) in attributes {
                *left.entry((name.clone(), attribute.clone(), value.clone())).or_default() += by;
            }
        }
    }
}

/// Elements whose content is no text of the page.
pub(super) fn unread() -> HashSet<&'static str> {
    HashSet::from([
        "script",
        "style",
        "iframe",
        "svg",
        "math",
        "noscript",
        "template",
        "object",
        "embed",
        "applet",
        "title",
        "textarea",
        "select",
        "noembed",
        "noframes",
        "xmp",
        "plaintext",
        "frameset",
        "frame",
        "audio",
        "video",
        "canvas",
        "head",
    ])
}

const ELEMENTS: [&str; 61] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "bdi",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
];

static RULES: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attributes: [(&str, &[&str]); 10] = [
        ("a", &["href", "target", "rel"]),
        ("img", &["src", "alt", "width", "height", "loading"]),
        ("ol", &["start", "type", "reversed"]),
        ("td", &["colspan", "rowspan"]),
        ("th", &["colspan", "rowspan", "scope"]),
        ("col", &["span"]),
        ("colgroup", &["span"]),
        ("time", &["datetime"]),
        ("details", &["open"]),
        ("li", &["value"]),
    ];
    let mut rules = Builder::empty();
    rules
        .tags(HashSet::from(ELEMENTS))
        .clean_content_tags(unread())
        .generic_attributes(HashSet::from(["class", "dir", "id", "lang", "title", "aria-label"]))
        .tag_attributes(attributes.into_iter().map(|(name, list)| (name, list.iter().copied().collect())).collect())
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(None)
        .attribute_filter(filter);
    rules
});

/// What of an attribute stays.
fn filter<'a>(element: &str, attribute: &str, value: &'a str) -> Option<Cow<'a, str>> {
    let small = |text: &str| text.len() <= 6 && text.trim_end_matches('%').bytes().all(|b| b.is_ascii_digit());
    let stays = match (element, attribute) {
        // What is ours must not be looked like, nor found in place of ours.
        (_, "class") => {
            let ours: Vec<&str> = value.split_ascii_whitespace().filter(|class| class.starts_with("k-")).collect();
            return (!ours.is_empty()).then(|| Cow::Owned(ours.join(" ")));
        }
        (_, "id") => {
            value.starts_with("k-")
                && value.len() <= 64
                && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        }
        (_, "dir") => matches!(value, "ltr" | "rtl" | "auto"),
        (_, "lang") => value.len() <= 35 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'),
        ("a", "href") => check_address(value).is_ok(),
        ("img", "src") => check_image(value).is_ok(),
        ("a", "target") => value == "_blank",
        ("a", "rel") => value
            .split_ascii_whitespace()
            .all(|word| matches!(word, "nofollow" | "noopener" | "noreferrer" | "sponsored" | "ugc")),
        ("img", "width" | "height") | ("td" | "th", "colspan" | "rowspan") | ("col" | "colgroup", "span") => {
            small(value)
        }
        ("img", "loading") => matches!(value, "lazy" | "eager"),
        ("th", "scope") => matches!(value, "col" | "row" | "colgroup" | "rowgroup"),
        _ => true,
    };
    stays.then_some(Cow::Borrowed(value))
}
