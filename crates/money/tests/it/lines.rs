//! The worked examples of lines, by their numbers in the order of `Sums`' table, and what was found beside them.

use money::{
    Amount, Rounding,
    totals::{Sums, line, refundable, refundable_per_unit, remaining, returned, shares},
};

use crate::made::{EUR, MEDUSA, a, a_line, sums};

/// subtotal, discount_subtotal, tax_total, total, original_tax_total, original_total, discount_tax_total, discount_total.
fn check(found: &Sums, wanted: [&str; 8]) {
    let found = [
        &found.subtotal,
        &found.discount_subtotal,
        &found.tax_total,
        &found.total,
        &found.original_tax_total,
        &found.original_total,
        &found.discount_tax_total,
        &found.discount_total,
    ];
    assert_eq!(found.map(ToString::to_string), wanted);
}

#[test]
fn t1_exclusive() {
    let found = |r| sums("19.99", 3, &["19"], &[], false, r);
    check(&found(MEDUSA), ["59.97", "0", "11.3943", "71.3643", "11.3943", "71.3643", "0", "0"]);
    check(&found(EUR), ["59.97", "0", "11.39", "71.36", "11.39", "71.36", "0", "0"]);
}

#[test]
fn t2_inclusive() {
    let found = |r| sums("19.99", 3, &["19"], &[], true, r);
    check(
        &found(MEDUSA),
        [
            "50.39495798319327731092",
            "0",
            "9.5750420168067226890748",
            "59.9699999999999999999948",
            "9.5750420168067226890748",
            "59.97",
            "0",
            "0",
        ],
    );
    check(&found(EUR), ["50.39", "0", "9.58", "59.97", "9.58", "59.97", "0", "0"]);
}

#[test]
fn t3_and_t4_say_the_same_on_both_sides() {
    let wanted = ["10", "1", "1.71", "10.71", "1.9", "11.9", "0.19", "1.19"];
    for rounding in [MEDUSA, EUR] {
        check(&sums("10", 1, &["19"], &[("1", false)], false, rounding), wanted);
        check(&sums("11.90", 1, &["19"], &[("1", false)], true, rounding), wanted);
    }
}

#[test]
fn t5_inclusive_with_a_discount_with_tax() {
    let found = |r| sums("11.90", 1, &["19"], &[("5", true)], true, r);
    let exact = found(MEDUSA);
    assert_eq!(exact.discount_subtotal.to_string(), "4.20168067226890756303");
    assert!(exact.tax_total.to_string().starts_with("1.10168067226890756302"), "{exact:?}");
    assert!(exact.discount_tax_total.to_string().starts_with("0.79831932773109243697"), "{exact:?}");
    assert_eq!((exact.total.r(12), exact.discount_total.r(12)), (a("6.9"), a("5")));
    check(&found(EUR), ["10", "4.2", "1.1", "6.9", "1.9", "11.9", "0.8", "5"]);
}

#[test]
fn t6_two_rates() {
    let quebec = a_line("33.33", 1, &["5", "9.975"], &[], false);
    let exact = line(&quebec, MEDUSA).sums;
    assert_eq!(
        (exact.tax_total.to_string(), exact.total.to_string()),
        ("4.9911675".to_owned(), "38.3211675".to_owned())
    );
    let found = line(&quebec, EUR);
    assert_eq!(
        (found.sums.tax_total.to_string(), found.sums.total.to_string()),
        ("4.99".to_owned(), "38.32".to_owned())
    );
    let parts: Vec<String> = found.tax_lines.iter().map(|part| part.total.to_string()).collect();
    assert_eq!(parts, ["1.67", "3.32"]);
}

#[test]
fn t7_the_references_numbers() {
    let exact = sums("6000", 1, &["5"], &[], true, MEDUSA);
    assert_eq!(exact.subtotal.to_string(), "5714.28571428571428571429");
    assert_eq!(
        (exact.subtotal.r(15).to_string(), exact.original_total),
        ("5714.285714285714286".to_owned(), a("6000"))
    );
    assert_eq!(exact.tax_total.r(13).to_string(), "285.7142857142857");
    check(&sums("6000", 1, &["5"], &[], true, EUR), ["5714.29", "0", "285.71", "6000", "285.71", "6000", "0", "0"]);
}

#[test]
fn t8_a_cent() {
    let found = sums("0.01", 1, &["19"], &[], false, EUR);
    assert_eq!((found.subtotal, found.tax_total, found.total), (a("0.01"), Amount::zero(), a("0.01")));
}

#[test]
fn prices_finer_than_the_currency_are_rounded_with_their_quantity() {
    assert_eq!(sums("0.005", 1_000, &["19"], &[], false, EUR).subtotal, a("5"));
    assert_eq!(sums("0.005", 1, &["19"], &[], false, EUR).subtotal, a("0.01"));
}

