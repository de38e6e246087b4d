//! What does not keep a content from being kept, and should be known before it is published.

use serde::Serialize;
use serde_json::Value;

use crate::{
    content::Content,
    walk::{Leaf, leaves},
};

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The id of the block.
    pub block: String,
    /// The field of it, entries by their ids: `buttons[b1].link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What kind.
    pub code: NoticeCode,
    /// In words.
    pub message: String,
}

/// What kind of notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeCode {
    /// What must be there before it is published.
    Lacking,
    /// A picture that says nothing to those who do not see it.
    NoAlternativeText,
    /// A second heading of level 1.
    SecondTitle,
    /// A heading that is more than one level below the one before.
    SkippedLevel,
    /// What cleaning took out of HTML.
    TakenOut,
}

/// All notices: what was taken out, what is lacking, what reads badly.
pub(crate) fn notices(content: &Content) -> Vec<Notice> {
    let mut notices = content.taken_out.clone();
    leaves(&content.to_value(), &mut |leaf| notices.extend(of_field(&leaf)));
    outline(content, &mut notices);
    notices
}

fn of_field(leaf: &Leaf<'_>) -> Option<Notice> {
    let about = |code, message: String| {
        Some(Notice { block: leaf.block.to_owned(), field: Some(leaf.path.clone()), code, message })
    };
    let beside = |name: &str| leaf.beside.get(name).filter(|value| !is_blank(value));
    let is_blank = leaf.value.is_none_or(is_blank);
    let is_shown =
        leaf.field.shown_when.as_ref().is_none_or(|when| beside(when.field).is_some_and(|value| value == when.is));
    let lacks = match (leaf.type_name, leaf.field.name) {
        // Either of two will do.
        ("video", "url") => is_blank && beside("file").is_none(),
        ("waitlist", "waitlist") => is_blank && beside("product").is_none(),
        ("form", "options") => {
            is_blank
                && beside("kind").is_some_and(|kind| ["select", "radio", "checkboxes"].iter().any(|one| kind == one))
        }
        _ => leaf.field.needed && is_shown && is_blank,
    };
    if lacks {
        return about(NoticeCode::Lacking, format!("'{}' is still empty", leaf.field.title));
    }
    let has_picture = beside("media").is_some() && leaf.field.name == "alt";
    let decorates = beside("decorative").is_some_and(|value| *value == Value::Bool(true));
    if has_picture && is_blank && !decorates {
        return about(
            NoticeCode::NoAlternativeText,
            "says nothing to those who do not see the picture, unless the media library does".into(),
        );
    }
    None
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

fn outline(content: &Content, notices: &mut Vec<Notice>) {
    let mut before = 1;
    let mut titles = 0;
    for heading in content.headings() {
        let mut about =
            |code, message: String| notices.push(Notice { block: heading.block.clone(), field: None, code, message });
        if heading.level == 1 {
            titles += 1;
            if titles > 1 {
                about(
                    NoticeCode::SecondTitle,
                    "is a second heading of level 1: a page has one title, so make it level 2".into(),
                );
            }
        }
        if heading.level > before + 1 {
            about(
                NoticeCode::SkippedLevel,
                format!("is of level {}, and what is before it of level {before}", heading.level),
            );
        }
        before = heading.level;
    }
}
