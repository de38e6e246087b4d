//! What was promised is taken when goods leave, in shops that do not take it at once.
//!
//! A provider such as Stripe takes of a promise once, and lets go what is not taken with it. So all of it is taken when the last of an order
//! has left; and where some of it is still here when the promise is about to end, what has left by then. The shop is told before that.

mod ending;
mod open;
mod shipped;

pub(in crate::payment) use ending::Ending;
pub(crate) use shipped::Shipped;
