//! Blocks side by side.

use super::{block, fields};
use crate::props::{List, Slot, Whole, choice};

choice! {
    /// How far apart columns stand.
    Gap: Select {
        /// As the theme has it.
        Normal "normal" "Normal",
        /// None at all.
        None "none" "None",
        /// Closer.
        Small "small" "Small",
        /// Farther.
        Large "large" "Large",
    }
}

choice! {
    /// Where the content of columns of different height stands.
    VerticalAlign: Select {
        /// At the top.
        Top "top" "Top",
        /// In the middle.
        Middle "middle" "Middle",
        /// At the bottom.
        Bottom "bottom" "Bottom",
    }
}

fields! {
    /// One of several columns.
    Column {
        /// Its share of the width: with 1 and 2 the second is twice as wide.
        share: Whole<1, 6, 1> = "Share of the width";
        /// What stands in it.
        blocks: Slot = "Content";
    }
}

block! {
    /// Two to four columns side by side, which hold other blocks; below each other on phones.
    Columns = "columns", "Columns", Layout, "columns" {
        /// The columns.
        columns: List<Column, 2, 4> = "Columns";
        /// How far apart they stand.
        gap: Gap = "Gap";
        /// Where shorter ones stand.
        align: VerticalAlign = "Vertical alignment";
    }
    new { "columns": [{ "share": 1, "blocks": [] }, { "share": 1, "blocks": [] }], "gap": "normal", "align": "top" }
}