#[test]
fn a_shelf_price_stays_whatever_the_rate() {
    for rate in ["0", "5", "7", "8.875", "19", "25", "100"] {
        assert_eq!(sums("19.99", 3, &[rate], &[], true, EUR).total, a("59.97"), "{rate}");
    }
}

/// 0.41 with tax is 0.34 without, and 0.34 with tax is 0.40: a code for 100 % must not leave a cent.
#[test]
fn all_of_it_is_all_of_it_on_the_other_side_too() {
    let free = sums("0.41", 1, &["19"], &[("0.34", false)], true, EUR);
    check(&free, ["0.34", "0.34", "0", "0", "0.07", "0.41", "0.07", "0.41"]);
    for cents in 1..500 {
        let price = Amount::of_units(cents, 2).to_string();
        for rate in ["5", "7", "19", "25"] {
            let net = sums(&price, 1, &[rate], &[], true, EUR).subtotal.to_string();
            assert_eq!(sums(&price, 1, &[rate], &[(&net, false)], true, EUR).total, Amount::zero(), "{price} {rate}");
            let gross = sums(&price, 1, &[rate], &[], false, EUR).original_total.to_string();
            assert_eq!(sums(&price, 1, &[rate], &[(&gross, true)], false, EUR).total, Amount::zero(), "{price} {rate}");
        }
    }
    assert_eq!(sums("0.01", 1, &["300"], &[], true, EUR).total, a("0.01"), "nothing off is not all of it");
}

#[test]
fn more_than_it_costs_is_not_taken_off() {
    for (inclusive, off) in [(false, false), (false, true), (true, false), (true, true)] {
        let found = sums("10", 1, &["19"], &[("99", off), ("1", !off)], inclusive, EUR);
        assert_eq!((&found.total, &found.tax_total), (&Amount::zero(), &Amount::zero()), "{inclusive} {off}");
        assert_eq!(found.discount_total, found.original_total);
    }
}

#[test]
fn tax_lines_and_adjustments_answer_their_own() {
    let found = line(&a_line("11.90", 1, &["12", "7"], &[("5", true), ("1", false)], true), EUR);
    assert_eq!(found.sums.tax_total, a("0.91"));
    let taxes: Vec<_> =
        found.tax_lines.iter().map(|part| (part.subtotal.to_string(), part.total.to_string())).collect();
    assert_eq!(taxes, [("1.2".to_owned(), "0.57".to_owned()), ("0.7".to_owned(), "0.34".to_owned())]);
    let parts: Vec<_> =
        found.adjustments.iter().map(|part| (part.subtotal.to_string(), part.total.to_string())).collect();
    assert_eq!(parts, [("4.2".to_owned(), "5".to_owned()), ("1".to_owned(), "1.19".to_owned())]);
}

#[test]
fn parts_by_largest_remainder() {
    let split = |amount: &str, weights: &[&str]| {
        let weights: Vec<Amount> = weights.iter().map(|weight| a(weight)).collect();
        shares(&a(amount), &weights, 2).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(split("10", &["1", "1", "1"]), ["3.34", "3.33", "3.33"]);
    assert_eq!(split("0.05", &["1", "0.5", "0.5"]), ["0.03", "0.01", "0.01"]);
    assert_eq!(split("1", &["0", "0"]), ["0", "0"]);
    assert_eq!(split("1", &["-5", "2"]), ["0", "1"]);
    assert!(split("1", &[]).is_empty());
}

#[test]
fn r_returns_end_at_the_whole() {
    let back = |pieces| returned(&a("10.00"), 3, pieces, EUR).to_string();
    assert_eq!([1, 2, 3, 4].map(back), ["3.33", "6.67", "10", "10"]);
    assert_eq!(returned(&a("10"), 0, 1, EUR), Amount::zero());
    assert_eq!(returned(&a("10"), 3, 1, MEDUSA).to_string(), "3.33333333333333333333");
    assert_eq!(refundable(&a("10.00"), 3, 2, EUR), a("3.33"));
    assert_eq!(refundable_per_unit(&a("10.00"), 3, 1, EUR), a("3.335"));
    assert_eq!(refundable_per_unit(&a("10.00"), 3, 3, EUR), Amount::zero());
}

#[test]
fn what_is_left_of_a_line_adds_up_too() {
    let whole = sums("11.90", 3, &["19"], &[("1", false)], true, EUR);
    let left = remaining(&whole, 3, 1, EUR);
    assert_eq!((&left.original_total, &left.total), (&a("23.80"), &a("23.01")));
    assert_eq!(&(&left.subtotal - &left.discount_subtotal) + &left.tax_total, left.total);
    assert_eq!(remaining(&whole, 3, 3, EUR), Sums::default());
    assert_eq!(remaining(&whole, 3, 0, EUR), whole);
    let exact = remaining(&sums("10", 4, &["19"], &[], false, Rounding::None(2)), 4, 1, Rounding::None(2));
    check(&exact, ["30", "0", "5.7", "35.7", "5.7", "35.7", "0", "0"]);
}
