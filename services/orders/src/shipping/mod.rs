//! How things are sent: which options are open to a cart, and what they cost.

mod price;
mod rules;
mod shown;

pub(crate) use price::{Price, price};
pub(crate) use rules::{context, is_open, is_open_to_staff};
pub(crate) use shown::{Shown, select, short_at};
