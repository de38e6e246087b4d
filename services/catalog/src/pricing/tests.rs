use bigdecimal::BigDecimal;
use entity::ids::{PriceListId, PriceSetId, RegionId};
use money::{
    Amount, Attributes, Rule,
    price::{self, Candidate, FromList, ListType, TaxInclusive},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{PriceContext, calculate};

fn context(quantity: Option<i64>) -> PriceContext {
    let region = RegionId(Uuid::from_u128(1));
    let attributes = Attributes::new().with("region_id", region.to_string()).with("currency_code", "eur");
    let tax_inclusive = TaxInclusive { region: Some(true), currency: Some(false) };
    PriceContext {
        region,
        currency_code: "eur".to_owned(),
        rules: price::Context { attributes, quantity, tax_inclusive },
        taxed_at: None,
        at: chrono::DateTime::UNIX_EPOCH,
        has_lists: true,
        until: None,
        groups: Vec::new(),
        has_moved: std::sync::Arc::default(),
    }
}

fn price(id: u128, amount: &str) -> Candidate {
    Candidate {
        id: Uuid::from_u128(id),
        amount: amount.parse().unwrap(),
        min_quantity: None,
        max_quantity: None,
        rules: Vec::new(),
        list: None,
    }
}

fn for_region(candidate: Candidate, region: u128) -> Candidate {
    let value = RegionId(Uuid::from_u128(region)).to_string();
    let rule = Rule::named("region_id", "eq", [value]);
    Candidate { rules: vec![rule], ..candidate }
}

fn chosen(candidates: &[Candidate], context: &PriceContext) -> Value {
    serde_json::to_value(calculate(PriceSetId(Uuid::nil()), candidates, context)).unwrap()
}

#[test]
fn the_cheapest_of_equals() {
    let answer = chosen(&[price(1, "12"), price(2, "9.50"), price(3, "30")], &context(None));
    assert_eq!(answer["calculated_amount"], json!(9.5));
    assert_eq!(answer["raw_calculated_amount"], json!({"value": "9.5", "precision": 20}));
}

#[test]
fn a_price_with_matching_rules_goes_before_a_cheaper_one() {
    let answer = chosen(&[price(1, "9"), for_region(price(2, "12"), 1)], &context(None));
    assert_eq!(answer["calculated_amount"], 12);
    assert_eq!(
        answer["is_calculated_price_tax_inclusive"], true,
        "the region's preference, as the price is of the region"
    );
    let answer = chosen(&[price(1, "9"), for_region(price(2, "2"), 7)], &context(None));
    assert_eq!(answer["calculated_amount"], 9, "a rule that does not match rules the price out");
    assert_eq!(answer["is_calculated_price_tax_inclusive"], false, "the currency's preference");
}

fn of_list(candidate: Candidate, list_type: ListType, rules: usize) -> Candidate {
    let list = FromList { id: Uuid::from_u128(9), list_type, rules, is_of_region: false };
    Candidate { list: Some(list), ..candidate }
}

#[test]
fn a_sale_is_paid_where_it_is_lower() {
    let sale = |amount| of_list(price(2, amount), ListType::Sale, 0);
    let answer = chosen(&[price(1, "10"), sale("8")], &context(None));
    assert_eq!((&answer["calculated_amount"], &answer["original_amount"]), (&json!(8), &json!(10)));
    assert_eq!(answer["calculated_price"]["price_list_type"], "sale");
    assert_eq!(answer["calculated_price"]["price_list_id"], json!(PriceListId(Uuid::from_u128(9))));
    assert_eq!(answer["original_price"]["price_list_id"], Value::Null);
    assert_eq!(
        (&answer["is_calculated_price_price_list"], &answer["is_original_price_price_list"]),
        (&json!(true), &json!(false))
    );
    let answer = chosen(&[price(1, "10"), sale("12")], &context(None));
    assert_eq!((&answer["calculated_amount"], &answer["is_calculated_price_price_list"]), (&json!(10), &json!(false)));
    let answer = chosen(&[sale("12")], &context(None));
    assert_eq!((&answer["calculated_amount"], &answer["original_amount"]), (&json!(12), &Value::Null));
}

#[test]
fn an_override_stands_in_the_place_of_the_price() {
    let instead = |id, amount, rules| of_list(price(id, amount), ListType::Override, rules);
    let answer = chosen(&[price(1, "10"), instead(2, "15", 0)], &context(None));
    assert_eq!((&answer["calculated_amount"], &answer["original_amount"]), (&json!(15), &json!(15)));
    assert_eq!(answer["is_original_price_price_list"], true);
    let sale = of_list(price(3, "1"), ListType::Sale, 0);
    let answer = chosen(&[price(1, "10"), instead(2, "15", 0), sale], &context(None));
    assert_eq!(answer["calculated_amount"], 15, "an override wins over a sale");
    let answer = chosen(&[instead(2, "15", 1), instead(3, "5", 0)], &context(None));
    assert_eq!(answer["calculated_amount"], 15, "more rules go first");
    let bulk = Candidate { min_quantity: Some(10), ..instead(2, "15", 0) };
    let answer = chosen(&[price(1, "10"), bulk], &context(None));
    assert_eq!(answer["calculated_amount"], 10, "a tier of a list holds from its quantity on");
}

#[test]
fn quantities() {
    let tier = |id, amount, least, most| Candidate { min_quantity: least, max_quantity: most, ..price(id, amount) };
    let tiers = [tier(1, "10", None, Some(9)), tier(2, "8", Some(10), Some(99)), tier(3, "5", Some(100), None)];
    for (quantity, amount) in [(None, 10), (Some(1), 10), (Some(9), 10), (Some(10), 8), (Some(99), 8), (Some(100), 5)] {
        assert_eq!(chosen(&tiers, &context(quantity))["calculated_amount"], amount, "{quantity:?}");
    }
    assert_eq!(chosen(&tiers[1..], &context(None))["calculated_amount"], Value::Null);
}

#[test]
fn unknown_attributes_and_operators_never_match() {
    let rule = |attribute: &str, operator: &str| Rule::named(attribute, operator, ["eur"]);
    for rule in [rule("customer.groups.id", "eq"), rule("currency_code", "gt")] {
        let bound = Candidate { rules: vec![rule], ..price(1, "1") };
        assert_eq!(chosen(&[bound], &context(None))["calculated_amount"], Value::Null);
    }
}

#[test]
fn amounts_keep_all_their_digits() {
    let answer = serde_json::to_string(&calculate(
        PriceSetId(Uuid::nil()),
        &[price(1, "12345678901234567890.123456789000")],
        &context(None),
    ))
    .unwrap();
    assert!(answer.contains(r#""calculated_amount":12345678901234567890.123456789,"#), "{answer}");
}

prop_compose! {
    fn candidates()(prices in prop::collection::vec((0u32..100_000, 0i64..4, 0u128..3), 0..8)) -> Vec<Candidate> {
        let make = |(index, (cents, least, region)): (usize, (u32, i64, u128))| {
            let price = Candidate {
                amount: Amount::of_units(cents.into(), 2),
                min_quantity: (least > 0).then_some(least),
                ..price(index as u128, "0")
            };
            if region > 0 { for_region(price, region) } else { price }
        };
        prices.into_iter().enumerate().map(make).collect()
    }
}

prop_compose! {
    fn with_lists()(prices in candidates(), lists in prop::collection::vec((0usize..3, 0usize..3), 8)) -> Vec<Candidate> {
        let listed = |(price, (kind, rules)): (Candidate, (usize, usize))| match kind {
            0 => price,
            1 => of_list(Candidate { rules: Vec::new(), ..price }, ListType::Sale, rules),
            _ => of_list(Candidate { rules: Vec::new(), ..price }, ListType::Override, rules),
        };
        prices.into_iter().zip(lists).map(listed).collect()
    }
}

/// Whether a rule names the context's region.
fn is_of(rule: &Rule, context: &PriceContext) -> bool {
    rule.holds(std::iter::once(&context.region.to_string()))
}

proptest! {
    /// Whatever the order of the rows, the same price; and nobody pays more than for a price without any rule.
    #[test]
    fn the_choice_is_stable_and_holds(prices in candidates(), seed in any::<u64>()) {
        let context = context(None);
        let answer = chosen(&prices, &context);
        let mut shuffled = prices.clone();
        let rotation = usize::try_from(seed % 8).unwrap().min(shuffled.len());
        shuffled.rotate_left(rotation);
        prop_assert_eq!(&chosen(&shuffled, &context), &answer);

        let of_region = prices.iter().any(|price| !price.rules.is_empty() && is_of(&price.rules[0], &context)
            && price.min_quantity.is_none_or(|least| least <= 1));
        let plain = prices.iter().filter(|price| price.rules.is_empty() && price.min_quantity.is_none_or(|least| least <= 1));
        match plain.map(|price| &price.amount).min() {
            Some(amount) if !of_region => {
                let amount = amount.as_decimal().normalized().to_plain_string();
                prop_assert_eq!(answer["raw_calculated_amount"]["value"].as_str(), Some(amount.as_str()));
            }
            None if !of_region => prop_assert_eq!(&answer["calculated_amount"], &Value::Null),
            _ => prop_assert!(!answer["calculated_amount"].is_null()),
        }
    }

    /// Medusa's rules said once more, over sorted rows: what is paid is an override, else the lower of sale and price.
    #[test]
    fn lists_choose_as_medusa_does(prices in with_lists()) {
        let context = context(None);
        let sorted = |of: Option<ListType>| {
            let mut those: Vec<&Candidate> = prices.iter()
                .filter(|one| one.list.map(|list| list.list_type) == of)
                .filter(|one| one.min_quantity.is_none_or(|least| least <= 1))
                .filter(|one| one.rules.iter().all(|rule| is_of(rule, &context)))
                .collect();
            those.sort_by_key(|one| (std::cmp::Reverse(one.rules.len() + one.list.map_or(0, |list| list.rules)), one.amount.clone(), one.id));
            those.first().map(|one| one.amount.as_decimal().normalized())
        };
        let (plain, sale, instead) = (sorted(None), sorted(Some(ListType::Sale)), sorted(Some(ListType::Override)));
        let paid = match (&instead, &sale, &plain) {
            (Some(instead), ..) => Some(instead.clone()),
            (None, Some(sale), Some(plain)) => Some(sale.min(plain).clone()),
            (None, sale, plain) => sale.clone().or_else(|| plain.clone()),
        };
        let answer = chosen(&prices, &context);
        let amount = |amount: Option<BigDecimal>| amount.map_or(Value::Null, |amount| json!(amount.to_plain_string()));
        let told = |name: &str| answer[name]["value"].clone();
        prop_assert_eq!(told("raw_calculated_amount"), amount(paid));
        prop_assert_eq!(told("raw_original_amount"), amount(instead.or(plain)));
    }
}
