//! The HTML that people may write. Rich text is *refused* when it holds what is not allowed, so nothing is lost silently; the HTML
//! block is *cleaned*, and says what was taken out. Both are kept in ammonia's canonical form, and cleaned again when they are
//! rendered, for what lies in a database may have been written by hand.

mod outline;
mod raw;
mod rich;
mod tokens;
mod write;

pub(crate) use outline::{collapse, headings, paragraphs, text};
pub use raw::RawHtml;
pub(crate) use raw::{check as check_raw, taken_out};
pub use rich::RichText;
pub(crate) use rich::check as check_rich;

/// Whether an element has no content and no end.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr"
            | "img"
            | "col"
            | "wbr"
            | "area"
            | "base"
            | "embed"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
    )
}

/// Whether an element stands on lines of its own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "br"
            | "hr"
            | "ul"
            | "ol"
            | "li"
            | "blockquote"
            | "pre"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "aside"
            | "figure"
            | "figcaption"
            | "table"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "dl"
            | "dt"
            | "dd"
            | "details"
            | "summary"
    )
}
