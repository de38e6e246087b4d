//! Sums as columns.

/// Columns whose values are sums of the same name.
macro_rules! totals {
    ($($name:ident),* $(,)?) => {
        &[$((stringify!($name), |view, out| web::fields::json(&view.sum(stringify!($name)), out))),*]
    };
}
pub(crate) use totals;

use money::{Amount, Rounding, totals::LineTotals, wire::Number};

/// A sum of a line or a method, by its name on the wire.
pub(super) fn of_line(totals: &LineTotals, rounding: Rounding, name: &str) -> Option<Number> {
    let sums = &totals.sums;
    let amount = match name {
        "total" | "item_total" => sums.total.clone(),
        "subtotal" | "item_subtotal" => sums.subtotal.clone(),
        "tax_total" | "item_tax_total" => sums.tax_total.clone(),
        "discount_total" => sums.discount_total.clone(),
        "discount_subtotal" => sums.discount_subtotal.clone(),
        "discount_tax_total" => sums.discount_tax_total.clone(),
        "original_total" => sums.original_total.clone(),
        "original_subtotal" => sums.original_subtotal(),
        "original_tax_total" => sums.original_tax_total.clone(),
        _ => return None,
    };
    Some(written(&amount, rounding))
}

/// As it is answered.
pub(super) fn written(amount: &Amount, rounding: Rounding) -> Number {
    Number(rounding.written(amount))
}
