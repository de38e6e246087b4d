//! How mails look: one layout for all of them, as text and as HTML.

mod escape;
mod html;
mod text;

/// What the reader is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct Button<'a> {
    /// What stands on it.
    pub label: &'a str,
    /// Where it leads. Without `http://` or `https://` at its beginning it is shown, but does not lead anywhere.
    pub url: &'a str,
}

/// A mail as `(text, html)`: a title, paragraphs, perhaps a button, and a footer, which may be empty.
///
/// All of it is text: what looks like HTML is shown and not obeyed. A line break inside a paragraph stays one.
pub fn layout(title: &str, paragraphs: &[&str], button: Option<Button<'_>>, footer: &str) -> (String, String) {
    (text::text(title, paragraphs, button, footer), html::html(title, paragraphs, button, footer))
}
