//! What an order still owes, or is owed.

use super::CartTotals;
use crate::{Amount, Rounding};

/// `order.summary`, named as on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// As it is now, after changes and returns.
    pub current_order_total: Amount,
    /// As it was placed.
    pub original_order_total: Amount,
    /// Payments less refunds.
    pub transaction_total: Amount,
    /// Payments.
    pub paid_total: Amount,
    /// Refunds, as a number above zero.
    pub refunded_total: Amount,
    /// The total without what credit pays.
    pub accounting_total: Amount,
    /// Above zero: the customer pays it; below: he gets it back. Within one least coin it is zero.
    pub pending_difference: Amount,
}

/// The summary of an order. `return_requested` is what the pieces are worth that are on their way back; `transactions` are
/// payments above zero and refunds below.
pub fn summary(
    current: &CartTotals,
    original_total: &Amount,
    return_requested: &Amount,
    transactions: &[Amount],
    rounding: Rounding,
) -> Summary {
    let total = &current.sums.total;
    let (refunds, payments): (Vec<&Amount>, Vec<&Amount>) = transactions.iter().partition(|one| one.is_negative());
    let paid_total: Amount = payments.into_iter().sum();
    let refunded_total = refunds.into_iter().sum::<Amount>().abs();
    let transaction_total = &paid_total - &refunded_total;
    Summary {
        current_order_total: total.clone(),
        original_order_total: original_total.clone(),
        accounting_total: total + &current.credit_line_total,
        pending_difference: rounding.beyond_a_unit(&(total - return_requested) - &transaction_total),
        transaction_total,
        paid_total,
        refunded_total,
    }
}
