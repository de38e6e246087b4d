//! What becomes of an order when something of it is changed: one machine, for edits, returns, claims, exchanges and drafts.
//!
//! An order and a list of actions make another order, or are refused in Medusa's words. No database and no clock: the same order with the
//! same actions comes out the same, so what is shown before (`preview`) is what is written when it is confirmed. A change was made for a
//! version of the order, and is applied to that version or not at all.

mod action;
mod apply;
mod items;
mod refusal;
mod returns;
#[cfg(test)]
mod tests;

pub(crate) use action::{Action, Properties, What};
pub(crate) use apply::{Applied, Change, apply};
pub(crate) use refusal::Refusal;
