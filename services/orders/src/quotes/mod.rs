//! Quotes: offers that customers answer by a link.
//!
//! What is offered is counted as a cart is ([`offer()`]), and kept as it was counted. Sending makes a token, of which only the hash is kept,
//! a paper and a mail; accepting makes an order, once (`private.accept_quote`). A quote that was sent is not changed: it is canceled, and
//! another one is made.

mod answer;
mod offer;
mod open;
mod send;
mod sums;
mod told;
mod write;

pub(crate) use answer::{accept, decline};
pub(crate) use offer::{Asked, Wished, begun, offer};
pub(crate) use open::{Opened, open};
pub(crate) use send::send;
pub(crate) use sums::deposit;
pub(crate) use told::{of_customer, told};
pub(crate) use write::{Rest, cancel, create, remove, update};
