//! What holds for all lines, carts and promotions: digits 0, 2 and 3, and Medusa's arithmetic.

use money::{
    Amount, Rounding,
    promotion::{Allocation, Item, Kind, Method, Promotion, Target, TargetType, apply},
    totals::{Adjustment, Line, LineTotals, Sums, cart, line, remaining, returned, shares},
};
use proptest::prelude::*;

use crate::made::{MEDUSA, a, cases, in_euros, off, same};

fn roundings() -> impl Strategy<Value = Rounding> {
    prop_oneof![
        Just(Rounding::Currency(0)),
        Just(Rounding::Currency(2)),
        Just(Rounding::Currency(3)),
        Just(Rounding::None(2)),
    ]
}

fn currencies() -> impl Strategy<Value = u8> {
    prop_oneof![Just(0u8), Just(2), Just(3)]
}

fn rates() -> impl Strategy<Value = Vec<Amount>> {
    prop::collection::vec(prop::sample::select(vec!["0", "5", "7", "8.875", "9.975", "19", "20", "25"]), 0..3)
        .prop_map(|rates| rates.into_iter().map(a).collect())
}

prop_compose! {
    /// Discounts up to 60 % of what it costs without tax, some of them said with tax.
    fn lines(rounding: Rounding)(
        units in 0i64..500_000, quantity in 1u32..20, rates in rates(), is_tax_inclusive: bool,
        offs in prop::collection::vec((0u32..60, any::<bool>()), 0..3),
    ) -> Line {
        let price = Amount::of_units(units, rounding.digits());
        let half = &price * &Amount::from(quantity).div20(&Amount::from(4));
        let adjustments = offs.into_iter().map(|(part, is_tax_inclusive)| {
            let amount = (&half * &Amount::from(part)).ratio(&Amount::from(100), rounding.digits());
            Adjustment { amount, is_tax_inclusive }
        });
        Line { price, quantity, is_tax_inclusive, rates, adjustments: adjustments.collect() }
    }
}

fn all(sums: &Sums) -> [&Amount; 8] {
    let Sums {
        subtotal,
        discount_subtotal,
        tax_total,
        total,
        original_tax_total,
        original_total,
        discount_tax_total,
        discount_total,
    } = sums;
    [
        subtotal,
        discount_subtotal,
        tax_total,
        total,
        original_tax_total,
        original_total,
        discount_tax_total,
        discount_total,
    ]
}

