//! Which price is paid: as the catalogue chooses.

use std::cmp::Reverse;

use money::{
    Amount, Attributes, Operator, Rule,
    price::{Candidate, Context, FromList, ListType, TaxInclusive, choose},
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::made::{a, cases};

fn context(quantity: Option<i64>) -> Context {
    Context {
        attributes: Attributes::new().with("region_id", "reg_1").with("currency_code", "eur").with("item_total", "80"),
        quantity,
        tax_inclusive: TaxInclusive { region: Some(true), currency: Some(false) },
    }
}

fn price(id: u128, amount: &str) -> Candidate {
    let amount = a(amount);
    Candidate { id: Uuid::from_u128(id), amount, min_quantity: None, max_quantity: None, rules: Vec::new(), list: None }
}

fn with_rule(candidate: Candidate, attribute: &str, operator: Operator, value: &str) -> Candidate {
    Candidate { rules: vec![Rule::new(attribute, operator, [value])], ..candidate }
}

fn for_region(candidate: Candidate, region: u128) -> Candidate {
    with_rule(candidate, "region_id", Operator::Eq, &format!("reg_{region}"))
}

fn of_list(candidate: Candidate, list_type: ListType, rules: usize) -> Candidate {
    let list = FromList { id: Uuid::from_u128(9), list_type, rules, is_of_region: false };
    Candidate { list: Some(list), ..candidate }
}

/// What is paid, and what it is compared with.
fn chosen(candidates: &[Candidate], quantity: Option<i64>) -> (Option<Amount>, Option<Amount>) {
    let choice = choose(candidates, &context(quantity));
    (choice.calculated.map(|one| one.amount.clone()), choice.original.map(|one| one.amount.clone()))
}

fn paid(candidates: &[Candidate]) -> Option<Amount> {
    chosen(candidates, None).0
}

#[test]
fn the_cheapest_of_equals_and_rules_before_that() {
    assert_eq!(paid(&[price(1, "12"), price(2, "9.50"), price(3, "30")]), Some(a("9.5")));
    assert_eq!(paid(&[price(1, "9"), for_region(price(2, "12"), 1)]), Some(a("12")));
    assert_eq!(paid(&[price(1, "9"), for_region(price(2, "2"), 7)]), Some(a("9")));
    assert_eq!(paid(&[]), None);
    let twins = [price(2, "5"), price(1, "5")];
    assert_eq!(choose(&twins, &context(None)).calculated.map(|one| one.id), Some(Uuid::from_u128(1)));
}

#[test]
fn the_region_says_before_the_currency_whether_tax_is_in() {
    let of_region = for_region(price(1, "1"), 1);
    let says = |price: &Candidate, region, currency| price.is_tax_inclusive(TaxInclusive { region, currency });
    assert!(says(&of_region, Some(true), Some(false)) && !says(&price(1, "1"), Some(true), Some(false)));
    assert!(says(&of_region, None, Some(true)) && !says(&of_region, None, None));
    let mut listed = of_list(price(1, "1"), ListType::Sale, 1);
    assert!(!says(&listed, Some(true), Some(false)));
    listed.list = listed.list.map(|list| FromList { is_of_region: true, ..list });
    assert!(says(&listed, Some(true), Some(false)));
}

#[test]
fn a_sale_is_paid_where_it_is_lower() {
    let sale = |amount| of_list(price(2, amount), ListType::Sale, 0);
    assert_eq!(chosen(&[price(1, "10"), sale("8")], None), (Some(a("8")), Some(a("10"))));
    assert_eq!(chosen(&[price(1, "10"), sale("12")], None), (Some(a("10")), Some(a("10"))));
    assert_eq!(chosen(&[sale("12")], None), (Some(a("12")), None));
}

#[test]
fn an_override_stands_in_the_place_of_the_price() {
    let instead = |id, amount, rules| of_list(price(id, amount), ListType::Override, rules);
    assert_eq!(chosen(&[price(1, "10"), instead(2, "15", 0)], None), (Some(a("15")), Some(a("15"))));
    let sale = of_list(price(3, "1"), ListType::Sale, 0);
    assert_eq!(paid(&[price(1, "10"), instead(2, "15", 0), sale]), Some(a("15")));
    assert_eq!(paid(&[instead(2, "15", 1), instead(3, "5", 0)]), Some(a("15")));
    let bulk = Candidate { min_quantity: Some(10), ..instead(2, "15", 0) };
    assert_eq!(paid(&[price(1, "10"), bulk]), Some(a("10")));
    assert_eq!(
        (ListType::of("sale"), ListType::of("gift"), ListType::Override.name()),
        (Some(ListType::Sale), None, "override")
    );
}

#[test]
fn quantities() {
    let tier = |id, amount, min_quantity, max_quantity| Candidate { min_quantity, max_quantity, ..price(id, amount) };
    let tiers = [tier(1, "10", None, Some(9)), tier(2, "8", Some(10), Some(99)), tier(3, "5", Some(100), None)];
    for (quantity, amount) in
        [(None, "10"), (Some(1), "10"), (Some(9), "10"), (Some(10), "8"), (Some(99), "8"), (Some(100), "5")]
    {
        assert_eq!(chosen(&tiers, quantity).0, Some(a(amount)), "{quantity:?}");
    }
    assert_eq!(chosen(&tiers[1..], None).0, None);
}

#[test]
fn what_is_not_known_matches_nothing() {
    for (attribute, operator) in
        [("customer.groups.id", Operator::Eq), ("customer.groups.id", Operator::Ne), ("currency_code", Operator::Gt)]
    {
        assert_eq!(paid(&[with_rule(price(1, "1"), attribute, operator, "eur")]), None, "{attribute}");
    }
    let free = |from| with_rule(price(2, "0"), "item_total", Operator::Gte, from);
    assert_eq!(paid(&[price(1, "4.90"), free("80.00")]), Some(Amount::zero()), "free shipping from 80 on");
    assert_eq!(paid(&[price(1, "4.90"), free("80.01")]), Some(a("4.9")));
}

prop_compose! {
    fn candidates()(rows in prop::collection::vec((0i64..100_000, 0i64..4, 0u128..3, 0usize..3, 0usize..3), 0..8)) -> Vec<Candidate> {
        let make = |(index, (cents, least, region, kind, rules)): (usize, (i64, i64, u128, usize, usize))| {
            let amount = Amount::of_units(cents, 2);
            let price = Candidate { amount, min_quantity: (least > 0).then_some(least), ..price(index as u128, "0") };
            match (kind, region) {
                (0, 0) => price,
                (0, _) => for_region(price, region),
                (1, _) => of_list(price, ListType::Sale, rules),
                _ => of_list(price, ListType::Override, rules),
            }
        };
        rows.into_iter().enumerate().map(make).collect()
    }
}

proptest! {
    #![proptest_config(cases())]

    /// Medusa's rules said once more, over sorted rows; and whatever the order of the rows, the same price.
    #[test]
    fn lists_choose_as_medusa_does(prices in candidates(), turn in 0usize..8) {
        let sorted = |of: Option<ListType>| {
            let mut those: Vec<(Reverse<usize>, Amount)> = prices.iter()
                .filter(|one| one.list.map(|list| list.list_type) == of)
                .filter(|one| one.min_quantity.is_none_or(|least| least <= 1))
                .filter(|one| one.rules.iter().all(|rule| rule.holds([String::from("reg_1")].iter())))
                .map(|one| (Reverse(one.rules.len() + one.list.map_or(0, |list| list.rules)), one.amount.clone()))
                .collect();
            those.sort();
            those.into_iter().next().map(|(_, amount)| amount)
        };
        let (plain, sale, instead) = (sorted(None), sorted(Some(ListType::Sale)), sorted(Some(ListType::Override)));
        let paid = match (&instead, &sale, &plain) {
            (Some(instead), ..) => Some(instead.clone()),
            (None, Some(sale), Some(plain)) => Some(sale.min(plain).clone()),
            (None, sale, plain) => sale.clone().or_else(|| plain.clone()),
        };
        prop_assert_eq!(&chosen(&prices, None), &(paid, instead.or(plain)));
        let mut turned = prices.clone();
        turned.rotate_left(turn.min(prices.len()));
        prop_assert_eq!(chosen(&turned, None), chosen(&prices, None));
    }
}
