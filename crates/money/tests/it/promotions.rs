//! The worked examples of promotions, and what was found beside them.

use std::slice::from_ref;

use money::{
    Operator, Rule,
    promotion::{Allocation, Item, Kind, Method, Promotion, Target, TargetType, apply},
};
use uuid::Uuid;

use crate::made::{EUR, MEDUSA, a, in_euros, item, of, off, taken};

fn percent(allocation: Allocation, value: &str) -> Promotion {
    off(Method::Percentage, allocation, value, 1)
}

fn fixed(allocation: Allocation, value: &str) -> Promotion {
    off(Method::Fixed, allocation, value, 1)
}

fn at_most(pieces: u32, promotion: Promotion) -> Promotion {
    Promotion { max_quantity: Some(pieces), ..promotion }
}

/// The same with both roundings.
fn check(promotions: &[Promotion], items: &[Item], wanted: &[&[&str]]) {
    for rounding in [MEDUSA, EUR] {
        assert_eq!(taken(promotions, items, rounding), wanted, "{rounding:?}");
    }
}

#[test]
fn p1_percent_across() {
    check(&[percent(Allocation::Across, "10")], &[item("250", 1), item("150", 1)], &[&["25", "15"]]);
}

#[test]
fn p2_twice_an_amount_across() {
    let twice = [fixed(Allocation::Across, "100"), off(Method::Fixed, Allocation::Across, "100", 2)];
    check(&twice, &[item("250", 1), item("150", 1)], &[&["62.5", "37.5"], &["62.5", "37.5"]]);
}

#[test]
fn p3_an_amount_that_cannot_be_split_evenly() {
    let (promotion, items) = ([fixed(Allocation::Across, "10")], [item("9.99", 1), item("9.99", 1), item("9.99", 1)]);
    assert_eq!(taken(&promotion, &items, MEDUSA), [["3.3333333333333333333"; 3]]);
    assert_eq!(taken(&promotion, &items, EUR), [["3.34", "3.33", "3.33"]]);
}

#[test]
fn p4_and_p5_each_of_some_pieces() {
    let four = [item("200", 4)];
    check(&[at_most(2, fixed(Allocation::Each, "5"))], &four, &[&["10"]]);
    check(&[at_most(2, percent(Allocation::Each, "10"))], &four, &[&["10"]]);
    check(&[percent(Allocation::Each, "10")], &four, &[&["5"]]);
}

#[test]
fn p6_once_takes_the_cheapest_pieces() {
    check(&[at_most(3, percent(Allocation::Once, "100"))], &[item("80", 4), item("10", 2)], &[&["20", "10"]]);
    check(&[percent(Allocation::Once, "100")], &[item("80", 4)], &[&["0"]]);
}

#[test]
fn p7_each_works_on_what_the_earlier_ones_left() {
    let both = [at_most(1, percent(Allocation::Each, "20")), fixed(Allocation::Across, "10")];
    let items = [item("100", 1), item("50", 1)];
    assert_eq!(taken(&both, &items, EUR), [["20", "10"], ["6.67", "3.33"]]);
    let exact = taken(&both, &items, MEDUSA);
    assert_eq!((exact[1][0].as_str(), exact[1][1].as_str()), ("6.6666666666666666667", "3.3333333333333333333"));
}

#[test]
fn p8_off_prices_with_tax() {
    let gross = Promotion { is_tax_inclusive: true, ..percent(Allocation::Across, "10") };
    let net = off(Method::Percentage, Allocation::Across, "10", 2);
    let items = [Item { original_total: a("119"), ..item("100", 1) }];
    check(&[gross, net], &items, &[&["11.9"], &["9"]]);
}

#[test]
fn p9_and_p10_no_more_than_allowed_and_than_there_is() {
    let capped = Promotion { max_amount: Some(a("15")), ..percent(Allocation::Across, "10") };
    check(&[capped], &[item("100", 1), item("100", 1)], &[&["10", "5"]]);
    check(&[fixed(Allocation::Across, "200")], &[item("30", 1), item("20", 1)], &[&["30", "20"]]);
}

