//! Short ways to write amounts, lines and promotions.

use money::{
    Amount, Attributes, Rounding,
    promotion::{Allocation, Context, Item, Kind, Method, Promotion, TargetType, apply},
    totals::{Adjustment, Line, Sums, line},
};
use proptest::prelude::ProptestConfig;
use uuid::Uuid;

pub(crate) const EUR: Rounding = Rounding::Currency(2);
pub(crate) const MEDUSA: Rounding = Rounding::None(2);

/// 256 cases, 20,000 when `KONTOR_LONG_TESTS` is set.
pub(crate) fn cases() -> ProptestConfig {
    ProptestConfig::with_cases(if std::env::var_os("KONTOR_LONG_TESTS").is_some() { 20_000 } else { 256 })
}

pub(crate) fn a(text: &str) -> Amount {
    text.parse().unwrap()
}

/// Within 10⁻¹² with Medusa's arithmetic, else exactly the same.
pub(crate) fn same(left: &Amount, right: &Amount, rounding: Rounding) -> bool {
    match rounding {
        Rounding::Currency(_) => left == right,
        Rounding::None(_) => (left - right).abs() <= a("1e-12"),
    }
}

/// `19.99 x 3 @ 19 7 - 1 - 5 incl`: with `inclusive`, the price includes tax.
pub(crate) fn sums(
    price: &str,
    quantity: u32,
    rates: &[&str],
    off: &[(&str, bool)],
    inclusive: bool,
    r: Rounding,
) -> Sums {
    line(&a_line(price, quantity, rates, off, inclusive), r).sums
}

pub(crate) fn a_line(price: &str, quantity: u32, rates: &[&str], off: &[(&str, bool)], is_tax_inclusive: bool) -> Line {
    Line {
        price: a(price),
        quantity,
        is_tax_inclusive,
        rates: rates.iter().map(|rate| a(rate)).collect(),
        adjustments: off
            .iter()
            .map(|(amount, is_tax_inclusive)| Adjustment { amount: a(amount), is_tax_inclusive: *is_tax_inclusive })
            .collect(),
    }
}

pub(crate) fn item(subtotal: &str, quantity: u32) -> Item {
    Item { subtotal: a(subtotal), original_total: a(subtotal), quantity, is_discountable: true, ..Item::default() }
}

pub(crate) fn of(mut item: Item, path: &str, value: &str) -> Item {
    item.attributes.add(path, value);
    item
}

pub(crate) fn in_euros() -> Context {
    Context { currency_code: "eur".to_owned(), attributes: Attributes::new() }
}

/// A promotion off items; the id says which of equal ones goes first.
pub(crate) fn off(method: Method, allocation: Allocation, value: &str, id: u128) -> Promotion {
    Promotion {
        id: Uuid::from_u128(id),
        kind: Kind::Standard,
        method,
        target_type: TargetType::Items,
        allocation,
        value: a(value),
        is_tax_inclusive: false,
        currency_code: (method == Method::Fixed).then(|| "eur".to_owned()),
        max_quantity: None,
        max_amount: None,
        limit: None,
        used: 0,
        rules: Vec::new(),
        target_rules: Vec::new(),
    }
}

/// What each promotion takes off each item, as text: `[["25", "15"]]`.
pub(crate) fn taken(promotions: &[Promotion], items: &[Item], rounding: Rounding) -> Vec<Vec<String>> {
    let mut table = vec![vec![Amount::zero(); items.len()]; promotions.len()];
    for one in apply(promotions, items, &[], &in_euros(), rounding).unwrap() {
        let money::promotion::Target::Item(index) = one.target else { panic!("{one:?}") };
        table[one.promotion][index] = one.amount;
    }
    table.into_iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}
