//! The eight amounts that lines, carts and orders all have.

use std::ops::Add;

use crate::Amount;

/// Named as on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Without tax and before discounts.
    pub subtotal: Amount,
    /// The discounts without tax.
    pub discount_subtotal: Amount,
    /// The tax on what is left after discounts.
    pub tax_total: Amount,
    /// What is to be paid.
    pub total: Amount,
    /// The tax as it were without discounts.
    pub original_tax_total: Amount,
    /// What were to be paid without discounts.
    pub original_total: Amount,
    /// The tax that the discounts save.
    pub discount_tax_total: Amount,
    /// The discounts with tax.
    pub discount_total: Amount,
}

impl Sums {
    /// Medusa's `original_subtotal`: it says the same as `subtotal`.
    pub fn original_subtotal(&self) -> Amount {
        &self.original_total - &self.original_tax_total
    }

    /// From the four amounts that the others follow from.
    pub(crate) fn derived(
        total: Amount,
        tax_total: Amount,
        original_total: Amount,
        original_tax_total: Amount,
    ) -> Self {
        let discount_total = &original_total - &total;
        let discount_tax_total = &original_tax_total - &tax_total;
        Self {
            subtotal: &original_total - &original_tax_total,
            discount_subtotal: &discount_total - &discount_tax_total,
            tax_total,
            total,
            original_tax_total,
            original_total,
            discount_tax_total,
            discount_total,
        }
    }
}

impl Add for &Sums {
    type Output = Sums;

    fn add(self, other: Self) -> Sums {
        Sums {
            subtotal: &self.subtotal + &other.subtotal,
            discount_subtotal: &self.discount_subtotal + &other.discount_subtotal,
            tax_total: &self.tax_total + &other.tax_total,
            total: &self.total + &other.total,
            original_tax_total: &self.original_tax_total + &other.original_tax_total,
            original_total: &self.original_total + &other.original_total,
            discount_tax_total: &self.discount_tax_total + &other.discount_tax_total,
            discount_total: &self.discount_total + &other.discount_total,
        }
    }
}

impl<'a> std::iter::Sum<&'a Self> for Sums {
    fn sum<I: Iterator<Item = &'a Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| &sum + one)
    }
}
