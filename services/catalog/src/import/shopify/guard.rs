//! Cells that a spreadsheet would take for a formula.
//!
//! `=cmd|…` in a product's title runs where the export is opened. Such a cell is written with an apostrophe in front, as
//! spreadsheets themselves do, and the import takes exactly one off again: what was exported is imported as it was.

use std::borrow::Cow;

/// Whether a cell begins with what begins a formula, behind any number of apostrophes and spaces.
fn is_formula(cell: &str) -> bool {
    if cell.trim_start_matches('\'').starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let begin = cell.trim_start_matches(|sign: char| sign == '\'' || sign.is_whitespace());
    begin.starts_with(['=', '+', '-', '@', '|', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}

/// The cell as it is written.
pub(crate) fn guarded(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was meant.
pub(super) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(meant) if is_formula(meant) => meant,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        for cell in ["=1+1", "+1", "-1", "@a", "|calc", " =1", "\t=1", "'=1", "''-x", "＝1", "'\t"] {
            assert_eq!(guarded(cell), format!("'{cell}"), "{cell:?}");
            assert_eq!(unguarded(&guarded(cell)), cell, "{cell:?}");
        }
        for cell in ["", "a=1", "'tis", "1-1", "Café"] {
            assert_eq!(guarded(cell), cell);
            assert_eq!(unguarded(cell), cell);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_it_was(cell in "['=+@ \\-a-z\t|]{0,8}") {
            let written = guarded(&cell);
            prop_assert_eq!(unguarded(&written), &cell);
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t']));
        }
    }
}
