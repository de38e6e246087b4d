//! Papers: what a shop writes to people on A4, as PDF.
//!
//! Owns how a [`Sheet`] looks, the fonts that it is drawn with, and the bytes: the same sheet gives the same bytes. Must never know what a
//! paper is about, read a clock or a file, or need more than what stands in the sheet: the sheet is what is kept of a paper.
//!
//! Texts are drawn with Inter, which has Latin, Greek and Cyrillic letters. What it does not have becomes a box, and the text can still be
//! copied. A paper that has nothing of the kind is PDF/A-3b: it is read in thirty years as it is today.

mod font;
mod layout;
mod page;
mod sheet;

pub use layout::draw;
pub use sheet::{Block, Column, Fact, Line, Sheet, Sum};

/// Why a sheet cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A font of ours cannot be read.
    #[error("the font of papers cannot be read")]
    Font,
    /// The writer of PDF refuses it.
    #[error("the paper cannot be written: {0}")]
    Write(String),
}
