//! What templates can call.

use std::{borrow::Cow, collections::HashSet, sync::Arc};

use minijinja::{
    Environment, Error, Output, State, Value, escape_formatter,
    value::{Kwargs, ValueKind},
};

use url::form_urlencoded;

use super::{assets::Assets, messages::Messages, numbers};
use crate::blocks::add_marks;

/// Tags that a description may have: what the API sanitised is sanitised once more, for it may be another server's.
const TAGS: [&str; 19] = [
    "p",
    "br",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "ul",
    "ol",
    "li",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "a",
    "code",
    "sub",
    "sup",
];

pub(super) fn add(
    templates: &mut Environment<'static>,
    locale: &'static str,
    messages: &Arc<Messages>,
    assets: &Assets,
) {
    let words = Arc::clone(messages);
    templates.add_function("t", move |key: &str, put: Kwargs| {
        let names: Vec<String> = put.args().map(str::to_owned).collect();
        let count = put.get::<Option<i64>>("count").ok().flatten();
        let values = names.iter().filter_map(|name| Some((name.as_str(), put.get::<Value>(name).ok()?.to_string())));
        words.say(key, count, values)
    });
    let words = Arc::clone(messages);
    templates.add_function("knows", move |key: &str| words.has(key));
    templates.add_function("money", move |amount: &str, currency: &str| numbers::money(locale, amount, currency));
    templates.add_filter("day", move |moment: &str| numbers::day(locale, moment));
    templates.add_filter("prose", prose);
    templates.add_filter("query", |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>());
    let (hash, critical) = (assets.hash.clone(), assets.critical.clone());
    templates.add_function("asset", move |name: &str| format!("/theme/{hash}/{name}"));
    // It is the theme's own file, and the policy names its hash.
    templates.add_function("critical_css", move || Value::from_safe_string(critical.clone()));
    templates.add_global("locale", locale);
    add_marks(templates);
    templates.set_formatter(write);
}

/// As minijinja escapes, which would also write each slash of an address as five signs.
fn write(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if value.kind() == ValueKind::String && !value.is_safe() => Ok(out.write_str(&escaped(text))?),
        _ => escape_formatter(out, state, value),
    }
}

/// A text that means nothing in HTML, nor in an attribute between quotes.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            sign => safe.push(sign),
        }
    }
    Cow::Owned(safe)
}

/// A text of the shop as HTML: one with tags is sanitised, one without gets its paragraphs.
fn prose(text: &str) -> Value {
    if text.contains('<') {
        let clean = ammonia::Builder::empty()
            .tags(HashSet::from(TAGS))
            .add_tag_attributes("a", ["href"])
            .link_rel(Some("nofollow noopener"))
            .url_schemes(HashSet::from(["https", "http", "mailto"]))
            .clean(text);
        return Value::from_safe_string(clean.to_string());
    }
    let paragraphs = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    let html = paragraphs.fold(String::new(), |html, part| html + "<p>" + &escaped(part) + "</p>");
    Value::from_safe_string(html)
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn prose_is_harmless() {
        let html = |text: &str| prose(text).to_string();
        assert_eq!(html("One.\n\nTwo & three."), "<p>One.</p><p>Two &amp; three.</p>");
        assert_eq!(html("<p onclick=x>Hi<script>alert(1)</script></p>"), "<p>Hi</p>");
        assert_eq!(html("<a href=\"javascript:x\">a</a>"), "<a rel=\"nofollow noopener\">a</a>");
        assert_eq!(html("<img src=x onerror=y>"), "");
    }
}
