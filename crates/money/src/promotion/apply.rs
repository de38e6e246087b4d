//! All promotions of a cart, one after another.

use std::cmp::Reverse;

use super::{Context, Item, Kind, Promotion, TargetType, buyget, ledger::Ledger, standard};
use crate::{Amount, Rounding};

/// Items and shipping methods of a cart, each.
pub const MOST_LINES: usize = 500;
/// Promotions of a cart.
pub const MOST_PROMOTIONS: usize = 100;
/// Rules of a promotion, of each kind: who writes them is to refuse more.
pub const MOST_RULES: usize = 20;

/// An adjustment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Which of the promotions, as they were given.
    pub promotion: usize,
    /// Off what.
    pub target: Target,
    /// How much, over all its pieces.
    pub amount: Amount,
    /// Whether that includes tax.
    pub is_tax_inclusive: bool,
}

/// What is discounted, by its place in what was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Item(usize),
    ShippingMethod(usize),
}

/// A cart that nobody fills by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more {what} than can be counted: at most {most}")]
pub struct TooMany {
    /// Of what.
    pub what: &'static str,
    /// So many are counted.
    pub most: usize,
}

/// The adjustments of all promotions that hold, in the order in which they were made. Each promotion works on what the
/// earlier ones left: `buyget` before `standard`, the higher value first (percent and amounts compared as numbers, as in
/// Medusa), then the greater quantities, then the older one. The order in which they are given says nothing.
pub fn apply(
    promotions: &[Promotion],
    items: &[Item],
    methods: &[Item],
    context: &Context,
    rounding: Rounding,
) -> Result<Vec<Applied>, TooMany> {
    check("items", items.len(), MOST_LINES)?;
    check("shipping methods", methods.len(), MOST_LINES)?;
    check("promotions", promotions.len(), MOST_PROMOTIONS)?;
    for promotion in promotions {
        let bought = match &promotion.kind {
            Kind::Standard => 0,
            Kind::BuyGet { buy_rules, .. } => buy_rules.len(),
        };
        let most = promotion.rules.len().max(promotion.target_rules.len()).max(bought);
        check("rules of a promotion", most, MOST_RULES)?;
    }
    let is_gross_asked = promotions.iter().any(|promotion| promotion.is_tax_inclusive);
    let mut of_items = Ledger::new(items, rounding, is_gross_asked);
    let mut of_methods = Ledger::new(methods, rounding, is_gross_asked);
    let mut all = Vec::new();
    for (index, promotion) in in_order(promotions) {
        if !promotion.holds(items, context) {
            continue;
        }
        let is_shipping = promotion.target_type == TargetType::ShippingMethods;
        let (made, is_tax_inclusive) = match &promotion.kind {
            Kind::BuyGet { buy_rules, min_quantity, apply_to } => {
                let deal = buyget::Deal { promotion, buy_rules, min_quantity: *min_quantity, apply_to: *apply_to };
                (deal.apply(&mut of_items), false)
            }
            Kind::Standard => {
                let ledger = if is_shipping { &mut of_methods } else { &mut of_items };
                (standard::apply(promotion, ledger), promotion.is_tax_inclusive)
            }
        };
        let is_of_method = is_shipping && matches!(promotion.kind, Kind::Standard);
        all.extend(made.into_iter().map(|(line, amount)| Applied {
            promotion: index,
            target: if is_of_method { Target::ShippingMethod(line) } else { Target::Item(line) },
            amount,
            is_tax_inclusive,
        }));
    }
    Ok(all)
}

fn check(what: &'static str, length: usize, most: usize) -> Result<(), TooMany> {
    if length > most { Err(TooMany { what, most }) } else { Ok(()) }
}

/// With their places in what was given.
fn in_order(promotions: &[Promotion]) -> Vec<(usize, &Promotion)> {
    let mut order: Vec<_> = promotions.iter().enumerate().collect();
    order.sort_by_cached_key(|(index, promotion)| {
        let (kind, min_quantity, apply_to) = match &promotion.kind {
            Kind::BuyGet { min_quantity, apply_to, .. } => (0, *min_quantity, *apply_to),
            Kind::Standard => (1, 0, 0),
        };
        (kind, Reverse(promotion.value.clone()), Reverse(min_quantity), Reverse(apply_to), promotion.id, *index)
    });
    order
}
