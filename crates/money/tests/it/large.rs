//! A large cart comes out in both ways of rounding.

use money::{
    Rounding,
    promotion::{Allocation, Item, Method, Promotion, apply},
    totals::{Line, LineTotals, cart, line},
};

use crate::made::{EUR, MEDUSA, a, a_line, in_euros, of, off};

/// A hundred lines, ten promotions with rules: lines, promotions, lines again, sums.
fn count(rounding: Rounding) {
    let lines: Vec<Line> =
        (1..=100).map(|n: u32| a_line(&format!("{n}.99"), n % 7 + 1, &["19", "7"], &[], n.is_multiple_of(2))).collect();
    let methods = [Method::Percentage, Method::Fixed];
    let allocations = [Allocation::Across, Allocation::Each, Allocation::Once];
    let promotions: Vec<Promotion> = (0..10usize)
        .map(|n| Promotion {
            max_quantity: Some(3),
            is_tax_inclusive: n.is_multiple_of(4),
            target_rules: vec![money::Rule::new("items.product.id", money::Operator::Ne, [format!("prod_{n}")])],
            ..off(methods[n % 2], allocations[n % 3], "5", n as u128)
        })
        .collect();
    let before: Vec<LineTotals> = lines.iter().map(|one| line(one, rounding)).collect();
    let items: Vec<Item> = before
        .iter()
        .zip(&lines)
        .enumerate()
        .map(|(n, (totals, line))| {
            let item = Item {
                subtotal: totals.sums.subtotal.clone(),
                original_total: totals.sums.original_total.clone(),
                quantity: line.quantity,
                is_discountable: true,
                ..Item::default()
            };
            of(item, "product.id", &format!("prod_{n}"))
        })
        .collect();
    let made = apply(&promotions, &items, &[], &in_euros(), rounding).unwrap();
    let mut lines = lines;
    for one in &made {
        let money::promotion::Target::Item(index) = one.target else { panic!("{one:?}") };
        let adjustment =
            money::totals::Adjustment { amount: one.amount.clone(), is_tax_inclusive: one.is_tax_inclusive };
        lines[index].adjustments.push(adjustment);
    }
    let after: Vec<LineTotals> = lines.iter().map(|one| line(one, rounding)).collect();
    let total = cart(&after, &[], &[], rounding);
    assert!(made.len() > 300 && total.sums.total.is_positive() && total.sums.discount_total > a("100"));
    let of_lines: Vec<_> = after.iter().map(|line| line.sums.discount_total.clone()).collect();
    let sum = of_lines.iter().fold(a("0"), |sum, one| &sum + one);
    assert_eq!(total.sums.discount_total, sum);
}

#[test]
fn a_hundred_lines_with_ten_promotions() {
    for rounding in [EUR, MEDUSA] {
        count(rounding);
    }
}
