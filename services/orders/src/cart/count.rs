//! What a cart comes to.

use money::{Amount, Rounding, totals};
use serde_json::{Map, Value};

use super::{Cart, Line, Method};

/// The sums of a cart, and of each of its lines and methods in their order.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    pub(crate) rounding: Rounding,
    pub(crate) items: Vec<totals::LineTotals>,
    pub(crate) methods: Vec<totals::LineTotals>,
    pub(crate) cart: totals::CartTotals,
}

/// Sums up what stands in the rows.
pub(crate) fn count(cart: &Cart) -> Counted {
    let rounding = rounding(cart);
    let items: Vec<_> = cart.items.iter().map(|line| totals::line(&of_line(line), rounding)).collect();
    let methods: Vec<_> =
        cart.shipping_methods.iter().map(|method| totals::line(&of_method(method), rounding)).collect();
    let credits: Vec<Amount> = cart.credit_lines.iter().map(|line| line.amount.clone()).collect();
    let whole = totals::cart(&items, &methods, &credits, rounding);
    Counted { rounding, items, methods, cart: whole }
}

/// How the shop rounds sums of the cart's currency.
pub(super) fn rounding(cart: &Cart) -> Rounding {
    let name = cart.totals_rounding.as_deref().unwrap_or("currency");
    Rounding::of(name, &cart.currency_code).unwrap_or(Rounding::Currency(money::currency::digits(&cart.currency_code)))
}

pub(crate) fn of_line(line: &Line) -> totals::Line {
    totals::Line {
        price: line.unit_price.clone(),
        quantity: line.quantity,
        is_tax_inclusive: line.is_tax_inclusive,
        rates: line.tax_lines.iter().map(|tax| tax.rate.clone()).collect(),
        adjustments: line.adjustments.iter().map(adjustment).collect(),
    }
}

pub(crate) fn of_method(method: &Method) -> totals::Line {
    let rates = method.tax_lines.iter().map(|tax| tax.rate.clone()).collect();
    let adjustments = method.adjustments.iter().map(adjustment).collect();
    totals::Line::method(method.amount.clone(), method.is_tax_inclusive, rates, adjustments)
}

fn adjustment(adjustment: &super::document::Adjustment) -> totals::Adjustment {
    totals::Adjustment { amount: adjustment.amount.clone(), is_tax_inclusive: adjustment.is_tax_inclusive }
}

impl Counted {
    /// All sums of the cart, by their names on the wire.
    pub(crate) fn sums(&self) -> Vec<(&'static str, Amount)> {
        let totals::CartTotals { sums, items, shipping, credit_line_total } = &self.cart;
        let written = [
            ("total", sums.total.clone()),
            ("subtotal", sums.subtotal.clone()),
            ("tax_total", sums.tax_total.clone()),
            ("discount_total", sums.discount_total.clone()),
            ("discount_subtotal", sums.discount_subtotal.clone()),
            ("discount_tax_total", sums.discount_tax_total.clone()),
            ("original_total", sums.original_total.clone()),
            ("original_subtotal", sums.original_subtotal()),
            ("original_tax_total", sums.original_tax_total.clone()),
            ("item_total", items.total.clone()),
            ("item_subtotal", items.subtotal.clone()),
            ("item_tax_total", items.tax_total.clone()),
            ("item_discount_total", items.discount_total.clone()),
            ("original_item_total", items.original_total.clone()),
            ("original_item_subtotal", items.original_subtotal()),
            ("original_item_tax_total", items.original_tax_total.clone()),
            ("shipping_total", shipping.total.clone()),
            ("shipping_subtotal", shipping.subtotal.clone()),
            ("shipping_tax_total", shipping.tax_total.clone()),
            ("shipping_discount_total", shipping.discount_total.clone()),
            ("original_shipping_total", shipping.original_total.clone()),
            ("original_shipping_subtotal", shipping.original_subtotal()),
            ("original_shipping_tax_total", shipping.original_tax_total.clone()),
            ("credit_line_total", credit_line_total.clone()),
            ("credit_line_subtotal", credit_line_total.clone()),
            ("credit_line_tax_total", Amount::zero()),
            // Gift cards pay as credit lines; Medusa's older names stay at nothing.
            ("gift_card_total", Amount::zero()),
            ("gift_card_tax_total", Amount::zero()),
        ];
        written.into_iter().map(|(name, amount)| (name, self.rounding.written(&amount))).collect()
    }

    /// The same for the database: digits as text.
    pub(crate) fn as_text(&self) -> Value {
        let texts: Map<String, Value> = self
            .sums()
            .into_iter()
            .map(|(name, amount)| (name.to_owned(), Value::String(amount.to_string())))
            .collect();
        Value::Object(texts)
    }
}