fn deal(buy: &str, get: &str, min_quantity: u32, apply_to: u32) -> Promotion {
    let rules = |product: &str| vec![Rule::new("items.product.id", Operator::Eq, [product])];
    Promotion {
        kind: Kind::BuyGet { buy_rules: rules(buy), min_quantity, apply_to },
        target_rules: rules(get),
        ..percent(Allocation::Each, "100")
    }
}

fn shirt(subtotal: &str, quantity: u32) -> Item {
    of(item(subtotal, quantity), "product.id", "shirt")
}

fn mug(subtotal: &str, quantity: u32) -> Item {
    of(item(subtotal, quantity), "product.id", "mug")
}

#[test]
fn b1_to_b4_buy_and_get() {
    let same = deal("shirt", "shirt", 2, 1);
    check(from_ref(&same), &[shirt("30", 3)], &[&["10"]]);
    check(&[at_most(3, same.clone())], &[shirt("90", 9)], &[&["30"]]);
    let half = Promotion { value: a("50"), ..deal("shirt", "mug", 1, 1) };
    check(&[half], &[shirt("40", 2), mug("8", 1)], &[&["0", "4"]]);
    check(&[same], &[shirt("20", 2)], &[&["0"]]);
}

/// Two rounds of two and one want six pieces: five of them are one round, for a piece that qualified is not given as well.
#[test]
fn b5_no_piece_is_used_twice() {
    check(&[at_most(2, deal("shirt", "shirt", 2, 1))], &[shirt("50", 5)], &[&["10"]]);
    check(&[at_most(2, deal("shirt", "shirt", 2, 1))], &[shirt("60", 6)], &[&["20"]]);
    let again = Promotion { id: Uuid::from_u128(2), ..deal("shirt", "shirt", 2, 1) };
    check(&[deal("shirt", "shirt", 2, 1), again.clone()], &[shirt("50", 5)], &[&["10"], &["0"]]);
    check(&[deal("shirt", "shirt", 2, 1), again], &[shirt("60", 6)], &[&["10"], &["10"]]);
}

#[test]
fn b6_over_several_lines_and_a_million_pieces() {
    let deal = at_most(1_000_000, deal("shirt", "mug", 2, 1));
    check(from_ref(&deal), &[shirt("10", 1), shirt("9", 1), mug("5", 1)], &[&["0", "0", "5"]]);
    check(&[deal], &[shirt("1000000", 1_000_000), mug("1000000", 1_000_000)], &[&["0", "500000"]]);
    let cheap = Promotion {
        currency_code: Some("eur".to_owned()),
        method: Method::Fixed,
        value: a("3"),
        ..self::deal("shirt", "mug", 1, 1)
    };
    check(&[cheap], &[shirt("10", 1), mug("10", 2)], &[&["0", "3"]]);
    check(&[self::deal("shirt", "mug", 1, 2)], &[shirt("10", 1), mug("10", 2)], &[&["0", "0"]]);
}

#[test]
fn buyget_goes_first_then_the_higher_value_then_the_older() {
    let small = off(Method::Fixed, Allocation::Across, "10", 1);
    let large = off(Method::Percentage, Allocation::Across, "50", 2);
    let free = Promotion { id: Uuid::from_u128(3), value: a("1"), ..deal("shirt", "shirt", 1, 1) };
    let items = [shirt("100", 2)];
    let wanted = [["10"], ["49.75"], ["0.5"]];
    assert_eq!(taken(&[small.clone(), large.clone(), free.clone()], &items, EUR), wanted);
    let made = apply(&[free, large, small], &items, &[], &in_euros(), EUR).unwrap();
    let amounts: Vec<_> = made.iter().map(|one| (one.promotion, one.amount.to_string())).collect();
    assert_eq!(
        amounts,
        [(0, "0.5".to_owned()), (1, "49.75".to_owned()), (2, "10".to_owned())],
        "in whatever order they come"
    );
}

