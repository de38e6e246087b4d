//! What pieces that come back are worth. `total` is always that of the whole line, as it was sold.

use super::Sums;
use crate::{Amount, Rounding};

/// What is given back in all for `pieces` of `quantity`. The next return is worth the difference of two such values, so the
/// last one brings the rest, and in any order of returns never more than the line is given back.
pub fn returned(total: &Amount, quantity: u32, pieces: u32, rounding: Rounding) -> Amount {
    if pieces >= quantity {
        return if quantity == 0 { Amount::zero() } else { total.clone() };
    }
    rounding.ratio(&(total * &Amount::from(pieces)), &Amount::from(quantity))
}

/// `refundable_total`: what is left when all pieces that came back, and those that are asked for, are gone.
pub fn refundable(total: &Amount, quantity: u32, pieces: u32, rounding: Rounding) -> Amount {
    total - &returned(total, quantity, pieces, rounding)
}

/// `refundable_total_per_unit`, to 20 digits; zero when nothing is left.
pub fn refundable_per_unit(total: &Amount, quantity: u32, pieces: u32, rounding: Rounding) -> Amount {
    let left = quantity.saturating_sub(pieces);
    refundable(total, quantity, pieces, rounding).div20(&Amount::from(left))
}

/// The line's totals without the pieces that came back (received or dismissed): what an order answers for it. The two
/// identities hold for what is left as they did for the whole.
pub fn remaining(whole: &Sums, quantity: u32, pieces: u32, rounding: Rounding) -> Sums {
    let left = |amount: &Amount| refundable(amount, quantity, pieces, rounding);
    let (total, original_total, tax_total) = (left(&whole.total), left(&whole.original_total), left(&whole.tax_total));
    // A discount saves no more tax than it takes off, though each of the four is rounded by itself.
    let most = &(&original_total - &total) + &tax_total;
    let original_tax_total = left(&whole.original_tax_total).min(most);
    Sums::derived(total, tax_total, original_total, original_tax_total)
}
