//! The traps of decimals.

use bigdecimal::{BigDecimal, RoundingMode, num_bigint::BigInt};
use money::{Amount, AmountError, Rounding, wire};
use proptest::prelude::*;

use crate::made::{a, cases};

#[test]
fn division_has_twenty_digits_and_rounds_once() {
    assert_eq!(a("1").div20(&a("3")).to_string(), "0.33333333333333333333");
    assert_eq!(a("2").div20(&a("3")).to_string(), "0.66666666666666666667");
    assert_eq!(a("-2").div20(&a("3")).to_string(), "-0.66666666666666666667");
    assert_eq!(a("1").div20(&a("3e20")).to_string(), "0");
    assert_eq!(a("1").div20(&a("2e20")).to_string(), "0.00000000000000000001", "the middle goes up");
    assert_eq!(a("5").div20(&Amount::zero()), Amount::zero(), "by zero: zero");
    // Were it rounded to 20 digits first, it would be 0.005 and then 0.01.
    assert_eq!(a("0.00499999999999999999999").ratio(&a("1"), 2).to_string(), "0");
    assert_eq!(a("20").ratio_down(&a("3"), 2).to_string(), "6.66");
}

#[test]
fn rounding_goes_away_from_zero_in_the_middle() {
    for (amount, digits, rounded) in [
        ("0.005", 2, "0.01"),
        ("-0.005", 2, "-0.01"),
        ("0.0049999", 2, "0"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("1.0005", 3, "1.001"),
        ("1000", 2, "1000"),
    ] {
        assert_eq!(a(amount).r(digits).to_string(), rounded, "{amount}");
    }
    assert_eq!(a("1.999").down(2).to_string(), "1.99");
}

#[test]
fn zeros_that_postgres_answers_do_not_count() {
    let zeros = format!("19.9{}", "0".repeat(300));
    let amount = Amount::new(zeros.parse::<BigDecimal>().unwrap()).unwrap();
    assert_eq!((amount.to_string(), amount == a("19.90")), ("19.9".to_owned(), true));
    assert_eq!(a("1e3").to_string(), "1000");
    assert_eq!(a("0e99").to_string(), "0");
}

#[test]
fn what_is_no_amount() {
    for text in ["", " 1", "1_000", "NaN", "Infinity", "0x1", "1,5", "--1", "1e", "€1"] {
        assert_eq!(text.parse::<Amount>(), Err(AmountError::NotANumber), "{text}");
    }
    for text in ["1e30", "1e999999999", "1e-61", "1e-999999999", &"9".repeat(31), &"1".repeat(100_000)] {
        assert_eq!(text.parse::<Amount>(), Err(AmountError::TooManyDigits));
    }
    for scale in [i64::MIN, -101, 1_001, i64::MAX] {
        assert_eq!(Amount::new(BigDecimal::new(1.into(), scale)), Err(AmountError::TooManyDigits));
        assert_eq!(Amount::new(BigDecimal::new(0.into(), scale)), Ok(Amount::zero()));
    }
    assert!("9".repeat(30).parse::<Amount>().is_ok());
}

#[test]
fn on_the_wire() {
    let number = |amount: &str| serde_json::to_string(&wire::Number(a(amount))).unwrap();
    assert_eq!(number("19.990"), "19.99");
    assert_eq!(number("100"), "100");
    assert_eq!(number("12345678901234567890.123456789"), "12345678901234567890.123456789");
    let raw = |amount: &str| serde_json::to_string(&wire::Raw(a(amount))).unwrap();
    assert_eq!(raw("19.99"), r#"{"value":"19.99","precision":20}"#);
    assert_eq!(raw("50.394957983193277310924"), r#"{"value":"50.394957983193277311","precision":20}"#);
    assert_eq!(raw("0.033333333333333333333333"), r#"{"value":"0.033333333333333333333","precision":20}"#);
    assert_eq!(raw("123456789012345678901234.5"), r#"{"value":"123456789012345678901235","precision":20}"#);
}

#[test]
fn so_little_is_written_as_nothing_without_rounding_only() {
    let (medusa, euros) = (Rounding::None(2), Rounding::Currency(2));
    assert_eq!(medusa.written(&a("-0.0001")), Amount::zero());
    assert_eq!(medusa.written(&a("0.00011")), a("0.00011"));
    assert_eq!(euros.written(&a("0.0001")), a("0.0001"));
}

proptest! {
    #![proptest_config(cases())]

    /// As the library rounds, and whether the numbers fit into a register or not.
    #[test]
    fn rounding_is_the_librarys(units in any::<i64>(), of in any::<i64>(), scale in 0i64..12, digits in 0u8..6) {
        let small = Amount::new(BigDecimal::new(units.into(), scale)).unwrap();
        for (ours, mode) in [(small.r(digits), RoundingMode::HalfUp), (small.down(digits), RoundingMode::Down)] {
            prop_assert_eq!(ours.as_decimal(), &small.as_decimal().with_scale_round(digits.into(), mode));
        }
        prop_assert_eq!(&small.percent() * &Amount::from(100), small.clone());
        let by = Amount::of_units(of, 3);
        let longer = Amount::new(BigDecimal::new(BigInt::from(10).pow(40) + 7, 30)).unwrap();
        let (above, below) = (&small * &longer, &by * &longer);
        prop_assert_eq!(above.ratio(&below, digits), small.ratio(&by, digits));
        prop_assert_eq!(above.ratio_down(&below, digits), small.ratio_down(&by, digits));
        prop_assert_eq!(small.ratio(&Amount::from(1), digits), small.r(digits));
        if of != 0 {
            let off = (&(&small.div20(&by) * &by) - &small).abs();
            prop_assert!(off <= &by.abs() * &a("0.5e-20"), "{off}");
        }
    }
}
