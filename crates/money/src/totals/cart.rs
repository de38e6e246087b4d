//! A cart or an order: sums over its lines, less what credit pays.

use super::{LineTotals, Sums};
use crate::{Amount, Rounding};

/// What a cart or an order comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CartTotals {
    /// Of items and shipping together; `total` is what is left to pay after credit.
    pub sums: Sums,
    /// `item_*`, and `original_item_*`.
    pub items: Sums,
    /// `shipping_*`, and `original_shipping_*`.
    pub shipping: Sums,
    /// What credit pays: store credit, gift cards, points. No tax is in it.
    pub credit_line_total: Amount,
}

/// Sums up lines and shipping methods, whose amounts are rounded already, and takes credit off: at most what there is to pay. Credit below
/// zero was taken back: so much more is to be paid.
/// With [`Rounding::None`] a credit of one least coin or less is none (medusa `totals/credit-lines`).
pub fn cart(items: &[LineTotals], shipping: &[LineTotals], credits: &[Amount], rounding: Rounding) -> CartTotals {
    let items: Sums = items.iter().map(|line| &line.sums).sum();
    let shipping: Sums = shipping.iter().map(|line| &line.sums).sum();
    let mut sums = &items + &shipping;
    let mut credit: Amount = credits.iter().map(|credit| rounding.r(credit)).sum();
    if matches!(rounding, Rounding::None(_)) {
        credit = rounding.beyond_a_unit(credit);
    }
    let to_pay = &(&sums.subtotal + &sums.tax_total) - &sums.discount_subtotal;
    let credit_line_total = credit.min(to_pay.at_least_zero());
    sums.total = &to_pay - &credit_line_total;
    CartTotals { sums, items, shipping, credit_line_total }
}
