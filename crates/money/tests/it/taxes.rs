//! Which rates hold.

use money::{
    Amount,
    tax::{Candidate, Reference, Taxed, lines},
};
use uuid::Uuid;

use crate::made::{EUR, a, a_line};

const COUNTRY: Uuid = Uuid::from_u128(100);
const PROVINCE: Uuid = Uuid::from_u128(200);
const BOOK: Uuid = Uuid::from_u128(1);
const BOOKS: Uuid = Uuid::from_u128(2);
const PARCEL: Uuid = Uuid::from_u128(3);

/// In the country, or in a province of it.
fn rate(id: u128, rate: &str, province: bool) -> Candidate {
    Candidate {
        id: Uuid::from_u128(id),
        region: if province { PROVINCE } else { COUNTRY },
        parent: province.then_some(COUNTRY),
        is_province: province,
        rate: a(rate),
        code: Some(format!("R{id}")),
        name: format!("Rate {id}"),
        is_default: true,
        is_combinable: false,
        rules: Vec::new(),
    }
}

fn ruled(candidate: Candidate, rule: Reference) -> Candidate {
    Candidate { is_default: false, rules: vec![rule], ..candidate }
}

fn book() -> Taxed {
    Taxed::Item { product: Some(BOOK), product_type: Some(BOOKS) }
}

fn mug() -> Taxed {
    Taxed::Item { product: Some(Uuid::from_u128(9)), product_type: None }
}

fn rates(taxed: Taxed, candidates: &[Candidate]) -> Vec<String> {
    let found = lines(taxed, candidates);
    let mut reversed = candidates.to_vec();
    reversed.reverse();
    assert_eq!(lines(taxed, &reversed), found, "whatever the order of the rows");
    found.into_iter().map(|line| line.rate.to_string()).collect()
}

#[test]
fn x1_a_rule_goes_before_the_default() {
    let candidates = [rate(1, "19", false), ruled(rate(2, "7", false), Reference::Product(BOOK))];
    assert_eq!(rates(mug(), &candidates), ["19"]);
    assert_eq!(rates(book(), &candidates), ["7"]);
    let line = &lines(book(), &candidates)[0];
    assert_eq!((line.code.as_deref(), line.description.as_str(), line.provider_id), (Some("R2"), "Rate 2", "system"));
    assert_eq!(line.tax_rate_id, Uuid::from_u128(2));
}

#[test]
fn x2_the_provinces_flag_combines() {
    let quebec = |is_combinable| Candidate { is_combinable, ..rate(2, "9.975", true) };
    let canada = |is_combinable| Candidate { is_combinable, ..rate(1, "5", false) };
    assert_eq!(rates(mug(), &[canada(false), quebec(true)]), ["9.975", "5"]);
    assert_eq!(rates(mug(), &[canada(true), quebec(false)]), ["9.975"]);
    assert_eq!(rates(mug(), &[canada(true)]), ["5"], "the country has nothing above");
    let found: Vec<Amount> = lines(mug(), &[canada(false), quebec(true)]).into_iter().map(|line| line.rate).collect();
    let mut t6 = a_line("33.33", 1, &[], &[], false);
    t6.rates = found;
    assert_eq!(money::totals::line(&t6, EUR).sums.total, a("38.32"), "as T6");
}

#[test]
fn x3_a_province_without_its_country() {
    let alone = Candidate { parent: None, ..rate(1, "8.875", true) };
    assert!(rates(mug(), &[alone]).is_empty());
    assert!(rates(mug(), &[]).is_empty());
}

#[test]
fn x4_shipping_options() {
    let candidates = [rate(1, "19", false), ruled(rate(2, "0", false), Reference::ShippingOption(PARCEL))];
    assert_eq!(rates(Taxed::Shipping { option: Some(PARCEL) }, &candidates), ["0"]);
    assert_eq!(rates(Taxed::Shipping { option: None }, &candidates), ["19"]);
    let others = [ruled(rate(2, "0", false), Reference::ShippingOption(BOOK))];
    assert!(rates(book(), &others).is_empty(), "a rule for another kind of thing");
}

#[test]
fn x5_the_provinces_default_goes_before_the_countrys_rule() {
    let candidates = [rate(1, "8", true), ruled(rate(2, "4", false), Reference::Product(BOOK))];
    assert_eq!(rates(book(), &candidates), ["8"]);
}

#[test]
fn from_one_to_six() {
    let all = [
        ruled(rate(6, "1", true), Reference::Product(BOOK)),
        ruled(rate(5, "2", true), Reference::ProductType(BOOKS)),
        rate(4, "3", true),
        ruled(rate(3, "4", false), Reference::Product(BOOK)),
        ruled(rate(2, "5", false), Reference::ProductType(BOOKS)),
        rate(1, "6", false),
    ];
    for from in 0..all.len() {
        assert_eq!(rates(book(), &all[from..]), [(from + 1).to_string()]);
    }
}

#[test]
fn of_equal_ones_the_older() {
    let twice =
        [ruled(rate(8, "1", false), Reference::Product(BOOK)), ruled(rate(7, "2", false), Reference::Product(BOOK))];
    assert_eq!(rates(book(), &twice), ["2"]);
    let combined = Candidate { is_combinable: true, ..rate(9, "9", true) };
    assert_eq!(rates(book(), &[combined, twice[0].clone(), twice[1].clone(), rate(1, "5", false)]), ["9", "2"]);
}
