//! Changing an order that was placed, or a draft of one: held with its open change, changed by actions, shown as it would be, and written.
//!
//! What an action does says [`crate::change`], and nobody else; here it is read, kept and written. The order is held first, then its
//! change: two who change the same order wait for each other, and the second one sees what the first did.

mod back;
mod confirm;
mod document;
mod draft;
mod goods;
mod hold;
mod preview;
mod refused;
mod row;
mod tell;

pub(crate) use back::{
    Back, NewReturn, back, cancel_return, confirm_return, create_return, expect, hold_back, location, reasons,
    received, undoing, worth,
};
pub(crate) use confirm::{Confirmed, confirm, confirm_as, write_draft};
pub(crate) use document::{Held, Open};
pub(crate) use draft::{fits_draft, invalid, place, settled};
pub(crate) use goods::{NewLine, Way, custom_lines, lines, way};
pub(crate) use hold::{hold, hold_by, look};
pub(crate) use preview::{order, preview, preview_of, preview_whole, shown_change};
pub(crate) use refused::explain;
pub(crate) use row::{Begin, Parts, begin, cancel, drop_action, drop_actions, link_return, push, replace, request};
pub(crate) use tell::tell;
