//! What an order comes to: what was sold, less what came back and what was given up.

use money::{
    Amount, Rounding,
    totals::{self, CartTotals, LineTotals},
};

use super::document::{Detail, Order, OrderLine};
use crate::cart::{Counted, of_line, of_method};

/// The sums of an order, and of each of its lines and methods in their order.
pub(crate) fn count(order: &Order) -> Counted {
    let rounding = rounding(order);
    let items: Vec<LineTotals> = order.items.iter().map(|item| remaining(item, rounding)).collect();
    let methods: Vec<_> =
        order.shipping_methods.iter().map(|method| totals::line(&of_method(method), rounding)).collect();
    let credits: Vec<Amount> = order.credit_lines.iter().map(|line| line.amount.clone()).collect();
    let cart: CartTotals = totals::cart(&items, &methods, &credits, rounding);
    Counted { rounding, items, methods, cart }
}

/// How its sums are rounded: as the shop said when it was placed.
pub(crate) fn rounding(order: &Order) -> Rounding {
    let digits = Rounding::Currency(money::currency::digits(&order.currency_code));
    Rounding::of(&order.totals_rounding, &order.currency_code).unwrap_or(digits)
}

/// Pieces that the customer does not pay for: they came back, or were written off.
fn gone(detail: &Detail) -> u32 {
    let pieces = detail.return_received_quantity + detail.return_dismissed_quantity + detail.written_off_quantity;
    u32::try_from(pieces.max(0)).unwrap_or(u32::MAX)
}

fn remaining(item: &OrderLine, rounding: Rounding) -> LineTotals {
    let whole = totals::line(&of_line(&item.line), rounding);
    let pieces = gone(&item.detail);
    if pieces == 0 {
        return whole;
    }
    LineTotals { sums: totals::remaining(&whole.sums, item.line.quantity, pieces, rounding), ..whole }
}

/// What of a line may still be given back, and what is asked back.
#[derive(Debug, Clone)]
pub(crate) struct Refundable {
    /// What is left when all that came back, and all that is asked back, is gone.
    pub(crate) total: Amount,
    /// The same of a piece.
    pub(crate) per_unit: Amount,
    /// What the pieces are worth that are on their way back.
    pub(crate) requested: Amount,
}

/// Of one line.
pub(crate) fn refundable(item: &OrderLine, rounding: Rounding) -> Refundable {
    let total = totals::line(&of_line(&item.line), rounding).sums.total;
    let gone = gone(&item.detail);
    let asked = u32::try_from(item.detail.return_requested_quantity.max(0)).unwrap_or(u32::MAX);
    let pieces = gone.saturating_add(asked);
    let quantity = item.line.quantity;
    let left = totals::refundable(&total, quantity, pieces, rounding);
    Refundable {
        requested: &totals::refundable(&total, quantity, gone, rounding) - &left,
        per_unit: totals::refundable_per_unit(&total, quantity, pieces, rounding),
        total: left,
    }
}

/// What is to be given back of what was paid; never more than was paid.
pub(crate) fn refund_due(order: &Order, total: &Amount) -> Amount {
    let has = (&order.paid - &order.refunded).at_least_zero();
    (&has - &total.at_least_zero()).at_least_zero()
}
