//! Promotions of the type `buyget`: buy two, get one.

use std::cmp::Reverse;

use super::{Item, Method, Promotion, kinds::matches, ledger::Ledger};
use crate::{Amount, Rounding, Rule};

/// A promotion with what makes it one of this type.
pub(super) struct Deal<'a> {
    pub(super) promotion: &'a Promotion,
    pub(super) buy_rules: &'a [Rule],
    pub(super) min_quantity: u32,
    pub(super) apply_to: u32,
}

/// Pieces of an item.
type Pieces = (usize, u32);

impl Deal<'_> {
    /// Rounds: each takes pieces that qualify, then discounts others, until `max_quantity` (1 where none is set) pieces are
    /// discounted or too few are left. No piece is used twice, nor by another promotion.
    pub(super) fn apply(&self, ledger: &mut Ledger<'_>) -> Vec<(usize, Amount)> {
        let most = self.promotion.max_quantity.unwrap_or(1);
        if self.min_quantity == 0 || self.apply_to == 0 || self.buy_rules.is_empty() {
            return Vec::new();
        }
        let buy = dearest_first(ledger.items, |item| matches(self.buy_rules, item));
        let target = dearest_first(ledger.items, |item| self.promotion.targets(item));
        let mut left: Vec<u32> =
            ledger.items.iter().zip(&ledger.used).map(|(item, used)| item.quantity.saturating_sub(*used)).collect();
        let mut given = vec![0u32; ledger.items.len()];
        let mut allowance = most;
        while let Some((bought, got)) = self.round(&buy, &target, &left, allowance) {
            let times = self.times(&bought, &got, &left, allowance);
            for (index, pieces) in bought.iter().chain(&got) {
                left[*index] = left[*index].saturating_sub(pieces.saturating_mul(times));
            }
            for (index, pieces) in &got {
                given[*index] += pieces * times;
            }
            allowance -= self.apply_to * times;
        }
        for (used, (item, left)) in ledger.used.iter_mut().zip(ledger.items.iter().zip(&left)) {
            *used = item.quantity - left;
        }
        let mut made = Vec::new();
        for index in target {
            let Some(amount) = self.amount(ledger, index, given[index]) else { continue };
            ledger.take(index, &amount, false);
            made.push((index, amount));
        }
        made
    }

    /// The pieces of one round: those that qualify, and those that are discounted.
    fn round(
        &self,
        buy: &[usize],
        target: &[usize],
        left: &[u32],
        allowance: u32,
    ) -> Option<(Vec<Pieces>, Vec<Pieces>)> {
        if allowance < self.apply_to {
            return None;
        }
        let bought = pick(self.min_quantity, buy, |index| left[index])?;
        let of_bought = |index| bought.iter().find(|(one, _)| *one == index).map_or(0, |(_, pieces)| *pieces);
        let got = pick(self.apply_to, target, |index| left[index].saturating_sub(of_bought(index)))?;
        Some((bought, got))
    }

    /// How often the round comes out the same, so that a million pieces are counted in a few steps. A round over more items
    /// than one on either side uses one of them up: it is counted once.
    fn times(&self, bought: &[Pieces], got: &[Pieces], left: &[u32], allowance: u32) -> u32 {
        let ([(from, _)], [(to, _)]) = (bought, got) else { return 1 };
        let of_pieces = if from == to {
            // Both come off the same pile.
            left[*from] / self.min_quantity.saturating_add(self.apply_to)
        } else {
            (left[*from] / self.min_quantity).min(left[*to] / self.apply_to)
        };
        of_pieces.min(allowance / self.apply_to).max(1)
    }

    fn amount(&self, ledger: &Ledger<'_>, index: usize, pieces: u32) -> Option<Amount> {
        let Item { subtotal, quantity, .. } = &ledger.items[index];
        let (pieces, quantity) = (Amount::from(pieces), Amount::from(*quantity));
        let value = &self.promotion.value;
        let price = match ledger.rounding {
            Rounding::Currency(digits) => (subtotal * &pieces).ratio_down(&quantity, digits),
            Rounding::None(_) => &subtotal.div20(&quantity) * &pieces,
        };
        let wanted = match (self.promotion.method, ledger.rounding) {
            (Method::Fixed, _) => (value * &pieces).min(price),
            (Method::Percentage, Rounding::Currency(digits)) => {
                (&(subtotal * &pieces) * &value.percent()).ratio(&quantity, digits)
            }
            (Method::Percentage, Rounding::None(_)) => (&price * &value.percent()).r(20),
        };
        ledger.amount(&wanted, &(subtotal - ledger.done(index, false)))
    }
}

/// The items of which it holds, the line that costs most first; of equal ones the first.
fn dearest_first(items: &[Item], holds: impl Fn(&Item) -> bool) -> Vec<usize> {
    let mut found: Vec<usize> = (0..items.len()).filter(|&index| holds(&items[index])).collect();
    found.sort_by_key(|&index| Reverse(&items[index].subtotal));
    found
}

/// So many pieces of the items in their order; `None` if there are fewer.
fn pick(mut wanted: u32, items: &[usize], left: impl Fn(usize) -> u32) -> Option<Vec<Pieces>> {
    let mut picked = Vec::new();
    for &index in items {
        if wanted == 0 {
            break;
        }
        let pieces = left(index).min(wanted);
        if pieces > 0 {
            picked.push((index, pieces));
            wanted -= pieces;
        }
    }
    (wanted == 0).then_some(picked)
}
