//! What is paid with credit: codes of gift cards, how often somebody may guess them, what of a cart is paid with it, and gift cards
//! that are bought.

mod codes;
mod guesses;
mod lines;
pub(crate) mod rewards;

pub(crate) use codes::{fresh, written};
pub(crate) use guesses::count_guess;
pub(crate) use lines::{MOST, account_line, points_line, refresh};
