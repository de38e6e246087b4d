//! One line: so many pieces at a price, with tax and discounts. A shipping method is a line of one piece.

use super::{Sums, shares};
use crate::{Amount, Rounding};

/// What is bought, or how it is sent. What is below zero counts as zero.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// The price of a piece. It may be finer than the currency (0.005 a screw): rounding begins with price × quantity.
    pub price: Amount,
    /// Pieces.
    pub quantity: u32,
    /// Whether the price includes tax.
    pub is_tax_inclusive: bool,
    /// Tax rates in percent.
    pub rates: Vec<Amount>,
    /// Discounts.
    pub adjustments: Vec<Adjustment>,
}

impl Line {
    /// A shipping method.
    pub fn method(amount: Amount, is_tax_inclusive: bool, rates: Vec<Amount>, adjustments: Vec<Adjustment>) -> Self {
        Self { price: amount, quantity: 1, is_tax_inclusive, rates, adjustments }
    }
}

/// A discount of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adjustment {
    /// What is taken off all pieces together.
    pub amount: Amount,
    /// Whether that includes tax.
    pub is_tax_inclusive: bool,
}

/// What a line comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineTotals {
    /// The line's own.
    pub sums: Sums,
    /// Of each rate, in their order: the tax with (`total`) and without discounts (`subtotal`).
    pub tax_lines: Vec<Part>,
    /// Of each adjustment, in their order: its own amount with (`total`) and without tax (`subtotal`).
    pub adjustments: Vec<Part>,
}

/// What a tax line or an adjustment answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    pub subtotal: Amount,
    pub total: Amount,
}

/// What a line comes to. With [`Rounding::Currency`] the side that the customer was told stays as he was told it: net prices
/// net, gross prices gross.
pub fn line(line: &Line, rounding: Rounding) -> LineTotals {
    let rates: Vec<Amount> = line.rates.iter().map(Amount::at_least_zero).collect();
    let factor = &Amount::from(1) + &rates.iter().sum::<Amount>().percent().r(20);
    let taxed = Taxed { rates, factor, rounding };
    let gross = &line.price.at_least_zero() * &Amount::from(line.quantity);
    let adjustments: Vec<Part> = line.adjustments.iter().map(|adjustment| taxed.adjustment(adjustment)).collect();
    let (sums, tax_lines) = match (rounding, line.is_tax_inclusive) {
        (Rounding::None(_), _) => taxed.exact(&gross, line.is_tax_inclusive, &adjustments),
        (Rounding::Currency(digits), true) => taxed.inclusive(gross.r(digits), line, &adjustments, digits),
        (Rounding::Currency(digits), false) => taxed.exclusive(&gross.r(digits), line, &adjustments),
    };
    LineTotals { sums, tax_lines, adjustments }
}

struct Taxed {
    rates: Vec<Amount>,
    /// With tax to without: 1.19.
    factor: Amount,
    rounding: Rounding,
}

impl Taxed {
    fn adjustment(&self, Adjustment { amount, is_tax_inclusive }: &Adjustment) -> Part {
        let amount = self.rounding.r(&amount.at_least_zero());
        if *is_tax_inclusive {
            Part { subtotal: self.net(&amount), total: amount }
        } else {
            Part { total: self.rounding.r(&self.with_tax(&amount)), subtotal: amount }
        }
    }

    /// Medusa's arithmetic.
    fn exact(&self, gross: &Amount, is_inclusive: bool, adjustments: &[Part]) -> (Sums, Vec<Part>) {
        let subtotal = if is_inclusive { self.net(gross) } else { gross.clone() };
        let discount_subtotal: Amount = adjustments.iter().map(|part| &part.subtotal).sum();
        let (taxes, originals) = (self.taxes(&(&subtotal - &discount_subtotal)), self.taxes(&subtotal));
        let (tax_total, original_tax_total): (Amount, Amount) = (taxes.iter().sum(), originals.iter().sum());
        let discount_tax_total = &original_tax_total - &tax_total;
        let sums = Sums {
            total: &(&subtotal - &discount_subtotal) + &tax_total,
            original_total: if is_inclusive { gross.clone() } else { &subtotal + &original_tax_total },
            discount_total: &discount_subtotal + &discount_tax_total,
            subtotal,
            discount_subtotal,
            tax_total,
            original_tax_total,
            discount_tax_total,
        };
        (sums, parts(originals, taxes))
    }

    fn exclusive(&self, subtotal: &Amount, line: &Line, adjustments: &[Part]) -> (Sums, Vec<Part>) {
        let originals = self.taxes(subtotal);
        let original_tax_total: Amount = originals.iter().sum();
        let original_total = subtotal + &original_tax_total;
        let mut discount_subtotal = adjustments.iter().map(|part| &part.subtotal).sum::<Amount>().min(subtotal.clone());
        // All of the gross price is all of the net one, though its net rounds to a coin less.
        let is_told_gross = line.adjustments.iter().any(|adjustment| adjustment.is_tax_inclusive);
        if is_told_gross && adjustments.iter().map(|part| &part.total).sum::<Amount>() >= original_total {
            discount_subtotal = subtotal.clone();
        }
        let base = subtotal - &discount_subtotal;
        let taxes = self.taxes(&base);
        let tax_total: Amount = taxes.iter().sum();
        let total = &base + &tax_total;
        (Sums::derived(total, tax_total, original_total, original_tax_total), parts(originals, taxes))
    }

    fn inclusive(&self, original_total: Amount, line: &Line, adjustments: &[Part], digits: u8) -> (Sums, Vec<Part>) {
        let original_tax_total = &original_total - &self.net(&original_total);
        let mut discount_total = adjustments.iter().map(|part| &part.total).sum::<Amount>().min(original_total.clone());
        // All of the net price is all of the gross one, though its gross rounds to a coin less: 100 % off costs nothing.
        let is_told_net = line.adjustments.iter().any(|adjustment| !adjustment.is_tax_inclusive);
        let net = adjustments.iter().map(|part| &part.subtotal).sum::<Amount>();
        if is_told_net && net.is_positive() && net >= &original_total - &original_tax_total {
            discount_total = original_total.clone();
        }
        let total = &original_total - &discount_total;
        let tax_total = &total - &self.net(&total);
        let taxes = shares(&tax_total, &self.rates, digits);
        let originals = shares(&original_tax_total, &self.rates, digits);
        (Sums::derived(total, tax_total, original_total, original_tax_total), parts(originals, taxes))
    }

    /// The tax of each rate on an amount without tax.
    fn taxes(&self, base: &Amount) -> Vec<Amount> {
        if !base.is_positive() {
            return vec![Amount::zero(); self.rates.len()];
        }
        let tax = |rate: &Amount| match self.rounding {
            Rounding::Currency(digits) => (base * &rate.percent()).r(digits),
            Rounding::None(_) => base * &rate.percent().r(20),
        };
        self.rates.iter().map(tax).collect()
    }

    fn with_tax(&self, net: &Amount) -> Amount {
        net * &self.factor
    }

    fn net(&self, gross: &Amount) -> Amount {
        self.rounding.ratio(gross, &self.factor)
    }
}

fn parts(subtotals: Vec<Amount>, totals: Vec<Amount>) -> Vec<Part> {
    subtotals.into_iter().zip(totals).map(|(subtotal, total)| Part { subtotal, total }).collect()
}
