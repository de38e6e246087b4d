//! From a cart to an order: one way to it, whoever asks.
//!
//! The order is one statement (`private.place_order`): rows, credit, promotions, payment, stock, books and the event, all of it or none.
//! Asking again for a cart that was completed answers its order.

mod checks;
mod numbers;
mod place;
mod refused;

pub(crate) use numbers::Numbers;
pub(crate) use place::{Outcome, place};
