//! Headings.

use super::{Align, block};
use crate::props::{Line, Whole};

block! {
    /// A line that names what follows.
    Heading = "heading", "Heading", Text, "heading" {
        /// What it says.
        text: Line<200> = "Text" [inline] [needed];
        /// How deep it stands in the outline: 1 for the page's own name, once; 2 for its parts.
        level: Whole<1, 6, 2> = "Level";
        /// Where the line stands.
        align: Align = "Alignment";
    }
    new { "text": "A heading", "level": 2, "align": "start" }
}
