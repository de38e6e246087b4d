//! Buyget promotions, round by round: as many pieces as if each round were counted by itself.

use std::cmp::Reverse;

use money::{
    Operator, Rule,
    promotion::{Allocation, Item, Kind, Method, Promotion, apply},
};
use proptest::prelude::*;

use crate::made::{EUR, cases, in_euros, item, of, off};

/// Takes pieces off the piles, in order; `false` if there are too few.
fn take(piles: &mut [u32], order: &[usize], mut wanted: u32, taken: &mut [u32]) -> bool {
    for &index in order {
        let pieces = piles[index].min(wanted);
        piles[index] -= pieces;
        taken[index] += pieces;
        wanted -= pieces;
    }
    wanted == 0
}

/// The pieces that are discounted, one round after another.
fn one_by_one(quantities: &[u32], buy: &[usize], target: &[usize], min: u32, per: u32, most: u32) -> Vec<u32> {
    let (mut piles, mut given) = (quantities.to_vec(), vec![0; quantities.len()]);
    loop {
        let (mut next, mut more) = (piles.clone(), given.clone());
        let mut bought = vec![0; quantities.len()];
        let goes_on = given.iter().sum::<u32>() + per <= most
            && take(&mut next, buy, min, &mut bought)
            && take(&mut next, target, per, &mut more);
        if !goes_on {
            return given;
        }
        (piles, given) = (next, more);
    }
}

prop_compose! {
    fn places()(all in Just((0..4usize).collect::<Vec<_>>()).prop_shuffle(), many in 1..5usize) -> Vec<usize> {
        all[..many].to_vec()
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn all_rounds_at_once_are_the_rounds_one_by_one(
        quantities in prop::collection::vec(prop_oneof![0u32..8, 0u32..300], 4), mut buy in places(), mut target in places(),
        min_quantity in 1u32..6, apply_to in 1u32..5, most in prop_oneof![1u32..10, Just(u32::MAX)],
    ) {
        let prices = [1_000_000_000u64, 10_000_000, 100_000, 1_000];
        let items: Vec<Item> = quantities.iter().zip(prices).enumerate().map(|(place, (quantity, price))| {
            let subtotal = (price * u64::from(*quantity)).to_string();
            of(item(&subtotal, *quantity), "n", &place.to_string())
        }).collect();
        let rules = |places: &[usize]| vec![Rule::new("n", Operator::In, places.iter().map(ToString::to_string))];
        let promotion = Promotion {
            kind: Kind::BuyGet { buy_rules: rules(&buy), min_quantity, apply_to },
            max_quantity: Some(most),
            target_rules: rules(&target),
            ..off(Method::Percentage, Allocation::Each, "100", 1)
        };
        let mut found = vec![0; 4];
        for one in apply(&[promotion], &items, &[], &in_euros(), EUR).unwrap() {
            let money::promotion::Target::Item(index) = one.target else { return Err(TestCaseError::fail("no method was given")) };
            found[index] = (0..=quantities[index]).find(|pieces| {
                one.amount.to_string() == (prices[index] * u64::from(*pieces)).to_string()
            }).unwrap();
        }
        let dearest = |places: &mut Vec<usize>| {
            places.sort_by_key(|place| (Reverse(prices[*place] * u64::from(quantities[*place])), *place));
        };
        dearest(&mut buy);
        dearest(&mut target);
        prop_assert_eq!(found, one_by_one(&quantities, &buy, &target, min_quantity, apply_to, most.min(100_000)));
    }
}
