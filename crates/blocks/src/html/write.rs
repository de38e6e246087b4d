//! Pieces written as HTML again, escaped as ammonia escapes.

use super::{is_void, tokens::Piece};

/// Writes pieces as HTML.
pub(super) fn write<'a>(pieces: impl IntoIterator<Item = &'a Piece>) -> String {
    let mut html = String::new();
    for piece in pieces {
        match piece {
            Piece::Open(name, attributes) => {
                html.push('<');
                html.push_str(name);
                for (attribute, value) in attributes {
                    html.push(' ');
                    html.push_str(attribute);
                    html.push_str("=\"");
                    escape(&mut html, value, true);
                    html.push('"');
                }
                html.push('>');
            }
            Piece::Close(name) if !is_void(name) => {
                html.push_str("</");
                html.push_str(name);
                html.push('>');
            }
            Piece::Text(text) => escape(&mut html, text, false),
            Piece::Close(_) | Piece::Odd(_) => {}
        }
    }
    html
}

fn escape(html: &mut String, text: &str, in_attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\u{a0}' => html.push_str("&nbsp;"),
            '"' if in_attribute => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}
