//! What is packed and sent: who sends it, and how much of an order is where.
//!
//! A fulfilment takes what was kept for its lines off the stock (`private.ship_reserved`); canceled, it is there again
//! (`private.unship`). Whoever does something to one holds its order, so of a line never more is delivered than was shipped, shipped than
//! was fulfilled, fulfilled than was ordered; the row of the line checks the same once more.

mod create;
mod found;
mod progress;
mod provider;
mod refused;
mod rows;

pub(crate) use create::{Label, Parcel, Piece, create};
pub(crate) use found::{find, in_it, order_of};
pub(crate) use progress::{cancel, deliver, ship};
pub(crate) use provider::{calculate, cannot_calculate, services};
pub(crate) use rows::{Fulfillment, of_orders, one_of};
