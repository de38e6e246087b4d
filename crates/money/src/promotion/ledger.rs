//! What earlier promotions took off, so that later ones work on what is left.

use super::Item;
use crate::{Amount, Rounding};

/// More digits than a stored amount has: without an end, each promotion would add twenty.
const FINEST: u8 = 40;
/// So little is nothing (medusa `MEDUSA_EPSILON`).
const TOLERANCE: (i64, u8) = (1, 4);

/// Of a cart's items, or of its shipping methods.
pub(super) struct Ledger<'a> {
    pub(super) items: &'a [Item],
    pub(super) rounding: Rounding,
    /// What was taken off each, without tax and with it. Both are kept, for a coin may get lost on the way there and back.
    net: Vec<Amount>,
    gross: Vec<Amount>,
    /// Pieces that buyget promotions have used: as bought or as discounted.
    pub(super) used: Vec<u32>,
    /// Whether a promotion speaks of prices with tax: else nobody asks for `gross`.
    is_gross_asked: bool,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(items: &'a [Item], rounding: Rounding, is_gross_asked: bool) -> Self {
        let nothing = vec![Amount::zero(); items.len()];
        Self { items, rounding, net: nothing.clone(), gross: nothing, used: vec![0; items.len()], is_gross_asked }
    }

    /// What the item costs on the side that the promotion speaks of.
    pub(super) fn base(&self, index: usize, is_tax_inclusive: bool) -> &'a Amount {
        let item = &self.items[index];
        if is_tax_inclusive { &item.original_total } else { &item.subtotal }
    }

    /// What of it is taken off already.
    pub(super) fn done(&self, index: usize, is_tax_inclusive: bool) -> &Amount {
        if is_tax_inclusive { &self.gross[index] } else { &self.net[index] }
    }

    pub(super) fn take(&mut self, index: usize, amount: &Amount, is_tax_inclusive: bool) {
        let Item { subtotal, original_total, .. } = &self.items[index];
        let (net, gross) = match (is_tax_inclusive, self.is_gross_asked) {
            (true, _) => (self.rounding.ratio(&(amount * subtotal), original_total), amount.clone()),
            (false, true) => (amount.clone(), self.rounding.ratio(&(amount * original_total), subtotal)),
            (false, false) => (amount.clone(), Amount::zero()),
        };
        self.net[index] = &self.net[index] + &net;
        self.gross[index] = &self.gross[index] + &gross;
    }

    /// An adjustment's amount: what is wanted, and at most what there is. `None` if that is nothing.
    pub(super) fn amount(&self, wanted: &Amount, room: &Amount) -> Option<Amount> {
        let amount = match self.rounding {
            Rounding::Currency(digits) => wanted.r(digits).min(room.down(digits)),
            Rounding::None(_) => wanted.r(FINEST).min(room.r(FINEST)),
        };
        (amount > Amount::of_units(TOLERANCE.0, TOLERANCE.1)).then_some(amount)
    }
}
