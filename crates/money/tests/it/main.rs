//! Lines, carts, promotions, taxes and prices against the worked examples, against a second implementation, and against
//! themselves.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails where it unwraps, as the test would")]

mod carts;
mod currencies;
mod decimals;
mod fixture;
mod hostile;
mod large;
mod lines;
mod made;
mod prices;
mod promotions;
mod random;
mod rounds;
mod rules;
mod taxes;
