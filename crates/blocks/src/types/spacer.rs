//! Room.

use super::block;
use crate::props::choice;

choice! {
    /// How much room.
    SpacerSize: Select {
        /// As between parts of a page.
        Medium "medium" "Medium",
        /// As between lines.
        Tiny "tiny" "Tiny",
        /// As between paragraphs.
        Small "small" "Small",
        /// More than between parts.
        Large "large" "Large",
        /// A good part of the window.
        Huge "huge" "Huge",
    }
}

block! {
    /// Room between two blocks, with a line if it is wanted.
    Spacer = "spacer", "Space", Layout, "space" {
        /// How much.
        size: SpacerSize = "Size";
        /// Whether a line goes through it.
        line: bool = "Line";
    }
    new { "size": "medium", "line": false }
}