fn check(sums: &Sums, rounding: Rounding) -> Result<(), TestCaseError> {
    let left = &(&sums.subtotal - &sums.discount_subtotal) + &sums.tax_total;
    prop_assert!(same(&left, &sums.total, rounding), "{:?}", sums);
    prop_assert!(same(&(&sums.original_total - &sums.discount_total), &sums.total, rounding), "{:?}", sums);
    for amount in all(sums) {
        prop_assert_eq!(&rounding.r(amount), amount, "in the currency's digits");
        prop_assert!(!rounding.written(amount).is_negative(), "{:?}", sums);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_line_adds_up(
        (rounding, line_) in roundings().prop_flat_map(|rounding| (Just(rounding), lines(rounding))), back in 0u32..25,
    ) {
        let found = line(&line_, rounding);
        check(&found.sums, rounding)?;
        let taxes: Amount = found.tax_lines.iter().map(|part| &part.total).sum();
        let originals: Amount = found.tax_lines.iter().map(|part| &part.subtotal).sum();
        prop_assert!(same(&taxes, &found.sums.tax_total, rounding), "tax lines sum up to the tax");
        prop_assert!(same(&originals, &found.sums.original_tax_total, rounding));
        // What the customer was told is what it costs.
        let told = rounding.r(&(&line_.price * &Amount::from(line_.quantity)));
        prop_assert_eq!(if line_.is_tax_inclusive { &found.sums.original_total } else { &found.sums.subtotal }, &told);
        // What is left after a return adds up as well.
        check(&remaining(&found.sums, line_.quantity, back, rounding), rounding)?;
    }

    #[test]
    fn a_cart_is_the_sum_of_its_lines_in_any_order(
        (rounding, many) in roundings().prop_flat_map(|rounding| (Just(rounding), prop::collection::vec(lines(rounding), 0..6))),
        credit in -5_000i64..500_000,
    ) {
        let credit = Amount::of_units(credit, rounding.digits());
        let mut found: Vec<LineTotals> = many.iter().map(|one| line(one, rounding)).collect();
        let made = cart(&found, &found, std::slice::from_ref(&credit), rounding);
        prop_assert!(!made.sums.total.is_negative() && (made.credit_line_total <= credit || matches!(rounding, Rounding::None(_))));
        prop_assert_eq!(&made.items, &made.shipping);
        let to_pay = &made.items.total + &made.shipping.total;
        prop_assert!(same(&(&made.sums.total + &made.credit_line_total), &to_pay, rounding));
        found.reverse();
        prop_assert_eq!(cart(&found, &found, &[credit], rounding), made);
    }

    #[test]
    fn net_and_gross_agree_where_both_can_be_said(net in 1i64..100_000, quantity in 1u32..10, rate in 0u32..26, rounding in prop::sample::select(vec![Rounding::Currency(2), Rounding::Currency(3), MEDUSA])) {
        let rates = vec![Amount::from(rate)];
        let (net, gross) = (Amount::of_units(net, 0), Amount::of_units(net * i64::from(100 + rate), 2));
        let exclusive = Line { price: net, quantity, rates, ..Line::default() };
        let inclusive = Line { price: gross, is_tax_inclusive: true, ..exclusive.clone() };
        let (exclusive, inclusive) = (line(&exclusive, rounding).sums, line(&inclusive, rounding).sums);
        for (one, other) in all(&exclusive).into_iter().zip(all(&inclusive)) {
            prop_assert!(same(one, other, rounding), "{:?}\n{:?}", exclusive, inclusive);
        }
    }

    #[test]
    fn a_line_split_in_two_costs_the_same_or_a_coin_more_or_less(
        (rounding, line_) in roundings().prop_flat_map(|rounding| (Just(rounding), lines(rounding))), at in 0u32..20,
    ) {
        let line_ = Line { adjustments: Vec::new(), ..line_ };
        let at = at.min(line_.quantity);
        let part = |quantity| line(&Line { quantity, ..line_.clone() }, rounding);
        let (whole, parts) = (line(&line_, rounding).sums, cart(&[part(at), part(line_.quantity - at)], &[], &[], rounding).sums);
        // A coin for each line that was made, and for each rate that is rounded by itself.
        let coins = &rounding.unit() * &Amount::from(u32::try_from(1 + line_.rates.len()).unwrap());
        for (one, other) in all(&whole).into_iter().zip(all(&parts)) {
            match rounding {
                Rounding::None(_) => prop_assert!(same(one, other, rounding), "{:?}\n{:?}", whole, parts),
                Rounding::Currency(_) => prop_assert!((one - other).abs() <= coins, "{:?}\n{:?}", whole, parts),
            }
        }
    }

    #[test]
    fn returns_grow_and_end_at_the_whole(units in 0i64..1_000_000, quantity in 1u32..30, rounding in roundings()) {
        let total = Amount::of_units(units, rounding.digits());
        let steps: Vec<Amount> = (0..=quantity).map(|pieces| returned(&total, quantity, pieces, rounding)).collect();
        prop_assert!(steps.is_sorted() && steps[0].is_zero());
        prop_assert_eq!(steps.last(), Some(&total));
    }

    #[test]
    fn parts_sum_up_and_are_fair(units in 0i64..1_000_000, weights in prop::collection::vec(0i64..10_000, 1..9), digits in currencies()) {
        let amount = Amount::of_units(units, digits);
        let whole: i64 = weights.iter().sum();
        prop_assume!(whole > 0);
        let of: Vec<Amount> = weights.iter().map(|weight| Amount::of_units(*weight, 2)).collect();
        let parts = shares(&amount, &of, digits);
        prop_assert_eq!(parts.iter().sum::<Amount>(), amount.clone());
        for (part, weight) in parts.iter().zip(&of) {
            let fair = (&amount * weight).div20(&Amount::of_units(whole, 2));
            prop_assert!((part - &fair).abs() < Amount::of_units(1, digits), "{} instead of {}", part, fair);
        }
    }
}

prop_compose! {
    fn promotions()(
        kind in 0u8..4, is_fixed: bool, value in 1u32..=100, allocation in 0u8..3, is_order: bool, is_tax_inclusive: bool,
        pieces in prop::option::of(1u32..6), most in prop::option::of(1i64..10_000), quantities in (1u32..4, 1u32..3), id in 0u128..50,
    ) -> Promotion {
        let (min_quantity, apply_to) = quantities;
        let method = if is_fixed { Method::Fixed } else { Method::Percentage };
        let allocation = [Allocation::Each, Allocation::Across, Allocation::Once][usize::from(allocation)];
        let buy_rules = vec![money::Rule::new("none", money::Operator::Ne, ["x"])];
        Promotion {
            kind: if kind == 0 { Kind::BuyGet { buy_rules, min_quantity, apply_to } } else { Kind::Standard },
            target_type: if is_order { TargetType::Order } else { TargetType::Items },
            is_tax_inclusive,
            max_quantity: pieces,
            max_amount: most.map(|most| Amount::of_units(most, 3)),
            ..off(method, allocation, &value.to_string(), id)
        }
    }
}

prop_compose! {
    fn items(rounding: Rounding)(many in prop::collection::vec(lines(rounding), 1..7)) -> Vec<(Line, Item)> {
        many.into_iter().map(|one| {
            let one = Line { adjustments: Vec::new(), ..one };
            let Sums { subtotal, original_total, .. } = line(&one, rounding).sums;
            let item = Item { subtotal, original_total, quantity: one.quantity, is_discountable: true, ..Item::default() };
            (one, item)
        }).collect()
    }
}

proptest! {
    #![proptest_config(cases())]

    /// Whatever is taken off: in the currency's digits, never more than there is, and the lines still add up.
    #[test]
    fn discounts_never_exceed_what_there_is(
        (rounding, bought) in roundings().prop_flat_map(|rounding| (Just(rounding), items(rounding))),
        promotions in prop::collection::vec(promotions(), 0..6), turn in 0usize..6,
    ) {
        let (mut lines, items): (Vec<Line>, Vec<Item>) = bought.into_iter().unzip();
        let made = apply(&promotions, &items, &[], &in_euros(), rounding).unwrap();
        for one in &made {
            prop_assert!(one.amount.is_positive());
            prop_assert_eq!(&rounding.r(&one.amount), &one.amount);
            let Target::Item(index) = one.target else { return Err(TestCaseError::fail("no method was given")) };
            let item = &items[index];
            let base = if one.is_tax_inclusive { &item.original_total } else { &item.subtotal };
            prop_assert!(&one.amount <= base);
            lines[index].adjustments.push(Adjustment { amount: one.amount.clone(), is_tax_inclusive: one.is_tax_inclusive });
        }
        for (place, promotion) in promotions.iter().enumerate() {
            let taken: Amount = made.iter().filter(|one| one.promotion == place).map(|one| &one.amount).sum();
            if let (Some(most), Kind::Standard) = (&promotion.max_amount, &promotion.kind) {
                prop_assert!(&taken <= most, "{} of {}", taken, most);
            }
            if promotion.method == Method::Fixed && promotion.target_type == TargetType::Order && matches!(promotion.kind, Kind::Standard) {
                prop_assert!(&taken - &promotion.value <= a("1e-12"));
            }
        }
        for one in &lines {
            check(&line(one, rounding).sums, rounding)?;
        }
        // Promotions of their own ids come out the same in whatever order they are given.
        let mut ids: Vec<_> = promotions.iter().map(|promotion| promotion.id).collect();
        ids.sort();
        ids.dedup();
        if ids.len() == promotions.len() {
            let mut turned = promotions.clone();
            turned.rotate_left(turn.min(promotions.len()));
            let again = apply(&turned, &items, &[], &in_euros(), rounding).unwrap();
            let told = |made: &[money::promotion::Applied], of: &[Promotion]| {
                made.iter().map(|one| (of[one.promotion].id, one.target, one.amount.clone())).collect::<Vec<_>>()
            };
            prop_assert_eq!(told(&again, &turned), told(&made, &promotions));
        }
    }

    /// A code for 100 % leaves nothing to pay, on whichever side prices and code are told.
    #[test]
    fn all_off_is_free(
        (rounding, bought) in currencies().prop_map(Rounding::Currency).prop_flat_map(|rounding| (Just(rounding), items(rounding))),
        is_tax_inclusive: bool, before in prop::option::of(1u32..=100),
    ) {
        let (lines, items): (Vec<Line>, Vec<Item>) = bought.into_iter().unzip();
        let first = before.map(|value| Promotion { is_tax_inclusive, ..off(Method::Fixed, Allocation::Across, &value.to_string(), 2) });
        let free = Promotion { is_tax_inclusive, value: a("100"), ..off(Method::Percentage, Allocation::Across, "100", 9) };
        let promotions: Vec<Promotion> = first.into_iter().chain([free]).collect();
        let made = apply(&promotions, &items, &[], &in_euros(), rounding).unwrap();
        for (index, line_) in lines.iter().enumerate() {
            let adjustments = made.iter().filter(|one| one.target == Target::Item(index))
                .map(|one| Adjustment { amount: one.amount.clone(), is_tax_inclusive: one.is_tax_inclusive });
            let line_ = Line { adjustments: adjustments.collect(), ..line_.clone() };
            prop_assert_eq!(line(&line_, rounding).sums.total, Amount::zero(), "{:?}", line_);
        }
    }

    /// An amount across is taken off to the last coin.
    #[test]
    fn an_amount_across_is_all_taken(
        (rounding, bought) in currencies().prop_map(Rounding::Currency).prop_flat_map(|rounding| (Just(rounding), items(rounding))),
        value in 1i64..1_000_000,
    ) {
        let items: Vec<Item> = bought.into_iter().map(|(_, item)| item).collect();
        let value = Amount::of_units(value, rounding.digits());
        let promotion = Promotion { value: value.clone(), ..off(Method::Fixed, Allocation::Across, "1", 1) };
        let made = apply(&[promotion], &items, &[], &in_euros(), rounding).unwrap();
        let taken: Amount = made.iter().map(|one| &one.amount).sum();
        prop_assert_eq!(taken, value.min(items.iter().map(|item| &item.subtotal).sum()));
    }

    /// The two arithmetics differ by a coin for each amount that is rounded.
    #[test]
    fn rounded_totals_are_near_medusas(line_ in lines(Rounding::Currency(2))) {
        let line_ = Line { adjustments: Vec::new(), ..line_ };
        let (exact, rounded) = (line(&line_, MEDUSA).sums, line(&line_, Rounding::Currency(2)).sums);
        prop_assert!((&exact.total - &rounded.total).abs() <= a("0.02"), "{:?}\n{:?}", exact, rounded);
    }
}
