//! By what the editor finds its way: `data-block-id`, `data-field`, `data-slot`. They are there on public pages too, so that the editor
//! shows the very same HTML.

use std::{collections::HashMap, fmt::Write as _, sync::LazyLock};

use blocks::{Field, Kind};
use minijinja::{Environment, Error, ErrorKind, Value};
use serde_json::Value as Json;

/// What templates of blocks call: `open(b)`, `at(b, 'title')`, `slot(b, 'columns[x].blocks')`.
pub(crate) fn add(templates: &mut Environment<'static>) {
    templates.add_function("open", |block: &Value| {
        if !is_marked(block) {
            return Value::from_safe_string(String::new());
        }
        let (id, kind) = (text(block, "id"), text(block, "kind"));
        Value::from_safe_string(format!(" data-block-id=\"{id}\" data-block-type=\"{kind}\""))
    });
    templates.add_function("at", |block: &Value, path: &str| {
        let kind = KINDS.get(&(text(block, "kind"), without_ids(path))).ok_or_else(|| {
            Error::new(ErrorKind::InvalidOperation, format!("a block of type {} has no {path}", text(block, "kind")))
        })?;
        if !is_marked(block) {
            return Ok(Value::from_safe_string(String::new()));
        }
        let id = text(block, "id");
        Ok(Value::from_safe_string(format!(" data-field=\"{id}.{path}\" data-kind=\"{kind}\"")))
    });
    templates.add_function("slot", |block: &Value, path: &str| {
        let mark =
            if is_marked(block) { format!(" data-slot=\"{}.{path}\"", text(block, "id")) } else { String::new() };
        Value::from_safe_string(mark)
    });
}

/// Whether it is edited on this page.
fn is_marked(block: &Value) -> bool {
    block.get_attr("is_marked").is_ok_and(|marked| marked.is_true())
}

/// An id or a type: letters, digits, `-` and `_`, which mean nothing in HTML.
fn text(block: &Value, name: &str) -> String {
    let value = block.get_attr(name).unwrap_or_default();
    let is_sign = |sign: &char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
    value.as_str().unwrap_or_default().chars().filter(is_sign).collect()
}

/// `questions[q1].answer` is `questions.answer`.
fn without_ids(path: &str) -> String {
    let mut plain = String::new();
    let mut depth = 0_u32;
    for sign in path.chars() {
        match sign {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            sign if depth == 0 => plain.push(sign),
            _ => {}
        }
    }
    plain
}

/// How each field is edited, as the forms name it.
static KINDS: LazyLock<HashMap<(String, String), String>> = LazyLock::new(|| {
    let mut kinds = HashMap::new();
    for form in blocks::forms() {
        read(form.type_name, "", &form.fields, &mut kinds);
    }
    kinds
});

fn read(block: &str, above: &str, fields: &[Field], kinds: &mut HashMap<(String, String), String>) {
    for field in fields {
        let mut path = above.to_owned();
        // Writing into a text never fails.
        let _ = write!(path, "{}{}", if above.is_empty() { "" } else { "." }, field.name);
        if let Kind::List { fields, .. } = &field.kind {
            read(block, &path, fields, kinds);
        }
        let named = serde_json::to_value(&field.kind).ok();
        let named = named.as_ref().and_then(|kind| kind.get("kind")).and_then(Json::as_str).unwrap_or_default();
        kinds.insert((block.to_owned(), path), named.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::{KINDS, without_ids};

    #[test]
    fn each_field_says_how_it_is_edited() {
        assert_eq!(without_ids("questions[q-1].answer"), "questions.answer");
        let kind = |block: &str, path: &str| KINDS.get(&(block.to_owned(), path.to_owned())).map(String::as_str);
        assert_eq!(kind("faq", "questions.answer"), Some("rich_text"));
        assert_eq!(kind("hero", "text"), Some("textarea"));
        assert_eq!(kind("hero", "buttons.label"), Some("text"));
        assert_eq!(kind("image", "media"), Some("media"));
        assert_eq!(kind("hero", "nothing"), None);
    }
}
