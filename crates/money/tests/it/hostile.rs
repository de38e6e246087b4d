//! Numbers that nobody pays: no panic, no overflow, and no waiting.

use bigdecimal::{BigDecimal, num_bigint::BigInt};
use money::{
    Amount, Operator, Rounding, Rule, minor, of_minor,
    promotion::{Allocation, Context, Item, Kind, Method, Promotion, TargetType, apply},
    totals::{Adjustment, Line, cart, line, refundable_per_unit, remaining, returned, shares, summary},
    wire,
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::made::cases;

/// Whatever fits into an amount, the ends of it more often than not.
fn amounts() -> impl Strategy<Value = Amount> {
    // At most 39 digits, so many of them behind the point that at most 30 stand before it.
    let long = (any::<i128>(), 9i64..=60)
        .prop_map(|(digits, scale)| Amount::new(BigDecimal::new(BigInt::from(digits), scale)).unwrap());
    let ends = prop::sample::select(vec![
        "0",
        "-0",
        "1e-60",
        "-1e-60",
        "1e29",
        "-1e29",
        "999999999999999999999999999999",
        "0.0001",
        "0.00005",
        "-1",
        "100",
        "0.005",
    ]);
    prop_oneof![3 => long, 2 => ends.prop_map(|text| text.parse().unwrap())]
}

fn counts() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), Just(1), Just(u32::MAX), Just(u32::MAX - 1), any::<u32>(), 0u32..20]
}

fn roundings() -> impl Strategy<Value = Rounding> {
    prop::sample::select(vec![
        Rounding::Currency(0),
        Rounding::Currency(2),
        Rounding::Currency(3),
        Rounding::Currency(u8::MAX),
        Rounding::None(0),
        Rounding::None(2),
        Rounding::None(u8::MAX),
    ])
}

prop_compose! {
    fn lines()(
        price in amounts(), quantity in counts(), is_tax_inclusive: bool, rates in prop::collection::vec(amounts(), 0..4),
        offs in prop::collection::vec((amounts(), any::<bool>()), 0..4),
    ) -> Line {
        let off = |(amount, is_tax_inclusive)| Adjustment { amount, is_tax_inclusive };
        Line { price, quantity, is_tax_inclusive, rates, adjustments: offs.into_iter().map(off).collect() }
    }
}

fn rules() -> impl Strategy<Value = Rule> {
    let operators = ["eq", "in", "ne", "gt", "gte", "lt", "lte"].map(|name| Operator::of(name).unwrap());
    let values = vec![
        "",
        "1",
        "-0",
        "1e999999999",
        "1e-999999999",
        "0x",
        "NaN",
        "\u{0}",
        "\u{202e}9",
        "99999999999999999999999999999999",
    ];
    let values = prop::collection::vec(prop::sample::select(values), 0..4);
    let paths = prop::sample::select(vec!["", "a", "items.", "items.a", "items.items.a", "."]);
    (paths, prop::sample::select(operators.to_vec()), values)
        .prop_map(|(path, operator, values)| Rule::new(path, operator, values))
}

prop_compose! {
    fn promotions()(
        value in amounts(), kind in 0u8..6, flags in any::<(bool, bool)>(), quantities in (counts(), counts()),
        pieces in prop::option::of(counts()), most in prop::option::of(amounts()), used in any::<(Option<u64>, u64)>(),
        rules in prop::collection::vec(rules(), 0..3), targets in prop::collection::vec(rules(), 0..2),
    ) -> Promotion {
        let buy_rules = vec![Rule::new("x", Operator::Ne, ["y"])];
        Promotion {
            id: Uuid::from_u128(1),
            kind: if kind < 3 { Kind::Standard } else { Kind::BuyGet { buy_rules, min_quantity: quantities.0, apply_to: quantities.1 } },
            method: if flags.0 { Method::Fixed } else { Method::Percentage },
            target_type: [TargetType::Items, TargetType::Order, TargetType::ShippingMethods][usize::from(kind % 3)],
            allocation: [Allocation::Each, Allocation::Across, Allocation::Once][usize::from(kind % 3)],
            value,
            is_tax_inclusive: flags.1,
            currency_code: Some("eur".to_owned()),
            max_quantity: pieces,
            max_amount: most,
            limit: used.0,
            used: used.1,
            rules: if kind == 5 { rules } else { Vec::new() },
            target_rules: if kind == 2 { targets } else { Vec::new() },
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn lines_and_carts(many in prop::collection::vec(lines(), 0..4), rounding in roundings(), more in prop::collection::vec(amounts(), 0..4), counts in (counts(), counts())) {
        let found: Vec<_> = many.iter().map(|one| line(one, rounding)).collect();
        let made = cart(&found, &found, &more, rounding);
        for one in &found {
            let left = remaining(&one.sums, counts.0, counts.1, rounding);
            prop_assert!(!serde_json::to_string(&wire::Number(left.total.clone())).unwrap().is_empty());
            prop_assert!(!serde_json::to_string(&wire::Raw(one.sums.total.clone())).unwrap().is_empty());
            returned(&one.sums.total, counts.0, counts.1, rounding);
            refundable_per_unit(&one.sums.total, counts.0, counts.1, rounding);
            if let Rounding::Currency(digits) = rounding {
                prop_assert!(!one.sums.total.is_negative() && !one.sums.tax_total.is_negative());
                prop_assert_eq!(&(&(&one.sums.subtotal - &one.sums.discount_subtotal) + &one.sums.tax_total), &one.sums.total);
                shares(&one.sums.total, &more, digits);
            }
        }
        summary(&made, &made.sums.total, &made.items.total, &more, rounding);
        for amount in &more {
            for code in ["eur", "jpy", "kwd", "isk", "", "\u{0}"] {
                if let Some(units) = minor(amount, code) {
                    prop_assert!(units >= 0);
                    of_minor(units, code);
                }
            }
        }
    }

    #[test]
    fn carts_with_promotions(
        promotions in prop::collection::vec(promotions(), 0..6), rounding in roundings(),
        items in prop::collection::vec((amounts(), amounts(), counts(), any::<bool>(), prop::sample::select(vec!["", "a", "items.a"])), 0..6),
    ) {
        let items: Vec<Item> = items.into_iter().map(|(subtotal, original_total, quantity, is_discountable, path)| Item {
            subtotal, original_total, quantity, is_discountable, attributes: [(path, "1e999999999")].into_iter().collect(),
        }).collect();
        let context = Context { currency_code: "eur".to_owned(), attributes: [("a", "1e-999999999")].into_iter().collect() };
        let made = apply(&promotions, &items, &items, &context, rounding).unwrap();
        prop_assert!(made.iter().all(|one| one.amount.is_positive()));
    }

    #[test]
    fn texts_and_numbers(text in "\\PC{0,130}|-?[0-9]{0,70}\\.?[0-9]{0,70}(e[+-]?[0-9]{1,20})?", digits: i128, scale: i64) {
        for amount in [text.parse::<Amount>().ok(), Amount::new(BigDecimal::new(BigInt::from(digits), scale)).ok()].into_iter().flatten() {
            let said = amount.to_string();
            prop_assert!(said.len() <= 100, "{said}");
            prop_assert_eq!(said.parse::<Amount>().unwrap(), amount, "what is written is read again");
        }
    }
}
