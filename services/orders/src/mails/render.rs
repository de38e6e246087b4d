//! From words with names in braces to a mail.

use std::collections::BTreeMap;

use mail::template::{Button, layout};

use super::Kind;

/// The words of a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) subject: String,
    pub(crate) heading: Option<String>,
    pub(crate) body: String,
}

/// A mail as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rendered {
    pub(crate) subject: String,
    pub(crate) html: String,
    pub(crate) text: String,
}

/// By name.
pub(crate) type Values = BTreeMap<&'static str, String>;

/// The most of a value that stands in a subject.
const LONGEST_SUBJECT: usize = 250;

/// Refuses names that the kind does not know, with those that it does.
pub(crate) fn check(kind: &Kind, words: &str, field: &str) -> Result<(), String> {
    let mut unknown = None;
    filled(words, |name| {
        if unknown.is_none() && !kind.names.iter().any(|(known, _)| *known == name) {
            unknown = Some(name.chars().take(60).collect::<String>());
        }
        String::new()
    });
    let Some(unknown) = unknown else { return Ok(()) };
    let known: Vec<String> = kind.names.iter().map(|(name, _)| format!("{{{{{name}}}}}")).collect();
    let known = known.join(", ");
    Err(format!("Value for field '{field}' has the unknown name '{unknown}', expected names of {}: {known}", kind.name))
}

/// The mail. What stands in values is text: nothing of it becomes a tag, and a name in braces inside of a value stays as it is.
pub(crate) fn render(kind: &Kind, text: &Text, language: &str, values: &Values) -> Rendered {
    let value = |name: &str| values.get(name).cloned().unwrap_or_default();
    let subject = one_line(&filled(&text.subject, value), LONGEST_SUBJECT);
    let heading = text.heading.as_deref().map(|heading| one_line(&filled(heading, value), 500));
    let heading = heading.filter(|heading| !heading.is_empty()).unwrap_or_else(|| subject.clone());
    let body = filled(&text.body, value).replace("\r\n", "\n");
    let paragraphs: Vec<&str> = body.split("\n\n").map(str::trim).filter(|text| !text.is_empty()).collect();
    let link = value("link");
    let button = kind.button(language).filter(|_| !link.is_empty()).map(|label| Button { label, url: &link });
    let (text, html) = layout(&heading, &paragraphs, button, &value("shop"));
    Rendered { subject, html, text }
}

/// Words with their names replaced, once from left to right.
fn filled(words: &str, mut value: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, behind)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, after)) = behind.split_once("}}") else {
            // Braces that nobody closes are braces.
            out.push_str("{{");
            rest = behind;
            continue;
        };
        out.push_str(&value(name.trim()));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn one_line(text: &str, most: usize) -> String {
    let words: Vec<&str> =
        text.split(|sign: char| sign.is_whitespace() || sign.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::kind, Text, Values, check, render};

    #[test]
    fn names_are_replaced_once_and_as_text() {
        let kind = kind("order_placed").unwrap();
        let text = Text {
            subject: "{{ shop }}:\r\n{{order_number}}".into(),
            heading: None,
            body: "{{hello}} {{ {{items}}\n\n{{shipping_address}}".into(),
        };
        let values: Values = [
            ("shop", "A <b>"),
            ("order_number", "#1\r\nBcc: x@example.com"),
            ("hello", "{{shop}}"),
            ("items", "<script>"),
        ]
        .map(|(name, value)| (name, value.to_owned()))
        .into();
        let mail = render(kind, &text, "en", &values);
        assert_eq!(mail.subject, "A <b>: #1 Bcc: x@example.com");
        assert!(
            mail.html.contains("{{shop}}") && !mail.html.contains("<script>") && !mail.html.contains("A <b>"),
            "{}",
            mail.html
        );
    }

    #[test]
    fn unknown_names_are_refused_with_those_there_are() {
        let kind = kind("gift_card").unwrap();
        assert_eq!(check(kind, "{{code}} {{ amount }} {{", "body"), Ok(()));
        let refused = check(kind, "{{code}} {{password}}", "body").unwrap_err();
        let expected = "Value for field 'body' has the unknown name 'password', expected names of gift_card: {{shop}}, {{code}}, {{amount}}, \
            {{sender}}, {{message}}";
        assert_eq!(refused, expected);
    }
}
