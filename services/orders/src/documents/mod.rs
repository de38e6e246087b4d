//! Papers of an order: invoice, credit note, packing slip, quote.
//!
//! What stands on a paper is a [`paper::Sheet`], kept as JSON beside the PDF that was drawn of it, once. A number is taken in the
//! transaction that writes the row, so invoices have no gaps; whoever asks twice is answered the same paper.

mod amounts;
mod answer;
mod basis;
mod issue;
mod paid;
mod sheet;
mod sold;
mod words;

pub(crate) use amounts::written;
pub(crate) use answer::pdf;
pub(crate) use issue::{Kind, Of, file, issue, note_refund, note_rest, write};
pub(crate) use paid::{Invoice, heard};
pub(crate) use sheet::{lines_of, packing_slip, quote};
pub(crate) use sold::{Packed, Sold};
pub(crate) use words::{Words, date, words};