#[test]
fn what_is_no_target() {
    let card = Item { is_discountable: false, ..item("50", 1) };
    check(&[percent(Allocation::Across, "10")], &[card, item("0", 1), item("10", 1)], &[&["0", "0", "1"]]);
    let order = Promotion { target_type: TargetType::Order, ..percent(Allocation::Each, "10") };
    check(&[order], &[item("200", 4)], &[&["20"]]);
}

#[test]
fn shipping_methods() {
    let methods = [("5", "sm_1"), ("15", "sm_2")].map(|(cost, kind)| {
        Item::method(a(cost), a(cost), [("shipping_option.shipping_option_type_id", kind)].into_iter().collect())
    });
    let shipping = |promotion: Promotion| {
        let promotion = Promotion { target_type: TargetType::ShippingMethods, ..promotion };
        let made = apply(&[promotion], &[item("100", 1)], &methods, &in_euros(), EUR).unwrap();
        made.into_iter().map(|one| (one.target, one.amount.to_string())).collect::<Vec<_>>()
    };
    let (first, second) = (Target::ShippingMethod(0), Target::ShippingMethod(1));
    let text = ToOwned::to_owned;
    assert_eq!(shipping(fixed(Allocation::Each, "10")), [(first, text("5")), (second, text("10"))]);
    assert_eq!(shipping(percent(Allocation::Each, "100")), [(first, text("5")), (second, text("15"))]);
    assert_eq!(shipping(fixed(Allocation::Across, "10")), [(first, text("2.5")), (second, text("7.5"))]);
    assert_eq!(shipping(at_most(1, percent(Allocation::Once, "100"))), [(first, text("5"))]);
    let rule = Rule::new("shipping_methods.shipping_option.shipping_option_type_id", Operator::Eq, ["sm_2"]);
    let express = Promotion { target_rules: vec![rule], ..percent(Allocation::Each, "10") };
    assert_eq!(shipping(express), [(second, text("1.5"))]);
}

/// A line that an earlier promotion made free uses none of the pieces.
#[test]
fn once_goes_past_what_is_free_already() {
    let free = Promotion {
        target_rules: vec![Rule::new("product.id", Operator::Eq, ["mug"])],
        ..percent(Allocation::Across, "100")
    };
    let once = at_most(1, off(Method::Percentage, Allocation::Once, "50", 2));
    check(&[free, once], &[mug("5", 1), shirt("20", 1)], &[&["5", "0"], &["0", "10"]]);
}

/// 20.00 for three pieces: a piece is 6.66, or the three would be 20.01; all amounts are in cents.
#[test]
fn pieces_of_a_line_that_does_not_divide() {
    let one = at_most(1, percent(Allocation::Each, "100"));
    assert_eq!(taken(&[one], &[item("20", 3)], EUR), [["6.66"]]);
    let all = percent(Allocation::Across, "100");
    check(&[all], &[item("20", 3)], &[&["20"]]);
    let capped = Promotion { max_amount: Some(a("1.005")), ..percent(Allocation::Across, "50") };
    assert_eq!(taken(&[capped], &[item("10", 1)], EUR), [["1"]]);
    let limited = at_most(1, fixed(Allocation::Across, "100"));
    assert_eq!(taken(&[limited], &[item("20", 3), item("5", 1)], EUR), [["6.66", "5"]]);
}

#[test]
fn too_many() {
    let items = vec![item("1", 1); money::promotion::MOST_LINES + 1];
    let refused = apply(&[], &items, &[], &in_euros(), EUR).unwrap_err();
    assert_eq!(refused.to_string(), "more items than can be counted: at most 500");
    let promotions = vec![percent(Allocation::Across, "1"); money::promotion::MOST_PROMOTIONS + 1];
    assert!(apply(&promotions, &[], &[], &in_euros(), EUR).is_err());
    let rules = vec![Rule::new("x", Operator::Eq, ["y"]); money::promotion::MOST_RULES + 1];
    let heavy = Promotion { target_rules: rules, ..percent(Allocation::Across, "1") };
    assert!(apply(&[heavy], &[], &[], &in_euros(), EUR).is_err());
    assert_eq!(apply(&[], &[], &[], &in_euros(), EUR), Ok(Vec::new()));
}
