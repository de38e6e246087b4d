//! The arithmetic of carts and orders. It knows no database, no service, no clock and no thread; it only counts.
//!
//! Owns what a line, a cart and an order come to; which tax rates hold and what they make; what promotions take off and in
//! which order; which of many prices is paid; and how an amount is told to a payment provider. The rules are Medusa 2.21's
//! (`core/utils/src/totals`, `modules/promotion`, `modules/tax`, `modules/pricing`), with one choice more: a shop whose
//! `totals_rounding` is `currency` ([`Rounding::Currency`]) has every amount of a line in the digits of its currency, so
//! that what is shown adds up to what is charged.
//!
//! Must never ask the time or a table: what holds now (active, within its campaign, of this shop) the caller has seen to.
//! Must never count in floats, round where its documents do not say so, or divide without saying to how many digits. And no
//! input may make it panic, overflow or slow: amounts have bounded digits ([`Amount::new`]), quantities are `u32`, what is
//! below zero counts as zero, lists have most lengths ([`promotion::MOST_LINES`]), and what divides by zero is zero.
//!
//! | for | module |
//! |---|---|
//! | exact amounts, division to 20 digits, rounding half-up | [`Amount`] |
//! | digits of currencies | [`currency`] |
//! | amounts as JSON | [`wire`] |
//! | amounts as people write them | [`written`](written()) |
//! | lines, shipping methods, carts, orders, returns | [`totals`] |
//! | which tax rates hold | [`tax`] |
//! | what promotions take off | [`promotion`] |
//! | which price is paid | [`price`] |
//! | what Stripe is told | [`minor`](minor()) |
//!
//! A cart is counted in this order: prices, shipping methods, tax lines ([`tax::lines`]), lines without discounts
//! ([`totals::line`]), promotions on what those come to ([`promotion::apply`]), lines with them, and the cart with its credit
//! ([`totals::cart`]). Discounts never change rates, so one pass is enough.
//!
//! The same is said a second time, in Python, in `tests/fixtures/totals.py`; the tests compare.

mod attributes;
pub mod currency;
mod decimal;
mod minor;
pub mod price;
pub mod promotion;
mod rounding;
mod rule;
pub mod tax;
pub mod totals;
pub mod wire;
mod written;

pub use attributes::Attributes;
pub use decimal::{Amount, AmountError};
pub use minor::{minor, of_minor};
pub use rounding::Rounding;
pub use rule::{Operator, Rule};
pub use written::written;
