//! Words.

use super::block;
use crate::props;

block! {
    /// Paragraphs, lists and quotations, with emphasis and links.
    RichText = "rich_text", "Text", Text, "text" {
        /// What it says.
        html: props::RichText<65536> = "Text" [inline] [needed];
    }
    new { "html": "<p>Write something.</p>" }
}
