//! Promotions of the type `standard`, off items, shipping methods (each an item of one piece) or the order.

use std::cmp::Ordering;

use super::{Allocation, Item, Method, Promotion, ledger::Ledger};
use crate::{Amount, Rounding, totals::shares};

/// The amounts, by the places of the items.
pub(super) fn apply(promotion: &Promotion, ledger: &mut Ledger<'_>) -> Vec<(usize, Amount)> {
    let is_inclusive = promotion.is_tax_inclusive;
    let targets = (0..ledger.items.len())
        .filter(|&index| promotion.targets(&ledger.items[index]) && ledger.base(index, is_inclusive).is_positive());
    let mut targets: Vec<usize> = targets.collect();
    let wanted = match (promotion.is_across(), promotion.allocation) {
        (true, _) => across(promotion, ledger, &targets),
        (false, Allocation::Once) => {
            targets.sort_by(|a, b| by_piece(&ledger.items[*a], &ledger.items[*b]));
            once(promotion, ledger, &targets)
        }
        (false, _) => {
            let pieces = promotion.max_quantity.unwrap_or(1);
            targets.iter().filter_map(|&index| Some((index, each(promotion, ledger, index, pieces)?))).collect()
        }
    };
    let mut left = promotion.max_amount.as_ref().map(|most| match ledger.rounding {
        Rounding::Currency(digits) => most.down(digits),
        Rounding::None(_) => most.clone(),
    });
    let mut made = Vec::with_capacity(wanted.len());
    for (index, mut amount) in wanted {
        if let Some(left) = &mut left {
            amount = amount.min(left.clone());
            *left = &*left - &amount;
        }
        if amount.is_positive() {
            ledger.take(index, &amount, is_inclusive);
            made.push((index, amount));
        }
    }
    made
}

/// The cheapest piece first; of equal ones the first.
fn by_piece(a: &Item, b: &Item) -> Ordering {
    let (of_a, of_b) = (&a.subtotal * &Amount::from(b.quantity), &b.subtotal * &Amount::from(a.quantity));
    of_a.cmp(&of_b)
}

/// As each, with what is left of `max_quantity`. A line off which nothing is taken uses none of it.
fn once(promotion: &Promotion, ledger: &Ledger<'_>, targets: &[usize]) -> Vec<(usize, Amount)> {
    let mut quota = promotion.max_quantity.unwrap_or(0);
    let mut amounts = Vec::new();
    for &index in targets {
        let pieces = quota.min(ledger.items[index].quantity);
        if pieces == 0 {
            break;
        }
        if let Some(amount) = each(promotion, ledger, index, pieces) {
            quota -= pieces;
            amounts.push((index, amount));
        }
    }
    amounts
}

/// Off so many pieces of one item: at most what they cost, and what the item still costs.
fn each(promotion: &Promotion, ledger: &Ledger<'_>, index: usize, pieces: u32) -> Option<Amount> {
    let item = &ledger.items[index];
    let base = ledger.base(index, promotion.is_tax_inclusive);
    let left = base - ledger.done(index, promotion.is_tax_inclusive);
    let (quantity, counted) = (Amount::from(item.quantity), Amount::from(pieces.min(item.quantity)));
    // Pieces' share of the base as a fraction, so that thirds are rounded once: `room = above / below`.
    let (above, below) = match ledger.rounding {
        Rounding::Currency(_) if pieces >= item.quantity => (left, Amount::from(1)),
        Rounding::Currency(_) => ((&left * &quantity).min(base * &counted), quantity),
        Rounding::None(_) => (left.min(&base.div20(&quantity) * &Amount::from(pieces)), Amount::from(1)),
    };
    let wanted = match promotion.method {
        Method::Fixed => &promotion.value * &counted,
        Method::Percentage => percent(ledger.rounding, &promotion.value, &above, &below),
    };
    ledger.amount(&wanted, &room(ledger.rounding, &above, &below))
}

fn across(promotion: &Promotion, ledger: &Ledger<'_>, targets: &[usize]) -> Vec<(usize, Amount)> {
    let is_inclusive = promotion.is_tax_inclusive;
    let mut whole = Amount::zero();
    let mut rooms = Vec::with_capacity(targets.len());
    for &index in targets {
        let item = &ledger.items[index];
        let (base, done) = (ledger.base(index, is_inclusive), ledger.done(index, is_inclusive));
        whole = &whole + &(base - done);
        let pieces = promotion.max_quantity.map_or(item.quantity, |most| most.min(item.quantity));
        let (quantity, pieces) = (Amount::from(item.quantity), Amount::from(pieces));
        rooms.push(match ledger.rounding {
            _ if pieces == quantity => (base - done, Amount::from(1)),
            Rounding::Currency(_) => (&(base * &pieces) - &(done * &quantity), quantity),
            Rounding::None(_) => (&(&base.div20(&quantity) * &pieces) - done, Amount::from(1)),
        });
    }
    if !whole.is_positive() {
        return Vec::new();
    }
    let amounts: Vec<Option<Amount>> = match (ledger.rounding, promotion.method) {
        (rounding, Method::Percentage) => rooms
            .iter()
            .map(|(above, below)| {
                ledger.amount(&percent(rounding, &promotion.value, above, below), &room(rounding, above, below))
            })
            .collect(),
        (Rounding::Currency(digits), Method::Fixed) => {
            let rooms: Vec<Amount> =
                rooms.iter().map(|(above, below)| above.ratio_down(below, digits).at_least_zero()).collect();
            let parts = shares(&promotion.value.clone().min(rooms.iter().sum()), &rooms, digits);
            parts.iter().zip(&rooms).map(|(part, room)| ledger.amount(part, room)).collect()
        }
        (Rounding::None(_), Method::Fixed) => {
            rooms.iter().map(|(room, _)| ledger.amount(&(&room.div20(&whole) * &promotion.value), room)).collect()
        }
    };
    targets.iter().zip(amounts).filter_map(|(index, amount)| Some((*index, amount?))).collect()
}

fn room(rounding: Rounding, above: &Amount, below: &Amount) -> Amount {
    match rounding {
        Rounding::Currency(digits) => above.ratio_down(below, digits),
        Rounding::None(_) => above.clone(),
    }
}

/// So many percent of `above / below`.
pub(super) fn percent(rounding: Rounding, value: &Amount, above: &Amount, below: &Amount) -> Amount {
    match rounding {
        Rounding::Currency(digits) => (&value.percent() * above).ratio(below, digits),
        Rounding::None(_) => &value.percent().r(20) * above,
    }
}
